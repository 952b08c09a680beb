"""Table: the keys of each station that was given any. A station without a row was enrolled before there were keys."""

from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, ForeignKey, String, Table, bindparam, insert, select, update

from hall.kit.db import metadata
from hall.kit.prepared import Prepared

key = Table(
    "stations_key",
    metadata,
    Column("station", ForeignKey("stations_station.id"), primary_key=True),
    Column("mark", String(16), nullable=False),
    Column("public", String(43), nullable=False),
)
"""``mark``: of the root its subject key comes from. ``public``: of the key it signs with; empty: it has a secret."""


class KeyRow(NamedTuple):
    station: str
    mark: str
    public: str


_OF = Prepared(select(key).where(key.c.station == bindparam("of")), KeyRow)


def of(conn: Connection, station: str) -> KeyRow | None:
    return _OF.first(conn, of=station)


def add(conn: Connection, station: str, **values: Any) -> None:
    conn.execute(insert(key).values(station=station, **values))


def put(conn: Connection, station: str, **values: Any) -> None:
    conn.execute(update(key).where(key.c.station == station).values(**values))
