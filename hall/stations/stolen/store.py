"""Table: the stations that were stolen. What came of them since is doubtful: it is read from what they told."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, ForeignKey, String, Table, Text, insert, select, update

from hall.kit.db import Instant, metadata
from hall.stations.store import report, station

stolen = Table(
    "stations_stolen",
    metadata,
    Column("station", ForeignKey("stations_station.id"), primary_key=True),
    Column("since", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(32), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("held", Text, nullable=False),
    Column("heard_at", Instant),
    Column("heard_from", String(48), nullable=False, server_default=""),
)
"""``since``: from when on what it said is doubtful, by the hall's clock. ``held``: in words, the numbers of its blocks
that nobody had told of when it was pressed. ``heard_at``, ``heard_from``: when and whence it was last refused."""


class StolenRow(NamedTuple):
    station: str
    since: datetime
    at: datetime
    by: str
    reason: str
    held: str
    heard_at: datetime | None
    heard_from: str


class Told(NamedTuple):
    """A report as far as it matters here."""

    kind: str
    body: str


def of(conn: Connection, station_id: str) -> StolenRow | None:
    row = conn.execute(select(stolen).where(stolen.c.station == station_id)).one_or_none()
    return StolenRow._make(row) if row else None


def after(conn: Connection, at: datetime) -> list[StolenRow]:
    """Pressed after that, the latest first."""
    rows = conn.execute(select(stolen).where(stolen.c.at > at).order_by(stolen.c.at.desc()))
    return [StolenRow._make(row) for row in rows]


def named(conn: Connection, name_zh: str) -> bool:
    """Whether a station of this name was stolen and none has taken its place yet."""
    same = station.c.name_zh == name_zh
    there = select(station.c.id).where(same, station.c.retired_at.is_(None))
    found = select(stolen.c.station).join(station, station.c.id == stolen.c.station).where(same)
    return conn.execute(there).first() is None and conn.execute(found).first() is not None


def add(conn: Connection, **values: Any) -> None:
    conn.execute(insert(stolen).values(**values))


def put(conn: Connection, station_id: str, **values: Any) -> None:
    conn.execute(update(stolen).where(stolen.c.station == station_id).values(**values))


def told_since(conn: Connection, station_id: str, since: datetime) -> list[Told]:
    """What it told, by when it came here: its own clock is the thief's."""
    of = (report.c.station == station_id, report.c.received_at >= since)
    return [Told._make(row) for row in conn.execute(select(report.c.kind, report.c.body).where(*of))]
