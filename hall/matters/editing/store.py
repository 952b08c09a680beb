"""Tables of the editor: the one draft, and every change that was made to it."""

import zlib
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from hall.contract.matters import Catalogue
from hall.kit.db import Instant, metadata

draft = Table(
    "matters_draft",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("base", Integer, nullable=False),
    Column("body", LargeBinary),
    Column("sent_by", String(32), nullable=False),
    Column("sent_at", Instant),
    Column("word", Text, nullable=False),
    Column("word_by", String(32), nullable=False),
)
"""One row. ``version`` counts on for ever; ``base``: the revision it was begun from; ``body`` None: nothing is drafted.
``sent_by``: who asked for a second pair of eyes; empty: nobody yet. ``word``: what whoever sent it back said."""
edit = Table(
    "matters_edit",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("about", String(48), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(32), nullable=False),
)
"""The changes of the draft that is there; ``key`` is the page's own. Who is named here may not publish it."""


class DraftRow(NamedTuple):
    id: int
    version: int
    base: int
    body: bytes | None
    sent_by: str
    sent_at: datetime | None
    word: str
    word_by: str


class EditRow(NamedTuple):
    key: str
    version: int
    about: str
    at: datetime
    by: str


def get_draft(conn: Connection) -> DraftRow | None:
    row = conn.execute(select(draft)).one_or_none()
    return DraftRow._make(row) if row else None


def put_draft(conn: Connection, **values: object) -> None:
    if not conn.execute(update(draft).values(**values)).rowcount:
        conn.execute(insert(draft).values(id=1, **values))


def pack(catalogue: Catalogue) -> bytes:
    return zlib.compress(catalogue.model_dump_json(exclude_defaults=True).encode())


@lru_cache(maxsize=2)
def unpack(body: bytes) -> Catalogue:
    """Read once: every open page asks for what is drafted whenever anything changes."""
    return Catalogue.model_validate_json(zlib.decompress(body))


def edit_by_key(conn: Connection, key: str) -> EditRow | None:
    row = conn.execute(select(edit).where(edit.c.key == key)).one_or_none()
    return EditRow._make(row) if row else None


def add_edit(conn: Connection, **values: object) -> None:
    conn.execute(insert(edit).values(**values))


def editors(conn: Connection) -> dict[str, datetime]:
    """Everybody who changed the draft → when last, the latest last."""
    last = func.max(edit.c.at, type_=Instant).label("at")
    rows = conn.execute(select(edit.c.by, last).group_by(edit.c.by).order_by(last))
    return {row.by: row.at for row in rows}


def last_edit(conn: Connection, about: str) -> EditRow | None:
    asked = select(edit).where(edit.c.about == about).order_by(edit.c.version.desc()).limit(1)
    row = conn.execute(asked).one_or_none()
    return EditRow._make(row) if row else None


def forget_edits(conn: Connection) -> None:
    conn.execute(delete(edit))
