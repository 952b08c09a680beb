"""The simplest device there is."""


class Echo:
    """Says what it hears."""

    def __init__(self) -> None:
        self.heard = b""
        self._waiting = b""

    def receive(self, data: bytes, now: float) -> None:
        self.heard += data
        self._waiting += data

    def transmit(self, now: float) -> bytes:
        out, self._waiting = self._waiting, b""
        return out

    def wake_at(self) -> float | None:
        return None

    def power_cycle(self, now: float) -> None:
        self._waiting = b""
