"""A ticket's time, and the hall's processor for it, quiet and under floods, side by side from one run: of strangers
from the same address, and of one stolen kiosk; and how soon a paired screen is told of an evacuation meanwhile.

A kiosk orders one number after the other on its own connection while another process floods the hall, bounded in count
and time, on loopback alone.

Run: ``python -m tests.bench.bench_floods``. ``rows()`` gives the table for docs/benchmarks.md.
"""

import asyncio
import base64
import hashlib
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from statistics import quantiles

import httpx
import psutil

from tests.bench.bench_queue import enrolled
from tests.bench.sign_players import Player
from tests.bench.table import markdown
from tests.hall.serving import Serving, hall_running
from tests.support.house import Manager, until

SECONDS = 8.0
EVACUATIONS, AFTER = 5, 10.0
"""How often the key is pressed after the tickets, and seconds for which the flood goes on for it."""
HEAD = "Host: 127.0.0.1\r\nContent-Type: application/json\r\n"


async def _line(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port)


async def idle(port: int, n: int, stolen: str) -> None:
    reader, _ = await _line(port)
    await reader.read()


async def endless_head(port: int, n: int, stolen: str) -> None:
    _, writer = await _line(port)
    writer.write(b"GET / HTTP/1.1\r\n")
    while True:
        writer.write(b"X-More: " + b"y" * 1000 + b"\r\n")
        await writer.drain()


async def posting(port: int, path: str, body: str, kind: str = "application/json") -> None:
    reader, writer = await _line(port)
    writer.write(f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nConnection: close\r\n"
                 f"Content-Length: {len(body)}\r\n\r\n{body}".encode())  # fmt: skip
    await reader.read()


async def sign_in(port: int, n: int, stolen: str) -> None:
    await posting(port, "/sign-in", f"login=nobody{n}&password=x", "application/x-www-form-urlencoded")


