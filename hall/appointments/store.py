"""Tables: meetings, and the passes made for them."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Column, Connection, ForeignKey, Index, Integer, String, Table, insert, select, update

from hall.kit.db import BigKey, Instant, metadata

meeting = Table(
    "appointments_meeting",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("kind", String(8), nullable=False),
    Column("title", String(64), nullable=False),
    Column("host", BigKey, nullable=False),
    Column("room", String(32), nullable=False),
    Column("starts", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("made_by", String(32), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("closed_by", String(32)),
    Column("closed_at", Instant),
    Column("why", String(8), nullable=False),
    Index("appointments_meeting_starts", "starts"),
)
"""``key``: of the order it came from. ``host``: a person of ``hall.access``. ``room``: a place of the plan. ``ends``:
as planned now. ``why`` it was closed: ``over`` or ``off``; empty: it was not."""

visitor_pass = Table(
    "appointments_pass",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("meeting", ForeignKey("appointments_meeting.id"), nullable=False, index=True),
    Column("cti", String(16), nullable=False, unique=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("label", String(40), nullable=False),
    Column("people", Integer, nullable=False),
    Column("step_free", Boolean, nullable=False),
    Column("made_by", String(32), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("ended_at", Instant),
)
"""``cti``: the random number in its code, which the doors know it by. ``token``: another, in the address of its page.
``label``: whose it is, as those who made it call them: a firm, never a number of anybody."""


class MeetingRow(NamedTuple):
    id: int
    key: str
    kind: str
    title: str
    host: int
    room: str
    starts: datetime
    ends: datetime
    made_by: str
    made_at: datetime
    closed_by: str | None
    closed_at: datetime | None
    why: str


class VisitorPassRow(NamedTuple):
    id: int
    meeting: int
    cti: str
    token: str
    label: str
    people: int
    step_free: bool
    made_by: str
    made_at: datetime
    ended_at: datetime | None


def add(conn: Connection, **values: Any) -> int:
    return conn.execute(insert(meeting).values(why="", **values).returning(meeting.c.id)).scalar_one()


def put(conn: Connection, id: int, **values: Any) -> None:
    conn.execute(update(meeting).where(meeting.c.id == id).values(**values))


def get(conn: Connection, id: int) -> MeetingRow | None:
    row = conn.execute(select(meeting).where(meeting.c.id == id)).one_or_none()
    return MeetingRow._make(row) if row else None


def by_key(conn: Connection, key: str) -> MeetingRow | None:
    row = conn.execute(select(meeting).where(meeting.c.key == key)).one_or_none()
    return MeetingRow._make(row) if row else None


def since(conn: Connection, begin: datetime, end: datetime | None = None) -> list[MeetingRow]:
    """That end after ``begin``, and begin before ``end``; in the order in which they begin."""
    there = meeting.c.ends >= begin
    if end is not None:
        there &= meeting.c.starts < end
    rows = conn.execute(select(meeting).where(there).order_by(meeting.c.starts, meeting.c.id))
    return [MeetingRow._make(row) for row in rows]


def add_pass(conn: Connection, **values: Any) -> int:
    return conn.execute(insert(visitor_pass).values(**values).returning(visitor_pass.c.id)).scalar_one()


def put_pass(conn: Connection, id: int, **values: Any) -> None:
    conn.execute(update(visitor_pass).where(visitor_pass.c.id == id).values(**values))


def get_pass(conn: Connection, id: int) -> VisitorPassRow | None:
    row = conn.execute(select(visitor_pass).where(visitor_pass.c.id == id)).one_or_none()
    return VisitorPassRow._make(row) if row else None


def pass_by_token(conn: Connection, token: str) -> VisitorPassRow | None:
    row = conn.execute(select(visitor_pass).where(visitor_pass.c.token == token)).one_or_none()
    return VisitorPassRow._make(row) if row else None


def forget_guests(conn: Connection, before: datetime, most: int) -> int:
    """Passes of meetings that ended before say nothing of who came. Returns how many did."""
    old = select(meeting.c.id).where(meeting.c.ends < before)
    rows = conn.execute(
        select(visitor_pass.c.id).where(visitor_pass.c.meeting.in_(old), visitor_pass.c.label != "").limit(most)
    ).all()
    conn.execute(update(visitor_pass).where(visitor_pass.c.id.in_([row.id for row in rows])).values(label=""))
    return len(rows)


def passes(conn: Connection, meetings: list[int]) -> dict[int, list[VisitorPassRow]]:
    """By meeting."""
    found: dict[int, list[VisitorPassRow]] = {}
    for row in conn.execute(
        select(visitor_pass).where(visitor_pass.c.meeting.in_(meetings)).order_by(visitor_pass.c.id)
    ):
        one = VisitorPassRow._make(row)
        found.setdefault(one.meeting, []).append(one)
    return found
