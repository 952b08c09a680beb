"""Table: passkeys, by their public halves. A challenge stands with the session that asked for it."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    String,
    Table,
    Text,
    delete,
    exists,
    insert,
    select,
    update,
)

from hall.kit.db import BigKey, Instant, metadata

passkey = Table(
    "accounts_passkey",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("member", ForeignKey("accounts_member.id"), nullable=False, index=True),
    Column("credential", String(1400), nullable=False, unique=True),
    Column("public", Text, nullable=False),
    Column("signed", BigInteger, nullable=False),
    Column("name", String(32), nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("used_at", Instant),
)
"""``credential`` (1,023 bytes at most: WebAuthn, 4) and ``public`` (COSE) as unpadded base64url. ``signed``: how many
times, as the key itself said last."""


class PasskeyRow(NamedTuple):
    id: int
    member: int
    credential: str
    public: str
    signed: int
    name: str
    added_at: datetime
    used_at: datetime | None


def has_any(member_id: ColumnElement[int]) -> ColumnElement[bool]:
    """For a query over members."""
    return exists(select(passkey.c.id).where(passkey.c.member == member_id))


def passkeys_of(conn: Connection, member: int) -> list[PasskeyRow]:
    rows = conn.execute(select(passkey).where(passkey.c.member == member).order_by(passkey.c.id))
    return [PasskeyRow._make(row) for row in rows]


def owners(conn: Connection) -> set[int]:
    """The ids of members who have any."""
    return {row.member for row in conn.execute(select(passkey.c.member).distinct())}


def is_kept(conn: Connection, credential: str) -> bool:
    return conn.execute(select(passkey.c.id).where(passkey.c.credential == credential)).first() is not None


def add_passkey(conn: Connection, **values: Any) -> None:
    conn.execute(insert(passkey).values(**values))


def used(conn: Connection, id: int, signed: int, at: datetime) -> None:
    conn.execute(update(passkey).where(passkey.c.id == id).values(signed=signed, used_at=at))


def drop_passkey(conn: Connection, member: int, id: int) -> bool:
    return bool(conn.execute(delete(passkey).where(passkey.c.member == member, passkey.c.id == id)).rowcount)


def drop_passkeys_of(conn: Connection, member: int) -> None:
    conn.execute(delete(passkey).where(passkey.c.member == member))
