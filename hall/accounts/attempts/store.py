"""Tables: attempts that were not proved right, and where an account has signed in before."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Integer,
    String,
    Table,
    and_,
    delete,
    insert,
    select,
    update,
)

from hall.kit.db import Instant, metadata

attempt = Table(
    "accounts_attempt",
    metadata,
    Column("kind", String(8), primary_key=True),
    Column("account", String(48), primary_key=True),
    Column("address", String(48), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("at", Instant, nullable=False),
)
"""``account`` or ``address`` empty: all of them together. ``at``: of the last one. Steady time."""
known = Table(
    "accounts_known",
    metadata,
    Column("member", ForeignKey("accounts_member.id"), primary_key=True),
    Column("address", String(48), primary_key=True),
    Column("at", Instant, nullable=False),
)


class Scope(NamedTuple):
    kind: str
    account: str
    address: str


class Tried(NamedTuple):
    kind: str
    account: str
    address: str
    times: int
    began_at: datetime
    at: datetime


def _of(scope: Scope) -> ColumnElement[bool]:
    return and_(attempt.c.kind == scope.kind, attempt.c.account == scope.account, attempt.c.address == scope.address)


def tried(conn: Connection, scope: Scope) -> Tried | None:
    row = conn.execute(select(attempt).where(_of(scope))).one_or_none()
    return Tried._make(row) if row else None


def all_tried(conn: Connection) -> list[Tried]:
    return [Tried._make(row) for row in conn.execute(select(attempt).order_by(attempt.c.began_at))]


def put(conn: Connection, scope: Scope, times: int, began_at: datetime, at: datetime) -> None:
    values = {"times": times, "began_at": began_at, "at": at}
    if not conn.execute(update(attempt).where(_of(scope)).values(**values)).rowcount:
        conn.execute(insert(attempt).values(**scope._asdict(), **values))


def forget(conn: Connection, scope: Scope) -> None:
    conn.execute(delete(attempt).where(_of(scope)))


def forget_account(conn: Connection, account: str) -> None:
    conn.execute(delete(attempt).where(attempt.c.account == account))


def forget_before(conn: Connection, at: datetime) -> None:
    conn.execute(delete(attempt).where(attempt.c.at < at))


def is_known(conn: Connection, member: int, address: str) -> bool:
    where = and_(known.c.member == member, known.c.address == address)
    return conn.execute(select(known.c.member).where(where)).one_or_none() is not None


def put_known(conn: Connection, member: int, address: str, at: datetime, keep: int) -> None:
    """The latest ``keep`` are remembered."""
    where = and_(known.c.member == member, known.c.address == address)
    if not conn.execute(update(known).where(where).values(at=at)).rowcount:
        conn.execute(insert(known).values(member=member, address=address, at=at))
    rows = conn.execute(select(known.c.address).where(known.c.member == member).order_by(known.c.at.desc()))
    for row in rows.all()[keep:]:
        conn.execute(delete(known).where(known.c.member == member, known.c.address == row.address))


def forget_known(conn: Connection, member: int) -> None:
    conn.execute(delete(known).where(known.c.member == member))
