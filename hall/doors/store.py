"""One row a decision, under the key its station gave it; one row for whatever else a door did."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Column, Connection, Index, Integer, String, Table, and_, func, insert, select, update

from hall.kit.db import Instant, metadata

entry = Table(
    "doors_entry",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("station", String(32), nullable=False),
    Column("door", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("shown", String(8), nullable=False),
    Column("admitted", Boolean, nullable=False),
    Column("event", String(48), nullable=False),
    Column("cause", String(32), nullable=False),
    Column("zh", String(200), nullable=False),
    Column("en", String(300), nullable=False),
    Column("person", String(40), nullable=False),
    Column("document", String(40), nullable=False),
    Column("right", String(40), nullable=False),
    Column("credential", String(64), nullable=False),
    Column("silent_alarm", Boolean, nullable=False),
    Column("level", String(16), nullable=False),
    Column("grants", String(80), nullable=False),
    Column("heard", Integer),
    Column("by", String(64), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("became", String(16), nullable=False),
    Column("became_at", Instant),
    Column("why", String(32), nullable=False),
    Index("doors_entry_credential", "credential"),
    Index("doors_entry_at", "at"),
)
event = Table(
    "doors_event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("station", String(32), nullable=False),
    Column("door", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("what", String(16), nullable=False),
    Column("seen", Boolean, nullable=False),
    Column("why", String(80), nullable=False),
    Index("doors_event_at", "at"),
)

NOBODY = ("not_released", "not_passed")
"""Proved: nobody came in."""


class EntryRow(NamedTuple):
    """As the treaty's ``EntryTold`` has it; ``became`` and ``why``: its ``PassageTold``, empty: none came yet."""

    key: str
    station: str
    door: str
    at: datetime
    shown: str
    admitted: bool
    event: str
    cause: str
    zh: str
    en: str
    person: str
    document: str
    right: str
    credential: str
    silent_alarm: bool
    level: str
    grants: str
    heard: int | None
    by: str
    reason: str
    became: str
    became_at: datetime | None
    why: str


class EventRow(NamedTuple):
    """As the treaty's ``DoorTold`` has it."""

    id: int
    station: str
    door: str
    at: datetime
    what: str
    seen: bool
    why: str


def add_entry(conn: Connection, **values: Any) -> None:
    """The same one told twice is one."""
    if conn.execute(select(entry.c.key).where(entry.c.key == values["key"])).first() is None:
        conn.execute(insert(entry).values(**values, became="", why=""))


def put_passage(conn: Connection, key: str, station: str, **values: Any) -> bool:
    """Whether there is such an entry of that station."""
    where = and_(entry.c.key == key, entry.c.station == station)
    return bool(conn.execute(update(entry).where(where).values(**values)).rowcount)


def add_event(conn: Connection, **values: Any) -> None:
    conn.execute(insert(event).values(**values))


def entries(conn: Connection, since: datetime, most: int) -> list[EntryRow]:
    """The newest first."""
    found = select(entry).where(entry.c.at >= since).order_by(entry.c.at.desc(), entry.c.key).limit(most)
    return [EntryRow._make(row) for row in conn.execute(found)]


def happened(conn: Connection, since: datetime, most: int) -> list[EventRow]:
    """The newest first."""
    found = select(event).where(event.c.at >= since).order_by(event.c.at.desc(), event.c.id.desc()).limit(most)
    return [EventRow._make(row) for row in conn.execute(found)]


def came(conn: Connection, since: datetime) -> Mapping[str, Mapping[str, int]]:
    """Pass → door → how often somebody came in there by it."""
    c = entry.c
    where = and_(c.shown == "pass", c.admitted, c.at >= since, c.became.not_in(NOBODY), c.credential != "")
    found = select(c.credential, c.door, func.count()).where(where).group_by(c.credential, c.door)
    counts: dict[str, dict[str, int]] = {}
    for pass_, door, n in conn.execute(found):
        counts.setdefault(pass_, {})[door] = n
    return counts
