"""The table of lines. ``id`` counts from 1 without gaps: the writer gives it, not the database."""

from collections.abc import Iterable, Iterator
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


def some(conn: Connection, after: int, most: int) -> list[LineRow]:
    """The next lines behind one, ascending."""
    rows = conn.execute(select(line).where(line.c.id > after).order_by(line.c.id).limit(most))
    return [LineRow._make(row) for row in rows]


def found(conn: Connection, first: int, last: int, wanted: dict[str, str], most: int) -> list[LineRow]:
    """Of the lines from ``first`` to ``last`` the latest, the newest first. ``wanted``: ``actor`` and ``action`` as
    they are, ``about`` a part of what it is about or of who did it."""
    where = [line.c.id.between(first, last)]
    where += [line.c[name] == text for name in ("actor", "action") if (text := wanted.get(name))]
    if about := wanted.get("about"):
        where.append(line.c.about.contains(about, autoescape=True) | line.c.actor.contains(about, autoescape=True))
    rows = conn.execute(select(line).where(*where).order_by(line.c.id.desc()).limit(most))
    return [LineRow._make(row) for row in rows]


def about_any(conn: Connection, names: list[str]) -> list[LineRow]:
    """Lines about any of these, the oldest first."""
    rows = conn.execute(select(line).where(line.c.about.in_(names)).order_by(line.c.id))
    return [LineRow._make(row) for row in rows]


def first_at(conn: Connection, at: str) -> int:
    """The first line written at ``at`` or later, by halves: numbers have no gaps, and times go with them as far as the
    hall's clock did. One more than the last where there is none."""
    low, high = 1, head(conn)[0] + 1
    while low < high:
        middle = (low + high) // 2
        written = conn.execute(select(line.c.at).where(line.c.id == middle)).scalar_one_or_none()
        low, high = (middle + 1, high) if written is None or written < at else (low, middle)
    return low


def of_actions(conn: Connection, actions: Iterable[str]) -> Iterator[LineRow]:
    """Lines of these, the oldest first."""
    wanted = select(line).where(line.c.action.in_(tuple(actions))).order_by(line.c.id)
    for row in conn.execution_options(yield_per=1000).execute(wanted):
        yield LineRow._make(row)


def lines(conn: Connection) -> Iterator[LineRow]:
    result = conn.execution_options(yield_per=1000).execute(select(line).order_by(line.c.id))
    for row in result:
        yield LineRow._make(row)
