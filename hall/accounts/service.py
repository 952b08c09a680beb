"""Sign-in: argon2 passwords, lock-out, sessions that end by themselves."""

import hashlib
import re
import secrets
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.low_level import ARGON2_VERSION
from sqlalchemy import Connection

from hall.accounts import store
from hall.accounts.permits import Role
from hall.kit.clock import Clock
from hall.kit.db import Tx
from hall.kit.errors import Problem

FAILURES = 5
LOCKED = timedelta(minutes=30)
"""GB/T 22239 practice: five failures close an account for 30 minutes."""

DELAYS = (0, 0, 1, 2, 4)
"""Seconds to wait after the first … fifth failure; the fifth adds the lock-out."""

LOGIN = re.compile(r"[a-z][a-z0-9.-]{1,31}")
LONGEST_NAME = 32

_hasher = PasswordHasher()


def _nobodys() -> str:
    """A hash like a member's, of no password: salt and outcome are random, so that no start has to compute it."""
    salt, outcome = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (_hasher.salt_len, _hasher.hash_len)
    )
    costs = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${costs}${salt}${outcome}"


_NOBODY = _nobodys()
"""Checked when the login is unknown, so that an unknown login takes as long as a wrong password."""

Ended = Literal["signed_out", "disabled", "left"]
"""Why a member stops work."""
Gone = Callable[[Tx, int, str, Ended], None]
"""What else happens then: (transaction, member, by whom, why)."""

_ALPHABET = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"


@dataclass(frozen=True)
class Member:
    id: int
    login: str
    name: str
    role: Role
    csrf: str
    token: str
    first_password: bool
    seen_at: datetime

    @property
    def shown(self) -> str:
        """Surname alone, as on the consoles: 王*."""
        return self.name[:1] + "*"


def first_password() -> str:
    """Three groups anybody can type, about 60 bits: ``kdmr-7htx-Wq3n``."""
    groups = [
        "".join(secrets.choice(_ALPHABET) for _ in range(4)),
        "".join(secrets.choice(_DIGITS + _ALPHABET) for _ in range(4)),
        secrets.choice(_ALPHABET).upper()
        + "".join(secrets.choice(_ALPHABET) for _ in range(2))
        + secrets.choice(_DIGITS),
    ]
    return "-".join(groups)


def check_password_rules(password: str) -> None:
    """At least eight characters of at least three classes (GB/T 22239 practice)."""
    classes = (
        any(c.islower() for c in password),
        any(c.isupper() for c in password),
        any(c.isdigit() for c in password),
        any(not c.isalnum() for c in password),
    )
    if not 8 <= len(password) <= 128 or sum(classes) < 3:
        raise Problem(
            422,
            "weak_password",
            "口令须至少 8 位，且含大写、小写、数字、符号中的三类。",
            "A password needs 8 characters or more, of three classes: upper, lower, digit, sign.",
        )


def add_member(tx: Tx, login: str, name: str, role: Role, actor: str, *, must_change: bool = True) -> str:
    """A new member with a first password, which is returned once and kept only as argon2. ``must_change``: nothing else
    is open to him before he has chosen his own."""
    password = first_password()
    store.add_member(
        tx.conn,
        login=login,
        name=name,
        role=role,
        password=_hasher.hash(password),
        first_password=must_change,
        password_at=tx.now,
        enabled=True,
    )
    tx.note(actor, "member_added", f"member:{login}", role=role)
    return password


def new_member(tx: Tx, login: str, name: str, role: Role, actor: str = "command line") -> str:
    """As :func:`add_member`, for names somebody typed. Signing in takes logins in lower case."""
    if not LOGIN.fullmatch(login):
        raise Problem(
            422,
            "bad_login",
            "账号须为 2 至 32 个小写字母、数字、点或横线，以字母开头。",
            "A login is 2 to 32 lower-case letters, digits, dots or hyphens, beginning with a letter.",
        )
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise Problem(
            422, "bad_name", f"姓名须为 1 至 {LONGEST_NAME} 个字。", f"A name is 1 to {LONGEST_NAME} characters."
        )
    if store.member_by_login(tx.conn, login) is not None:
        raise Problem(409, "login_taken", f"已有账号 {login}。", f"There is a member {login} already.")
    return add_member(tx, login, name.strip(), role, actor)


