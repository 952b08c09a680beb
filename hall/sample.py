"""A made-up hall to start with: three services, eight windows, staff of every role."""

from hall.accounts import store as accounts_store
from hall.accounts.doors import Role
from hall.accounts.service import add_member
from hall.kit.db import Tx
from hall.plan import Window, place_windows
from hall.queue import Service
from hall.queue import store as queue_store
from hall.queue.service import put_services

SERVICES = [
    Service("intake", "A", "综合收件", "Application intake",
            "交申报材料、补正、变更", "Hand in, complete or change papers"),
    Service("advice", "B", "咨询帮办", "Advice and help",
            "不知道怎么办，先来问", "Not sure what to do? Ask here first"),
    Service("pickup", "C", "发证取件", "Licence pick-up",
            "取证照、批文、图纸", "Collect licences, decisions, drawings"),
]

A_ZONE, B_ZONE = ("一层 A 区", "Zone A, floor 1"), ("一层 B 区", "Zone B, floor 1")


def _window(n: int, name: tuple[str, str], place: tuple[str, str], direction: str, *services: str) -> Window:
    return Window(f"w{n}", str(n), *name, *place, direction, services)


INTAKE, ADVICE, PICKUP = ("综合收件", "Intake"), ("咨询帮办", "Advice"), ("发证取件", "Pick-up")
WINDOWS = [
    _window(1, INTAKE, A_ZONE, "left_ahead", "intake"),
    _window(2, INTAKE, A_ZONE, "left_ahead", "intake"),
    _window(3, INTAKE, A_ZONE, "right_ahead", "intake"),
    _window(4, INTAKE, A_ZONE, "right_ahead", "intake"),
    _window(5, ("综合收件 · 咨询", "Intake, advice"), A_ZONE, "right_ahead", "intake", "advice"),
    _window(6, ADVICE, B_ZONE, "right", "advice"),
    _window(7, PICKUP, B_ZONE, "right", "pickup"),
    _window(8, ("发证 · 咨询", "Pick-up, advice"), B_ZONE, "right", "pickup", "advice"),
]

STAFF: list[tuple[str, str, Role]] = [
    ("clerk1", "王样例", "clerk"), ("clerk2", "李样例", "clerk"), ("clerk3", "赵样例", "clerk"),
    ("manager", "陈样例", "manager"), ("security", "周样例", "security"), ("admin", "吴样例", "admin"),
]


def seed(tx: Tx) -> list[tuple[str, str, str]]:
    """Fill what is empty; never touch what is there. Returns (login, role, first password) of accounts made now: the
    only time these passwords exist in clear."""
    if not queue_store.services(tx.conn):
        put_services(tx, SERVICES, "seed")
        place_windows(tx, WINDOWS, "seed")
    return [(login, role, add_member(tx, login, name, role, "seed")) for login, name, role in STAFF
            if accounts_store.member_by_login(tx.conn, login) is None]


def first_admin(tx: Tx) -> list[tuple[str, str, str]]:
    """One administrator for a hall without staff."""
    if accounts_store.count_members(tx.conn):
        return []
    return [("admin", "admin", add_member(tx, "admin", "管理员", "admin", "first start"))]