async def board(port: int, n: int, stolen: str) -> None:
    reader, writer = await _line(port)
    writer.write(b"GET /api/board/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    while await reader.read(65536):
        pass


async def pairing(port: int, n: int, stolen: str) -> None:
    await posting(port, "/api/screen/pairing", f'{{"secret":"{n:064x}"}}')
    await posting(port, "/api/stations/enrol", f'{{"code":"{n:010d}"}}')


SHAKE = (
    "GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
TEXT, PING = 0x81, 0x89


def frame(kind: int, text: str = "") -> bytes:
    return bytes([kind, 0x80 | len(text), 0, 0, 0, 0]) + text.encode()


async def live_line(port: int, n: int, stolen: str) -> None:
    """A page's line that asks for ten boards."""
    reader, writer = await _line(port)
    writer.write(SHAKE.encode())
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"".join(frame(TEXT, f'{{"open":"/api/board/stream?screen=s{one}"}}') for one in range(10)))
    while await reader.read(65536):
        pass


async def pinging(port: int, n: int, stolen: str) -> None:
    reader, writer = await _line(port)
    writer.write(SHAKE.encode())
    await reader.readuntil(b"\r\n\r\n")
    heard = asyncio.ensure_future(reader.read())
    with suppress(OSError):
        while not heard.done():
            writer.write(frame(PING) * 10_000)
            await writer.drain()
    await asyncio.gather(heard, return_exceptions=True)


async def one_kiosk(port: int, n: int, stolen: str) -> None:
    """Eight questions at once on each connection, for ever."""
    ask = f"GET /api/station/snapshot HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic {stolen}\r\n\r\n"
    reader, writer = await _line(port)
    while True:
        writer.write(ask.encode() * 8)
        for _ in range(8):
            head = await reader.readuntil(b"\r\n\r\n")
            lengths = [line.partition(b":")[2] for line in head.lower().split(b"\r\n") if b"content-length" in line]
            await reader.readexactly(int(lengths[0]) if lengths else 0)


Flood = Callable[[int, int, str], Awaitable[None]]
"""Port, which of them, and what a stolen kiosk says who it is."""
FLOODS: dict[str, tuple[Flood, int]] = {
    "1,000 idle connections": (idle, 1000),
    "endless headers, 20 at once": (endless_head, 20),
    "80 wrong sign-ins at once": (sign_in, 80),
    "1,000 anonymous boards": (board, 1000),
    "pairing and enrolment, 20 at once": (pairing, 20),
    "1,000 lines, ten boards each": (live_line, 1000),
    "20 lines that ping without end": (pinging, 20),
    "one stolen kiosk, 4,000 questions at once": (one_kiosk, 500),
}


def _flood(name: str, port: int, stolen: str) -> None:
    flood, at_once = FLOODS[name]

    async def one(n: int) -> None:
        """Again and again, with a breath between: a stranger's patience, not a processor's."""
        while True:
            with suppress(OSError, asyncio.IncompleteReadError):
                await flood(port, n, stolen)
            n += at_once
            await asyncio.sleep(0.2)

    async def all_of_them() -> None:
        await asyncio.wait([asyncio.create_task(one(n)) for n in range(at_once)], timeout=SECONDS + 2 + AFTER)

    asyncio.run(all_of_them())


def _orders(kiosk: httpx.Client, name: str) -> list[float]:
    took: list[float] = []
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        began = time.perf_counter()
        key = f"flood-{len(name)}-{len(took):05}"
        kiosk.post("/api/station/tickets", json={"key": key, "service": "intake"}).raise_for_status()
        took.append(time.perf_counter() - began)
        time.sleep(0.02)
    return took


class Glass:
    """A screen that is paired, on a thread of its own, and the two who begin an alarm and end it."""

    def __init__(self, hall: Serving) -> None:
        self._guard, self._chief = Manager(hall, "security"), Manager(hall, "manager")
        secret = os.urandom(32).hex()
        with httpx.Client(base_url=hall.url, trust_env=False, timeout=30) as screen:
            asked = {"secret": hashlib.sha256(secret.encode()).hexdigest(), "size": "1920×1080"}
            code = screen.post("/api/screen/pairing", json=asked).raise_for_status().json()["code"]
            self._chief.call("POST", "/api/signs/pair", code=code, screen="s4")
            told = screen.post("/api/screen/paired", json={"secret": secret}).raise_for_status().json()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._player = Player(hall.port, told["player"], secret)
        asyncio.run_coroutine_threadsafe(self._connected(), self._loop).result(30)

    async def _connected(self) -> None:
        await self._player.connect()
        self._beating = asyncio.ensure_future(self._beat())

    async def _beat(self) -> None:
        counter = 0
        while True:
            counter += 1
            if self._player.transport.is_closing():  # cut off by the flood: as a screen does, it comes back
                with suppress(OSError):
                    await self._player.connect()
            self._player.beat(counter)
            await asyncio.sleep(0.6)

    def evacuations(self) -> list[float]:
        """Seconds from the press until the screen has the word."""
        took: list[float] = []
        for _ in range(EVACUATIONS):
            time.sleep(0.5)  # what ended the one before has been told
            began = time.time()
            self._player.got = 0.0
            number = self._guard.call("POST", "/api/evacuation/begin", mode="evacuation")["alarm"]
            until("the screen", lambda: self._player.got)
            took.append(self._player.got - began)
            for one in (self._guard, self._chief):
                one.call("POST", "/api/evacuation/clear", alarm=number)
        return took


def rows() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder, hall_running(Path(folder) / "hall", "--sample") as hall:
        auth, stolen = enrolled(hall, "自助机 一"), ":".join(enrolled(hall, "自助机 二"))
        stolen, served = base64.b64encode(stolen.encode()).decode(), psutil.Process(hall.process.pid)
        with httpx.Client(base_url=hall.url, auth=auth, trust_env=False, timeout=30) as kiosk:
            glass = Glass(hall)
            _orders(kiosk, "")
            quiet = 0.0
            for name in ("quiet", *FLOODS):
                flooding = None
                if name in FLOODS:
                    flooding = multiprocessing.get_context("spawn").Process(
                        target=_flood, args=(name, hall.port, stolen)
                    )
                    flooding.start()
                    time.sleep(2)
                before = sum(served.cpu_times()[:2])
                took = _orders(kiosk, name)
                cost = sum(served.cpu_times()[:2]) - before
                told = glass.evacuations()
                if flooding is not None:
                    flooding.terminate()
                    flooding.join(10)
                p99 = quantiles(took, n=100)[98]
                quiet = quiet or p99
                found.append(
                    {
                        "flood": name,
                        "tickets": len(took),
                        "p50 ms": round(quantiles(took, n=100)[49] * 1000, 1),
                        "p99 ms": round(p99 * 1000, 1),
                        "× quiet": round(p99 / quiet, 1),
                        "processor a ticket, ms": round(cost / len(took) * 1000, 1),
                        "evacuation to a screen, worst, ms": round(max(told) * 1000),
                    }
                )
    return found


if __name__ == "__main__":
    sys.stdout.write(markdown(rows()))
