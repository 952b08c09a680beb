"""Tables: releases, one row each, kept when they are out or withdrawn; and what is expected to be published next."""

from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    insert,
    select,
    update,
)

from hall.contract.plan import Plan
from hall.kit.db import BigKey, Instant, metadata
from hall.plan import pack

release = Table(
    "signage_release",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("state", String(16), nullable=False),
    Column("base", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("asked_by", String(32), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("at", Instant),
    Column("reason", String(400), nullable=False),
    Column("refusals", Integer, nullable=False),
    Column("zh", String(400), nullable=False),
    Column("approved_by", String(32)),
    Column("approved_at", Instant),
    Column("revision", Integer),
    Column("trouble", String(400), nullable=False),
    Index("signage_release_state", "state"),
)
"""``state``: waiting (for a second person), scheduled, conflict (no longer fits what stands; see ``trouble``),
published (as ``revision``), withdrawn. ``body`` is the plan upon revision ``base``; ``at`` None: at once."""

coming = Table(
    "signage_coming",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("what", String(8), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("until", Instant, nullable=False),
)
"""One row: what somebody is about to publish."""

What = Literal["draft", "release", "undo"]
"""The draft of a version, a release by its id, or taking back a revision."""

PENDING = ("waiting", "scheduled", "conflict")
SHOWN = 30
"""Releases listed; those that wait are always among them."""


class ReleaseRow(NamedTuple):
    id: int
    state: str
    base: int
    body: bytes
    asked_by: str
    asked_at: datetime
    at: datetime | None
    reason: str
    refusals: int
    zh: str
    approved_by: str | None
    approved_at: datetime | None
    revision: int | None
    trouble: str


class ReleaseHead(NamedTuple):
    """All of a release but its plan."""

    id: int
    state: str
    base: int
    asked_by: str
    asked_at: datetime
    at: datetime | None
    reason: str
    refusals: int
    zh: str
    approved_by: str | None
    approved_at: datetime | None
    revision: int | None
    trouble: str


class Awaited(NamedTuple):
    """What somebody is about to publish, and its number."""

    what: What
    number: int


def add(conn: Connection, plan: Plan, **values: Any) -> int:
    row = conn.execute(insert(release).values(body=pack(plan), trouble="", **values).returning(release.c.id)).one()
    return row.id


def get(conn: Connection, id: int) -> ReleaseRow | None:
    row = conn.execute(select(release).where(release.c.id == id)).one_or_none()
    return ReleaseRow._make(row) if row else None


def change(conn: Connection, id: int, plan: Plan | None = None, **values: Any) -> None:
    if plan is not None:
        values["body"] = pack(plan)
    conn.execute(update(release).where(release.c.id == id).values(**values))


def pending(conn: Connection) -> list[ReleaseRow]:
    rows = conn.execute(select(release).where(release.c.state.in_(PENDING)).order_by(release.c.id))
    return [ReleaseRow._make(row) for row in rows]


def due(conn: Connection, at: datetime) -> list[int]:
    """Ids of those scheduled for ``at`` or before, in the order of their moments."""
    there = (release.c.state == "scheduled") & (release.c.at <= at)
    return list(conn.execute(select(release.c.id).where(there).order_by(release.c.at, release.c.id)).scalars())


def waiting_on(conn: Connection, id: int) -> int | None:
    """The revision upon which a release waits for a second person; None if it does not."""
    of = (release.c.id == id) & (release.c.state == "waiting")
    return conn.execute(select(release.c.base).where(of)).scalar_one_or_none()


def scheduled(conn: Connection, base: int, by: datetime) -> int | None:
    """Id of the first that comes out at ``by`` or before and fits revision ``base``; None if there is none."""
    there = (release.c.state == "scheduled") & (release.c.at <= by) & (release.c.base == base)
    first = select(release.c.id).where(there).order_by(release.c.at, release.c.id).limit(1)
    return conn.execute(first).scalar_one_or_none()


def expect(conn: Connection, what: What, number: int, until: datetime) -> None:
    values = {"what": what, "number": number, "until": until}
    if not conn.execute(update(coming).values(**values)).rowcount:
        conn.execute(insert(coming).values(id=1, **values))


def expected(conn: Connection, now: datetime) -> Awaited | None:
    row = conn.execute(select(coming.c.what, coming.c.number).where(coming.c.until > now)).one_or_none()
    return Awaited._make(row) if row else None


def latest(conn: Connection) -> list[ReleaseHead]:
    """What waits, then what is settled, newest first."""
    columns = [release.c[name] for name in ReleaseHead._fields]
    settled = select(*columns).where(release.c.state.not_in(PENDING)).order_by(release.c.id.desc()).limit(SHOWN)
    waiting = select(*columns).where(release.c.state.in_(PENDING)).order_by(release.c.id.desc())
    return [ReleaseHead._make(row) for row in (*conn.execute(waiting), *conn.execute(settled))]
