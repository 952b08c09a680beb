"""A wire to a simulated printer in simulated time: seconds pass only where the driver waits, so that a test of a mute
printer takes no time, and a verdict's time is exact.
"""

import math
from collections.abc import Callable

from devices.errors import Unplugged
from devices.printer.escpos.simulator import EscposSimulator

STEP = 0.002  # seconds between two looks, at least


class World:
    """Clock, printer, and things that happen: ``when(condition, action)`` acts once, between two bytes if need be."""

    def __init__(self, printer: EscposSimulator, baud: int = 115200) -> None:
        self.printer, self.baud = printer, baud
        self.now = 1000.0
        self.plugged = True
        self.mute = self.deaf = False
        self.garble: Callable[[bytes], bytes] = lambda data: data
        self.said = b""
        self.happened_at: float | None = None
        self._pending: list[tuple[Callable[[], bool], Callable[[], None]]] = []
        self._due: list[tuple[float, Callable[[], None]]] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.advance(self.now + seconds)

    def open(self) -> "Wire":
        if not self.plugged:
            raise Unplugged("no such port")
        return Wire(self)

    def when(self, condition: Callable[[], bool], action: Callable[[], None]) -> None:
        self._pending.append((condition, action))

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        self._due.append((self.now + seconds, action))

    def advance(self, until: float) -> None:
        """Let time pass, and what is due happen."""
        while True:
            self._happen()
            if self.now >= until:
                return
            self.now = min(until, self.next())

    def next(self) -> float:
        """When something may happen next. Till then the printer does nothing, so that only a condition needs looking
        at in small steps."""
        soon = self.now + STEP
        if self._pending:
            return soon
        times = [at for at, _ in self._due]
        if (wakes := self.printer.wake_at()) is not None:
            times.append(wakes)
        return max(soon, min(times, default=math.inf))

    def _happen(self) -> None:
        self.printer._advance(self.now)  # pyright: ignore[reportPrivateUsage]
        for due in [due for due in self._due if self.now >= due[0]]:
            self._due.remove(due)
            self._act(due[1])
        for pending in list(self._pending):
            if pending[0]():
                self._pending.remove(pending)
                self._act(pending[1])

    def _act(self, action: Callable[[], None]) -> None:
        self.happened_at = self.happened_at or self.now
        action()


class Wire:
    """See :class:`devices.link.Link`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open = True

    def write(self, data: bytes, deadline: float) -> None:
        world = self._world
        world.said += data
        for at in range(0, len(data), 16):
            piece = data[at : at + 16]
            world.advance(world.now + 10 * len(piece) / world.baud)
            self._check()
            if not world.deaf:
                world.printer.receive(world.garble(piece), world.now)

    def read(self, deadline: float) -> bytes:
        world = self._world
        while True:
            self._check()
            data = b"" if world.mute else world.garble(world.printer.transmit(world.now))
            if data or world.now >= deadline:
                return data
            world.advance(min(deadline, world.next()))

    def close(self) -> None:
        self._open = False

    def _check(self) -> None:
        if not self._open or not self._world.plugged:
            raise Unplugged("cable pulled")
