"""Strangers' requests begin one after the other, and refusals leave so: many at once hold up nobody who is known. Nor
do those of one who is."""

import asyncio
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable

Waiting = deque["asyncio.Future[None]"]


class Turns:
    """One begins in each pass of the event loop. Whoever is known takes no turn: at each step of his he waits for one
    stranger at most, however many have come. Of strangers each household has its turn, so that a crowd from one keeps
    another waiting for one request of its own."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, Waiting] = OrderedDict()
        self._taken = False

    async def mine(self, household: str) -> None:
        loop = asyncio.get_running_loop()
        if self._taken:
            turn = loop.create_future()
            self._waiting.setdefault(household, deque()).append(turn)
            await turn
            return
        self._taken = True
        loop.call_soon(self._next, loop)

    def _next(self, loop: asyncio.AbstractEventLoop) -> None:
        turn = self._first()
        if turn is None:
            self._taken = False
            return
        turn.set_result(None)
        loop.call_soon(self._next, loop)

    def _first(self) -> "asyncio.Future[None] | None":
        """Of who is still there; his household is the last now."""
        while self._waiting:
            household, waiting = self._waiting.popitem(last=False)
            turn = waiting.popleft()
            if waiting:
                self._waiting[household] = waiting
            if not turn.done():
                return turn
        return None


def _nothing() -> None:
    pass


class Few:
    """So many requests of one whom we know are under way; his others wait until one of them is answered. And ``freely``
    so many begin in one pass of the event loop, of the others of all one in each: most are answered in the step in
    which they begin. A stolen cookie or kiosk that sends thousands at once keeps others waiting for a few at each of
    theirs."""

    def __init__(self, most: int, freely: int) -> None:
        self._most, self._freely = most, freely
        self._turns = Turns()
        self._begun: Counter[str] = Counter()
        """In this pass."""
        self._under_way: Counter[str] = Counter()
        self._waiting: dict[str, Waiting] = {}

    async def begin(self, name: str) -> Callable[[], None]:
        """What to call when it is answered; again does nothing. An empty name is nobody's."""
        if not name:
            return _nothing
        if self._under_way[name] < self._most:
            self._under_way[name] += 1
        else:
            await self._place(name)
        if not self._begun:
            asyncio.get_running_loop().call_soon(self._begun.clear)
        self._begun[name] += 1
        if self._begun[name] > self._freely:
            try:
                await self._turns.mine(name)
            except asyncio.CancelledError:
                self._over(name)
                raise
        rest = [name]
        return lambda: self._over(rest.pop()) if rest else None

    async def _place(self, name: str) -> None:
        """One that was answered leaves its place to this."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(name, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self._over(name)
            raise

    def _over(self, name: str) -> None:
        waiting = self._waiting.get(name)
        while waiting:
            turn = waiting.popleft()
            if not waiting:
                del self._waiting[name]
            if not turn.done():
                turn.set_result(None)
                return
        self._under_way[name] -= 1
        if not self._under_way[name]:
            del self._under_way[name]


class Pace:
    """Who is refused comes again at once if he is a program: so refusals of one household leave at most one in
    ``every`` seconds, none later than ``longest``. One alone hears his at once."""

    def __init__(
        self, every: float = 0.02, longest: float = 4.0, now: Callable[[], float] = time.monotonic, most: int = 4096
    ) -> None:
        """``most``: households whose last refusal is remembered."""
        self._every, self._longest, self._now, self._most = every, longest, now, most
        self._last: dict[str, float] = {}

    def wait(self, household: str) -> float:
        """Seconds until the next refusal of this household may leave; it is counted as given."""
        now = self._now()
        at = min(max(now, self._last.pop(household, 0.0) + self._every), now + self._longest)
        self._last[household] = at
        while len(self._last) > self._most:
            del self._last[next(iter(self._last))]
        return at - now
