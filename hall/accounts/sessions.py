"""Sessions: by a token whose hash alone is kept; they end after a while without a touch, and after a day's work.

Both are counted by steady time, so that a wrong clock neither ends one nor keeps it. An instant that lies ahead was
noted under a clock that was wrong before the machine was started again: such a session is over.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hall.accounts import store
from hall.accounts.attempts.store import forget_known, put_known
from hall.accounts.permits import Role
from hall.kit.clock import Clock
from hall.kit.db import Tx
from hall.settings import Settings

AHEAD = timedelta(minutes=2)
"""Two servers on one database may differ by this much."""
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

    @property
    def shown(self) -> str:
        """Surname alone, as on the consoles: 王*."""
        return self.name[:1] + "*"


def begin_session(tx: Tx, member_id: int, login: str, came: Came, lasts: Lasts, now: datetime) -> str:
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
    )
    put_known(tx.conn, member_id, came.address, now, KNOWN)
    tx.note(login, "signed_in", f"member:{login}", address=came.address)
    return token


def counts(began_at: datetime, seen_at: datetime, lasts: Lasts, now: datetime) -> bool:
    """Whether a session still does."""
    return -AHEAD <= now - seen_at <= lasts.idle and -AHEAD <= now - began_at < lasts.whole


def member_of_session(conn: Connection, token: str, now: datetime, lasts: Lasts) -> Member | None:
    row = store.session_by_token(conn, hash_token(token))
    if row is None or not counts(row.began_at, row.seen_at, lasts, now):
        return None
    return Member(row.id, row.login, row.name, row.role, row.csrf, row.token, row.first_password, row.seen_at)


def sessions_of(conn: Connection, now: datetime, lasts: Lasts) -> dict[int, list[store.Session]]:
    """Those that count, by member, the oldest first."""
    found: dict[int, list[store.Session]] = {}
    for row in store.sessions(conn):
        if counts(row.began_at, row.seen_at, lasts, now):
            found.setdefault(row.member, []).append(row)
    return found


def at_work(conn: Connection, now: datetime, lasts: Lasts) -> set[int]:
    """Ids of the members who are signed in somewhere: whoever is not, serves nobody."""
    return set(sessions_of(conn, now, lasts))


def end_session(tx: Tx, member: Member) -> None:
    store.drop_session(tx.conn, member.token)
    tx.note(member.login, "signed_out", f"member:{member.login}")


def end_all(tx: Tx, member_id: int) -> None:
    """Everywhere; and where he comes from next is looked at as a stranger's address."""
    store.drop_sessions_of(tx.conn, member_id)
    forget_known(tx.conn, member_id)


def end_all_sessions(tx: Tx, _clock: Clock) -> dict[str, int]:
    """Nobody is signed in any more: who they are and what they may, is what it was some time ago."""
    return {"sessions": store.drop_all_sessions(tx.conn)}


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
