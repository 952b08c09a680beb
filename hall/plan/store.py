"""Tables: windows, what they serve, and the plan's revision (one row)."""

from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, delete, insert, select, update

from hall.kit.db import metadata
from hall.kit.prepared import Prepared

revision = Table("plan_revision", metadata, Column("id", Integer, primary_key=True),
                 Column("n", Integer, nullable=False))
window = Table(
    "plan_window", metadata,
    Column("id", String(16), primary_key=True),
    Column("number", String(4), nullable=False, unique=True),
    Column("position", Integer, nullable=False),
    Column("name_zh", String(40), nullable=False), Column("name_en", String(80), nullable=False),
    Column("place_zh", String(40), nullable=False), Column("place_en", String(80), nullable=False),
    Column("direction", String(16), nullable=False),
)
serves = Table(
    "plan_window_service", metadata,
    Column("window", ForeignKey("plan_window.id"), primary_key=True),
    Column("service", String(32), primary_key=True),
)


_REVISION = Prepared(select(revision.c.n))


def revision_of(conn: Connection) -> int:
    row = _REVISION.first(conn)
    return row.n if row else 0


def next_revision(conn: Connection) -> int:
    if not conn.execute(update(revision).values(n=revision.c.n + 1)).rowcount:
        conn.execute(insert(revision).values(id=1, n=1))
    return revision_of(conn)


def windows(conn: Connection) -> list[dict[str, Any]]:
    return [dict(row) for row in conn.execute(select(window).order_by(window.c.position)).mappings()]


def services_served(conn: Connection) -> list[tuple[str, str]]:
    return [(row.window, row.service) for row in conn.execute(select(serves).order_by(serves.c.service))]


def replace(conn: Connection, rows: list[dict[str, Any]], served: list[dict[str, str]]) -> None:
    conn.execute(delete(serves))
    conn.execute(delete(window))
    conn.execute(insert(window), rows)
    conn.execute(insert(serves), served)
