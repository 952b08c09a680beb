"""What every simulator is: a device seen from its wire, without any wire. The hosts (``devices.bench``, tests, the
loopback link) carry the bytes, pace them by baud and call under one lock."""

from typing import Protocol


class Simulator(Protocol):
    """Times are ``time.monotonic()`` seconds, handed in: a simulator reads no clock, so tests may run it fast."""

    def receive(self, data: bytes, now: float) -> None:
        """Bytes from the host."""
        ...

    def transmit(self, now: float) -> bytes:
        """Take what wants to go to the host by ``now`` (``b""`` for nothing)."""
        ...

    def wake_at(self) -> float | None:
        """When it will next have something to do by itself (a motor that runs, a status that changes), or None."""
        ...

    def power_cycle(self, now: float) -> None:
        """Off and on again: everything volatile is gone."""
        ...
