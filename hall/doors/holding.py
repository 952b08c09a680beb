"""How the hall is held: as every day, heightened, locked down. It reaches every door with the rights it decides on,
within the second, and doors that hear nothing later."""

from datetime import datetime

from sqlalchemy import Connection

from hall.accounts import Member
from hall.contract.access import Level
from hall.doors import store
from hall.kit.db import Tx
from hall.kit.errors import Problem

BY_HAND: tuple[Level, ...] = ("normal", "heightened", "lockdown")
"""Fire is no key here: it is the evacuation's."""


def held_at(conn: Connection) -> Level:
    row = store.last_level(conn)
    return row.level if row is not None else "normal"


def hold(tx: Tx, member: Member, wanted: Level, seen: Level, reason: str) -> None:
    """``seen``: as it was on the page when he pressed, so that two who press at once do not undo each other."""
    stands = held_at(tx.conn)
    if wanted == stands:
        return
    if seen != stands:
        raise Problem(
            409,
            "moved_on",
            "就在刚才有人改过了：请看清现在的状态再按。",
            "Somebody has just changed it; look again before pressing.",
        )
    why = worded(reason)
    store.add_level(tx.conn, level=wanted, by=member.login, name=member.shown, reason=why, at=tx.now)
    tx.note(member.login, "hall_held", f"level:{wanted}", was=stands, reason=why)


def worded(reason: str, most: int = 200) -> str:
    """Raises :class:`Problem` where nothing is said."""
    why = " ".join(reason.split())
    if len(why) < 2 or not why.isprintable():
        raise Problem(
            422, "reason", "请写明原因（至少两个字）：记录里要看得出为什么。", "Say why, in two characters at least."
        )
    if len(why) > most:
        raise Problem(422, "reason", f"原因最多 {most} 个字。", f"At most {most} characters.")
    return why


def since(conn: Connection) -> tuple[datetime, str, str] | None:
    """When, by whom and why, where it is not as every day."""
    row = store.last_level(conn)
    return (row.at, row.name, row.reason) if row is not None and row.level != "normal" else None
