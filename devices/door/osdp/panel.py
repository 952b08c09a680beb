"""One RS-485 line and libosdp on it. Its ways are tamed here:

* it parks a reader that does not answer for five minutes: such a one is switched off and on again each second;
* a callback must not call back into it: whatever it says goes into a queue;
* without EnforceSecure a wrong key falls back to plaintext: the flag is always set, and nobody is *there* outside the
  secure channel;
* a reader delivers cards it read while the line was cut when the line returns: after half a second without a word of
  it, what it says in the next two seconds is marked stale;
* a command without an answer is repeated each second, however late: an unlock that was given up is never said again;
* it does not understand a frame that it reads in pieces, as every frame comes on a slow line: it is given whole ones;
* a channel that raises leaves it in pieces: ours never does.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

import osdp
from osdp import ControlPanel, EventNotification, LibFlag, LogLevel, PDInfo

from devices.door.osdp.codec import SOM, Event, Frames, who
from devices.door.osdp.keys import DEFAULT
from devices.errors import DeviceError
from devices.link import Link, LinkFactory

_LOOP = 0.002  # between two turns of libosdp's wheel; its own 20 ms cost a tenth of a second a card
_REOPEN = 0.5  # between two attempts to open a lost line
_PARKED = 1.0  # a reader that is not there is asked anew so often
_OFF = 0.06  # how long it is switched off for that
_SILENCE = 0.5  # after so long without a word …
_STALE = 2.0  # … what is said in the next seconds may be old
_MOST = 32  # readers a line; libosdp counts no further


@dataclass(frozen=True)
class Said:
    """An event of libosdp's. ``stale``: it may be older than it looks."""

    address: int
    at: float
    event: dict[str, Any]
    stale: bool = False


@dataclass(frozen=True)
class Done:
    """What became of a command; ``how`` is one of ``osdp.CompletionStatus``."""

    address: int
    at: float
    command: dict[str, Any]
    how: int


@dataclass
class _Reader:
    index: int
    ear: SimpleQueue[Said | Done] = field(default_factory=SimpleQueue)
    online: bool = False
    secure: bool = False
    heard_at: float | None = None
    stale_until: float = float("-inf")
    tried_at: float = field(default_factory=time.monotonic)


