"""Table: what the city is to be told, and how far that is. A row is never changed, but for how it went."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Index, Integer, String, Table, Text, func, insert, select, update

from hall.kit.db import BigKey, Instant, metadata

row = Table(
    "city_row",
    metadata,
    Column("id", BigKey, primary_key=True, autoincrement=False),
    Column("key", String(36), nullable=False, unique=True),
    Column("number", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("serial", String(64), nullable=False),
    Column("said", String(200), nullable=False),
    Column("at", Instant, nullable=False),
)
"""``id``: of the outbox. ``state``: queued, accepted, refused. ``next_at``: not tried before then; whoever tries it
moves it on first, so that of two processes one does."""
Index("city_row_due", row.c.state, row.c.next_at)
Index("city_row_case", row.c.number, row.c.id)


class RowRow(NamedTuple):
    id: int
    key: str
    number: str
    kind: str
    body: str
    state: str
    tries: int
    next_at: datetime
    serial: str
    said: str
    at: datetime


def last(conn: Connection) -> int:
    return conn.execute(select(func.max(row.c.id))).scalar() or 0


def add(conn: Connection, **values: Any) -> None:
    conn.execute(insert(row).values(state="queued", tries=0, serial="", said="", **values))


def due(conn: Connection, now: datetime, most: int) -> list[RowRow]:
    """Of each case the first that the city has not accepted, if it may be tried now: what is behind a refused one
    waits."""
    first = select(func.min(row.c.id)).where(row.c.state != "accepted").group_by(row.c.number)
    asked = select(row).where(row.c.id.in_(first), row.c.state == "queued", row.c.next_at <= now)
    return [RowRow._make(one) for one in conn.execute(asked.order_by(row.c.id).limit(most))]


def claim(conn: Connection, one: RowRow, until: datetime) -> bool:
    """False: another process has it."""
    of = (row.c.id == one.id, row.c.state == "queued", row.c.next_at == one.next_at)
    return bool(conn.execute(update(row).where(*of).values(next_at=until, tries=one.tries + 1)).rowcount)


def put(conn: Connection, id: int, **values: Any) -> None:
    conn.execute(update(row).where(row.c.id == id).values(**values))


def by_id(conn: Connection, id: int) -> RowRow | None:
    found = conn.execute(select(row).where(row.c.id == id)).one_or_none()
    return RowRow._make(found) if found else None


def refused(conn: Connection, most: int) -> list[RowRow]:
    asked = select(row).where(row.c.state == "refused").order_by(row.c.id).limit(most)
    return [RowRow._make(one) for one in conn.execute(asked)]


def waiting(conn: Connection, most: int) -> list[RowRow]:
    """The oldest first."""
    asked = select(row).where(row.c.state == "queued").order_by(row.c.id).limit(most)
    return [RowRow._make(one) for one in conn.execute(asked)]


def counts(conn: Connection) -> dict[str, int]:
    found = conn.execute(select(row.c.state, func.count().label("n")).group_by(row.c.state))
    return {"queued": 0, "accepted": 0, "refused": 0} | {one.state: one.n for one in found}


def oldest(conn: Connection, now: datetime, age: timedelta) -> RowRow | None:
    """Of those that were tried and have waited longer than ``age``."""
    asked = (
        select(row).where(row.c.state == "queued", row.c.tries > 0, row.c.at < now - age).order_by(row.c.id).limit(1)
    )
    found = conn.execute(asked).one_or_none()
    return RowRow._make(found) if found else None
