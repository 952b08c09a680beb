"""One thread, one inbox, one thing at a time. Everything the station decides is decided here, so nothing needs a lock.

Times are ``time.monotonic()`` seconds: a wall clock that jumps moves no timer.
"""

import heapq
import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import Any

log = logging.getLogger(__name__)


class Clerk:
    """``post`` from any thread; ``handle`` runs on the clerk's thread alone and must not block."""

    def __init__(self, handle: Callable[[Any], None]) -> None:
        self._handle = handle
        self._inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._timers: list[tuple[float, int, Any]] = []
        self._cancelled: set[int] = set()
        self._ids = itertools.count(1)
        self._thread = threading.Thread(target=self._run, name="clerk", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def post(self, event: object) -> None:
        self._inbox.put(event)

    def after(self, seconds: float, event: object) -> int:
        """Post ``event`` to myself later; returns an id for ``cancel``. Clerk's thread only."""
        timer = next(self._ids)
        heapq.heappush(self._timers, (time.monotonic() + seconds, timer, event))
        return timer

    def cancel(self, timer: int) -> None:
        """Forget a timer; unknown or past ones are ignored. Clerk's thread only."""
        if any(timer == known for _, known, _ in self._timers):
            self._cancelled.add(timer)

    def stop(self) -> None:
        """Finish what is under way, then end. Blocks."""
        self._inbox.put(_STOP)
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        while (event := self._next()) is not _STOP:
            try:
                self._handle(event)
            except Exception:
                # One visitor's trouble must not end the station; the handler has its own safety net for the screen.
                log.exception("the clerk could not handle %s", type(event).__name__)

    def _next(self) -> object:
        while True:
            wait = self._timers[0][0] - time.monotonic() if self._timers else None
            if wait is None or wait > 0:
                try:
                    return self._inbox.get(timeout=wait)
                except queue.Empty:
                    continue
            _, timer, event = heapq.heappop(self._timers)
            if timer not in self._cancelled:
                return event
            self._cancelled.discard(timer)


_STOP = object()
