"""What a driver sees of a wire, whatever it is made of."""

from typing import Protocol


class Link(Protocol):
    """A byte pipe with deadlines. All deadlines are absolute ``time.monotonic()`` seconds.

    One thread uses a link at a time, except ``close``, which any thread may call: it makes a blocked ``read`` or
    ``write`` raise :class:`~devices.errors.Unplugged` promptly.
    """

    def write(self, data: bytes, deadline: float) -> None:
        """Hand all of ``data`` to the wire. Raises ``Unplugged`` if the link is gone, ``Silent`` if the peer does not
        drain it before ``deadline`` (flow control, a dead peer)."""
        ...

    def read(self, deadline: float) -> bytes:
        """Whatever has arrived, at least one byte, as soon as it is there; ``b""`` when ``deadline`` passes first.
        Raises ``Unplugged`` if the link is gone."""
        ...

    def close(self) -> None:
        """Close. Idempotent, never raises."""
        ...


class LinkFactory(Protocol):
    """Opens the link anew after an unplugging. Raises ``Unplugged`` while there is nothing to open."""

    def __call__(self) -> Link: ...
