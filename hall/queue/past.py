"""The queue after the database went back in time: no number is given twice.

Which numbers were given since is not known. So the counter of each service goes on at a whole thousand beyond the last
one known; blocks that may have been granted are nobody's, and new ones lie behind them; calls are counted on beyond
what boards have shown.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from hall.contract.queue import ticket_number
from hall.kit.clock import Clock
from hall.kit.db import Tx
from hall.queue import store
from hall.queue.numbers import beyond, unknown_blocks

CALLS = 1_000_000
"""Calls that may have been made without our knowing."""


def went_back(tx: Tx, clock: Clock) -> dict[str, Any]:
    today = clock.day()
    days = store.days_from(tx.conn, today)
    first = ""
    for service in store.services(tx.conn):
        for day in sorted(days):
            _leave_blocks(tx, day, service.id)
            counter = store.counter_of(tx.conn, day, service.id)
            if counter is None and day != today:
                continue  # it has not begun: nobody was given any of it
            if counter is None:
                store.add_counter(tx.conn, day, service.id, tx.now)
            n = beyond(max(counter.next_n - 1 if counter else 0, store.last_given(tx.conn, day, service.id)))
            store.move_counter(tx.conn, day, service.id, n, max(tx.now, counter.place_at) if counter else tx.now)
            if day == today and not first:
                first = ticket_number(service.letter, n)
    store.jump_calls(tx.conn, CALLS)
    return {"first": first, "last_ticket": store.last_ticket(tx.conn)}


def _leave_blocks(tx: Tx, day: date, service: str) -> None:
    span = unknown_blocks(store.last_blocked(tx.conn, day, service))
    if span is not None:
        store.add_block(tx.conn, station=store.NOBODY, day=day, service=service, first=span[0], last=span[1])


def told_again(conn: Connection, before: datetime, kept: Mapping[str, Any]) -> tuple[str, ...]:
    """Numbers that stations have brought back. ``kept``: what :func:`went_back` answered."""
    return tuple(ticket_number(row.letter, row.n) for row in store.told_since(conn, kept["last_ticket"], before))
