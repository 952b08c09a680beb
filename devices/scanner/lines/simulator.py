"""A code scanner seen from its wire: says what it is shown, hears nothing."""

from devices.scanner.lines import codec


class LinesSimulator:
    """``end`` and ``encoding`` are as scanners are configured: CR LF and UTF-8 from the factory, mostly."""

    def __init__(self, end: bytes = b"\r\n", encoding: str = "utf-8") -> None:
        self.end = end
        self.encoding = encoding
        self._waiting = bytearray()

    def show(self, text: str) -> None:
        """Raises ``UnicodeEncodeError`` if ``encoding`` lacks a character."""
        self._waiting += codec.encode(text, self.end, self.encoding)

    def show_bytes(self, data: bytes) -> None:
        """Anything at all, without an end."""
        self._waiting += data

    def receive(self, data: bytes, now: float) -> None:
        """Scanners take configuration commands; this one has none."""

    def transmit(self, now: float) -> bytes:
        out, self._waiting = bytes(self._waiting), bytearray()
        return out

    def wake_at(self) -> float | None:
        return None

    def power_cycle(self, now: float) -> None:
        self._waiting.clear()
