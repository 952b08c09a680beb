"""A USB scanner seen from the kernel's side of its device node: what the node would give to read."""

from devices.scanner.hidpos import codec, keys


class KeysSimulator:
    """Types as a keyboard does; hears nothing."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def show(self, text: str) -> None:
        """Raises ``ValueError`` for what no US keyboard has."""
        self._waiting += keys.encode(text)

    def show_bytes(self, data: bytes) -> None:
        """Any events at all."""
        self._waiting += data

    def receive(self, data: bytes, now: float) -> None:
        """LEDs and such; nothing comes of it."""

    def transmit(self, now: float) -> bytes:
        out, self._waiting = bytes(self._waiting), bytearray()
        return out

    def wake_at(self) -> float | None:
        return None

    def power_cycle(self, now: float) -> None:
        self._waiting.clear()


class ReportsSimulator(KeysSimulator):
    """Sends HID POS reports. ``encoding`` is what the codes hold."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__()
        self.encoding = encoding

    def show(self, text: str) -> None:
        """Raises ``UnicodeEncodeError`` if ``encoding`` lacks a character."""
        self._waiting += codec.encode(text.encode(self.encoding))
