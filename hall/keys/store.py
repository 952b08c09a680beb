"""Table: the public halves of the ring's keys. The secret ones lie in files."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, String, Table, insert, select, update

from hall.kit.db import Instant, metadata

key = Table(
    "keys_key",
    metadata,
    Column("kid", String(16), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("public", String(43), nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("not_after", Instant),
    Column("revoked_at", Instant),
    Column("reason", String(200), nullable=False, server_default=""),
)
"""``not_after``: from then on nothing that it signed counts; None: there is no end to it. ``revoked_at``: nothing that
it signed counts any more, whenever it was signed."""


class KeyRow(NamedTuple):
    kid: str
    kind: str
    public: str
    not_before: datetime
    not_after: datetime | None
    revoked_at: datetime | None
    reason: str

    def counts(self, now: datetime) -> bool:
        """Whether what it signed is believed."""
        return self.revoked_at is None and self.not_before <= now and (self.not_after is None or now < self.not_after)


def all_keys(conn: Connection, kind: str | None = None) -> list[KeyRow]:
    """The oldest first."""
    rows = conn.execute(select(key).order_by(key.c.not_before, key.c.kid))
    return [row for row in map(KeyRow._make, rows) if kind in (None, row.kind)]


def by_kid(conn: Connection, kid: str) -> KeyRow | None:
    row = conn.execute(select(key).where(key.c.kid == kid)).one_or_none()
    return KeyRow._make(row) if row else None


def add(conn: Connection, **values: Any) -> None:
    conn.execute(insert(key).values(**values))


def put(conn: Connection, kid: str, **values: Any) -> None:
    conn.execute(update(key).where(key.c.kid == kid).values(**values))
