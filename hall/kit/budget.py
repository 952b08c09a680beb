"""What one sender may use up, so that a stranger spends only his own: requests in a time, places held, slow work."""

import asyncio
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

from hall.kit.errors import Problem

T = TypeVar("T")

REMEMBERED = 8192
"""Senders of whom it is known what they have spent; the fullest purses are forgotten first, which costs nothing."""
NICE = 10
"""Slow work gives way to everything else of this machine (``nice``)."""


def crowded(seconds: int) -> Problem:
    return Problem(
        429,
        "too_many",
        f"从这里来的请求太多，请 {seconds} 秒后再试。",
        f"Too many requests come from here; try again in {seconds} s.",
        {"Retry-After": str(seconds)},
    )


class Allowance:
    """``most`` at once, and one more every ``every`` seconds."""

    def __init__(self, most: int, every: float, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._every, self._now = most, every, now
        self._empty_until: dict[str, float] = {}
        """When the sender's purse was, or would have been, empty."""

    def spend(self, sender: str, cost: int = 1) -> None:
        """``cost``: of so many; more than a purse holds costs a full one. Raises :class:`Problem` (429) where the purse
        is empty."""
        now, costs = self._now(), min(cost, self._most) * self._every
        since = max(self._empty_until.get(sender, 0.0), now - self._most * self._every)
        if since + costs > now:
            raise crowded(max(1, round(since + costs - now)))
        self._empty_until[sender] = since + costs
        if len(self._empty_until) > REMEMBERED:
            self._forget()

    def _forget(self) -> None:
        for sender in sorted(self._empty_until, key=self._empty_until.__getitem__)[: REMEMBERED // 2]:
            del self._empty_until[sender]


class Places:
    """Held for as long as something lasts: ``each`` by one sender, ``most`` in all."""

    def __init__(self, each: int, most: int) -> None:
        self._each, self._most = each, most
        self._held: Counter[str] = Counter()

    def full(self, sender: str) -> bool:
        """Whether there is none for him."""
        return self._held.get(sender, 0) >= self._each or self._held.total() >= self._most

    @contextmanager
    def held(self, sender: str) -> Iterator[None]:
        """Raises :class:`Problem` (429) where there is none."""
        if self.full(sender):
            raise crowded(5)
        self._held[sender] += 1
        try:
            yield
        finally:
            self._held[sender] -= 1
            if not self._held[sender]:
                del self._held[sender]


class Lane:
    """Slow work, one after the other on a thread of its own that gives way to all others. ``each`` of one sender may
    wait and ``most`` in all, within a place; whoever is known needs none, and is not refused."""

    def __init__(self, name: str, each: int, most: int) -> None:
        self._waiting = Places(each, most)
        self._thread = ThreadPoolExecutor(1, name, initializer=_give_way)

    def place(self, sender: str) -> AbstractContextManager[None]:
        """Of a stranger, for the whole of what he wants: to be entered before anything is written for him. Raises
        :class:`Problem` (429) where too many wait."""
        return self._waiting.held(sender)

    async def run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _give_way() -> None:
    """Threads have a niceness of their own on Linux; what the work starts inherits it."""
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