def closed_for(conn: Connection, scope: str, now: datetime) -> timedelta | None:
    row = store.failures(conn, scope)
    return row.closed_until - now if row and row.closed_until > now else None


def open_attempt(conn: Connection, scope: str, now: datetime) -> None:
    """Raises if ``scope`` (an account, an address) failed too often just now."""
    left = closed_for(conn, scope, now)
    if left is not None:
        seconds = int(left.total_seconds()) + 1
        raise _locked(-(-seconds // 60), seconds) if seconds > 60 else _slowed(seconds)


def _slowed(seconds: int) -> Problem:
    return Problem(
        429,
        "locked",
        f"刚才没有成功，请 {seconds} 秒后再试。",
        f"That did not work; try again in {seconds} s.",
        {"Retry-After": str(seconds)},
    )


def _locked(minutes: int, seconds: int) -> Problem:
    return Problem(
        429,
        "locked",
        f"失败次数过多，请约 {minutes} 分钟后再试，或请系统管理员在“人员”页解锁。",
        f"Too many failures; try again in about {minutes} min, or ask an administrator to unlock it.",
        {"Retry-After": str(seconds)},
    )


def failed(tx: Tx, scope: str) -> None:
    row = store.failures(tx.conn, scope)
    count = (row.times if row else 0) + 1
    wait = timedelta(seconds=DELAYS[(count - 1) % FAILURES])
    if count % FAILURES == 0:
        wait = LOCKED * (count // FAILURES)
    store.set_failures(tx.conn, scope, count, tx.now + wait)


def forgive(tx: Tx, scope: str) -> None:
    store.forget_failures(tx.conn, scope)


def password_fits(stored: str | None, password: str) -> bool:
    """Slow on purpose (about 50 ms): call off the event loop."""
    try:
        return _hasher.verify(stored or _NOBODY, password) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def begin_session(tx: Tx, member_id: int, login: str, idle: timedelta) -> str:
    """The token for the cookie; kept only as its hash. Old sessions are swept here."""
    token = secrets.token_urlsafe(32)
    store.drop_idle_sessions(tx.conn, tx.now - idle)
    store.add_session(
        tx.conn,
        token=hash_token(token),
        member=member_id,
        csrf=secrets.token_urlsafe(32),
        began_at=tx.now,
        seen_at=tx.now,
    )
    store.forget_failures(tx.conn, f"login:{login}")
    tx.note(login, "signed_in", f"member:{login}")
    return token


def member_of_session(conn: Connection, token: str, now: datetime, idle: timedelta) -> Member | None:
    row = store.session_by_token(conn, hash_token(token))
    if row is None or row.seen_at < now - idle:
        return None
    return Member(row.id, row.login, row.name, row.role, row.csrf, row.token, row.first_password, row.seen_at)


def end_session(tx: Tx, member: Member) -> None:
    store.drop_session(tx.conn, member.token)
    tx.note(member.login, "signed_out", f"member:{member.login}")


def change_password(tx: Tx, member: Member, password_hash: str) -> None:
    """Ends every other session of the member."""
    store.set_password(tx.conn, member.id, password_hash, tx.now, first=False)
    store.drop_sessions_of(tx.conn, member.id, but=member.token)
    tx.note(member.login, "password_changed", f"member:{member.login}")


def end_all_sessions(tx: Tx, _clock: Clock) -> dict[str, int]:
    """Nobody is signed in any more: who they are and what they may, is what it was some time ago."""
    return {"sessions": store.drop_all_sessions(tx.conn)}


def at_work(conn: Connection, now: datetime, idle: timedelta) -> set[int]:
    """Ids of the members who are signed in somewhere: whoever is not, serves nobody."""
    return store.members_seen_since(conn, now - idle)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
