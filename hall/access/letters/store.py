"""Tables: letters, and the scans of them."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Column, Connection, ForeignKey, LargeBinary, String, Table, Text, insert, select, update

from hall.kit.db import BigKey, Instant, metadata

letter = Table(
    "access_letter",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("person", ForeignKey("access_person.id"), nullable=False, index=True),
    Column("number", String(64), nullable=False),
    Column("signed_by", String(32), nullable=False),
    Column("groups", Text, nullable=False),
    Column("profile", String(32), nullable=False),
    Column("first", Boolean, nullable=False),
    Column("starts", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("scan", String(80), nullable=False),
    Column("made_by", String(32), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("approved_by", String(32)),
    Column("approved_at", Instant),
    Column("seal", String(64), nullable=False),
    Column("stopped_by", String(32)),
    Column("stopped_at", Instant),
    Column("stopped", String(10), nullable=False),
    Column("why", String(120), nullable=False),
)
"""``key``: of the order it came from, so that one sent twice stands once. ``number``: 文号. ``groups``: JSON list of
door groups; ``profile``: when; ``first``: he may open the day. ``scan``: name of the file, empty before it came.
``seal``: MAC over all that it says, by whoever approved it. ``stopped``: ``suspended`` or ``withdrawn``; ``why``."""

scan = Table(
    "access_scan",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
)
"""By the SHA-256 of what it holds. In the database, so that a backup of it is whole."""


class LetterRow(NamedTuple):
    id: int
    key: str
    person: int
    number: str
    signed_by: str
    groups: str
    profile: str
    first: bool
    starts: datetime
    ends: datetime
    scan: str
    made_by: str
    made_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    seal: str
    stopped_by: str | None
    stopped_at: datetime | None
    stopped: str
    why: str

    @property
    def group_ids(self) -> tuple[str, ...]:
        return tuple(json.loads(self.groups))


def add(conn: Connection, groups: tuple[str, ...], **values: Any) -> int:
    new = {"scan": "", "seal": "", "stopped": "", "why": ""} | values
    return conn.execute(insert(letter).values(groups=json.dumps(groups), **new).returning(letter.c.id)).scalar_one()


def put(conn: Connection, id: int, **values: Any) -> None:
    conn.execute(update(letter).where(letter.c.id == id).values(**values))


def get(conn: Connection, id: int) -> LetterRow | None:
    row = conn.execute(select(letter).where(letter.c.id == id)).one_or_none()
    return LetterRow._make(row) if row else None


def by_key(conn: Connection, key: str) -> LetterRow | None:
    row = conn.execute(select(letter).where(letter.c.key == key)).one_or_none()
    return LetterRow._make(row) if row else None


def letters(conn: Connection) -> list[LetterRow]:
    return [LetterRow._make(row) for row in conn.execute(select(letter).order_by(letter.c.id))]


def keep_scan(conn: Connection, name: str, body: bytes, at: datetime) -> None:
    if conn.execute(select(scan.c.name).where(scan.c.name == name)).first() is None:
        conn.execute(insert(scan).values(name=name, body=body, at=at))


def scan_of(conn: Connection, name: str) -> bytes | None:
    return conn.execute(select(scan.c.body).where(scan.c.name == name)).scalar_one_or_none()
