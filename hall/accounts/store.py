"""Tables: staff, and sessions by the hash of their token."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    String,
    Table,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from hall.accounts.permits import Role
from hall.accounts.ring.store import has_any
from hall.kit.db import BigKey, Instant, metadata
from hall.kit.prepared import Prepared

member = Table(
    "accounts_member",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("login", String(32), nullable=False, unique=True),
    Column("name", String(32), nullable=False),
    Column("role", String(16), nullable=False),
    Column("password", String(255), nullable=False),
    Column("first_password", Boolean, nullable=False),
    Column("password_at", Instant, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("left_at", Instant),
    Column("second", String(200)),
    Column("second_step", BigInteger, nullable=False),
)
"""``enabled`` False: may not sign in for now. ``left_at``: let go for good; the login stays taken, for the audit.
``second``: the secret of the second factor, sealed; ``second_step``: of the last code that was taken."""
former = Table(
    "accounts_password",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("member", ForeignKey("accounts_member.id"), nullable=False, index=True),
    Column("password", String(255), nullable=False),
)
"""Passwords that a member had before, the latest few."""
session = Table(
    "accounts_session",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("member", ForeignKey("accounts_member.id"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("address", String(48), nullable=False),
    Column("browser", String(32), nullable=False),
    Column("second_due", Boolean, nullable=False),
    Column("challenge", String(128)),
)
"""Its instants are steady time (:mod:`hall.kit.steady`). ``second_due``: the password was right, and a code or a
passkey is still to come. ``challenge``: what a passkey was asked to sign last, for this session alone."""


class MemberRow(NamedTuple):
    """``password``: argon2."""

    id: int
    login: str
    name: str
    role: Role
    password: str
    first_password: bool
    password_at: datetime
    enabled: bool
    left_at: datetime | None
    second: str | None
    second_step: int


class SignedIn(NamedTuple):
    """A session and whose it is. ``token``: its hash."""

    token: str
    csrf: str
    began_at: datetime
    seen_at: datetime
    id: int
    login: str
    name: str
    role: Role
    first_password: bool
    password_at: datetime
    second: bool
    second_due: bool


def members(conn: Connection) -> list[MemberRow]:
    """Those who have left too, last."""
    rows = conn.execute(select(member).order_by(member.c.left_at.is_not(None), member.c.role, member.c.login))
    return [MemberRow._make(row) for row in rows]


def set_member(conn: Connection, member_id: int, **values: Any) -> None:
    conn.execute(update(member).where(member.c.id == member_id).values(**values))


def count_members(conn: Connection) -> int:
    return len(conn.execute(select(member.c.id)).all())


def add_member(conn: Connection, **values: Any) -> None:
    conn.execute(insert(member).values(**values))


def member_by_login(conn: Connection, login: str) -> MemberRow | None:
    row = conn.execute(select(member).where(member.c.login == login)).one_or_none()
    return MemberRow._make(row) if row else None


def set_password(conn: Connection, member_id: int, password: str, now: datetime, *, first: bool) -> None:
    conn.execute(
        update(member).where(member.c.id == member_id).values(password=password, password_at=now, first_password=first)
    )


def keep_former(conn: Connection, member_id: int, password: str, most: int) -> None:
    conn.execute(insert(former).values(member=member_id, password=password))
    old = select(former.c.id).where(former.c.member == member_id).order_by(former.c.id.desc())
    for row in conn.execute(old).all()[most:]:
        conn.execute(delete(former).where(former.c.id == row.id))


def former_passwords(conn: Connection, member_id: int) -> list[str]:
    return [row.password for row in conn.execute(select(former.c.password).where(former.c.member == member_id))]


def add_session(conn: Connection, **values: Any) -> None:
    conn.execute(insert(session).values(**values))


_SESSION = (
    select(
        session.c.token,
        session.c.csrf,
        session.c.began_at,
        session.c.seen_at,
        member.c.id,
        member.c.login,
        member.c.name,
        member.c.role,
        member.c.first_password,
        member.c.password_at,
        or_(member.c.second.is_not(None), has_any(member.c.id)).label("second"),
        session.c.second_due,
    )
    .join(member, member.c.id == session.c.member)
    .where(member.c.enabled)
)


_SESSION_BY_TOKEN = Prepared(_SESSION.where(session.c.token == bindparam("of")), SignedIn)


def session_by_token(conn: Connection, token: str) -> SignedIn | None:
    return _SESSION_BY_TOKEN.first(conn, of=token)


def session_seen(conn: Connection, token: str, now: datetime) -> None:
    conn.execute(update(session).where(session.c.token == token).values(seen_at=now))


def session_complete(conn: Connection, token: str) -> None:
    conn.execute(update(session).where(session.c.token == token).values(second_due=False))


def drop_session(conn: Connection, token: str) -> None:
    conn.execute(delete(session).where(session.c.token == token))


def drop_sessions_of(conn: Connection, member_id: int, *, but: str = "") -> None:
    conn.execute(delete(session).where(session.c.member == member_id, session.c.token != but))


def put_challenge(conn: Connection, token: str, challenge: str) -> None:
    """In place of the one before."""
    conn.execute(update(session).where(session.c.token == token).values(challenge=challenge))


def take_challenge(conn: Connection, token: str) -> str | None:
    """It is gone then."""
    found = conn.execute(select(session.c.challenge).where(session.c.token == token)).scalar_one_or_none()
    conn.execute(update(session).where(session.c.token == token).values(challenge=None))
    return found


class Session(NamedTuple):
    token: str
    member: int
    csrf: str
    began_at: datetime
    seen_at: datetime
    address: str
    browser: str
    second_due: bool
    challenge: str | None


_SESSIONS = Prepared(select(session).order_by(session.c.began_at), Session)


def drop_all_sessions(conn: Connection) -> int:
    return conn.execute(delete(session)).rowcount


def sessions(conn: Connection) -> list[Session]:
    """All that are written down; whether one still counts is for the rule to say."""
    return _SESSIONS.rows(conn)
