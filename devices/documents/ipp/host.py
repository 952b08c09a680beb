"""A simulated IPP printer behind a port. Not a ``links.host.Host``: a printer answers several callers at once."""

import contextlib
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from devices.documents.ipp.simulator import IppSimulator

LARGEST = 80 * 1024 * 1024
"""Octets of a request; the driver's largest document is 64 MiB."""


class IppHost:
    """Listens on ``host``:``port`` (0: any free one, the same again after an unplugging). ``mute``: it accepts, and
    says nothing. Whoever touches the simulator does so inside ``with host.device() as printer``."""

    def __init__(self, simulator: IppSimulator, host: str = "127.0.0.1", port: int = 0) -> None:
        self._simulator, self._where = simulator, (host, port)
        self._lock = threading.RLock()
        self._server: ThreadingHTTPServer | None = None
        self._unmuted = threading.Event()
        self._unmuted.set()
        self.plug()

    @property
    def address(self) -> str:
        return f"{self._where[0]}:{self._where[1]}"

    @property
    def plugged(self) -> bool:
        return self._server is not None

    @property
    def mute(self) -> bool:
        return not self._unmuted.is_set()

    @mute.setter
    def mute(self, mute: bool) -> None:
        self._unmuted.clear() if mute else self._unmuted.set()

    def plug(self) -> None:
        """Raises ``OSError`` if the port is taken."""
        if self._server is not None:
            return
        host = self
        handler = type("Handler", (_Handler,), {"host": host})
        server = self._server = _Server(self._where, handler)
        self._where = (self._where[0], server.server_address[1])
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def unplug(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.server_close()

    def stop(self) -> None:
        self._unmuted.set()
        self.unplug()

    @contextlib.contextmanager
    def device(self) -> Iterator[IppSimulator]:
        with self._lock:
            yield self._simulator

    def answer(self, octets: bytes) -> bytes:
        """Raises ``ValueError``."""
        with self.device() as printer:
            return printer.answer(octets, time.monotonic())

    def await_words(self) -> bool:
        """False if it is unplugged while it is mute."""
        self._unmuted.wait()
        return self.plugged


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that hung up is no error of ours; his job was dropped where it was read."""


class _Handler(BaseHTTPRequestHandler):
    host: IppHost
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_POST(self) -> None:
        octets = self._body()
        if octets is None or not self.host.await_words():
            self.close_connection = True
            return
        try:
            answer = self.host.answer(octets)
        except ValueError:
            self.send_error(400, "no IPP message")
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/ipp")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def _body(self) -> bytes | None:
        """None if the caller broke off, and then his job is aborted."""
        told = bytearray()
        try:
            whole = self._chunks(told) if self.headers.get("Transfer-Encoding") else self._counted(told)
        except (OSError, ValueError):
            whole = False
        if whole:
            return bytes(told)
        with self.host.device() as printer:
            printer.broke_off(bytes(told))
        return None

    def _counted(self, told: bytearray) -> bool:
        length = int(self.headers.get("Content-Length", "0"))
        while len(told) < length <= LARGEST:
            piece = self.rfile.read1(min(65536, length - len(told)))
            if not piece:
                return False
            told += piece
        return len(told) == length

    def _chunks(self, told: bytearray) -> bool:
        while len(told) <= LARGEST:
            size = int(self.rfile.readline(64).split(b";")[0], 16)
            told += self.rfile.read(size)
            self.rfile.readline(64)
            if not size:
                return True
        return False

    def log_message(self, format: str, *args: object) -> None:
        """Job names are nobody's business."""
