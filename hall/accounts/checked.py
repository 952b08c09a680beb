"""Passwords looked at one after the other, and only as often as the rule of trying allows."""

import hashlib
import hmac
from contextlib import nullcontext

from sqlalchemy import Connection

from hall.accounts import passwords, sessions, store
from hall.accounts.attempts import Attempt, begin, held_off
from hall.accounts.refused import Refused
from hall.accounts.ring.store import passkeys_of
from hall.accounts.sessions import Came, Member
from hall.kit import Kit
from hall.kit.db import Tx
from hall.kit.errors import Problem, busy
from hall.kit.sparse import Sparse

UNDER_WAY = "an attempt has begun; how it ends is told"


class Check:
    def __init__(self, kit: Kit, key: bytes) -> None:
        self._kit, self._key = kit, key
        self._refused, self._sparse = Refused(kit), Sparse()
        self.lasts = sessions.lasts(kit.settings)

    async def sign_in(self, login: str, password: str, came: Came) -> str:
        """The token of a new session. Raises :class:`Problem`."""
        now = self._kit.clock.steady()

        def whose(conn: Connection) -> tuple[store.MemberRow | None, str, int | None]:
            row = store.member_by_login(conn, login)
            return (row, login, row.id) if row else (None, self._nobodys(login), None)

        def look(conn: Connection) -> tuple[store.MemberRow | None, Attempt | Problem | None]:
            row, account, member = whose(conn)
            return row, held_off(conn, "password", account, came.address, now, member)

        def let_in(tx: Tx) -> tuple[store.MemberRow | None, Attempt | Problem | None]:
            row, account, member = whose(tx.conn)
            return row, begin(tx, "password", account, came.address, now, member)

        row, attempt = await self._kit.db.read(look)
        with nullcontext() if attempt else self._kit.slow.place(came.address):  # else nothing is counted
            if attempt is None:
                row, attempt = await self._kit.db.write(let_in, quiet=UNDER_WAY)
            if not isinstance(attempt, Attempt):
                await self._refused.attempt("sign_in", login if row else None, came.address)
                raise attempt or busy()
            fits = await self._fits(row, password)

        def decide(tx: Tx) -> str | None:
            if row is None or not fits or not _unchanged(tx, row):
                by, times = login if row else "?", attempt.times(tx)
                self._sparse.note(tx, by, by, "sign_in_failed", f"address:{came.address}", times=times)
                return None
            attempt.right(tx)
            second = row.second is not None or bool(passkeys_of(tx.conn, row.id))
            return sessions.begin_session(tx, row.id, login, came, self.lasts, now, second_due=second)

        token = await self._kit.db.write(decide)
        if token is None:
            raise Problem(
                401,
                "wrong_password",
                "账号或口令不对。连续 5 次不对，在这台电脑上要等几分钟。",
                "Wrong account or password. After five failures this computer waits for some minutes.",
            )
        return token

    async def password(self, member: Member, password: str, came: Came) -> None:
        """That it is he who sits there. Raises :class:`Problem`."""
        attempt = await self.let_in("change", member, came)
        row = await self._kit.db.read(lambda conn: store.member_by_login(conn, member.login))
        if not await self._fits(row, password):
            raise Problem(403, "wrong_password", "原口令不对。", "The old password is wrong.")
        await self._kit.db.write(attempt.right, quiet=UNDER_WAY)

    async def let_in(self, kind: str, member: Member, came: Came) -> Attempt:
        now = self._kit.clock.steady()
        whose = (kind, member.login, came.address, now, member.id)
        attempt = await self._kit.db.read(lambda conn: held_off(conn, *whose))
        if attempt is None:
            attempt = await self._kit.db.write(lambda tx: begin(tx, *whose), quiet=UNDER_WAY)
        if isinstance(attempt, Problem):
            await self._refused.attempt(kind, member.login, came.address)
            raise attempt
        return attempt

    async def hashed(self, member: Member, new: str) -> str:
        """``new`` as it is kept, if it may be his. Raises :class:`Problem`."""
        passwords.check_password_rules(new, member.login)
        row = await self._kit.db.read(lambda conn: store.member_by_login(conn, member.login))
        former = await self._kit.db.read(lambda conn: store.former_passwords(conn, member.id))
        for old in (*([row.password] if row else []), *former):
            if await self._kit.slow.run(lambda old=old: passwords.password_fits(old, new)):
                raise Problem(
                    422,
                    "same_password",
                    "这个口令以前用过，请换一个没用过的。",
                    "You have had this password before; choose another.",
                )
        return await self._kit.slow.run(lambda: passwords.hash_password(new))

    async def _fits(self, row: store.MemberRow | None, password: str) -> bool:
        stored = row.password if row else None
        return await self._kit.slow.run(lambda: passwords.password_fits(stored, password))

    def _nobodys(self, login: str) -> str:
        """What stands for a login that nobody has: strangers type anything, their own identity numbers too."""
        return "?" + hmac.new(self._key, login.encode(), hashlib.sha256).hexdigest()[:24]


def _unchanged(tx: Tx, row: store.MemberRow) -> bool:
    """Nobody has disabled him or reset his password while it was being checked."""
    now = store.member_by_login(tx.conn, row.login)
    return now is not None and now.enabled and now.password == row.password
