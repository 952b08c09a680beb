"""Tables: published plans (one row a revision, never changed), the one draft, drawings laid under floors."""

import zlib
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Integer, LargeBinary, String, Table, delete, func, insert, select, update

from hall.contract.plan import Plan
from hall.kit.db import Instant, metadata
from hall.kit.prepared import Prepared

published = Table(
    "plan_published",
    metadata,
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(32), nullable=False),
)
"""``body``: the plan as JSON, zlib."""
draft = Table(
    "plan_draft",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("base", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(32), nullable=False),
)
"""One row. ``base``: the revision it was begun from; ``version`` counts its changes, so that no two people overwrite
each other unseen."""
drawing = Table(
    "plan_drawing",
    metadata,
    Column("file", String(72), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(32), nullable=False),
)

_REVISION = Prepared(select(func.max(published.c.revision).label("n")))


def pack(plan: Plan) -> bytes:
    return zlib.compress(plan.model_dump_json(exclude_defaults=True).encode())


def unpack(body: bytes) -> Plan:
    return Plan.model_validate_json(zlib.decompress(body))


def last_revision(conn: Connection) -> int:
    """0: nothing was published yet."""
    row = _REVISION.first(conn)
    return (row.n or 0) if row else 0


def revision(conn: Connection, number: int) -> Any:
    return conn.execute(select(published).where(published.c.revision == number)).one_or_none()


def add_revision(conn: Connection, number: int, plan: Plan, at: datetime, by: str) -> None:
    conn.execute(insert(published).values(revision=number, body=pack(plan), at=at, by=by))


def get_draft(conn: Connection) -> Any:
    return conn.execute(select(draft)).one_or_none()


def draft_heads(conn: Connection) -> Any:
    """All of the draft but the drawing."""
    return conn.execute(select(*(column for column in draft.c if column.name != "body"))).one_or_none()


def put_draft(conn: Connection, version: int, base: int, plan: Plan, at: datetime, by: str) -> None:
    values = {"version": version, "base": base, "body": pack(plan), "at": at, "by": by}
    if not conn.execute(update(draft).values(**values)).rowcount:
        conn.execute(insert(draft).values(id=1, **values))


def get_drawing(conn: Connection, file: str) -> Any:
    return conn.execute(select(drawing).where(drawing.c.file == file)).one_or_none()


def put_drawing(conn: Connection, file: str, **values: Any) -> None:
    conn.execute(delete(drawing).where(drawing.c.file == file))
    conn.execute(insert(drawing).values(file=file, **values))
