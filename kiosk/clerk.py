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
        self._ids = itertools.count()  # keeps timers of one moment in order, and events out of the comparison
        self._thread = threading.Thread(target=self._run, name="clerk", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def post(self, event: object) -> None:
        self._inbox.put(event)

    def after(self, seconds: float, event: object) -> None:
        """Post ``event`` to myself later. Clerk's thread only."""
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._ids), event))

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
            return heapq.heappop(self._timers)[2]


_STOP = object()
