"""Our simulators behind USB endpoints: a printer-class printer, an ID card reader with four pipes or one pair."""

import contextlib
import os
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from devices.links.loopback import Loopback
from devices.simulator import Simulator
from tests.support.usb.urbs import PACKET, Stall

OUT, IN = 0x01, 0x82
PAPER_EMPTY, SELECTED, NO_ERROR = 0x20, 0x10, 0x08


@dataclass(frozen=True)
class Alternative:
    """One setting of interface 0."""

    kind: tuple[int, int, int]  # class, subclass, protocol
    endpoints: tuple[int, ...]
    number: int = 0


@dataclass(frozen=True)
class Identity:
    """What a device says it is."""

    vendor: int = 0x04B8
    product: int = 0x0E15
    serial: str = "A1"
    alternatives: tuple[Alternative, ...] = (Alternative((7, 1, 2), (OUT, IN)),)
    maker: str = "Sample"
    name: str = "Ticket printer"

    def descriptors(self) -> bytes:
        """Device and configuration (USB 2.0, 9.6)."""
        settings = b"".join(map(_setting, self.alternatives))
        device = struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x200, 0, 0, 0, 64, self.vendor, self.product, 0x100, 1, 2,
                             3 if self.serial else 0, 1)  # fmt: skip
        return device + struct.pack("<BBHBBBBB", 9, 2, 9 + len(settings), 1, 1, 0, 0xC0, 1) + settings

    def text(self, number: int) -> bytes:
        """String descriptor ``number``; 0 lists the languages."""
        said = {1: self.maker, 2: self.name, 3: self.serial}.get(number)
        coded = b"\x09\x04" if number == 0 else (said or "").encode("utf-16-le")
        return bytes((2 + len(coded), 3)) + coded


def _setting(one: Alternative) -> bytes:
    head = struct.pack("BBBBBBBBB", 9, 4, 0, one.number, len(one.endpoints), *one.kind, 0)
    return head + b"".join(struct.pack("<BBBBHB", 7, 5, point, 2, PACKET, 0) for point in one.endpoints)


@dataclass
class Wire:
    """A simulator and the endpoints it is reached by. ``stall``: endpoint → how many transfers it stalls.
    ``empty``: the device answers with packets of no bytes instead of NAK while it has nothing to say. ``room``: how
    many bytes it still takes, None for all; ``pulled`` is called once when there is none left."""

    simulator: Simulator
    identity: Identity = Identity()
    stall: dict[int, int] = field(default_factory=dict)
    empty: bool = False
    room: int | None = None
    class_requests: bool = True
    port_status: int = SELECTED | NO_ERROR
    pulled: Callable[[], None] | None = None
    device_id: str = "MFG:Sample;MDL:T-80;CMD:ESC/POS;"

    def __post_init__(self) -> None:
        self.host = Loopback(self.simulator)
        self.link = self.host.open()
        self.requests: list[tuple[int, int]] = []  # class requests: bmRequestType, bRequest

    def take(self, endpoint: int, data: bytes) -> int:
        self._stalls(endpoint)
        if self.room is not None:
            data = data[: self.room]
            self.room -= len(data)
            if not self.room and self.pulled is not None:
                self.pulled, pull = None, self.pulled
                threading.Thread(target=pull).start()
        try:
            return os.write(self.link._descriptor, data) if data else 0
        except BlockingIOError:
            return 0

    def give(self, endpoint: int) -> bytes | None:
        self._stalls(endpoint)
        with contextlib.suppress(BlockingIOError):
            return os.read(self.link._descriptor, PACKET)
        return b"" if self.empty else None

    def control(self, setup: tuple[int, int, int, int, int], data: bytes) -> bytes:
        kind, request, value, _, _ = setup
        if (kind, request) == (0x80, 6) and value >> 8 == 3:
            return self.identity.text(value & 0xFF)
        if kind & 0x60 == 0x20 and self.class_requests:  # class requests (USB printer class 1.1, 4.2)
            self.requests.append((kind, request))
            match request:
                case 0:
                    said = self.device_id.encode()
                    return struct.pack(">H", len(said) + 2) + said
                case 1:
                    return bytes((self.port_status,))
                case 2:
                    return b""
        raise Stall

    def stop(self) -> None:
        self.link.close()
        self.host.stop()

    def _stalls(self, endpoint: int) -> None:
        if self.stall.get(endpoint):
            self.stall[endpoint] -= 1
            raise Stall


FOUR_PIPES = (0x02, 0x06, 0x81, 0x85)
HEAD = 7


@dataclass
class CardReaderWire(Wire):
    """Requests come in two parts, on 02 and 06; answers leave in two parts, by 81 (the first seven bytes) and 85."""

    identity: Identity = Identity(0x0400, 0xC35A, "", (Alternative((0xFF, 0, 0), FOUR_PIPES),), "", "")

    def __post_init__(self) -> None:
        super().__post_init__()
        self.sent: list[tuple[int, bytes]] = []
        self._said = b""
        self._rest = 0

    def take(self, endpoint: int, data: bytes) -> int:
        self.sent.append((endpoint, data))
        return super().take(endpoint, data)

    def give(self, endpoint: int) -> bytes | None:
        self._stalls(endpoint)
        with contextlib.suppress(BlockingIOError):
            self._said += os.read(self.link._descriptor, 65536)
        if endpoint == 0x81:
            if self._rest or len(self._said) < HEAD:
                return None
            packet, self._said = self._said[:HEAD], self._said[HEAD:]
            self._rest = int.from_bytes(packet[5:], "big")
            return packet
        size = min(self._rest, PACKET)
        if not size or len(self._said) < size:
            return None
        packet, self._said = self._said[:size], self._said[size:]
        self._rest -= size
        return packet
