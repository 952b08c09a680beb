"""Tables of what was on the glass, for replay: contents once, by hash; events that point at them; refusals.

A frame is kept without its calls (a board would otherwise fill the disk), with the calls' ids in the event: the calls
themselves are the queue's and stay there.
"""

import json
import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
)

from hall.contract.frame import Frame
from hall.kit.db import BigKey, Instant, metadata
from hall.kit.prepared import Prepared

content = Table(
    "signage_content",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
"""``body``: the canonical text of a frame without calls, zlib."""
event = Table(
    "signage_event",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("screen", String(32), nullable=False),
    Column("player", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("content", String(64)),
    Column("calls", String(200), nullable=False),
    Column("worker", String(32), nullable=False, server_default=""),
    Index("signage_event_screen", "screen", "at"),
    Index("signage_event_at", "at"),
    Index("signage_event_content", "content"),
)
"""``kind``: shown (painted and confirmed), alarm (the same of the way out it keeps, since a station told it so), wrong
(something else is painted), frozen, absent, back. ``worker``: the process that saw it."""

CONFIRMED = ("shown", "alarm")
"""Kinds that come with what was on the glass."""

refusal = Table(
    "signage_refusal",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("screen", String(32), nullable=False),
    Column("player", String(32), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("told", String(300), nullable=False),
)


class EventRow(NamedTuple):
    """``calls``: their ids, with commas between."""

    id: int
    screen: str
    player: str
    at: datetime
    kind: str
    hash: str
    revision: int
    content: str | None
    calls: str
    worker: str


class RefusalRow(NamedTuple):
    id: int
    at: datetime
    screen: str
    player: str
    kind: str
    told: str


_EVENT = Prepared(
    insert(event).values({column.name: bindparam(column.name) for column in event.c if column.name != "id"})
)
_CONTENT = Prepared(insert(content).values(hash=bindparam("hash"), body=bindparam("body")))
_AT_ONCE = 500
"""Hashes asked for in one statement."""


def add_events(conn: Connection, rows: list[dict[str, Any]], contents: dict[str, bytes]) -> None:
    """``contents``: canonical texts by hash; those that are known already are passed over."""
    hashes, known = list(contents), set()
    for first in range(0, len(hashes), _AT_ONCE):
        some = hashes[first : first + _AT_ONCE]
        known |= set(conn.execute(select(content.c.hash).where(content.c.hash.in_(some))).scalars())
    new = [{"hash": key, "body": zlib.compress(contents[key])} for key in hashes if key not in known]
    if new:
        _CONTENT.run_each(conn, new)
    if rows:
        _EVENT.run_each(conn, rows)


def add_refusals(conn: Connection, rows: list[dict[str, Any]]) -> None:
    if rows:
        conn.execute(insert(refusal), rows)


def refusals(conn: Connection, limit: int) -> list[RefusalRow]:
    rows = conn.execute(select(refusal).order_by(refusal.c.id.desc()).limit(limit))
    return [RefusalRow._make(row) for row in rows]


def refusals_of(conn: Connection, kinds: Iterable[str], since: datetime) -> list[RefusalRow]:
    rows = conn.execute(
        select(refusal).where(refusal.c.kind.in_(list(kinds)), refusal.c.at >= since).order_by(refusal.c.id)
    )
    return [RefusalRow._make(row) for row in rows]


def last_event(conn: Connection, screen: str, at: datetime, kinds: tuple[str, ...] = ()) -> EventRow | None:
    """The last event of ``screen`` by ``at`` (of ``kinds``, where some are given), None if nothing was known."""
    of = (event.c.screen == screen) & (event.c.at <= at)
    if kinds:
        of &= event.c.kind.in_(kinds)
    last = select(event).where(of).order_by(event.c.at.desc(), event.c.id.desc()).limit(1)
    row = conn.execute(last).one_or_none()
    return EventRow._make(row) if row else None


def events_beside(conn: Connection, screen: str, at: datetime, most: int) -> list[EventRow]:
    """``most`` events of ``screen`` by ``at``, and as many after it, oldest first."""
    mine = select(event).where(event.c.screen == screen)
    before = conn.execute(mine.where(event.c.at <= at).order_by(event.c.at.desc(), event.c.id.desc()).limit(most))
    after = conn.execute(mine.where(event.c.at > at).order_by(event.c.at, event.c.id).limit(most))
    return [EventRow._make(row) for row in (*reversed(list(before)), *after)]


def forget(conn: Connection, before: datetime, most: int = 2000) -> int:
    """Drop the oldest events and refusals from before ``before``, ``most`` at a time, but for the last event of each
    screen, which still says what it shows, and the last that was confirmed; and contents that nobody points at any
    more. Returns how many events."""
    last = select(func.max(event.c.id)).where(event.c.at < before).group_by(event.c.screen)
    shown = last.where(event.c.kind.in_(CONFIRMED))
    old = conn.execute(
        select(event.c.id, event.c.content)
        .where(event.c.at < before, event.c.id.not_in(last), event.c.id.not_in(shown))
        .order_by(event.c.at)
        .limit(most)
    ).all()
    if old:
        conn.execute(delete(event).where(event.c.id.in_([row.id for row in old])))
        gone = {row.content for row in old if row.content}
        held = select(event.c.id).where(event.c.content == content.c.hash).exists()
        conn.execute(delete(content).where(content.c.hash.in_(gone), ~held))
    conn.execute(delete(refusal).where(refusal.c.at < before))
    return len(old)


def frame_without_calls(conn: Connection, hash: str) -> Frame | None:
    row = conn.execute(select(content.c.body).where(content.c.hash == hash)).one_or_none()
    return Frame.model_validate(json.loads(zlib.decompress(row.body))) if row else None
