"""A code scanner seen from its wire."""

from devices.scanner.lines import codec
from devices.scanner.simulator import ScannerSimulator


class LinesSimulator(ScannerSimulator):
    """``end`` and ``encoding`` are as scanners are configured: CR LF and UTF-8 from the factory, mostly."""

    def __init__(self, end: bytes = b"\r\n", encoding: str = "utf-8") -> None:
        super().__init__()
        self.end = end
        self.encoding = encoding

    def show(self, text: str) -> None:
        """Raises ``UnicodeEncodeError`` if ``encoding`` lacks a character."""
        self.show_bytes(codec.encode(text, self.end, self.encoding))
