"""The table of catalogues: one row a version, never changed; the last one stands."""

import zlib
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Column, Connection, Integer, LargeBinary, String, Table, func, insert, select

from hall.contract.matters import Catalogue
from hall.kit.db import Instant, metadata
from hall.kit.prepared import Prepared

version = Table(
    "matters_version",
    metadata,
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(32), nullable=False),
)
"""``body``: the catalogue as JSON, zlib."""

_LAST = Prepared(select(func.max(version.c.revision).label("n")))


class VersionRow(NamedTuple):
    revision: int
    body: bytes
    at: datetime
    by: str

    def catalogue(self) -> Catalogue:
        return Catalogue.model_validate_json(zlib.decompress(self.body))


class VersionHead(NamedTuple):
    revision: int
    at: datetime
    by: str


def heads(conn: Connection) -> list[VersionHead]:
    """Every version, the first first, without its body."""
    asked = select(version.c.revision, version.c.at, version.c.by).order_by(version.c.revision)
    return [VersionHead._make(row) for row in conn.execute(asked)]


def last(conn: Connection) -> int:
    """0: none yet."""
    row = _LAST.first(conn)
    return (row.n or 0) if row else 0


def at_revision(conn: Connection, revision: int) -> VersionRow | None:
    row = conn.execute(select(version).where(version.c.revision == revision)).one_or_none()
    return VersionRow._make(row) if row else None


def at_moment(conn: Connection, at: datetime) -> VersionRow | None:
    """What stood then."""
    asked = select(version).where(version.c.at <= at).order_by(version.c.revision.desc()).limit(1)
    row = conn.execute(asked).one_or_none()
    return VersionRow._make(row) if row else None


def add(conn: Connection, revision: int, catalogue: Catalogue, at: datetime, by: str) -> None:
    body = zlib.compress(catalogue.model_dump_json(exclude_defaults=True).encode())
    conn.execute(insert(version).values(revision=revision, body=body, at=at, by=by))
