"""Table: roles, and new passwords of those who have one, that wait for a second person."""

from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import Column, Connection, ForeignKey, String, Table, delete, insert, select

from hall.accounts.permits import Role
from hall.kit.db import BigKey, Instant, metadata

asked = Table(
    "accounts_asked",
    metadata,
    Column("member", BigKey, ForeignKey("accounts_member.id"), primary_key=True, autoincrement=False),
    Column("role", String(16), nullable=False),
    Column("by", String(32), nullable=False),
    Column("at", Instant, nullable=False),
)


class AskedRow(NamedTuple):
    member: int
    role: Role | Literal["reset"]
    by: str
    at: datetime


def asked_after(conn: Connection, at: datetime) -> list[AskedRow]:
    return [AskedRow._make(row) for row in conn.execute(select(asked).where(asked.c.at > at).order_by(asked.c.at))]


def put_asked(conn: Connection, member: int, role: str, by: str, at: datetime) -> None:
    conn.execute(insert(asked).values(member=member, role=role, by=by, at=at))


def forget_asked(conn: Connection, member: int) -> None:
    conn.execute(delete(asked).where(asked.c.member == member))
