"""The alarm line: the fire contact of this station, told to screens on the network directly, signed with this
station's own key, while the hall may be away. The one thing that is asked of a station over HTTP, and it only answers
what any siren says; see docs/decisions/0050-evacuation.md.
"""

import asyncio
import base64
import json
import logging
import os
import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hall.contract.alarm import NONCE, SAY_EVERY, alarm_text
from kiosk.lane import Budget, Lane

log = logging.getLogger(__name__)

RELEASE_AFTER = 10.0
"""Seconds the contact must rest without a break before the alarm is released: a loose wire must turn nobody round."""
HEAD_WITHIN = 3.0
"""Seconds in which a screen has said all of its request."""
TAKEN_WITHIN = 5.0
"""Seconds for which it may not listen to what it asked for."""
LOOK_AGAIN = 5.0
BUDGET = Budget(most=400, each=64)
_HEAD = ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
         "Access-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n")  # fmt: skip


@dataclass(frozen=True)
class FireSaid:
    """The alarm began or was released. ``since`` names it: milliseconds since 1970."""

    active: bool
    since: int


class Contact:
    """What the fire contact is taken to say. Kept on disk, so that a power cut neither ends nor renames an alarm."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.active, self.since = False, 0
        self._resting: float | None = None
        with suppress(OSError, ValueError, KeyError):
            kept = json.loads(path.read_text("ascii"))
            self.active, self.since = bool(kept["active"]), int(kept["since"])

    def heard(self, fire: bool | None, now: float, wall: float) -> bool:
        """One reading (None: not known; then nothing changes). True if the alarm began or was released."""
        if fire is not False:
            self._resting = None
        if fire and not self.active:
            return self._set(True, max(self.since + 1, round(wall * 1000)))
        if fire is not False or not self.active:
            return False
        self._resting = now if self._resting is None else self._resting
        return now - self._resting >= RELEASE_AFTER and self._set(False, self.since)

    def _set(self, active: bool, since: int) -> bool:
        self.active, self.since = active, since
        fresh = self._path.with_suffix(".new")
        try:
            with fresh.open("w", encoding="ascii") as file:
                json.dump({"active": active, "since": since}, file)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
        except OSError:
            log.exception("the alarm could not be kept; it is told all the same")
        return True


class AlarmLine(threading.Thread):
    """``post`` receives :class:`FireSaid`. ``key`` is the public half, as screens are told it."""

    def __init__(
        self,
        station: str,
        listen: str,
        data: Path,
        post: Callable[[FireSaid], None],
        budget: Budget = BUDGET,
        address: Callable[[], str] = lambda: "",
        opened: Callable[[str, str], None] = lambda address, key: None,
    ) -> None:
        """``address``: how screens reach it, empty while that is not known; ``opened`` is told it, and the key."""
        super().__init__(name="alarm", daemon=True)
        host, _, port = listen.rpartition(":")
        self._station, self._at, self._post, self._budget = station, (host.strip("[]"), int(port)), post, budget
        self._address, self._opened = address, opened
        self._contact = Contact(data / "alarm.json")
        self._key = _key(data / "alarm.key")
        self.key = _text(self._key.public_key().public_bytes_raw())
        self._lines: set[asyncio.Event] = set()
        self._loop = asyncio.new_event_loop()
        self._ending = asyncio.Event()

    @property
    def said(self) -> FireSaid:
        return FireSaid(self._contact.active, self._contact.since)

    def heard(self, fire: bool | None) -> None:
        """A reading of the contact, from the gate's thread, ten a second. Told before anything else is done."""
        if self._contact.heard(fire, time.monotonic(), time.time()):
            with suppress(RuntimeError):  # the loop has ended: the station is stopping
                self._loop.call_soon_threadsafe(self._wake)
            self._post(self.said)

    def stop(self) -> None:
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._ending.set)
        if self.is_alive():
            self.join(5)

    def run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._serve())
        except OSError as error:
            log.error("the alarm line cannot listen on %s:%d: %s", *self._at, error)

    async def _serve(self) -> None:
        serving = asyncio.ensure_future(Lane(self._at, self._budget, self._talk).serve())
        telling = asyncio.ensure_future(self._tell_address())
        ending = asyncio.ensure_future(self._ending.wait())
        await asyncio.wait({serving, ending}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            serving.result()
        serving.cancel()
        telling.cancel()

    async def _tell_address(self) -> None:
        """Where the network comes later than this station, screens are told then."""
        while not (address := self._address()):
            await asyncio.sleep(LOOK_AGAIN)
        log.info("the alarm line listens on %s:%d; screens are told %s", *self._at, address)
        self._opened(address, self.key)

    def _wake(self) -> None:
        for changed in self._lines:
            changed.set()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonce = await asyncio.wait_for(_asked(reader), HEAD_WITHIN)
        if nonce is None:
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
            return
        changed = asyncio.Event()
        self._lines.add(changed)
        try:
            await self._say(writer, nonce, changed)
        finally:
            self._lines.discard(changed)

    async def _say(self, writer: asyncio.StreamWriter, nonce: str, changed: asyncio.Event) -> None:
        writer.write(_HEAD.encode())
        number = 0
        while not self._ending.is_set():
            changed.clear()
            number += 1
            writer.write(f"data: {self._word(nonce, number)}\n\n".encode())
            await asyncio.wait_for(writer.drain(), TAKEN_WITHIN)
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), SAY_EVERY)

    def _word(self, nonce: str, number: int) -> str:
        state, since = "fire" if self._contact.active else "rest", self._contact.since
        signature = self._key.sign(alarm_text(self._station, nonce, number, state, since).encode())
        return json.dumps({"n": number, "s": state, "since": since, "g": _text(signature)})


async def _asked(reader: asyncio.StreamReader) -> str | None:
    """The nonce of ``GET /alarm?nonce=…``; None for anything else. The other lines of the request are passed over."""
    head = await reader.readuntil(b"\r\n\r\n")
    method, target, _ = head.split(b"\r\n", 1)[0].decode("ascii").split(" ")
    parts = urlsplit(target)
    nonce = parse_qs(parts.query).get("nonce", [""])[0]
    good = method == "GET" and parts.path == "/alarm" and re.fullmatch(NONCE, nonce)
    return nonce if good else None


def _key(path: Path) -> Ed25519PrivateKey:
    """Made at first use, readable by the station's user alone."""
    if not path.exists():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(os.urandom(32).hex())
            file.flush()
            os.fsync(file.fileno())
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text("ascii")))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
