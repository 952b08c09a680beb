"""A hall whose answers come drop by drop, for ever: what it may hold up, and what not."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from hall.contract.report import FireContact, HelpWanted, Report
from kiosk.calls import Answered, Away
from kiosk.courier import Acknowledged, Courier
from kiosk.line import LARGEST, Line
from tests.kiosk.test_courier import NOW, ORDER, WHO, Post

ROOT = Path(__file__).parents[2]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
ACK = b'{"upto":2,"refused":[]}'
Drip = tuple[bytes, bytes]
"""Said at once; said again and again, a drop every tenth of a second."""

DRIPS = {
    "head": (b"HTTP/1.1 200 OK\r\n", b"X-Drop: 1\r\n"),
    "one line": (b"HTTP/1.1 200 OK\r\nX-Drops: ", b"x"),
    "body": (HEAD + b"Content-Length: 5000\r\n\r\n", b" "),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "nothing": (b"", b""),
    "hundreds": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}


class Dripping:
    """``says(path, body)``: a drip, or a whole answer."""

    def __init__(self, says: Callable[[str, bytes], Drip | bytes]) -> None:
        self._says = says
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._over = threading.Event()
        self._talks: list[threading.Thread] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            self._talks.append(threading.Thread(target=self._talk, args=(line,), daemon=True))
            self._talks[-1].start()

    def _talk(self, line: socket.socket) -> None:
        with line, suppress(OSError):
            while not self._over.is_set():
                heard = b""
                while b"\r\n\r\n" not in heard:
                    heard += line.recv(65536) or self._gone()
                head, _, body = heard.partition(b"\r\n\r\n")
                length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]) if b"ength" in head else 0
                while len(body) < length:
                    body += line.recv(65536) or self._gone()
                said = self._says(head.split()[1].decode(), body)
                if isinstance(said, bytes):
                    line.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(said) + said)
                    continue
                line.sendall(said[0])
                while not self._over.wait(0.1):
                    line.sendall(said[1])

    def _gone(self) -> bytes:
        raise ConnectionResetError

    def close(self) -> None:
        self._over.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for talk in self._talks:
            talk.join(5)


@pytest.fixture
def dripping() -> Iterator[Callable[[Callable[[str, bytes], Drip | bytes]], Dripping]]:
    opened: list[Dripping] = []

    def make(says: Callable[[str, bytes], Drip | bytes]) -> Dripping:
        opened.append(Dripping(says))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


@pytest.mark.parametrize("drip", DRIPS.values(), ids=DRIPS)
def test_a_visitor_is_answered_within_five_seconds_and_the_station_ends_within_three(dripping, drip: Drip):
    hall, post = dripping(lambda *_: drip), Post()
    courier = Courier(hall.url, WHO, post.inbox.put, lambda _: (), wait=5)
    courier.start()
    began = time.monotonic()
    courier.ask(ORDER)
    courier.ask(ORDER)
    for _ in range(2):  # and whoever asks behind him waits no longer
        assert post.wait(Answered) == Answered(ORDER.name, Away())
    assert time.monotonic() - began < 5
    courier.ask(ORDER)
    began = time.monotonic()
    courier.stop()
    assert time.monotonic() - began < 3


def test_the_fire_contact_is_told_while_everything_else_drips(dripping):
    told: list[bytes] = []

    def says(path: str, body: bytes) -> Drip | bytes:
        if path.endswith("/reports") and b"fire_contact" in body and len(body) < 5000:
            told.append(body)
            return ACK
        return DRIPS["head"]

    before = tuple(Report(seq=n, at=NOW, body=HelpWanted(screen="home")) for n in range(1, 201))
    fire = Report(seq=201, at=NOW, body=FireContact(active=True, since=NOW))
    outbox: list[Report] = list(before)
    hall, post = dripping(says), Post()
    reading = lambda n: tuple(outbox[:n])  # noqa: E731
    courier = Courier(hall.url, WHO, post.inbox.put, reading, alarms=reading, wait=5)
    courier.start()
    courier.nudge()
    outbox.append(fire)
    began = time.monotonic()
    courier.nudge()
    try:
        assert post.wait(Acknowledged)
        assert time.monotonic() - began < 1
        assert b'"seq":1,' in told[0].replace(b" ", b""), "the oldest goes with it, or the hall would close a gap"
    finally:
        courier.stop()


def test_an_alarm_that_was_not_heard_is_told_again(dripping):
    tries: list[bytes] = []

    def says(path: str, body: bytes) -> Drip | bytes:
        if path.endswith("/reports"):
            tries.append(body)
            return DRIPS["nothing"] if len(tries) == 1 else ACK
        return DRIPS["nothing"]

    fire = Report(seq=1, at=NOW, body=FireContact(active=True, since=NOW))
    hall, post = dripping(says), Post()
    courier = Courier(hall.url, WHO, post.inbox.put, lambda _: (), alarms=lambda _: (fire,), wait=5)
    courier.start()
    try:
        assert post.wait(Acknowledged)
        assert len(tries) == 2
    finally:
        courier.stop()


def test_an_answer_without_end_is_not_read_to_it(dripping):
    hall = dripping(lambda *_: (HEAD + b"\r\n" + b" " * (LARGEST + 100_000), b""))
    with Line() as line, pytest.raises(requests.RequestException, match="too large"):
        line.get(hall.url + "/", timeout=(1, 20))


def test_a_real_kiosk_ends_within_three_seconds_while_the_hall_drips_and_starts_again_after_it_was_killed(
    tmp_path: Path,
):
    who = {"station": "K001", "secret": "", "subject_key": "ab" * 32, "key": "cd" * 32}
    (tmp_path / "station.json").write_text(json.dumps(who))
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ONEDOOR_")}
    ours = {"DATA": str(tmp_path), "HALL": Dripping(lambda _path, _body: DRIPS["body"]).url}
    ours |= dict.fromkeys(("PRINTER", "IDCARD", "SCANNER"), "")
    env = clean | {"QT_QPA_PLATFORM": "offscreen"} | {f"ONEDOOR_KIOSK_{name}": value for name, value in ours.items()}
    for ends in (signal.SIGKILL, signal.SIGTERM):
        command = [sys.executable, "-m", "kiosk"]
        with subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True) as kiosk:
            assert kiosk.stderr is not None
            assert any("no answer from the hall: TooLate" in line for line in kiosk.stderr), "it has asked, and waited"
            kiosk.send_signal(ends)
            began = time.monotonic()
            assert kiosk.wait(15) == (0 if ends == signal.SIGTERM else -9)
            assert time.monotonic() - began < 3
