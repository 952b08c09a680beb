"""Table: what stations asked of any server in the last minutes. Filled on a database server alone: SQLite is one
machine's, where files cost no commit."""

from datetime import datetime

from sqlalchemy import Column, Connection, Index, String, Table, delete, insert, select

from hall.kit.db import Instant, metadata

nonce = Table(
    "stations_nonce",
    metadata,
    Column("station", String(32), primary_key=True),
    Column("nonce", String(43), primary_key=True),
    Column("at", Instant, nullable=False),
    Index("stations_nonce_at", "at"),
)


def is_kept(conn: Connection, station: str, said: str) -> bool:
    this = (nonce.c.station == station, nonce.c.nonce == said)
    return conn.execute(select(nonce.c.at).where(*this)).first() is not None


def keep(conn: Connection, station: str, said: str, at: datetime) -> None:
    conn.execute(insert(nonce).values(station=station, nonce=said, at=at))


def forget(conn: Connection, before: datetime) -> None:
    conn.execute(delete(nonce).where(nonce.c.at < before))
