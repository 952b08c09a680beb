"""Table: sets of rules, one row each revision, the ones that were never published too."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, String, Table, Text, bindparam, insert, select, update

from hall.kit.db import BigKey, Instant, metadata
from hall.kit.prepared import Prepared

rules = Table(
    "access_rules",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("body", Text, nullable=False),
    Column("base", BigKey, nullable=False),
    Column("made_by", String(32), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("approved_by", String(32)),
    Column("approved_at", Instant),
    Column("dropped_at", Instant),
    Column("seal", String(64), nullable=False),
)
"""``body``: ``Rules`` as JSON. ``base``: the revision it was made from; 0: none. ``seal``: by whoever published it."""


class RulesRow(NamedTuple):
    id: int
    body: str
    base: int
    made_by: str
    made_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    dropped_at: datetime | None
    seal: str


_STANDS = Prepared(
    select(rules)
    .where(rules.c.approved_at.is_not(None))
    .order_by(rules.c.approved_at.desc(), rules.c.id.desc())
    .limit(1),
    RulesRow,
)
_WAITS = Prepared(
    select(rules)
    .where(rules.c.approved_at.is_(None), rules.c.dropped_at.is_(None))
    .order_by(rules.c.id.desc())
    .limit(1),
    RulesRow,
)
_AT = Prepared(
    select(rules)
    .where(rules.c.approved_at <= bindparam("at", type_=Instant))
    .order_by(rules.c.approved_at.desc(), rules.c.id.desc())
    .limit(1),
    RulesRow,
)


def standing(conn: Connection) -> RulesRow | None:
    return _STANDS.first(conn)


def waiting(conn: Connection) -> RulesRow | None:
    return _WAITS.first(conn)


def at(conn: Connection, moment: datetime) -> RulesRow | None:
    """Those in force then."""
    return _AT.first(conn, at=moment)


def get(conn: Connection, id: int) -> RulesRow | None:
    row = conn.execute(select(rules).where(rules.c.id == id)).one_or_none()
    return RulesRow._make(row) if row else None


def add(conn: Connection, **values: Any) -> int:
    new = {"approved_by": None, "approved_at": None, "dropped_at": None, "seal": ""} | values
    return conn.execute(insert(rules).values(**new).returning(rules.c.id)).scalar_one()


def put(conn: Connection, id: int, **values: Any) -> None:
    conn.execute(update(rules).where(rules.c.id == id).values(**values))
