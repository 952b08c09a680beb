"""The hall's own socket, which lets in a few at a time."""

import socket
from multiprocessing.reduction import DupFd
from typing import Any, Self

AT_A_TIME = 8
"""Connections in one pass of the event loop. asyncio takes as many as wait, two thousand: so long everybody who is
connected would wait for them. Of those that are left here the system keeps the place."""


class Listening(socket.socket):
    """Any socket that listens, in any process of the hall."""

    _in_a_row = 0

    @classmethod
    def of(cls, listening: socket.socket) -> Self:
        """The same socket; ``listening`` is spent."""
        return cls(listening.family, listening.type, listening.proto, fileno=listening.detach())

    def accept(self) -> tuple[socket.socket, Any]:
        """``BlockingIOError``: nobody is waiting, or the others come with the next pass."""
        self._in_a_row += 1
        if self._in_a_row > AT_A_TIME:
            self._in_a_row = 0
            raise BlockingIOError
        try:
            return super().accept()
        except BlockingIOError:
            self._in_a_row = 0
            raise

    def __reduce__(self) -> tuple[Any, ...]:
        """As other sockets are handed to worker processes."""
        return _handed, (DupFd(self.fileno()), self.family, self.type, self.proto)


def _handed(handed: Any, family: int, kind: int, proto: int) -> Listening:
    return Listening(family, kind, proto, fileno=handed.detach())
