"""Sessions: by a token whose hash alone is kept; they end after a while without a touch, and after a day's work.

Both are counted by steady time, so that a wrong clock neither ends one nor keeps it. An instant that lies ahead was
noted under a clock that was wrong before the machine was started again: such a session is over.
"""

import hashlib
import re
import secrets
from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from hall.accounts import store
from hall.accounts.attempts.store import forget_known, put_known
from hall.accounts.permits import Role
from hall.kit import peers
from hall.kit.clock import Clock
from hall.kit.db import Tx
from hall.settings import Settings

CODE_WITHIN = timedelta(minutes=5)
"""Between the password and the code."""
AHEAD = timedelta(minutes=2)
"""Two servers on one database may differ by this much."""
ID = 16
"""Letters of a token's hash that name a session on pages."""
KNOWN = 20
"""Addresses that are remembered of a member, the latest."""
BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Lasts:
    idle: timedelta
    whole: timedelta


def lasts(settings: Settings) -> Lasts:
    return Lasts(timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours))


@dataclass(frozen=True)
class Came:
    """From where: the address, and what the browser calls itself, in two words."""

    address: str
    agent: str = ""

    @property
    def browser(self) -> str:
        named = [next((name for mark, name in of if re.search(mark, self.agent)), "") for of in (BROWSERS, SYSTEMS)]
        return " · ".join(filter(None, named)) or "?"


def came_from(scope: MutableMapping[str, Any]) -> Came:
    """The sender of a request, by its ASGI scope."""
    agent = dict(scope["headers"]).get(b"user-agent", b"")
    return Came(peers.of(scope)[:48], agent[:200].decode("latin-1"))


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
    """Steady time."""
    password_at: datetime
    second: bool = False
    second_due: bool = False

    @property
    def shown(self) -> str:
        """Surname alone, as on the consoles: 王*."""
        return self.name[:1] + "*"


def begin_session(
    tx: Tx, member_id: int, login: str, came: Came, lasts: Lasts, now: datetime, *, second_due: bool = False
) -> str:
    """The token for the cookie; kept only as its hash. Sessions that are over are swept here. ``now``: steady."""
    token = secrets.token_urlsafe(32)
    for old in store.sessions(tx.conn):
        if not counts(old.began_at, old.seen_at, lasts, now):
            store.drop_session(tx.conn, old.token)
    store.add_session(
        tx.conn,
        token=hash_token(token),
        member=member_id,
        csrf=secrets.token_urlsafe(32),
        began_at=now,
        seen_at=now,
        address=came.address,
        browser=came.browser,
        second_due=second_due,
    )
    if second_due:
        tx.note(login, "password_right", f"member:{login}", address=came.address)
    else:
        signed_in(tx, member_id, login, came, now)
    return token


def signed_in(tx: Tx, member_id: int, login: str, came: Came, now: datetime) -> None:
    put_known(tx.conn, member_id, came.address, now, KNOWN)
    tx.note(login, "signed_in", f"member:{login}", address=came.address)


def complete(tx: Tx, member: Member, came: Came, now: datetime) -> None:
    """The code was right."""
    store.session_complete(tx.conn, member.token)
    signed_in(tx, member.id, member.login, came, now)


def counts(began_at: datetime, seen_at: datetime, lasts: Lasts, now: datetime) -> bool:
    """Whether a session still does."""
    return -AHEAD <= now - seen_at <= lasts.idle and -AHEAD <= now - began_at < lasts.whole


def member_of_session(conn: Connection, token: str, now: datetime, lasts: Lasts) -> Member | None:
    row = store.session_by_token(conn, hash_token(token))
    if row is None or not counts(row.began_at, row.seen_at, lasts, now):
        return None
    if row.second_due and now - row.began_at > CODE_WITHIN:
        return None
    return Member(
        id=row.id,
        login=row.login,
        name=row.name,
        role=row.role,
        csrf=row.csrf,
        token=row.token,
        first_password=row.first_password,
        seen_at=row.seen_at,
        password_at=row.password_at,
        second=bool(row.second),
        second_due=row.second_due,
    )


def with_second(member: Member, second: bool) -> Member:
    return replace(member, second=second)


def sessions_of(conn: Connection, now: datetime, lasts: Lasts) -> dict[int, list[store.Session]]:
    """Those that count, by member, the oldest first."""
    found: dict[int, list[store.Session]] = {}
    for row in store.sessions(conn):
        if not row.second_due and counts(row.began_at, row.seen_at, lasts, now):
            found.setdefault(row.member, []).append(row)
    return found


def at_work(conn: Connection, now: datetime, lasts: Lasts) -> set[int]:
    """Ids of the members who are signed in somewhere: whoever is not, serves nobody."""
    return set(sessions_of(conn, now, lasts))


def end_session(tx: Tx, member: Member) -> None:
    store.drop_session(tx.conn, member.token)
    tx.note(member.login, "signed_out", f"member:{member.login}")


@dataclass(frozen=True)
class Shown:
    """As pages get it. ``since``, ``seen``: by the clock of the wall."""

    id: str
    address: str
    browser: str
    since: datetime
    seen: datetime
    own: bool


def shown(rows: list[store.Session], own: str, steady: datetime, now: datetime) -> list[Shown]:
    """``own``: the token of whoever asks."""
    shift = now - steady
    return [
        Shown(row.token[:ID], row.address, row.browser, row.began_at + shift, row.seen_at + shift, row.token == own)
        for row in rows
    ]


def end_one(tx: Tx, member_id: int, id: str, by: str) -> bool:
    """False: it was over already."""
    found = next((row for row in store.sessions(tx.conn) if row.member == member_id and row.token[:ID] == id), None)
    if found is None:
        return False
    store.drop_session(tx.conn, found.token)
    tx.note(by, "session_ended", f"member:{member_id}", address=found.address)
    return True


def end_others(tx: Tx, member: Member) -> None:
    store.drop_sessions_of(tx.conn, member.id, but=member.token)
    tx.note(member.login, "sessions_ended", f"member:{member.login}")


def end_all(tx: Tx, member_id: int) -> None:
    """Everywhere; and where he comes from next is looked at as a stranger's address."""
    store.drop_sessions_of(tx.conn, member_id)
    forget_known(tx.conn, member_id)


def end_all_sessions(tx: Tx, _clock: Clock) -> dict[str, int]:
    """Nobody is signed in any more: who they are and what they may, is what it was some time ago."""
    return {"sessions": store.drop_all_sessions(tx.conn)}


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
