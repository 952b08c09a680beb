"""Tables: alarms, one row each; who said all clear; and what the fire contacts of stations say."""

from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    String,
    Table,
    bindparam,
    delete,
    false,
    func,
    insert,
    select,
    true,
    update,
)

from hall.accounts import Role
from hall.kit.db import BigKey, Instant, metadata
from hall.kit.prepared import Prepared

alarm = Table(
    "signage_alarm",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("mode", String(16), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("began_by", String(64), nullable=False),
    Column("ended_at", Instant),
)
"""``mode``: evacuation or drill. At most one has not ended."""
press = Table(
    "signage_alarm_press",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("alarm", ForeignKey("signage_alarm.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(64), nullable=False),
    Column("written_at", Instant, nullable=False),
)
"""Each press of the key, so that one whose writing was tried twice is one. ``at``: when it was pressed."""
clear = Table(
    "signage_alarm_clear",
    metadata,
    Column("alarm", ForeignKey("signage_alarm.id"), primary_key=True),
    Column("role", String(16), primary_key=True),
    Column("member", String(32), nullable=False),
    Column("name", String(80), nullable=False),
    Column("at", Instant, nullable=False),
)
contact = Table(
    "signage_fire_contact",
    metadata,
    Column("station", String(32), primary_key=True),
    Column("active", Boolean, nullable=False),
    Column("since", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    Column("cleared", Boolean, nullable=False, server_default=false()),
)
"""``since``: when this alarm of the contact began, by the station's clock. ``cleared``: two roles have said that it is
over, whatever the contact says."""
line = Table(
    "signage_alarm_line",
    metadata,
    Column("station", String(32), primary_key=True),
    Column("address", String(200), nullable=False),
    Column("key", String(43), nullable=False),
)
"""Where screens hear the contact of a station directly."""


right = Table(
    "signage_fire_right",
    metadata,
    Column("station", String(32), primary_key=True),
    Column("may", Boolean, nullable=False),
    Column("address", String(200), nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", Instant, nullable=False),
)
"""Whether a manager has said that a station has a fire contact, and the address of its line that he has seen."""
mute = Table(
    "signage_fire_mute",
    metadata,
    Column("station", String(32), primary_key=True),
    Column("role", String(16), primary_key=True),
    Column("member", String(32), nullable=False),
    Column("at", Instant, nullable=False),
)
"""Who has said that a contact is to be mute; it is when two roles have."""


class AlarmRow(NamedTuple):
    id: int
    mode: Literal["evacuation", "drill"]
    began_at: datetime
    began_by: str
    ended_at: datetime | None


class ClearRow(NamedTuple):
    alarm: int
    role: Role
    member: str
    name: str
    at: datetime


class ContactRow(NamedTuple):
    station: str
    active: bool
    since: datetime
    at: datetime
    cleared: bool


class LineRow(NamedTuple):
    station: str
    address: str
    key: str


class RightRow(NamedTuple):
    station: str
    may: bool
    address: str
    by: str
    at: datetime


class MuteRow(NamedTuple):
    station: str
    role: Role
    member: str
    at: datetime


class Cleared(NamedTuple):
    station: str
    since: datetime


_RUNNING = Prepared(select(alarm).where(alarm.c.ended_at.is_(None)).order_by(alarm.c.id.desc()).limit(1), AlarmRow)


def running(conn: Connection) -> AlarmRow | None:
    """The alarm that has not ended. Asked once a second while a screen is connected."""
    return _RUNNING.first(conn)


def begin(conn: Connection, mode: str, at: datetime, by: str) -> int:
    return conn.execute(insert(alarm).values(mode=mode, began_at=at, began_by=by).returning(alarm.c.id)).scalar_one()


_WRITTEN = Prepared(select(press.c.alarm).where(press.c.key == bindparam("key")))


def written_as(conn: Connection, key: str) -> int | None:
    """The alarm that this press began, or found running."""
    row = _WRITTEN.first(conn, key=key)
    return row.alarm if row else None


def is_written(conn: Connection, key: str) -> bool:
    return written_as(conn, key) is not None


def add_press(conn: Connection, key: str, **values: Any) -> None:
    conn.execute(insert(press).values(key=key, **values))


def end(conn: Connection, id: int, at: datetime) -> None:
    conn.execute(update(alarm).where(alarm.c.id == id).values(ended_at=at))


def last(conn: Connection, most: int) -> list[AlarmRow]:
    return [AlarmRow._make(row) for row in conn.execute(select(alarm).order_by(alarm.c.id.desc()).limit(most))]


def clears(conn: Connection, id: int) -> list[ClearRow]:
    rows = conn.execute(select(clear).where(clear.c.alarm == id).order_by(clear.c.at))
    return [ClearRow._make(row) for row in rows]


def add_clear(conn: Connection, id: int, **values: Any) -> None:
    conn.execute(insert(clear).values(alarm=id, **values))


def contacts(conn: Connection) -> list[ContactRow]:
    return [ContactRow._make(row) for row in conn.execute(select(contact).order_by(contact.c.station))]


def contact_of(conn: Connection, station: str) -> ContactRow | None:
    row = conn.execute(select(contact).where(contact.c.station == station)).one_or_none()
    return ContactRow._make(row) if row else None


def put_contact(conn: Connection, station: str, **values: Any) -> None:
    conn.execute(delete(contact).where(contact.c.station == station))
    conn.execute(insert(contact).values(station=station, **values))


def clear_contacts(conn: Connection) -> None:
    """Every alarm that was told so far is over."""
    conn.execute(update(contact).values(cleared=True))


def put_line(conn: Connection, station: str, address: str, key: str) -> None:
    conn.execute(delete(line).where(line.c.station == station))
    conn.execute(insert(line).values(station=station, address=address, key=key))


_CONTACTS = Prepared(select(contact.c.station, contact.c.since).where(contact.c.cleared == true()), Cleared)
_LINES = Prepared(select(line).order_by(line.c.station), LineRow)


def cleared(conn: Connection) -> list[Cleared]:
    return _CONTACTS.rows(conn)


def lines(conn: Connection) -> list[LineRow]:
    return _LINES.rows(conn)


def clear_contact(conn: Connection, station: str) -> None:
    conn.execute(update(contact).where(contact.c.station == station).values(cleared=True))


def ended_of(conn: Connection, by: str, since: datetime) -> int:
    """Evacuations of this origin that have ended since then."""
    of = (alarm.c.began_by == by, alarm.c.ended_at >= since)
    return conn.execute(select(func.count()).select_from(alarm).where(*of)).scalar_one()


def rights(conn: Connection) -> list[RightRow]:
    return [RightRow._make(row) for row in conn.execute(select(right).order_by(right.c.station))]


def right_of(conn: Connection, station: str) -> RightRow | None:
    row = conn.execute(select(right).where(right.c.station == station)).one_or_none()
    return RightRow._make(row) if row else None


def put_right(conn: Connection, station: str, **values: Any) -> None:
    conn.execute(delete(right).where(right.c.station == station))
    conn.execute(insert(right).values(station=station, **values))


def mutes(conn: Connection, station: str) -> list[MuteRow]:
    rows = conn.execute(select(mute).where(mute.c.station == station).order_by(mute.c.at))
    return [MuteRow._make(row) for row in rows]


def add_mute(conn: Connection, station: str, **values: Any) -> None:
    conn.execute(insert(mute).values(station=station, **values))


def drop_mutes(conn: Connection, station: str) -> int:
    return conn.execute(delete(mute).where(mute.c.station == station)).rowcount
