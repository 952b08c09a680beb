"""The last press at a window, and its undoing.

Beside each press stands what it changed, as it was and as it became. Within a minute its clerk may take it back: every
number then is as it was before, exactly. If anybody has acted on one of them since, nothing is undone. What boards
have said cannot be unsaid: a call stays on record, and the board drops it, since its number is no longer called.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from hall.accounts import Member
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.queue import store as numbers
from hall.queue.rows import TicketRow
from hall.queue.seats import about
from hall.queue.service import Queue
from hall.queue.undo import store as presses

WITHIN = timedelta(minutes=1)
KEPT = ("state", "window", "calls", "called_at", "came_at", "ended_at", "missed_mark", "called_again")
"""What a press may change of a number."""


class Undo:
    def __init__(self, queue: Queue) -> None:
        self.queue = queue

    def keep(self, tx: Tx, member: Member, window: str, act: str, ticket: int | None, work: Callable[[], None]) -> None:
        """Do ``work``, a press of the key ``act``, and remember what it changed."""
        before = self._touched(tx.conn, window, ticket)
        calls = {row.service: numbers.called_of(tx.conn, row.day, row.service) for row in before}
        work()
        changed = []
        for row in before:
            after = numbers.ticket_by_id(tx.conn, row.id)
            if after is not None and after != row:
                counted = numbers.called_of(tx.conn, row.day, row.service) - calls[row.service]
                changed.append({"id": row.id, "was": _kept(row), "is": _kept(after), "service_calls": counted})
        presses.remember(tx.conn, window=window, member=member.id, act=act, at=tx.now, changed=json.dumps(changed))

    def _touched(self, conn: Connection, window: str, ticket: int | None) -> list[TicketRow]:
        """Every number that a press may change: the one at the window, the first in line, the one that was named."""
        day = self.queue.clock.day()
        at = self.queue.plans.windows(conn).get(window)
        rows = (
            numbers.current_at(conn, day, window),
            numbers.first_waiting(conn, day, at.services) if at else None,
            numbers.ticket_by_id(conn, ticket) if ticket is not None else None,
        )
        return list({row.id: row for row in rows if row is not None}.values())

    def undo(self, tx: Tx, member: Member, window: str) -> None:
        """Raises :class:`Problem` where there is nothing to undo, or no more."""
        last = presses.last(tx.conn, window)
        if last is None or last.member != member.id or tx.now - last.at > WITHIN:
            raise Problem(409, "nothing_to_undo", "没有可撤销的按键（一分钟内有效）。", "Nothing to undo (one minute).")
        changed = json.loads(last.changed)
        rows = [numbers.ticket_by_id(tx.conn, one["id"]) for one in changed]
        for row, one in zip(rows, changed, strict=True):
            if row is None or _kept(row) != one["is"]:
                raise Problem(
                    409,
                    "acted_on_since",
                    "这个号已被别的操作改过，不能撤销。",
                    "Somebody has acted on this number since; it cannot be undone.",
                )
        uncalled: dict[str, int] = {}
        for row, one in zip(rows, changed, strict=True):
            assert row is not None
            numbers.set_ticket(tx.conn, row.id, **_values(one["was"]))
            uncalled[row.service] = one["service_calls"]
            tx.note(member.login, "press_undone", about(row), press=last.act)
        for service, calls in uncalled.items():
            numbers.uncount_calls(tx.conn, self.queue.clock.day(), service, calls)
        presses.forget(tx.conn, window)

    def last(self, conn: Connection, window: str, asks: int, now: datetime) -> dict[str, Any] | None:
        """The key that ``asks`` may take back, and until when; None: none."""
        last = presses.last(conn, window)
        if last is None or last.member != asks or now - last.at > WITHIN:
            return None
        return {"act": last.act, "until": (last.at + WITHIN).isoformat(timespec="milliseconds")}


def _kept(row: TicketRow) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in KEPT}
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in values.items()}


def _values(kept: dict[str, Any]) -> dict[str, Any]:
    instants = {name: datetime.fromisoformat(kept[name]) for name in ("called_at", "came_at", "ended_at") if kept[name]}
    return kept | instants
