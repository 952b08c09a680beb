"""Table and SQL of the last press at each window."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, String, Table, Text, delete, insert, select

from hall.kit.db import BigKey, Instant, metadata

press = Table(
    "queue_press",
    metadata,
    Column("window", String(16), primary_key=True),
    Column("member", BigKey, nullable=False),
    Column("act", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("changed", Text, nullable=False),
)


class PressRow(NamedTuple):
    """``changed``: JSON, of each number it changed what it was and what it is."""

    window: str
    member: int
    act: str
    at: datetime
    changed: str


def last(conn: Connection, window: str) -> PressRow | None:
    row = conn.execute(select(press).where(press.c.window == window)).one_or_none()
    return PressRow._make(row) if row else None


def remember(conn: Connection, **values: Any) -> None:
    """In the place of the press before it."""
    forget(conn, values["window"])
    conn.execute(insert(press).values(**values))


def forget(conn: Connection, window: str) -> None:
    conn.execute(delete(press).where(press.c.window == window))
