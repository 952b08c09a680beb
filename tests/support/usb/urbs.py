"""USB request blocks: submitted by a program, carried out by a device a packet at a time, reaped or discarded."""

import errno
import struct
from dataclasses import dataclass
from typing import Any, Protocol

CONTROL, BULK = 2, 3
PACKET = 64  # a full-speed device's


class Stall(Exception):
    """The device answers a transfer with STALL; the endpoint stays halted until it is cleared."""


class Function(Protocol):
    """A device behind its endpoints."""

    def take(self, endpoint: int, data: bytes) -> int:
        """A packet to it; how much was taken, 0 for NAK. Raises ``Stall``."""
        ...

    def give(self, endpoint: int) -> bytes | None:
        """One packet of it (``b""`` is one too), None for NAK. Raises ``Stall``."""
        ...

    def control(self, setup: tuple[int, int, int, int, int], data: bytes) -> bytes:
        """bmRequestType, bRequest, wValue, wIndex, wLength. Raises ``Stall``."""
        ...


@dataclass
class Urb:
    arg: Any  # umockdev's copy of struct usbdevfs_urb
    buffer: Any
    client: Any
    kind: int
    endpoint: int
    size: int
    done: int = 0
    status: int | None = None

    @property
    def inward(self) -> bool:
        return bool(self.endpoint & 0x80)


class Urbs:
    """Those of one node, in the order they came. ``history``: what bulk transfers were begun, ``asked``: how much each
    inward one asked for."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.history: list[tuple[str, int]] = []
        self.asked: list[int] = []
        self.halted: set[int] = set()
        self._urbs: list[Urb] = []

    @property
    def reapable(self) -> bool:
        return any(urb.status is not None for urb in self._urbs)

    @property
    def waiting(self) -> bool:
        return any(urb.status is None for urb in self._urbs)

    def forget_the_dead(self) -> None:
        """Those of a program end with its file."""
        self._urbs = [urb for urb in self._urbs if urb.client.get_connected()]

    def end_all(self) -> None:
        """The device is gone."""
        for urb in self._urbs:
            if urb.status is None:
                urb.status = -errno.ESHUTDOWN

    def move(self) -> None:
        """As far as the device goes along."""
        for urb in [one for one in self._urbs if one.status is None]:
            self._advance(urb)

    def submit(self, client: Any, data: Any) -> None:
        raw = bytes(data.retrieve())
        kind, endpoint = raw[0], raw[1]
        (size,) = struct.unpack_from("i", raw, 24)
        urb = Urb(data, data.resolve(16, size) if size else None, client, kind, endpoint, size)
        if kind == BULK:
            self.history.append(("in" if urb.inward else "out", endpoint))
            if urb.inward:
                self.asked.append(size)
        self._urbs.append(urb)
        self._advance(urb)

    def discard(self, address: int) -> None:
        for urb in self._urbs:
            if urb.arg.client_addr == address and urb.status is None:
                urb.status = -errno.ENOENT
                return
        raise OSError(errno.EINVAL, "")

    def reap(self, client: Any, data: Any) -> None:
        for urb in self._urbs:
            if urb.status is not None and urb.client is client:
                self._urbs.remove(urb)
                urb.arg.update(4, struct.pack("i", urb.status))
                urb.arg.update(28, struct.pack("i", urb.done))
                data.set_ptr(0, urb.arg)
                return
        raise BlockingIOError(errno.EAGAIN, "")

    def _advance(self, urb: Urb) -> None:
        try:
            if urb.kind == CONTROL:
                self._control(urb)
            elif urb.endpoint in self.halted:
                raise Stall
            elif any(other.endpoint == urb.endpoint and other.status is None for other in self._before(urb)):
                return
            else:
                self._receive(urb) if urb.inward else self._send(urb)
        except Stall:
            urb.status = -errno.EPIPE
            if urb.kind != CONTROL:
                self.halted.add(urb.endpoint)

    def _before(self, urb: Urb) -> list[Urb]:
        return self._urbs[: next(at for at, one in enumerate(self._urbs) if one is urb)]

    def _send(self, urb: Urb) -> None:
        data = bytes(urb.buffer.retrieve()) if urb.size else b""
        while urb.done < urb.size:
            taken = self.function.take(urb.endpoint, data[urb.done : urb.done + PACKET])
            if not taken:
                return
            urb.done += taken
        urb.status = 0

    def _receive(self, urb: Urb) -> None:
        while (packet := self.function.give(urb.endpoint)) is not None:
            room = urb.size - urb.done
            if packet[:room]:
                urb.buffer.update(urb.done, packet[:room])
            urb.done += len(packet[:room])
            if len(packet) > room:
                urb.status = -errno.EOVERFLOW
            elif len(packet) < PACKET or urb.done == urb.size:
                urb.status = 0
            if urb.status is not None:
                return

    def _control(self, urb: Urb) -> None:
        raw = bytes(urb.buffer.retrieve())
        setup = struct.unpack("<BBHHH", raw[:8])
        said = self.function.control(setup, raw[8:])
        if setup[0] & 0x80:
            said = said[: setup[4]]
            if said:
                urb.buffer.update(8, said)
            urb.done = len(said)
        else:
            urb.done = setup[4]
        urb.status = 0
