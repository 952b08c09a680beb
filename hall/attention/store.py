"""Tables: which causes somebody has taken, and who has the list before his eyes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, String, Table, delete, func, insert, select, update

from hall.kit.db import BigKey, Instant, metadata

taken = Table(
    "attention_taken",
    metadata,
    Column("thing", String(120), primary_key=True),
    Column("member", String(32), nullable=False),
    Column("name", String(32), nullable=False),
    Column("at", Instant, nullable=False),
)
present = Table(
    "attention_present",
    metadata,
    Column("member", BigKey, primary_key=True),
    Column("seen_at", Instant, nullable=False),
)


@dataclass(frozen=True)
class Taken:
    """``name``: as consoles show it (王*)."""

    thing: str
    member: str
    name: str
    at: datetime


def all_taken(conn: Connection) -> dict[str, Taken]:
    return {row.thing: Taken(row.thing, row.member, row.name, row.at) for row in conn.execute(select(taken))}


def take(conn: Connection, thing: str, member: str, name: str, at: datetime) -> None:
    conn.execute(insert(taken).values(thing=thing, member=member, name=name, at=at))


def give_back(conn: Connection, things: list[str]) -> int:
    return conn.execute(delete(taken).where(taken.c.thing.in_(things))).rowcount


def forget(conn: Connection, before: datetime) -> None:
    """Causes so old name nothing any more."""
    conn.execute(delete(taken).where(taken.c.at < before))


def seen(conn: Connection, member: int, at: datetime) -> None:
    if not conn.execute(update(present).where(present.c.member == member).values(seen_at=at)).rowcount:
        conn.execute(insert(present).values(member=member, seen_at=at))


def last_seen(conn: Connection) -> datetime | None:
    return conn.execute(select(func.max(present.c.seen_at))).scalar_one()


def gone(conn: Connection, member: int) -> None:
    conn.execute(delete(present).where(present.c.member == member))
