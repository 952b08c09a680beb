"""An end for work on a connection to a database server, from outside: a server that hangs, or a wire that was cut, says
nothing, and the driver waits for ever.

The server's own ``statement_timeout`` and TCP's keepalives do not reach every case: a stopped server still acknowledges
at its socket. Here the socket is shut when the time is over; the driver then says that the connection is lost.
"""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

EVERY = 0.25


class Watched:
    def __init__(self, connection: Any, seconds: float) -> None:
        self.connection = connection
        self.until = time.monotonic() + seconds

    def more(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds


class Watch(threading.Thread):
    """``over`` may be called on any thread."""

    def __init__(self) -> None:
        super().__init__(name="hall-watch", daemon=True)
        self._watched: set[Watched] = set()
        self._lock = threading.Lock()
        self._over = threading.Event()

    @contextlib.contextmanager
    def over(self, connection: Any, seconds: float) -> Iterator[Watched]:
        """``connection`` is the driver's, with ``fileno``."""
        one = Watched(connection, seconds)
        with self._lock:
            self._watched.add(one)
        try:
            yield one
        finally:
            with self._lock:
                self._watched.discard(one)

    def close(self) -> None:
        self._over.set()

    def run(self) -> None:
        while not self._over.wait(EVERY):
            now = time.monotonic()
            with self._lock:
                late = [one for one in self._watched if one.until < now]
                self._watched.difference_update(late)
            for one in late:
                _shut(one.connection)


def _shut(connection: Any) -> None:
    with contextlib.suppress(Exception):  # it has ended already, in whatever words of the driver's
        wire = socket.socket(fileno=os.dup(connection.fileno()))
        with wire:
            wire.shutdown(socket.SHUT_RDWR)
