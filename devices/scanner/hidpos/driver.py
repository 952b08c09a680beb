"""The scanner's role over key events or HID POS reports: a link that turns them into lines, and then the line scanner's
own rules (same code within 2 s, unplugged and back, nonsense)."""

import time
from collections.abc import Callable
from typing import Protocol

from devices.link import Link, LinkFactory
from devices.scanner.lines.codec import LONGEST
from devices.scanner.lines.driver import LineScanner

_SILENCE = 0.5  # a scanner that is set to end with nothing


class Reader(Protocol):
    """``keys.KeyReader`` or ``codec.ReportReader``."""

    def feed(self, data: bytes) -> bytes: ...


class HidPosScanner(LineScanner):
    """``reader`` is made anew for each connection, so that half a code does not outlive its cable."""

    def __init__(self, open_link: LinkFactory, reader: Callable[[], Reader]) -> None:
        super().__init__(lambda: _Lines(open_link(), reader()))


class _Lines:
    """Implements ``Link``: reads whole lines where the device sends something else. A scanner that types takes a
    millisecond or ten a letter and may falter; so half a line is held until its Enter, or a long silence."""

    def __init__(self, link: Link, reader: Reader) -> None:
        self._link = link
        self._reader = reader
        self._held = b""
        self._heard_at = 0.0

    def write(self, data: bytes, deadline: float) -> None:
        self._link.write(data, deadline)

    def read(self, deadline: float) -> bytes:
        while data := self._link.read(deadline):
            self._heard_at = time.monotonic()
            # beyond LONGEST it is no code, whatever follows: memory stays bounded
            whole, end, rest = (self._held + self._reader.feed(data)).rpartition(b"\n")
            self._held = rest[: LONGEST + 1]
            if end:
                return whole + end
            if self._heard_at > deadline:  # a device that never stops sending what is no line
                return b""
        if not self._held or time.monotonic() - self._heard_at < _SILENCE:
            return b""
        held, self._held = self._held, b""
        return held + b"\n"

    def close(self) -> None:
        self._link.close()
