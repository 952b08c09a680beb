"""Tells the city, row after row, as long as the hall runs: claimed before it is sent, so that of several processes one
does; sent again under the same key until there is an answer, at ever longer intervals."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hall.accounts import Member
from hall.city import store
from hall.city.adapter import SECONDS, City, Later, Refused, Row, Serial
from hall.city.store import RowRow
from hall.kit import Kit
from hall.kit.db import Tx
from hall.kit.errors import Problem

log = logging.getLogger(__name__)

FIRST, LONGEST = timedelta(seconds=5), timedelta(minutes=30)
LEASE = timedelta(seconds=2 * SECONDS)
"""Whoever claimed a row and died has it no longer than this."""
LOOK_EVERY = 5.0
REST = 0.5
AT_ONCE = 8
"""Cases told side by side; of one case one row at a time."""
QUIET = "how far the city is told changes no page but its own, which looks again by itself"

Outbox = Callable[[Connection, int, int], Sequence[tuple[int, str, str, str, str, datetime]]]
"""(after which id, most) → (id, key, number, kind, body, at), in order."""


class Sending:
    """``city`` None: no address is set; what is to be told is kept."""

    def __init__(self, kit: Kit, outbox: Outbox, city: City | None) -> None:
        self._kit, self._outbox, self.city = kit, outbox, city

    async def run(self) -> None:
        async for _ in self._kit.live.looks(LOOK_EVERY, REST):
            with contextlib.suppress(Problem):  # the database is away for a moment: the next look will do
                while await self.step():
                    pass

    async def step(self) -> int:
        """One round; how many rows were sent."""
        if await self._kit.db.read(lambda conn: bool(self._outbox(conn, store.last(conn), 1))):
            await self._kit.db.write(self._take_over)
        if self.city is None:
            return 0
        now = self._kit.clock.now()
        due = await self._kit.db.read(lambda conn: store.due(conn, now, AT_ONCE))
        if not due:
            return 0
        mine = await self._kit.db.write(lambda tx: _claimed(tx, due), quiet=QUIET)
        await asyncio.gather(*(self._send(one, self.city) for one in mine))
        return len(mine)

    def _take_over(self, tx: Tx) -> None:
        for id, key, number, kind, body, at in self._outbox(tx.conn, store.last(tx.conn), 500):
            store.add(tx.conn, id=id, key=key, number=number, kind=kind, body=body, at=at, next_at=at)

    async def _send(self, one: RowRow, city: City) -> None:
        answer = await asyncio.to_thread(_answer, city, Row(one.key, one.number, one.kind, one.body))

        def keep(tx: Tx) -> None:
            match answer:
                case Serial(serial):
                    store.put(tx.conn, one.id, state="accepted", serial=serial, said="")
                case Refused(why):
                    store.put(tx.conn, one.id, state="refused", said=why)
                    tx.note("hall", "city_refused", f"case:{one.number}", kind=one.kind, why=why)
                case _:
                    wait = min(LONGEST, FIRST * 2 ** min(one.tries, 12))
                    store.put(tx.conn, one.id, said=answer.why[:200], next_at=tx.now + wait)

        await self._kit.db.write(keep)


def _answer(city: City, row: Row) -> Serial | Refused | Later:
    """Whatever breaks behind the interface is no answer, and stops no other case."""
    try:
        return city.put(row)
    except Exception as error:
        log.warning("the city could not be told of %s: %s", row.number, type(error).__name__)
        return Later(f"接口出错：{type(error).__name__}")


def _claimed(tx: Tx, due: list[RowRow]) -> list[RowRow]:
    return [one for one in due if store.claim(tx.conn, one, tx.now + LEASE)]


def again(tx: Tx, member: Member, id: int) -> None:
    """By hand: a refused row, after what it was refused for was put right; or one that waits, at once."""
    one = store.by_id(tx.conn, id)
    if one is None or one.state == "accepted":
        raise Problem(409, "told", "这一条市系统已经收下了。", "The city has it already.")
    store.put(tx.conn, id, state="queued", next_at=tx.now)
    tx.note(member.login, "city_again", f"case:{one.number}", kind=one.kind)
