"""A relay board with a door on it, seen from its wire. Reads frames by its own hand; shares only the boards' data
(``modules``) with the codec."""

from collections import deque
from dataclasses import dataclass

from devices.gate.relay.modules import WAVESHARE, Module
from devices.gate.simulated import SimulatedDoor

_CHANNELS = 8
_SILENCE = 0.05  # a frame that stops for so long is no frame (3.5 characters, and a busy machine's slack)


@dataclass
class RelaySimulator(SimulatedDoor):
    """Input 1 is the door contact (on: shut), 2 the exit button (on: pressed), 3 the fire loop (on: no fire). The
    door opens to a ``push`` while relay 1 is closed, for a time after the exit button, and while there is fire: the
    last two by wire, whatever the software does.

    ``failing``: the exception every question gets, or None. ``answers_as``: the unit it says it is. ``framing``: as
    the codec's. ``relay`` which of its relays holds the lock. ``sticks``: a relay once drawn stays so, as on a board
    whose pulse is none.
    """

    module: Module = WAVESHARE
    framing: str = "rtu"
    unit: int = 1
    relay: int = 1
    failing: int | None = None
    answers_as: int | None = None
    sticks: bool = False

    def __post_init__(self) -> None:
        super().__init__()
        self.heard: deque[bytes] = deque(maxlen=1000)  # PDUs asked of this unit
        self._until = [0.0] * _CHANNELS  # when each relay opens by itself
        self._bytes = bytearray()
        self._heard_at = 0.0
        self._out = bytearray()

    def drawn(self, now: float) -> bool:
        return self.closed(self.relay, now)

    def closed(self, relay: int, now: float) -> bool:
        """Relay (from 1) is drawn."""
        return now < self._until[relay - 1]

    # -- the wire ------------------------------------------------------------------------------------------------------

    def receive(self, data: bytes, now: float) -> None:
        if now - self._heard_at > _SILENCE:
            self._bytes.clear()
        self._heard_at = now
        self._bytes += data
        if self.framing == "tcp":
            self._take_tcp(now)
        else:
            self._take_rtu(now)

    def transmit(self, now: float) -> bytes:
        out, self._out = bytes(self._out), bytearray()
        return out

    def wake_at(self) -> float | None:
        return None

    def power_cycle(self, now: float) -> None:
        self._until = [0.0] * _CHANNELS
        self._bytes.clear()
        self._out.clear()

    def _take_rtu(self, now: float) -> None:
        size = _rtu_size(self._bytes)
        if size is None or len(self._bytes) < size:
            return
        whole = bytes(self._bytes)
        self._bytes.clear()
        if len(whole) == size and _check(whole[:-2]) == whole[-2:] and whole[0] == self.unit:
            body = bytes([self._says()]) + self._answer(whole[1:-2], now)
            self._out += body + _check(body)

    def _take_tcp(self, now: float) -> None:
        while len(self._bytes) >= 8 and len(self._bytes) >= (end := 6 + int.from_bytes(self._bytes[4:6], "big")):
            head, unit, pdu = self._bytes[:4], self._bytes[6], bytes(self._bytes[7:end])
            del self._bytes[:end]
            if unit == self.unit and pdu:
                answer = self._answer(pdu, now)
                self._out += head + (len(answer) + 1).to_bytes(2, "big") + bytes([self._says()]) + answer

    def _says(self) -> int:
        return self.unit if self.answers_as is None else self.answers_as

    # -- what it does --------------------------------------------------------------------------------------------------

    def _answer(self, pdu: bytes, now: float) -> bytes:
        self.heard.append(pdu)
        code = self.failing or self._do(pdu, now)
        if isinstance(code, int):
            return bytes([pdu[0] | 0x80, code])
        return bytes([pdu[0]]) + code

    def _do(self, pdu: bytes, now: float) -> bytes | int:
        """The answer's data, or an exception code."""
        function, address = pdu[0], int.from_bytes(pdu[1:3], "big")
        value = int.from_bytes(pdu[3:5], "big")
        if function in (1, 2):
            return self._read(function, address, value, now)
        if function == 5:
            return self._coil(address, value, now) or pdu[1:]
        if function == 16:
            return self._registers(address, pdu, now) or pdu[1:5]
        return 1

    def _read(self, function: int, address: int, count: int, now: float) -> bytes | int:
        states = [self.closed(relay, now) for relay in range(1, _CHANNELS + 1)]
        if function == 2:
            states = [self.says_shut(), self.pressed(now), not self.fire] + [False] * (_CHANNELS - 3)
        if not count or address + count > _CHANNELS:
            return 2
        value = sum(bit << at for at, bit in enumerate(states[address : address + count]))
        return bytes([(count + 7) // 8]) + value.to_bytes((count + 7) // 8, "little")

    def _coil(self, address: int, value: int, now: float) -> int:
        pulse = self.module.pulse
        if address < _CHANNELS and value in (0xFF00, 0):
            self._until[address] = float("inf") if value else 0.0
            return 0
        if pulse is None or pulse.how != "single" or not 0 <= address - pulse.first < _CHANNELS:
            return 2
        self._draw(address - pulse.first, now + value / 10)
        return 0

    def _draw(self, relay: int, until: float) -> None:
        self._until[relay] = float("inf") if self.sticks else until

    def _registers(self, address: int, pdu: bytes, now: float) -> int:
        pulse = self.module.pulse
        relay, odd = divmod(address - pulse.first, pulse.step) if pulse else (0, 0)
        if pulse is None or pulse.how != "pair" or odd or not 0 <= relay < _CHANNELS:
            return 2
        if len(pdu) != 10 or pdu[3:8] != bytes([0, 2, 4, 0, pulse.mode]):
            return 3
        self._draw(relay, now + int.from_bytes(pdu[8:10], "big") / 10)
        return 0


def _rtu_size(data: bytearray) -> int | None:
    """Whole length of the question at the front, CRC included; None: not yet to be seen."""
    if len(data) < 7:
        return None
    return 9 + data[6] if data[1] in (15, 16) else 8


def _check(data: bytes) -> bytes:
    """CRC-16, polynomial 8005 reflected, from FFFF, low byte first."""
    rest = 0xFFFF
    for bit in (byte >> at & 1 for byte in data for at in range(8)):
        rest = rest >> 1 ^ (0xA001 if rest & 1 ^ bit else 0)
    return bytes([rest & 0xFF, rest >> 8])
