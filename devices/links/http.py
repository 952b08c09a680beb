"""One HTTP exchange over any link, with one deadline for all of it.

``http.client`` alone has a deadline for each ``recv``: a device that answers a byte a second holds its caller for
hours. Here the standard library still reads the answer, but from a :class:`devices.link.Link`.
"""

import io
import time
from http.client import HTTPException, HTTPResponse, IncompleteRead, RemoteDisconnected
from typing import Any, cast

from devices.errors import Garbled, Refused, Silent, Unplugged
from devices.link import Link

LONGEST = 4 * 1024 * 1024
"""Octets of an answer's body; a printer's whole description is some 100 KB."""
CHUNK = 64 * 1024


class Post:
    """A POST on a link of its own, sent piece by piece: :meth:`send` as often as it takes, then :meth:`answer`.

    ``target`` is the path, ``host`` what goes into the Host field. The link is closed by :meth:`close`, or by whoever
    opened it.
    """

    def __init__(self, link: Link, host: str, target: str, content_type: str, body: bytes) -> None:
        head = (
            f"POST {target} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {content_type}\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        self._link = link
        self._rest = memoryview(head.encode("ascii") + body)

    @property
    def sent(self) -> bool:
        """Everything has been handed to the wire."""
        return not self._rest

    def send(self, pause: float, deadline: float) -> None:
        """Send until all is out or ``pause`` has come. A piece not taken by ``deadline`` raises ``Silent``; the link
        is then of no more use. Raises ``Unplugged`` too."""
        while self._rest and time.monotonic() < pause:
            self._link.write(bytes(self._rest[:CHUNK]), deadline)
            self._rest = self._rest[CHUNK:]

    def answer(self, deadline: float) -> bytes:
        """The body of a 200. Raises ``Refused`` (``code``: the HTTP status), ``Silent``, ``Garbled``, ``Unplugged``."""
        response = HTTPResponse(cast(Any, _Readable(self._link, deadline)), method="POST")
        try:
            response.begin()
            body = response.read(LONGEST + 1)
        except (RemoteDisconnected, IncompleteRead) as error:
            raise Unplugged("the device hung up before its HTTP answer was whole") from error
        except (HTTPException, ValueError) as error:
            raise Garbled(f"no HTTP answer: {type(error).__name__}") from error
        if response.status != 200:
            raise Refused(f"the device answered HTTP {response.status}", response.status)
        if len(body) > LONGEST:
            raise Garbled("an HTTP answer without end")
        if response.length:
            raise Unplugged(f"the device hung up {response.length} octets before the end of its HTTP answer")
        return body

    def close(self) -> None:
        self._link.close()


class _Readable(io.RawIOBase):
    """What ``HTTPResponse`` wants of a socket: a file to read, whose end is the peer's hanging up."""

    def __init__(self, link: Link, deadline: float) -> None:
        self._link, self._deadline = link, deadline
        self._over = b""

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # noqa: ANN001 a writable buffer; typeshed has no name for it in 3.11
        try:
            data = self._over or self._link.read(self._deadline)
        except Unplugged:
            return 0
        if not data:
            raise Silent("no whole HTTP answer in time")
        count = min(len(buffer), len(data))
        buffer[:count], self._over = data[:count], data[count:]
        return count
