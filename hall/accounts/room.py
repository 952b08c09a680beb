"""Puts the room together, once a process."""

from datetime import datetime

from sqlalchemy import Connection

from hall.accounts.attempts import under_attack
from hall.accounts.checked import Check
from hall.accounts.needs import Need, Thing
from hall.accounts.passkeys.routes import router as passkeys_router
from hall.accounts.rooms import PageCard, Room
from hall.accounts.routes import router
from hall.accounts.second.routes import router as second_router
from hall.accounts.service import Gone
from hall.accounts.staff.asked import in_words, open_ones
from hall.accounts.staff.routes import Seats
from hall.accounts.staff.routes import router as staff_router
from hall.accounts.store import members
from hall.kit import Kit, keep_secret


def open_room(kit: Kit, gone: Gone, seats: Seats) -> Room:
    """``gone``: what else happens when a member stops work; ``seats``: where members sit now."""
    key = keep_secret(kit.settings, "accounts.key")
    check = Check(kit, key)
    own = router(kit, gone, check)
    own.include_router(second_router(kit, check, key))
    own.include_router(passkeys_router(kit, check, key))
    own.include_router(staff_router(kit, gone, seats))

    def attacks(conn: Connection, now: datetime) -> list[Need]:
        return under_attack(conn, kit.clock.steady(), now)

    def waiting(conn: Connection, now: datetime) -> list[Need]:
        names = {row.id: row.name for row in members(conn)}
        todo = "大厅管理或安保在“人员”页批准或不批；提出的人和本人不能批。"
        return [
            Need(
                "hall",
                f"role:{row.member}:{row.role}",
                f"{names.get(row.member, '?')} {in_words(row)}，等第二个人批准",
                todo,
                (Thing(f"role:{row.member}:{row.at.isoformat(timespec='seconds')}", row.at),),
            )
            for row in open_ones(conn, now).values()
        ]

    return Room(
        name="accounts",
        router=own,
        pages=(
            PageCard("/staff", "人员", "新增、岗位、重设口令、解锁、离岗", "Staff"),
            PageCard("/account", "我的账号", "口令、第二道验证、登录在哪里", "Account"),
        ),
        needs={"sign_in": attacks, "roles": waiting},
    )
