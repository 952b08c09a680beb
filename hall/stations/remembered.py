"""Stations that were heard a moment before the database went away: an alarm that was pressed reaches them all the same.
Nothing else does: whatever they ask beside it needs the database."""

import time
from asyncio import ensure_future, wait
from collections.abc import Awaitable, Callable
from typing import Any

from hall.kit.errors import Problem, storage_failed

PATIENCE = 0.2
"""Seconds for which the database is asked who this is, where an alarm waits for the answer."""
FRESH = 120.0
"""Seconds that the database's word on a station may have been old when it went away."""
MOST = 1000


class Remembered:
    """``urgent``: whether there is something to tell that does not wait."""

    def __init__(self, urgent: Callable[[], bool]) -> None:
        self._urgent = urgent
        self._known: dict[str, tuple[Any, float]] = {}
        self._heard = 0.0

    async def of(self, name: str, asked: Awaitable[Any]) -> tuple[Any, bool]:
        """The database's word, or what it was (True). Raises :class:`Problem` where neither is there."""
        try:
            if not self._urgent():
                found = await asked
            else:
                task = ensure_future(asked)
                await wait({task}, timeout=PATIENCE)
                if not task.done():
                    task.add_done_callback(lambda late: late.cancelled() or late.exception())
                    return self._last(name), True
                found = task.result()
        except Problem as problem:
            if problem.status >= 500 and self._urgent():
                return self._last(name), True
            raise
        self._heard = time.monotonic()
        self._known.pop(name, None)
        self._known[name] = found, self._heard
        while len(self._known) > MOST:
            del self._known[next(iter(self._known))]
        return found, False

    def _last(self, name: str) -> Any:
        found, at = self._known.get(name, (None, 0.0))
        if found is None or self._heard - at > FRESH:
            raise storage_failed()
        return found
