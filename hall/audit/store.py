"""The table of lines. ``id`` counts from 1 without gaps: the writer gives it, not the database."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import BigInteger, Boolean, Column, Connection, String, Table, Text, bindparam, false, insert, select

from hall.kit.db import metadata
from hall.kit.prepared import Prepared

line = Table(
    "audit_line",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("action", String(40), nullable=False),
    Column("about", String(120), nullable=False),
    Column("detail", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("source", String(48), nullable=False, server_default=""),
    Column("keyed", Boolean, nullable=False, server_default=false()),
    Column("kid", String(16), nullable=False, server_default=""),
)
"""``source``: the address that it was asked from. ``keyed``: whether ``hash`` is a MAC under the chain's key; lines of
halls older than the key are not. ``kid``: under which key; empty: the first."""


class LineRow(NamedTuple):
    id: int
    at: str
    actor: str
    action: str
    about: str
    detail: str
    hash: str
    source: str
    keyed: bool
    kid: str


_HEAD = Prepared(select(line).order_by(line.c.id.desc()).limit(1), LineRow)
_ADD = Prepared(insert(line).values({c.name: bindparam(c.name) for c in line.c}))


def last(conn: Connection) -> LineRow | None:
    return _HEAD.first(conn)


def head(conn: Connection) -> tuple[int, str]:
    row = last(conn)
    return (row.id, row.hash) if row else (0, "")


def add(conn: Connection, rows: list[dict[str, object]]) -> None:
    _ADD.run_each(conn, rows)


def lines(conn: Connection) -> Iterator[LineRow]:
    result = conn.execution_options(yield_per=1000).execute(select(line).order_by(line.c.id))
    for row in result:
        yield LineRow._make(row)
