"""What strangers may cost: on a real hall in its own process, over real sockets."""

import asyncio
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from tests.bench.bench_queue import enrolled
from tests.hall.serving import Serving, hall_running
from tests.support.house import until

SMALL = {
    "ONEDOOR_HALL_STRANGERS": "60",
    "ONEDOOR_HALL_STRANGERS_EACH_ADDRESS": "40",
    "ONEDOOR_HALL_STREAMS": "8",
    "ONEDOOR_HALL_STREAMS_EACH_ADDRESS": "4",
    "ONEDOOR_HALL_HEAD_SECONDS": "1",
    "ONEDOOR_HALL_BODY_SECONDS": "1",
}
GET = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A hall with little patience."""
    with hall_running(tmp_path_factory.mktemp("strangers") / "hall", "--sample", port=0, **SMALL) as serving:
        yield serving


def connected(hall: Serving, at: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", hall.port), 5, (at, 0))


@contextmanager
def many(hall: Serving, count: int, at: str = "127.0.0.1") -> Iterator[list[socket.socket]]:
    """``at``: the address they come from."""
    lines = [connected(hall, at) for _ in range(count)]
    try:
        yield lines
    finally:
        for line in lines:
            line.close()


def ended(line: socket.socket, within: float) -> float:
    """Seconds until the hall ended it; what it said is passed over."""
    line.settimeout(within)
    began = time.monotonic()
    with suppress(ConnectionResetError):
        while line.recv(65536):
            pass
    return time.monotonic() - began


def answer(line: socket.socket) -> tuple[int, dict[str, str]]:
    line.settimeout(5)
    heard = b""
    while chunk := line.recv(65536):
        heard += chunk
        head, found, body = heard.partition(b"\r\n\r\n")
        if found and body.endswith(b"}"):
            return int(head.split()[1]), json.loads(body)
    raise AssertionError(heard)


def test_who_says_nothing_is_let_go(hall: Serving):
    with many(hall, 1) as (line,):
        assert ended(line, 4) < 3


def test_a_head_that_comes_drop_by_drop_has_one_deadline(hall: Serving):
    with many(hall, 1) as (line,):
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        began = time.monotonic()
        with suppress(OSError):  # the hall has let go
            while time.monotonic() - began < 4:
                line.sendall(b"X-Drop: 1\r\n")
                time.sleep(0.1)
        assert time.monotonic() - began < 3


@pytest.mark.parametrize("endless", [b"X-More: " + b"y" * 1000 + b"\r\n", b"z" * 1000], ids=["lines", "one line"])
def test_a_head_without_end_is_refused_early(hall: Serving, endless: bytes):
    with many(hall, 1) as (line,):
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-First: ")
        sent = 0
        with suppress(OSError):
            while sent < 20_000_000:
                sent += line.send(endless * 10)
        assert sent < 8_000_000, "no more than what the wire itself holds"


def test_a_long_head_gets_a_sentence(hall: Serving):
    with many(hall, 1) as (line,):
        line.sendall(GET[:-2] + b"X-Long: " + b"y" * 40_000 + b"\r\n\r\n")
        status, said = answer(line)
        assert (status, said["code"]) == (431, "head_too_long")


@pytest.mark.parametrize("how", [b"Content-Length: 5000\r\n", b"Transfer-Encoding: chunked\r\n"])
def test_a_body_that_comes_drop_by_drop_has_one_deadline(hall: Serving, how: bytes):
    with many(hall, 1) as (line,):
        head = b"POST /api/stations/enrol HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        line.sendall(head + how + b"\r\n")
        began = time.monotonic()
        for _ in range(8):
            line.sendall(b"1\r\n \r\n")
            time.sleep(0.1)
        status, said = answer(line)
        assert (status, said["code"]) == (408, "too_slow")
        assert time.monotonic() - began < 3


def test_who_sends_a_thousand_requests_ahead_is_let_go(hall: Serving):
    with many(hall, 1) as (line,):
        with suppress(OSError):
            line.sendall(GET * 1000)
        ended(line, 5)
    assert httpx.get(hall.url + "/healthz").status_code == 200


def test_a_thousand_who_say_nothing_keep_nobody_out(hall: Serving):
    station, secret = enrolled(hall, "自助机 一")
    with httpx.Client(base_url=hall.url, auth=(station, secret), trust_env=False) as kiosk:
        assert kiosk.get("/api/station/snapshot").status_code == 200
        with many(hall, 1000):
            began = time.monotonic()
            assert kiosk.get("/api/station/snapshot").status_code == 200, "on its old connection"
            fresh = httpx.get(hall.url + "/api/station/snapshot", auth=(station, secret), trust_env=False)
            assert fresh.status_code == 200, "and on a new one"
            assert time.monotonic() - began < 2


def test_two_hundred_lines_of_screens_and_pages_keep_nobody_out(hall: Serving):
    """Opened and never used: each holds a stranger's place and no more, and goes when it has not said who it is."""
    station, secret = enrolled(hall, "自助机 五")
    shake = (
        b"HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    with httpx.Client(base_url=hall.url, auth=(station, secret), trust_env=False) as kiosk:
        assert kiosk.get("/api/station/snapshot").status_code == 200
        with many(hall, 200, "127.0.0.3") as lines:
            for n, line in enumerate(lines):
                with suppress(OSError):  # pushed out by those that came later
                    line.sendall(b"GET " + (b"/screen/link ", b"/live ")[n % 2] + shake)
            began = time.monotonic()
            assert kiosk.get("/api/station/snapshot").status_code == 200
            fresh = httpx.get(hall.url + "/api/station/snapshot", auth=(station, secret), trust_env=False)
            assert fresh.status_code == 200
            assert time.monotonic() - began < 2
            assert ended(lines[0], 5) < 5, "the first made room"


def test_the_longest_waiting_stranger_makes_room_and_no_other(hall: Serving):
    with many(hall, 40, "127.0.0.2") as lines:
        lines[0].sendall(GET)
        assert lines[0].recv(4)
        with many(hall, 1, "127.0.0.2"):
            assert ended(lines[0], 5) < 1, "it has its answer, and waits since before all others"
        lines[1].setblocking(False)
        with pytest.raises(BlockingIOError):
            lines[1].recv(1)


def watching(hall: Serving) -> Callable[[int], list[int]]:
    """So many boards at once: what each was answered."""

    async def all_of_them(count: int) -> list[int]:
        async def one() -> int:
            reader, writer = await asyncio.open_connection("127.0.0.1", hall.port)
            open_lines.append(writer)
            writer.write(b"GET /api/board/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            return int((await reader.readline()).split()[1])

        open_lines: list[asyncio.StreamWriter] = []
        answers = [await one() for _ in range(count)]
        for writer in open_lines:
            writer.close()
        return answers

    return lambda count: asyncio.run(all_of_them(count))


def test_boards_that_anybody_may_watch_are_counted(hall: Serving):
    watch = watching(hall)
    assert watch(6) == [200] * 4 + [429] * 2
    until("room for another", lambda: watch(1) == [200], patience=5)


def test_pairing_is_spent_by_those_who_ask(hall: Serving):
    with httpx.Client(base_url=hall.url, trust_env=False) as screen:
        answers = [screen.post("/api/screen/pairing", json={"secret": f"{n:064x}"}) for n in range(300)]
    refused = [one for one in answers if one.status_code != 200]
    assert {one.status_code for one in refused} == {429}
    assert all(int(one.headers["Retry-After"]) <= 5 and one.json()["zh"] for one in refused)
    assert 240 <= len(answers) - len(refused) < 260


def test_forty_who_sign_in_at_once_are_checked_one_by_one(hall: Serving):
    async def all_of_them() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=hall.url, trust_env=False) as browser:
            form = {"login": "nobody", "password": "x"}
            return await asyncio.gather(*(browser.post("/sign-in", data=form) for _ in range(30)))

    answers = asyncio.run(all_of_them())
    assert {one.status_code for one in answers} <= {401, 429}
    assert sum(one.status_code == 401 for one in answers) <= 8
    assert all(one.headers["Retry-After"] for one in answers if one.status_code == 429)


@pytest.mark.parametrize("trusted", [False, True])
def test_what_is_said_about_the_sender_is_believed_from_proxies_alone(tmp_path: Path, trusted: bool):
    proxies = {"ONEDOOR_HALL_TRUSTED_PROXIES": '["127.0.0.0/8"]'} if trusted else {}
    with (
        hall_running(tmp_path / "hall", "--sample", port=0, **SMALL, **proxies) as hall,
        httpx.Client(base_url=hall.url, trust_env=False) as proxy,
    ):
        wrong = [
            proxy.post(
                "/api/stations/enrol", json={"code": "AAAA"}, headers={"X-Forwarded-For": f"6.6.6.6, 10.0.0.{n}"}
            ).status_code
            for n in range(15)
        ]
        assert wrong == ([401] * 15 if trusted else [401] * 10 + [429] * 5)
        same = {"X-Forwarded-For": "10.9.9.9"}
        wrong = [proxy.post("/api/stations/enrol", json={"code": "A"}, headers=same).status_code for _ in range(15)]
        assert wrong == ([401] * 10 + [429] * 5 if trusted else [429] * 15)


def test_many_values_that_are_wrong_cost_nobody_else_anything(hall: Serving):
    """A megabyte of them held the loop for four seconds: every value became a sentence of its own."""
    wrong = b"{" + b",".join(b'"k%d":1' % n for n in range(80_000)) + b"}"
    for path in ("/api/stations/enrol", "/api/screen/pairing", "/api/screen/paired"):
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n".encode()
        began = time.monotonic()
        with many(hall, 1) as (line,):
            line.sendall(head + b"Content-Length: %d\r\n\r\n" % len(wrong) + wrong)
            status, said = answer(line)
        assert (status, said["code"]) == (413, "too_large")
        assert time.monotonic() - began < 1.5, path


def test_what_comes_behind_a_body_is_no_header_and_is_not_held(hall: Serving):
    """Trailers were appended to the headers: whatever a proxy lets pass there would have been believed."""
    head = b"POST /api/screen/paired HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    chunked = head + b"Transfer-Encoding: chunked\r\n\r\n10\r\n" + b'{"secret": "ab"}' + b"\r\n0\r\n"
    with many(hall, 2) as (line, other):
        line.sendall(chunked + b"X-Good-Until: 1\r\n\r\n")
        assert answer(line)[0] == 200
        other.settimeout(5)
        with suppress(OSError):  # it is told so, and let go
            other.sendall(chunked)
            for _ in range(400):
                other.sendall(b"X: " + b"y" * 4000 + b"\r\n")
        assert ended(other, 5) < 5


def test_an_origin_that_nobody_writes_is_another_site(hall: Serving):
    for request in (
        b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 20\r\nOrigin: http://[\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin=aaa&password=b",
        b"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: http://[\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    ):
        with many(hall, 1) as (line,):
            line.settimeout(5)
            line.sendall(request)
            assert line.recv(12) == b"HTTP/1.1 403"
