"""Who was signed in a moment ago, for the one thing that does not wait for a database: an evacuation."""

import time
from asyncio import ensure_future, wait
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

from hall.accounts.sessions import Member
from hall.kit.errors import Problem, storage_failed

PATIENCE = 0.2
"""Seconds for which the database is asked who this is, where safety waits for the answer."""

FRESH = timedelta(minutes=2).total_seconds()
"""Before the database went away its word on a session may have been this old: an open page asks every two seconds.
Longer, and who signed out would still be somebody."""

MOST = 1000


class Remembered:
    """Sessions by their token; what the database says goes before what is remembered of it."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Member, float]] = {}
        self._heard = 0.0

    def says(self, token: str, member: Member | None) -> None:
        """The database's word."""
        self._heard = time.monotonic()
        self._known.pop(token, None)
        if member is not None:
            self._known[token] = (member, self._heard)
            while len(self._known) > MOST:
                del self._known[next(iter(self._known))]

    async def at_once(self, token: str, asked: Awaitable[Any]) -> Member | None:
        """The database's word if it comes in time, else what it was. Raises :class:`Problem` where neither is there."""
        task = ensure_future(asked)
        await wait({task}, timeout=PATIENCE)
        if task.done():
            try:
                return task.result()
            except Problem as problem:
                if problem.status < 500:
                    raise
        member, at = self._known.get(token, (None, 0.0))
        if member is None or self._heard - at > FRESH:
            raise storage_failed()
        return member
