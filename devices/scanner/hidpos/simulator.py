"""A USB scanner seen from the kernel's side of its device node: what the node would give to read."""

from devices.scanner.hidpos import codec, keys
from devices.scanner.simulator import ScannerSimulator


class KeysSimulator(ScannerSimulator):
    """Types as a keyboard does."""

    def show(self, text: str) -> None:
        """Raises ``ValueError`` for what no US keyboard has."""
        self.show_bytes(keys.encode(text))


class ReportsSimulator(ScannerSimulator):
    """Sends HID POS reports. ``encoding`` is what the codes hold."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__()
        self.encoding = encoding

    def show(self, text: str) -> None:
        """Raises ``UnicodeEncodeError`` if ``encoding`` lacks a character."""
        self.show_bytes(codec.encode(text.encode(self.encoding)))
