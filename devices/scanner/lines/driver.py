"""The scanner's role over a serial line."""

import threading
import time

from devices.errors import Unplugged
from devices.link import Link, LinkFactory
from devices.scanner.lines import codec
from devices.scanner.scan import Scan, ScanEvent, ScannerTrouble

_WAIT = 0.25
_GAP = 0.1  # a scanner sends a code in one go: after this much silence it has ended, terminator or not
_SAME = 2.0  # a code held before the scanner is read again and again; within this it is the same showing


class LineScanner:
    """Implements :class:`devices.scanner.scan.Scanner`. Reconnects by itself."""

    def __init__(self, open_link: LinkFactory) -> None:
        self._open_link = open_link
        self._link: Link | None = None
        self._lines = codec.LineReader()
        self._waiting: list[bytes] = []
        self._told_unplugged = False
        self._last = ""
        self._last_at = float("-inf")
        self._closing = threading.Event()

    def poll(self) -> ScanEvent | None:
        if self._closing.is_set():
            return None
        try:
            if self._link is None:
                return self._connect()
            self._listen(self._link)
        except Unplugged:
            return self._lost()
        return self._told(self._waiting.pop(0)) if self._waiting else None

    def works(self) -> bool | None:
        if self._link is not None:
            return True
        return False if self._told_unplugged else None

    def close(self) -> None:
        self._closing.set()
        if self._link is not None:
            self._link.close()

    def _listen(self, link: Link) -> None:
        if self._waiting:
            return
        data = link.read(time.monotonic() + (_GAP if self._lines.pending else _WAIT))
        if data:
            self._waiting += self._lines.feed(data)
        elif self._lines.pending:
            self._waiting.append(self._lines.flush())

    def _told(self, line: bytes) -> ScanEvent | None:
        text = codec.decode(line)
        if not text:
            return ScannerTrouble("nonsense", codec.why_not(line)) if text is None else None
        now = time.monotonic()
        again = text == self._last and now - self._last_at < _SAME
        self._last, self._last_at = text, now
        return None if again else Scan(text)

    def _connect(self) -> ScannerTrouble | None:
        self._link = self._open_link()
        if self._closing.is_set():  # it was closed while we opened
            self._link.close()
        told, self._told_unplugged = self._told_unplugged, False
        return ScannerTrouble("back") if told else None

    def _lost(self) -> ScannerTrouble | None:
        if self._link is not None:
            self._link.close()
        self._link = None
        self._lines, self._waiting = codec.LineReader(), []
        if self._told_unplugged:
            self._closing.wait(_WAIT)
            return None
        self._told_unplugged = True
        return ScannerTrouble("unplugged")
