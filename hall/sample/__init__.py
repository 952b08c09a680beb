"""A made-up hall to start with: three services, a plan of two floors with eight windows, staff of every role."""

from importlib.resources import files

from hall.accounts import store as accounts_store
from hall.accounts.permits import Role
from hall.accounts.service import add_member
from hall.contract.plan import Plan
from hall.kit import Clock
from hall.kit.db import Tx
from hall.matters import Matters, publish_matters, read_catalogue, sample_files
from hall.plan import Plans, publish
from hall.queue import Service
from hall.queue import store as queue_store
from hall.queue.service import put_services
from hall.reception import store as cases_store
from hall.sample.cases import BUREAU, OFFICER
from hall.sample.doors import seed_doors
from hall.settings import Settings

SERVICES = [
    Service(
        "intake", "A", "综合收件", "Application intake", "交申报材料、补正、变更", "Hand in, complete or change papers"
    ),
    Service(
        "advice", "B", "咨询帮办", "Advice and help", "不知道怎么办，先来问", "Not sure what to do? Ask here first"
    ),
    Service(
        "pickup", "C", "发证取件", "Licence pick-up", "取证照、批文、图纸", "Collect licences, decisions, drawings"
    ),
]

STAFF: list[tuple[str, str, Role]] = [
    ("clerk1", "王样例", "clerk"),
    ("clerk2", "李样例", "clerk"),
    ("clerk3", "赵样例", "clerk"),
    ("office1", "钱样例", "office"),
    ("manager", "陈样例", "manager"),
    ("security", "周样例", "security"),
    ("admin", "吴样例", "admin"),
    ("auditor", "郑样例", "auditor"),
]


def songjiang() -> Plan:
    return Plan.model_validate_json(files("assets").joinpath("plans/songjiang.json").read_text("utf-8"))


def seed(tx: Tx, settings: Settings, clock: Clock, *, with_plan: bool = True) -> list[tuple[str, str, str]]:
    """Fill what is empty; never touch what is there. Without the plan: for one who draws the hall. Returns (login,
    role, first password) of accounts made now: the only time these passwords exist in clear. Made-up people need not
    change them."""
    if not queue_store.services(tx.conn):
        put_services(tx, SERVICES, "seed")
    if with_plan and Plans().current(tx.conn) is None:
        publish(tx, songjiang(), "seed")
    if Matters().current(tx.conn) is None:
        publish_matters(tx, read_catalogue(sample_files()), "seed", clock.day())
    made = [
        (login, role, add_member(tx, login, name, role, "seed", must_change=False))
        for login, name, role in STAFF
        if accounts_store.member_by_login(tx.conn, login) is None
    ]
    if not cases_store.department_at(tx.conn, OFFICER):
        cases_store.put_post(tx.conn, OFFICER, BUREAU, "seed", tx.now)
    if with_plan:
        seed_doors(tx, settings, clock)
    return made


def first_admin(tx: Tx) -> list[tuple[str, str, str]]:
    """One administrator for a hall without staff."""
    if accounts_store.count_members(tx.conn):
        return []
    return [("admin", "admin", add_member(tx, "admin", "管理员", "admin", "first start"))]
