"""A link over any file descriptor that polls: a serial port, a socket. Serial and TCP differ only in how they open."""

import contextlib
import os
import select
import threading
import time
from collections.abc import Callable

from devices.errors import Silent, Unplugged

_CHUNK = 4096  # what a tty hands over at once


class DescriptorLink:
    """Keeps the promises of :class:`devices.link.Link` over ``descriptor``, which it makes non-blocking.

    ``release`` closes whatever owns the descriptor; it is called once, when no read or write is under way, so that a
    number the kernel has given to somebody else is never touched.
    """

    def __init__(self, descriptor: int, release: Callable[[], None], name: str) -> None:
        os.set_blocking(descriptor, False)
        self._descriptor = descriptor
        self._release = release
        self._name = name
        self._closed = False
        self._using = threading.Lock()
        self._wake_read, self._wake_write = os.pipe()

    def write(self, data: bytes, deadline: float) -> None:
        rest = memoryview(data)
        with self._using:
            while rest:
                try:
                    rest = rest[os.write(self._open_descriptor(), rest) :]
                except BlockingIOError:
                    if not self._wait(select.POLLOUT, deadline):
                        raise Silent(f"{self._name} does not take bytes: {len(rest)} of {len(data)} left") from None
                except OSError as error:
                    raise Unplugged(f"{self._name} is gone: {error.strerror}") from error

    def read(self, deadline: float) -> bytes:
        with self._using:
            while True:
                try:
                    data = os.read(self._open_descriptor(), _CHUNK)
                except BlockingIOError:
                    if not self._wait(select.POLLIN, deadline):
                        return b""
                    continue
                except OSError as error:
                    raise Unplugged(f"{self._name} is gone: {error.strerror}") from error
                if not data:  # a hang-up reads as the end of file, on a tty and on a socket
                    raise Unplugged(f"{self._name} hung up")
                return data

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(OSError):
            os.write(self._wake_write, b"!")
        with self._using:
            if self._wake_write < 0:
                return
            with contextlib.suppress(OSError):
                self._release()
            os.close(self._wake_read)
            os.close(self._wake_write)
            self._wake_write = -1

    def _open_descriptor(self) -> int:
        if self._closed:
            raise Unplugged(f"{self._name} was closed")
        return self._descriptor

    def _wait(self, event: int, deadline: float) -> bool:
        """True when it is worth trying again, False when the deadline passed."""
        left = deadline - time.monotonic()
        if left <= 0:
            return False
        waiting = select.poll()
        waiting.register(self._descriptor, event)
        waiting.register(self._wake_read, select.POLLIN)
        return bool(waiting.poll(left * 1000))