class Panel:
    """The line. Any thread may call."""

    def __init__(self, open_link: LinkFactory, keys: Mapping[int, bytes | None]) -> None:
        """``keys``: address → secret; None: of a reader fresh from its box, to be given one (``rekeying``) and nothing
        else. Raises ``ValueError`` for more readers than a line can have."""
        if not 1 <= len(keys) <= _MOST:
            raise ValueError(f"A line has from 1 to {_MOST} readers.")
        self._lock = threading.Lock()
        self._wire = _Wire(open_link, self._replied)
        self._readers = {address: _Reader(index) for index, address in enumerate(keys)}
        self._addresses = list(keys)
        infos = [
            PDInfo(
                address, self._wire, scbk=key or DEFAULT,
                flags=[LibFlag.EnforceSecure if key else LibFlag.InstallMode, LibFlag.EnableNotification],
            )
            for address, key in keys.items()
        ]  # fmt: skip
        self._panel = ControlPanel(infos, LogLevel.Emergency, self._said, self._done)
        self._panel.lock = self._lock
        self._wheel: Any = self._panel.ctx  # its compiled part, which says nothing of its types
        self._users = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="osdp-panel", daemon=True)
        self._thread.start()

    @property
    def plugged(self) -> bool:
        return self._wire.plugged

    def listen(self, address: int, ear: SimpleQueue[Said | Done]) -> None:
        """What it says goes there from now on."""
        self._readers[address].ear = ear

    def there(self, address: int) -> bool:
        """It answers, and in the secure channel."""
        reader = self._readers[address]
        return reader.online and reader.secure

    def heard_at(self, address: int) -> float | None:
        """When the last whole reply came; None: never."""
        return self._readers[address].heard_at

    def can(self, address: int, capability: int) -> int:
        """How many of these it has. A command it does not know would park it."""
        try:
            with self._lock:
                compliance, items = self._wheel.check_capability(self._readers[address].index, capability)
        except ValueError:  # it never said
            return 0
        return max(items, 1) if compliance else 0

    def submit(self, address: int, command: dict[str, Any]) -> bool:
        """Taken, which is not yet done. False while it is not there."""
        return self.there(address) and not self._stop.is_set() and bool(self._panel.submit_command(address, command))

    def forget(self, address: int) -> None:
        """What it was told last and did not confirm is never said again: libosdp repeats it each second until somebody
        answers. The reader is met anew."""
        if not self._stop.is_set():
            self._wire.gagged.add(address)
            self._panel.flush_commands(address)
            self._panel.disable_pd(address)
            reader = self._readers[address]
            reader.tried_at, reader.online, reader.secure = time.monotonic(), False, False

    def join(self) -> None:
        """One more door hangs on this line."""
        self._users += 1

    def leave(self) -> None:
        """The last one shuts it."""
        self._users -= 1
        if self._users <= 0:
            self.close()

    def close(self) -> None:
        self._stop.set()
        self._wire.close()
        if self._thread is not threading.current_thread():
            self._thread.join(2)

    # -- libosdp's wheel -----------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stop.wait(_LOOP):
            self._wire.mend()
            with self._lock:
                self._wheel.refresh()
                self._unpark(time.monotonic())

    def _unpark(self, now: float) -> None:
        for address, reader in self._readers.items():
            if address in self._wire.gagged and not self._wheel.is_pd_enabled(reader.index):
                self._wire.gagged.discard(address)  # it has forgotten
            if now - (reader.heard_at or float("-inf")) < _PARKED:
                continue
            since = now - reader.tried_at
            if since >= _PARKED and self._wheel.is_pd_enabled(reader.index):
                reader.tried_at = now
                reader.online = reader.secure = False
                self._wheel.disable_pd(reader.index)
            elif since >= _OFF and not self._wheel.is_pd_enabled(reader.index):
                reader.tried_at = now
                self._wheel.enable_pd(reader.index)

    # -- what it says, on its own thread with the lock held: never calls into it ------------------------------------

    def _replied(self, address: int) -> None:
        reader = self._readers.get(address)
        if reader is None:
            return
        now = time.monotonic()
        if reader.heard_at is None or now - reader.heard_at > _SILENCE:
            reader.stale_until = now + _STALE
        reader.heard_at = now

    def _said(self, index: int, event: dict[str, Any]) -> int:
        address, now = self._addresses[index], time.monotonic()
        reader = self._readers[address]
        if event["event"] == Event.Notification:
            self._notice(reader, event, now)
        reader.ear.put(Said(address, now, event, now < reader.stale_until))
        return 0

    def _notice(self, reader: _Reader, event: dict[str, Any], now: float) -> None:
        if event["type"] == EventNotification.PeripheralDeviceStatus:
            reader.online, reader.tried_at = bool(event["arg0"]), now
        elif event["type"] == EventNotification.SecureChannelStatus:
            reader.secure = bool(event["arg0"])

    def _done(self, address: int, command: dict[str, Any], how: int) -> None:
        self._readers[address].ear.put(Done(address, time.monotonic(), command, how))


class _Wire(osdp.Channel):
    """Between libosdp and a link. Gives it frame after frame, each whole, and never raises."""

    def __init__(self, open_link: LinkFactory, replied: Callable[[int], None]) -> None:
        super().__init__()
        self._open_link, self._replied = open_link, replied
        self._link: Link | None = None
        self._frames = Frames()
        self._waiting: deque[bytes] = deque()
        self._opened_at = float("-inf")
        self._closed = False
        self.gagged: set[int] = set()
        """Addresses to which nothing is said."""

    @property
    def plugged(self) -> bool:
        return self._link is not None

    def mend(self) -> None:
        """Open the line anew, if it is down and was not tried just now. May take a second."""
        now = time.monotonic()
        if self._link is not None or self._closed or now - self._opened_at < _REOPEN:
            return
        self._opened_at = now
        try:
            self._link = self._open_link()
        except DeviceError:
            return
        if self._closed:
            self._drop()

    def read(self, max_bytes: int) -> bytes:
        if self._link is not None:
            try:
                heard = self._frames.hear(self._link.read(0.0))
            except DeviceError:
                self._drop()
                return b""
            for frame in heard:
                if (address := who(frame)) is not None:
                    self._replied(address)
            self._waiting += heard
        if not self._waiting or len(self._waiting[0]) > max_bytes:
            return b""
        return self._waiting.popleft()

    def write(self, buf: bytes) -> int:
        if self._link is not None and _to(buf) not in self.gagged:
            try:
                self._link.write(bytes(buf), time.monotonic() + 0.05)
            except DeviceError:
                self._drop()
        return len(buf)  # what went nowhere is a lost frame, and libosdp knows how to live with those

    def flush(self) -> None:
        self._waiting.clear()

    def close(self) -> None:
        self._closed = True
        if self._link is not None:
            self._link.close()

    def _drop(self) -> None:
        link, self._link = self._link, None
        self._waiting.clear()
        self._frames.clear()
        if link is not None:
            link.close()


def _to(frame: bytes) -> int:
    """Whom a panel speaks to, with or without the mark before."""
    at = frame.find(SOM)
    return frame[at + 1] if 0 <= at < len(frame) - 1 else -1
