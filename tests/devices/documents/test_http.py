"""One HTTP exchange, one deadline: peers that are slow, broken or endless hold nobody."""

import contextlib
import socket
import threading
import time

import pytest

from devices.documents.documents import DocumentPrinterHealth, Failed, Reason, Trouble
from devices.documents.ipp.driver import IppPrinter
from devices.errors import DeviceError, Garbled, Refused, Silent, Unplugged
from devices.links import http
from devices.links.http import Post
from devices.links.tcp import open_tcp, tcp_factory
from tests.devices.documents.pdf import pdf


class Peer:
    """Answers each call with ``pieces``, ``pause`` seconds apart, then hangs up (or, ``hold``, does not)."""

    def __init__(self, *pieces: bytes, pause: float = 0.0, hold: bool = False) -> None:
        self._pieces, self._pause, self._hold = pieces, pause, hold
        self._held: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._door.accept()
                threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        self._held.append(line)
        with contextlib.suppress(OSError):
            line.recv(65536)
            for piece in self._pieces:
                line.sendall(piece)
                time.sleep(self._pause)
            if not self._hold:
                line.shutdown(socket.SHUT_RDWR)
                line.close()

    def close(self) -> None:
        for line in (self._door, *self._held):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()


def exchange(*pieces: bytes, seconds: float = 2.0, **how) -> bytes:
    peer = Peer(*pieces, **how)
    post = Post(open_tcp("127.0.0.1", peer.port), "printer", "/ipp/print", "application/ipp", b"question")
    end = time.monotonic() + seconds
    try:
        post.send(end, end)
        return post.answer(end)
    finally:
        post.close()
        peer.close()


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "pieces",
    [
        (OK + b"Content-Length: 4\r\n\r\ngood",),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\ngo\r\n2\r\nod\r\n0\r\n\r\n",),
        (b"HTTP/1.0 200 OK\r\n\r\ngood",),
        (b"HTTP/1.1 100 Continue\r\n\r\n", OK + b"Content-Length: 4\r\n\r\ngood"),
        tuple(bytes((octet,)) for octet in OK + b"Content-Length: 4\r\n\r\ngood"),
    ],
)
def test_answers_as_peers_send_them(pieces):
    assert exchange(*pieces) == b"good"


@pytest.mark.parametrize(
    ("pieces", "how", "error"),
    [
        ((b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",), {}, Refused),
        ((b"SSH-2.0-OpenSSH_9.2\r\n",), {}, Garbled),
        ((), {}, Unplugged),
        ((OK + b"Content-Length: 400\r\n\r\nhalf",), {}, Unplugged),
        ((OK + b"Content-Length: 400\r\n\r\nhalf",), {"hold": True}, Silent),
        ((), {"hold": True}, Silent),
        ((OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",), {}, DeviceError),
        ((OK + b"X: y\r\n" * 500,), {}, Garbled),
        ((OK + b"X: " + b"y" * 100_000,), {}, Garbled),
    ],
)
def test_what_is_no_answer_is_called_by_its_name(pieces, how, error):
    with pytest.raises(error):
        exchange(*pieces, seconds=0.4, **how)


def test_an_answer_without_end_is_cut_off(monkeypatch):
    monkeypatch.setattr(http, "LONGEST", 1000)
    with pytest.raises(Garbled):
        exchange(OK + b"\r\n" + b"x" * 5000)


def test_a_printer_that_answers_an_octet_at_a_time_blocks_nobody():
    peer = Peer(*(bytes((octet,)) for octet in OK + b"Content-Length: 4\r\n\r\ngood"), pause=0.4)
    driver = IppPrinter(tcp_factory("127.0.0.1", peer.port), f"127.0.0.1:{peer.port}")
    try:
        for ask, expected in (
            (driver.health, DocumentPrinterHealth(None, (Trouble(Reason.SILENT),))),
            (lambda: driver.print(pdf(), "k1-1"), Failed(Trouble(Reason.SILENT))),
        ):
            began = time.monotonic()
            assert ask() == expected
            assert time.monotonic() - began < 3
    finally:
        peer.close()


def test_a_printer_that_refuses_everything_is_quoted():
    peer = Peer(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")
    driver = IppPrinter(tcp_factory("127.0.0.1", peer.port), f"127.0.0.1:{peer.port}")
    try:
        assert driver.health() == DocumentPrinterHealth(None, (Trouble(Reason.REFUSED, "http-401"),))
        assert driver.print(pdf(), "k1-1") == Failed(Trouble(Reason.REFUSED, "http-401"))
    finally:
        peer.close()
