"""Table: the keys of each station that was given any. A station without a row was enrolled before there were keys."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, ForeignKey, String, Table, bindparam, insert, select, update

from hall.kit.db import Instant, metadata
from hall.kit.keys import fingerprint_of
from hall.kit.prepared import Prepared
from hall.stations.store import station

key = Table(
    "stations_key",
    metadata,
    Column("station", ForeignKey("stations_station.id"), primary_key=True),
    Column("mark", String(16), nullable=False),
    Column("public", String(43), nullable=False),
    Column("revoked_at", Instant),
)
"""``mark``: of the root its subject key comes from. ``public``: of the key it signs with; empty: it has a secret.
``revoked_at``: neither counts any more since."""


class KeyRow(NamedTuple):
    station: str
    mark: str
    public: str
    revoked_at: datetime | None


_OF = Prepared(select(key).where(key.c.station == bindparam("of")), KeyRow)


def of(conn: Connection, station: str) -> KeyRow | None:
    return _OF.first(conn, of=station)


def add(conn: Connection, station: str, **values: Any) -> None:
    conn.execute(insert(key).values(station=station, **values))


class Shown(NamedTuple):
    """``fingerprint``: of the public half; empty where it has a secret."""

    station: str
    name: str
    fingerprint: str
    since: datetime
    retired_at: datetime | None
    revoked_at: datetime | None


def of_stations(conn: Connection) -> list[Shown]:
    """Of all that were ever enrolled."""
    s = station
    query = select(s.c.id, s.c.name_zh, key.c.public, s.c.enrolled_at, s.c.retired_at, key.c.revoked_at)
    rows = conn.execute(query.outerjoin(key, key.c.station == s.c.id).order_by(s.c.id))
    return [Shown(row[0], row[1], fingerprint_of(row[2] or ""), *row[3:]) for row in rows]


def put(conn: Connection, station: str, **values: Any) -> None:
    conn.execute(update(key).where(key.c.station == station).values(**values))
