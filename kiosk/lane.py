"""The budget of the alarm line: how many strangers may hold it, each for how long and with how many bytes. Nothing is
accepted that is not admitted, so that no flood takes the files that the rest of the kiosk needs."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

LONGEST_HEAD = 4096
"""Bytes of a request; a browser's has 500."""

UNSENT = 2048
"""Bytes that may wait for a listener: a dozen words, after which it is not listening."""

PAUSE = 0.002
"""Seconds after a connection that was refused: who knocks without end must not keep the processor."""

BACKLOG = 128

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Budget:
    """Connections in all, and for each address that they come from."""

    most: int
    each: int


class Lane:
    """Accepts one after another. Where all places are taken, who comes from an address that holds few displaces the
    newest of the address that holds most."""

    def __init__(self, at: tuple[str, int], budget: Budget, talk: Talk) -> None:
        self._at, self._budget, self._talk = at, budget, talk
        self._held: dict[str, dict[asyncio.Task[None], socket.socket]] = {}

    async def serve(self) -> None:
        """Until it is cancelled. Raises OSError where it cannot listen."""
        family = socket.AF_INET6 if ":" in self._at[0] else socket.AF_INET
        with socket.create_server(self._at, family=family, backlog=BACKLOG) as door:
            door.setblocking(False)
            try:
                while True:
                    await self._next(door)
            finally:
                for held in self._held.values():
                    for task in held:
                        task.cancel()

    async def _next(self, door: socket.socket) -> None:
        try:
            wire, address = await asyncio.get_running_loop().sock_accept(door)
        except OSError:  # it left before it was accepted, or this machine is out of something
            await asyncio.sleep(10 * PAUSE)
            return
        if not self._admitted(address[0]):
            wire.close()
            await asyncio.sleep(PAUSE)
            return
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNSENT)
        task = asyncio.get_running_loop().create_task(self._hold(wire))
        held = self._held.setdefault(address[0], {})
        held[task] = wire
        task.add_done_callback(lambda done: self._left(address[0], done))

    def _admitted(self, address: str) -> bool:
        count = len(self._held.get(address, ()))
        if count >= self._budget.each:
            return False
        if sum(map(len, self._held.values())) < self._budget.most:
            return True
        heaviest = max(self._held, key=lambda one: len(self._held[one]))
        if len(self._held[heaviest]) <= count + 1:
            return False
        newest = next(reversed(self._held[heaviest]))
        newest.cancel()
        self._left(heaviest, newest)
        return True

    def _left(self, address: str, task: asyncio.Task[None]) -> None:
        held = self._held.get(address, {})
        if (wire := held.pop(task, None)) is not None:
            wire.close()
        if not held:
            self._held.pop(address, None)

    async def _hold(self, wire: socket.socket) -> None:
        writer = None
        try:
            reader, writer = await asyncio.open_connection(sock=wire, limit=LONGEST_HEAD)
            writer.transport.set_write_buffer_limits(high=UNSENT)
            await self._talk(reader, writer)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return  # it has gone, is too slow, or says what no screen says
        finally:
            if writer is not None:
                with suppress(OSError, asyncio.CancelledError):
                    await _closed(writer)


async def _closed(writer: asyncio.StreamWriter) -> None:
    """At once: what it does not take now it need not have."""
    if not writer.transport.get_write_buffer_size():
        writer.close()
    else:
        writer.transport.abort()
    await asyncio.sleep(0)
