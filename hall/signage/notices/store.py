"""Table: notices, one row each; ended ones stay."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    insert,
    or_,
    select,
    update,
)

from hall.kit.db import BigKey, Instant, metadata
from hall.kit.prepared import Prepared

notice = Table(
    "signage_notice",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("wording", String(32), nullable=False),
    Column("zh", String(200), nullable=False),
    Column("en", String(400), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("places", Text, nullable=False),
    Column("starts", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("made_by", String(32), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("approved_by", String(32)),
    Column("approved_at", Instant),
    Column("withdrawn_by", String(32)),
    Column("withdrawn_at", Instant),
    Index("signage_notice_ends", "ends"),
)
"""``key`` is whose order it came from, so that one sent twice stands once; ``wording`` is empty for free text;
``places`` a JSON list of ids of screens and floors, empty for all."""


class NoticeRow(NamedTuple):
    id: int
    key: str
    wording: str
    zh: str
    en: str
    priority: int
    places: str
    starts: datetime
    ends: datetime
    made_by: str
    made_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    withdrawn_by: str | None
    withdrawn_at: datetime | None


def add(conn: Connection, places: tuple[str, ...], **values: Any) -> int:
    return conn.execute(insert(notice).values(places=json.dumps(places), **values).returning(notice.c.id)).scalar_one()


def get(conn: Connection, id: int) -> NoticeRow | None:
    row = conn.execute(select(notice).where(notice.c.id == id)).one_or_none()
    return NoticeRow._make(row) if row else None


def by_key(conn: Connection, key: str) -> NoticeRow | None:
    row = conn.execute(select(notice).where(notice.c.key == key)).one_or_none()
    return NoticeRow._make(row) if row else None


def approve(conn: Connection, id: int, by: str, at: datetime) -> bool:
    """False if it was approved or withdrawn meanwhile."""
    open_ = (notice.c.id == id) & notice.c.approved_at.is_(None) & notice.c.withdrawn_at.is_(None)
    return conn.execute(update(notice).where(open_).values(approved_by=by, approved_at=at)).rowcount > 0


def withdraw(conn: Connection, id: int, by: str, at: datetime) -> bool:
    open_ = (notice.c.id == id) & notice.c.withdrawn_at.is_(None)
    return conn.execute(update(notice).where(open_).values(withdrawn_by=by, withdrawn_at=at)).rowcount > 0


def open_at(conn: Connection, at: datetime) -> list[NoticeRow]:
    """Waiting, up or to come; withdrawn ones are not."""
    there = (notice.c.ends > at) & notice.c.withdrawn_at.is_(None)
    rows = conn.execute(select(notice).where(there).order_by(notice.c.priority, notice.c.id))
    return [NoticeRow._make(row) for row in rows]


_AT = bindparam("at", type_=Instant)
_SHOWING = Prepared(
    select(notice)
    .where(
        notice.c.starts <= _AT,
        notice.c.ends > _AT,
        notice.c.approved_at <= _AT,
        or_(notice.c.withdrawn_at.is_(None), notice.c.withdrawn_at > _AT),
    )
    .order_by(notice.c.priority, notice.c.id),
    NoticeRow,
)


def showing(conn: Connection, at: datetime) -> list[NoticeRow]:
    """On the screens at ``at``, most urgent first. Asked once a second while a screen is connected."""
    return _SHOWING.rows(conn, at=at)
