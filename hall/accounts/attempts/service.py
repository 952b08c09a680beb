"""The rule of trying. One transaction decides.

An attempt is counted *before* it is looked at, by the one writer: so any number of parallel ones, in any number of
processes, are counted one after another. Who has to wait anyhow is refused after a look (:func:`held_off`): a flood of
attempts is no flood of writes. Who is proved right takes his own back. A refused attempt is not counted, and
nothing shortens a wait but a success or an administrator.

Counted is by account **and** address: five a minute, then one a minute, one in five minutes at most (GB/T 22239-2019,
8.1.4.1 b: limit failures; OWASP: a lock-out of the account alone is a weapon). Many addresses against one account, or
one address against many accounts, are slowed in their turn; but not where the account has signed in before: nobody can
aim a lock-out at somebody who sits where he always sits. Waits are minutes, and by steady time: no wrong clock makes
them longer, or shorter.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hall.accounts.attempts import store
from hall.accounts.attempts.store import Scope, Tried
from hall.kit.db import Tx
from hall.kit.errors import Problem

FREE = 5
FREE_OF_ACCOUNT = 20
"""From addresses where it never signed in, all together."""
FREE_OF_ADDRESS = 30
WAITS = (60, 120, 300)
"""Seconds after the last free attempt, the next, and each one after."""
SLOWED = {-2: 1, -1: 2}
"""The same while there are two free ones left, and one."""
FORGOTTEN = timedelta(minutes=30)
"""So long without an attempt, and they are counted from the beginning."""


@dataclass(frozen=True)
class Attempt:
    """One that was let in. ``scopes``: where it is counted."""

    scopes: tuple[Scope, ...]
    at: datetime

    def times(self, tx: Tx) -> int:
        """So many failed in a row here, if this one did."""
        row = store.tried(tx.conn, self.scopes[0])
        return row.times if row else 1

    def right(self, tx: Tx) -> None:
        """It was no failure. Others that are under way stay counted in what is wider than this pair."""
        for scope in self.scopes:
            if (row := store.tried(tx.conn, scope)) is not None:
                store.put(tx.conn, scope, max(0, row.times - 1), row.began_at, row.at)
        store.forget(tx.conn, self.scopes[0])


def begin(tx: Tx, kind: str, account: str, address: str, now: datetime, member: int | None = None) -> Attempt | Problem:
    """Counts an attempt and lets it in, or says why not. Returned rather than raised, so that what was counted stays.
    ``now``: steady. ``member``: whose account it is, if anybody's."""
    store.forget_before(tx.conn, now - FORGOTTEN)
    scopes = _scopes(tx.conn, kind, account, address, member)
    rows = [_believed(tx, scope, now) for scope in scopes]
    for scope, row in zip(scopes, rows, strict=True):
        if row is not None and (left := _left(row, now)):
            return refusal(left, scope)
    for scope, row in zip(scopes, rows, strict=True):
        store.put(tx.conn, scope, row.times + 1 if row else 1, row.began_at if row else now, now)
    return Attempt(scopes, now)


def held_off(
    conn: Connection, kind: str, account: str, address: str, now: datetime, member: int | None = None
) -> Problem | None:
    """What :func:`begin` would refuse, without a turn of the writer's. None: it has to be asked."""
    for scope in _scopes(conn, kind, account, address, member):
        row = store.tried(conn, scope)
        if row is not None and row.at <= now and (left := _left(row, now)):
            return refusal(left, scope)
    return None


def closed(conn: Connection, now: datetime) -> list[tuple[Tried, timedelta]]:
    """What has to wait now, and for how long."""
    rows = [row for row in store.all_tried(conn) if _over(row) >= 0 and abs(now - row.at) < FORGOTTEN]
    return [(row, left) for row in rows if (left := _left(row, max(now, row.at)))]


def unlock(tx: Tx, account: str) -> None:
    store.forget_account(tx.conn, account)


def _scopes(conn: Connection, kind: str, account: str, address: str, member: int | None) -> tuple[Scope, ...]:
    pair = Scope(kind, account, address)
    if not account or (member is not None and store.is_known(conn, member, address)):
        return (pair,)
    return (pair, Scope(kind, account, ""), Scope(kind, "", address))


def _believed(tx: Tx, scope: Scope, now: datetime) -> Tried | None:
    """An attempt that lies ahead was noted by a clock that was wrong: it was now."""
    row = store.tried(tx.conn, scope)
    if row is None or row.at <= now:
        return row
    store.put(tx.conn, scope, row.times, min(row.began_at, now), now)
    return row._replace(at=now, began_at=min(row.began_at, now))


def free(scope: Scope | Tried) -> int:
    if not scope.address:
        return FREE_OF_ACCOUNT
    return FREE if scope.account else FREE_OF_ADDRESS


def _over(row: Tried) -> int:
    return row.times - free(row)


def _left(row: Tried, now: datetime) -> timedelta:
    over = _over(row)
    seconds = WAITS[min(over, len(WAITS) - 1)] if over >= 0 else SLOWED.get(over, 0)
    return max(timedelta(0), timedelta(seconds=seconds) - (now - row.at))


def refusal(left: timedelta, scope: Scope) -> Problem:
    seconds = int(left.total_seconds()) + 1
    headers = {"Retry-After": str(seconds)}
    if seconds <= 10:
        zh, en = f"刚才没有成功，请 {seconds} 秒后再试。", f"That did not work; try again in {seconds} s."
        return Problem(429, "locked", zh, en, headers)
    minutes = -(-seconds // 60)
    return Problem(
        429,
        "locked",
        f"这里失败次数过多，请约 {minutes} 分钟后再试；换一台登录过的电脑现在就可以，或请系统管理员在“人员”页解锁。",
        f"Too many failures here: try again in about {minutes} min, from a computer you have used before at once, "
        "or ask an administrator to unlock it.",
        headers,
    )
