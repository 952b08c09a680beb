"""A lane to the hall: every question has one end, and every answer a size.

A timeout of ``requests`` counts from one byte to the next, so that an answer which comes drop by drop holds its asker
for as long as it likes. Here the two numbers of a timeout are added up to a total: then the socket is shut, wherever
the question stands (sending, headers, body), and whoever asked goes on without.
"""

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from hall.contract.parts import LARGEST as LARGEST_PART

LARGEST = 2 * LARGEST_PART + 65536
"""Bytes of an answer; nothing the treaty says is longer."""


class TooLate(requests.Timeout):
    """The answer, or the rest of it, did not come within its total time."""


class TooLarge(requests.RequestException, ValueError):
    """The answer was not read to its end."""


class Line(requests.Session):
    """One thread asks; any other may :meth:`cut`. Every request names its ``timeout``, and its answer comes whole."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False  # whatever proxy the environment names: the hall stands in the house
        self._held = _Held()
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter(self._held))

    def request(self, method: Any, url: Any, *args: Any, timeout: Any = None, **options: Any) -> requests.Response:
        """Raises ``requests.RequestException``: :class:`TooLate`, :class:`TooLarge`, or as requests does."""
        with self._held.until(sum(timeout)):
            reply = super().request(method, url, *args, timeout=timeout, **{**options, "stream": True})
            reply._content = _body(reply)  # type: ignore[attr-defined]  # read under the deadline, kept as requests does
        return reply

    def cut(self) -> None:
        """What is being asked is given up at once, and nothing is asked any more."""
        self._held.cut(for_good=True)


class _Held:
    """The connections that one question goes over, to be shut when its time is over."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connections: list[HTTPConnection] = []
        self._late = self._ended = False

    def hold(self, connection: HTTPConnection) -> None:
        with self._lock:
            self._connections = [connection]
            over = self._late or self._ended
        if over:
            raise TooLate("the time for this question is over")

    @contextlib.contextmanager
    def until(self, seconds: float) -> Iterator[None]:
        if self._ended:
            raise TooLate("nothing is asked any more")
        self._late = False
        timer = threading.Timer(seconds, self.cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (requests.RequestException, OSError, ValueError) as error:
            if self._late or self._ended:
                raise TooLate(f"no whole answer within {seconds:g} s") from error
            raise
        finally:
            timer.cancel()

    def cut(self, *, for_good: bool = False) -> None:
        with self._lock:
            self._late, self._ended = True, self._ended or for_good
            connections = list(self._connections)
        for connection in connections:
            _shut(connection)


def _shut(connection: HTTPConnection) -> None:
    """As a pulled cable does, whatever the other thread is doing with it: it only hears that the line has ended."""
    wire = connection.sock
    if wire is None:
        return
    with contextlib.suppress(OSError, ValueError):  # it has ended already
        other = socket.socket(fileno=os.dup(wire.fileno()))
        with other:
            other.shutdown(socket.SHUT_RDWR)


class _Adapter(HTTPAdapter):
    def __init__(self, held: _Held) -> None:
        self._held = held
        super().__init__(pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _pool(HTTPConnectionPool, HTTPConnection, self._held),
            "https": _pool(HTTPSConnectionPool, HTTPSConnection, self._held),
        }


def _pool(pool: type[Any], connection: type[Any], held: _Held) -> type[Any]:
    """urllib3's own, whose connections say that they are in use before anything goes over them."""

    class Held(connection):
        def request(self, *args: Any, **options: Any) -> Any:
            held.hold(self)
            return super().request(*args, **options)

        def connect(self) -> Any:
            held.hold(self)
            return super().connect()

    return type("Held" + pool.__name__, (pool,), {"ConnectionCls": Held})


def _body(reply: requests.Response) -> bytes:
    body = bytearray()
    for piece in reply.iter_content(65536):
        body += piece
        if len(body) > LARGEST:
            reply.close()
            raise TooLarge("the answer is too large")
    return bytes(body)
