"""The scanner's role over key events or HID POS reports: a link that turns them into lines, and then the line scanner's
own rules (same code within 2 s, unplugged and back, nonsense)."""

import time
from collections.abc import Callable
from typing import Protocol

from devices.link import Link, LinkFactory
from devices.scanner.lines.driver import LineScanner


class Reader(Protocol):
    """``keys.KeyReader`` or ``codec.ReportReader``."""

    def feed(self, data: bytes) -> bytes: ...


class HidPosScanner(LineScanner):
    """``reader`` is made anew for each connection, so that half a code does not outlive its cable."""

    def __init__(self, open_link: LinkFactory, reader: Callable[[], Reader]) -> None:
        super().__init__(lambda: _Lines(open_link(), reader()))


class _Lines:
    """Implements ``Link``: reads lines where the device sends something else."""

    def __init__(self, link: Link, reader: Reader) -> None:
        self._link = link
        self._reader = reader

    def write(self, data: bytes, deadline: float) -> None:
        self._link.write(data, deadline)

    def read(self, deadline: float) -> bytes:
        while data := self._link.read(deadline):
            if lines := self._reader.feed(data):
                return lines
            if time.monotonic() > deadline:  # a device that never stops sending what is no line
                break
        return b""

    def close(self) -> None:
        self._link.close()
