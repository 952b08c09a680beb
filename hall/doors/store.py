"""Tables: what stations told of their doors, numbered for each station without a gap; orders to open by hand, how the
hall is held, notes between shifts, who was seen to have left, and the rights that decisions were made under."""

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypedDict

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    update,
)

from hall.contract.access import Grants, Level
from hall.kit.db import BigKey, Instant, metadata

event = Table(
    "doors_event",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("station", String(32), nullable=False),
    Column("n", BigKey, nullable=False),
    Column("at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("door", String(32), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("what", String(32), nullable=False),
    Column("key", String(64), nullable=False),
    Column("shown", String(8), nullable=False),
    Column("admitted", Boolean, nullable=False),
    Column("person", String(40), nullable=False),
    Column("credential", String(64), nullable=False),
    Column("grants", String(80), nullable=False),
    Column("body", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    UniqueConstraint("station", "digest", name="doors_event_once"),
    UniqueConstraint("station", "n", name="doors_event_numbered"),
)
"""``kind``: entry, passage or door. ``what``: a decision's cause, what became of it, what a door did. ``key``: the
decision's id. ``body``: as it was told. ``digest``: of station, moment and body, so that one told again is known."""
Index("doors_event_of_door", event.c.door, event.c.what, event.c.id)
Index("doors_event_of_key", event.c.key)
Index("doors_event_at", event.c.at)
Index("doors_event_shown", event.c.shown, event.c.at)
order = Table(
    "doors_order",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("station", String(32), nullable=False),
    Column("door", String(32), nullable=False),
    Column("by", String(32), nullable=False),
    Column("name", String(32), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("at", Instant, nullable=False),
)
Index("doors_order_station", order.c.station, order.c.at)
level = Table(
    "doors_level",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("level", String(16), nullable=False),
    Column("by", String(32), nullable=False),
    Column("name", String(32), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("at", Instant, nullable=False),
)
"""The last row is how the hall is held."""
note = Table(
    "doors_note",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("by", String(32), nullable=False),
    Column("name", String(32), nullable=False),
    Column("text", String(500), nullable=False),
    Column("at", Instant, nullable=False),
)
left = Table(
    "doors_left",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("who", String(64), nullable=False),
    Column("by", String(32), nullable=False),
    Column("name", String(32), nullable=False),
    Column("at", Instant, nullable=False),
)
"""Seen to leave by a guard. ``who``: a person, or a pass."""
grants = Table(
    "doors_grants",
    metadata,
    Column("station", String(32), primary_key=True),
    Column("revision", String(80), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("rest", Text, nullable=False),
    Column("base", String(64), nullable=False),
)
"""The rights a station was told, kept as long as a decision names them. ``rest``: what changes by the minute (how the
hall is held, who came in by which pass), as JSON; ``base``: all else."""
Index("doors_grants_base", grants.c.base)
base = Table(
    "doors_base",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
"""Rights without what changes by the minute, compressed."""

NOBODY = ("not_released", "not_passed")
"""Proved: nobody came in."""


class EventRow(NamedTuple):
    id: int
    station: str
    n: int
    at: datetime
    received_at: datetime
    door: str
    kind: str
    what: str
    key: str
    shown: str
    admitted: bool
    person: str
    credential: str
    grants: str
    body: str
    digest: str


class OrderRow(NamedTuple):
    id: str
    station: str
    door: str
    by: str
    name: str
    reason: str
    at: datetime


class LevelRow(NamedTuple):
    id: int
    level: Level
    by: str
    name: str
    reason: str
    at: datetime


class NoteRow(NamedTuple):
    id: int
    by: str
    name: str
    text: str
    at: datetime


class LeftRow(NamedTuple):
    id: int
    who: str
    by: str
    name: str
    at: datetime


# -- events ------------------------------------------------------------------------------------------------------------


def digest_of(station: str, at: datetime, body: str) -> str:
    return hashlib.sha256(f"{station}\0{at.astimezone(UTC).isoformat()}\0{body}".encode()).hexdigest()


def add_event(conn: Connection, **values: Any) -> int | None:
    """Its id; None: it was told before."""
    digest = digest_of(values["station"], values["at"], values["body"])
    of = (event.c.station == values["station"], event.c.digest == digest)
    if conn.execute(select(event.c.id).where(*of)).first() is not None:
        return None
    last = select(func.max(event.c.n)).where(event.c.station == values["station"])
    n = (conn.execute(last).scalar_one() or 0) + 1
    return conn.execute(insert(event).values(n=n, digest=digest, **values).returning(event.c.id)).scalar_one()


def told_as(conn: Connection, station: str, key: str) -> list[EventRow]:
    """A decision of that station and what became of it, the oldest first."""
    return _events(conn, event.c.station == station, event.c.key == key)


def stations_of_events(conn: Connection) -> list[str]:
    return list(conn.execute(select(event.c.station).distinct()).scalars())


def events_of(conn: Connection, station: str) -> Iterator[EventRow]:
    """By its numbers."""
    wanted = select(event).where(event.c.station == station).order_by(event.c.n)
    for row in conn.execution_options(yield_per=1000).execute(wanted):
        yield EventRow._make(row)


def event_by_id(conn: Connection, id: int) -> EventRow | None:
    return next(iter(_events(conn, event.c.id == id)), None)


def _events(conn: Connection, *where: Any) -> list[EventRow]:
    return [EventRow._make(row) for row in conn.execute(select(event).where(*where).order_by(event.c.id))]


def newest(conn: Connection) -> tuple[int, str]:
    """Id and digest of the last one that came; 0: none did."""
    row = conn.execute(select(event.c.id, event.c.digest).order_by(event.c.id.desc()).limit(1)).one_or_none()
    return (row.id, row.digest) if row else (0, "")


def mark_of(conn: Connection, id: int) -> str | None:
    return conn.execute(select(event.c.digest).where(event.c.id == id)).scalar_one_or_none()


def events_after(conn: Connection, id: int) -> list[EventRow]:
    """In the order in which they came."""
    return _events(conn, event.c.id > id)


def events_since(conn: Connection, since: datetime) -> list[EventRow]:
    """Of what happened since then, in the order in which it came."""
    return _events(conn, event.c.at >= since)


def last_events(conn: Connection, most: int, besides: tuple[str, ...] = ()) -> list[EventRow]:
    """The newest first, without ``besides``."""
    rows = conn.execute(select(event).where(event.c.what.not_in(besides)).order_by(event.c.id.desc()).limit(most))
    return [EventRow._make(row) for row in rows]


def events_between(conn: Connection, since: datetime, until: datetime) -> list[EventRow]:
    """In the order in which they happened."""
    rows = conn.execute(select(event).where(event.c.at >= since, event.c.at < until).order_by(event.c.at, event.c.id))
    return [EventRow._make(row) for row in rows]


def lasts(conn: Connection) -> dict[str, dict[str, EventRow]]:
    """Door → what → the last time of that."""
    ids = select(func.max(event.c.id)).group_by(event.c.door, event.c.what)
    found: dict[str, dict[str, EventRow]] = {}
    for row in _events(conn, event.c.id.in_(ids)):
        found.setdefault(row.door, {})[row.what] = row
    return found


def came(conn: Connection, since: datetime) -> Mapping[str, Mapping[str, int]]:
    """Pass → door → how often somebody came in there by it."""
    c, nobody = event.c, event.alias()
    proved = select(nobody.c.id).where(
        nobody.c.key == c.key, nobody.c.station == c.station, nobody.c.what.in_(NOBODY), nobody.c.kind == "passage"
    )
    where = (c.kind == "entry", c.shown == "pass", c.admitted, c.at >= since, c.credential != "", ~proved.exists())
    found = select(c.credential, c.door, func.count()).where(*where).group_by(c.credential, c.door)
    counts: dict[str, dict[str, int]] = {}
    for pass_, door, n in conn.execute(found):
        counts.setdefault(pass_, {})[door] = n
    return counts


class Entries(NamedTuple):
    """Of one person: how many, the first and the last."""

    times: int
    first: datetime | None
    last: datetime | None


def entries_of(conn: Connection, person: str) -> Entries:
    """``person``: as stations know him."""
    c = event.c
    return Entries(*conn.execute(select(func.count(), func.min(c.at), func.max(c.at)).where(c.person == person)).one())


def forget_events(conn: Connection, before: datetime, most: int) -> int:
    """What happened, and what guards did, each up to ``most``. Returns the most of any, so that it is asked again."""
    gone = 0
    for table, at in ((event, event.c.received_at), (order, order.c.at), (note, note.c.at), (left, left.c.at)):
        old = select(table.c.id).where(at < before).order_by(table.c.id).limit(most)
        gone = max(gone, conn.execute(delete(table).where(table.c.id.in_(old.scalar_subquery()))).rowcount)
    return gone


# -- orders, levels, notes, who left -----------------------------------------------------------------------------------


def add_order(conn: Connection, **values: Any) -> None:
    conn.execute(insert(order).values(**values))


def order_by_id(conn: Connection, id: str) -> OrderRow | None:
    row = conn.execute(select(order).where(order.c.id == id)).one_or_none()
    return OrderRow._make(row) if row else None


def orders(conn: Connection, since: datetime, station: str | None = None) -> list[OrderRow]:
    where = [order.c.at > since, *([order.c.station == station] if station is not None else [])]
    return [OrderRow._make(row) for row in conn.execute(select(order).where(*where).order_by(order.c.at))]


def add_level(conn: Connection, **values: Any) -> None:
    conn.execute(insert(level).values(**values))


def last_level(conn: Connection) -> LevelRow | None:
    row = conn.execute(select(level).order_by(level.c.id.desc()).limit(1)).one_or_none()
    return LevelRow._make(row) if row else None


def add_note(conn: Connection, **values: Any) -> None:
    conn.execute(insert(note).values(**values))


def notes(conn: Connection, most: int) -> list[NoteRow]:
    return [NoteRow._make(row) for row in conn.execute(select(note).order_by(note.c.id.desc()).limit(most))]


def add_left(conn: Connection, **values: Any) -> None:
    conn.execute(insert(left).values(**values))


def left_since(conn: Connection, since: datetime) -> list[LeftRow]:
    return [LeftRow._make(row) for row in conn.execute(select(left).where(left.c.at >= since).order_by(left.c.id))]


# -- rights that decisions were made under -----------------------------------------------------------------------------


class ByMinute(TypedDict):
    level: str
    entered: dict[str, dict[str, int]]
    """By credential and zone, who came in."""


def parted(told: Grants) -> tuple[ByMinute, bytes]:
    """What changes by the minute, and all else as JSON."""
    body = told.model_dump(mode="json", exclude_defaults=True)
    entered = {one["key"]: one.pop("entered") for one in body.get("credentials", ()) if one.get("entered")}
    rest = ByMinute(level=body.pop("level", "normal"), entered=entered)
    return rest, json.dumps(body, ensure_ascii=False, sort_keys=True).encode()


def keep_grants(conn: Connection, station: str, revision: str, at: datetime, told: Grants) -> None:
    of = (grants.c.station == station, grants.c.revision == revision)
    if conn.execute(update(grants).where(*of).values(at=at)).rowcount:
        return
    rest, body = parted(told)
    hashed = hashlib.sha256(body).hexdigest()
    if conn.execute(select(base.c.hash).where(base.c.hash == hashed)).first() is None:
        conn.execute(insert(base).values(hash=hashed, body=zlib.compress(body, 6)))
    row = {"station": station, "revision": revision, "at": at, "rest": json.dumps(rest), "base": hashed}
    conn.execute(insert(grants).values(row))


def kept_grants(conn: Connection, station: str, revision: str) -> Grants | None:
    of = (grants.c.station == station, grants.c.revision == revision, grants.c.base == base.c.hash)
    row = conn.execute(select(grants.c.rest, base.c.body).where(*of)).one_or_none()
    if row is None:
        return None
    rest, body = json.loads(row.rest), json.loads(zlib.decompress(row.body))
    for one in body.get("credentials", ()):
        one["entered"] = rest["entered"].get(one["key"], {})
    return Grants.model_validate(body | {"level": rest["level"]})


def forget_grants(conn: Connection, before: datetime, most: int) -> int:
    """Those that were told last before then and that no decision names."""
    named = select(event.c.id).where(event.c.station == grants.c.station, event.c.grants == grants.c.revision)
    old = conn.execute(
        select(grants.c.station, grants.c.revision, grants.c.base)
        .where(grants.c.at < before, ~named.exists())
        .limit(most)
    ).all()
    for row in old:
        conn.execute(delete(grants).where(grants.c.station == row.station, grants.c.revision == row.revision))
    for hashed in {row.base for row in old}:
        if conn.execute(select(grants.c.revision).where(grants.c.base == hashed)).first() is None:
            conn.execute(delete(base).where(base.c.hash == hashed))
    return len(old)
