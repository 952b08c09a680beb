"""Tables: published plans (one row a revision, never changed), the one draft, drawings laid under floors."""

import zlib
from datetime import datetime
from typing import Any, NamedTuple

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


class PublishedRow(NamedTuple):
    revision: int
    body: bytes
    at: datetime
    by: str


class DraftRow(NamedTuple):
    id: int
    version: int
    base: int
    body: bytes
    at: datetime
    by: str


class DraftHead(NamedTuple):
    """All of the draft but the drawing."""

    id: int
    version: int
    base: int
    at: datetime
    by: str


class DrawingRow(NamedTuple):
    file: str
    body: bytes
    width: int
    height: int
    at: datetime
    by: str


_REVISION = Prepared(select(func.max(published.c.revision).label("n")))


def pack(plan: Plan) -> bytes:
    return zlib.compress(plan.model_dump_json(exclude_defaults=True).encode())


def unpack(body: bytes) -> Plan:
    return Plan.model_validate_json(zlib.decompress(body))


def last_revision(conn: Connection) -> int:
    """0: nothing was published yet."""
    row = _REVISION.first(conn)
    return (row.n or 0) if row else 0


def revision(conn: Connection, number: int) -> PublishedRow | None:
    row = conn.execute(select(published).where(published.c.revision == number)).one_or_none()
    return PublishedRow._make(row) if row else None


def add_revision(conn: Connection, number: int, plan: Plan, at: datetime, by: str) -> None:
    conn.execute(insert(published).values(revision=number, body=pack(plan), at=at, by=by))


def get_draft(conn: Connection) -> DraftRow | None:
    row = conn.execute(select(draft)).one_or_none()
    return DraftRow._make(row) if row else None


def draft_head(conn: Connection) -> DraftHead | None:
    row = conn.execute(select(*(draft.c[name] for name in DraftHead._fields))).one_or_none()
    return DraftHead._make(row) if row else None


def put_draft(conn: Connection, version: int, base: int, plan: Plan, at: datetime, by: str) -> None:
    values = {"version": version, "base": base, "body": pack(plan), "at": at, "by": by}
    if not conn.execute(update(draft).values(**values)).rowcount:
        conn.execute(insert(draft).values(id=1, **values))


def get_drawing(conn: Connection, file: str) -> DrawingRow | None:
    row = conn.execute(select(drawing).where(drawing.c.file == file)).one_or_none()
    return DrawingRow._make(row) if row else None


def put_drawing(conn: Connection, file: str, **values: Any) -> None:
    conn.execute(delete(drawing).where(drawing.c.file == file))
    conn.execute(insert(drawing).values(file=file, **values))
