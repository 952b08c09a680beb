"""Puts the room together, once a process."""

from datetime import datetime

from sqlalchemy import Connection

from hall.accounts.attempts import under_attack
from hall.accounts.checked import Check
from hall.accounts.needs import Need
from hall.accounts.rooms import PageCard, Room
from hall.accounts.routes import router
from hall.accounts.second.routes import router as second_router
from hall.accounts.service import Gone
from hall.accounts.staff.routes import Seats
from hall.accounts.staff.routes import router as staff_router
from hall.kit import Kit, keep_secret


def open_room(kit: Kit, gone: Gone, seats: Seats) -> Room:
    """``gone``: what else happens when a member stops work; ``seats``: where members sit now."""
    key = keep_secret(kit.settings, "accounts.key")
    check = Check(kit, key)
    own = router(kit, gone, check)
    own.include_router(second_router(kit, check, key))
    own.include_router(staff_router(kit, gone, seats))

    def attacks(conn: Connection, now: datetime) -> list[Need]:
        return under_attack(conn, kit.clock.steady(), now)

    return Room(
        name="accounts",
        router=own,
        pages=(
            PageCard("/staff", "人员", "新增、岗位、重设口令、解锁、离岗", "Staff"),
            PageCard("/account", "我的账号", "口令、手机验证码、登录在哪里", "Account"),
        ),
        needs={"sign_in": attacks},
    )
