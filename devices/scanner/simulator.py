"""What every simulated scanner does: it speaks, and hears nothing."""


class ScannerSimulator:
    """Implements :class:`devices.simulator.Simulator`; a dialect adds ``show``."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def show_bytes(self, data: bytes) -> None:
        """Anything at all, without an end."""
        self._waiting += data

    def receive(self, data: bytes, now: float) -> None:
        """Scanners take configuration commands, keyboards their LEDs; nothing comes of either."""

    def transmit(self, now: float) -> bytes:
        out, self._waiting = bytes(self._waiting), bytearray()
        return out

    def wake_at(self) -> float | None:
        return None

    def power_cycle(self, now: float) -> None:
        self._waiting.clear()
