"""A reader with a door on it, seen from its RS-485 line: libosdp's own peripheral device, with hands and a lock."""

from collections import deque
from typing import Any

import osdp
from osdp import Capability, CardFormat, Command, Event, LibFlag, LogLevel, PDCapabilities, PDInfo, PeripheralDevice
from osdp import StatusReportType as Report

from devices.door.osdp.codec import Frames
from devices.gate.simulated import SimulatedDoor

SAMPLE_KEY = bytes.fromhex("0f1e2d3c4b5a69788796a5b4c3d2e1f0")
"""Of simulated readers alone."""
_INPUTS, _OUTPUTS = 4, 2
_TURN = 0.02  # between two turns while nobody speaks
_CAPABILITIES = {
    Capability.ContactStatusMonitoring: _INPUTS, Capability.OutputControl: _OUTPUTS, Capability.LEDControl: 1,
    Capability.AudibleControl: 1, Capability.TextOutput: 1, Capability.Readers: 1,
}  # fmt: skip


class OsdpSimulator(SimulatedDoor):
    """Input 1 is the door contact (on: shut), 2 the exit button, 3 the fire loop (on: no fire); output 1 holds the
    lock.
    It tells its inputs and outputs when it is met and when they change. ``without``: what it does not have.
    ``key`` None: fresh from its box. ``keeps_key``: it takes no other.
    ``dead_output``: it says yes, and its relay does not move. ``mute_output``: it never tells its outputs."""

    def __init__(
        self, address: int = 0, key: bytes | None = SAMPLE_KEY, *, without: frozenset[int] = frozenset(),
        dead_output: bool = False, mute_output: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self.address, self._key = address, key
        self._capabilities = {what: n for what, n in _CAPABILITIES.items() if what not in without}
        self.dead_output, self.mute_output = dead_output, mute_output
        self.done: deque[dict[str, Any]] = deque(maxlen=200)  # commands, oldest first
        self.light = self.words = ""
        self.beeps = 0
        self.tampered = self.on_battery = self.keeps_key = False
        self._until = [0.0] * _OUTPUTS
        self._now = 0.0
        self._start()

    def _start(self) -> None:
        self._wire, self._frames = _Buffers(), Frames()
        key: Any = self._key  # None too, whatever its declared type says
        flag = LibFlag.EnforceSecure if key else LibFlag.InstallMode
        info = PDInfo(self.address, self._wire, scbk=key, flags=[flag])
        abilities = PDCapabilities([(what, 1, n) for what, n in self._capabilities.items()])
        handler: Any = self._command  # its declared type knows no answer of None
        self._device = PeripheralDevice(info, abilities, LogLevel.Emergency, handler)
        self._wheel: Any = self._device.ctx  # its compiled part, which says nothing of its types
        self._reported: dict[int, bytes] = {}
        self._met = False

    # -- hands ---------------------------------------------------------------------------------------------------------

    def present(self, now: float, bits: int, data: bytes) -> None:
        """A card of so many bits."""
        event = {
            "event": Event.CardRead, "reader_no": 0, "format": CardFormat.Wiegand, "direction": 0, "length": bits,
            "data": data,
        }  # fmt: skip
        self._wheel.submit_event(event)

    def type(self, now: float, keys: str) -> None:
        """Digits, ``*`` and ``#``."""
        data = keys.replace("*", "\x7f").replace("#", "\r").encode("ascii")
        self._wheel.submit_event({"event": Event.KeyPress, "reader_no": 0, "data": data})

    def tamper(self, now: float, opened: bool = True) -> None:
        self.tampered = opened

    def fail_power(self, now: float, failed: bool = True) -> None:
        self.on_battery = failed

    def secure(self) -> bool:
        """It is spoken to, in the secure channel."""
        return self._device.is_sc_active()

    def drawn(self, now: float) -> bool:
        return now < self._until[0]

    # -- the wire ------------------------------------------------------------------------------------------------------

    def receive(self, data: bytes, now: float) -> None:
        self._now = now
        for frame in self._frames.hear(data):  # in pieces it would not understand it
            self._wire.heard += frame
            self._wheel.refresh()

    def transmit(self, now: float) -> bytes:
        self._now = now
        self._wheel.refresh()
        self._report(now)
        said, self._wire.said = bytes(self._wire.said), bytearray()
        return said

    def wake_at(self) -> float | None:
        return self._now + _TURN

    def power_cycle(self, now: float) -> None:
        self._until = [0.0] * _OUTPUTS
        self._start()

    # -- what it does --------------------------------------------------------------------------------------------------

    def _command(self, command: dict[str, Any]) -> tuple[int, dict[str, Any] | None]:
        self.done.append(command)
        match command["command"]:
            case Command.Output if command["output_no"] < _OUTPUTS:
                self._draw(command)
            case Command.LED:
                self.light = {1: "red", 2: "green", 3: "amber"}.get(command["on_color"], "other")
            case Command.Buzzer:
                self.beeps += command["rep_count"]
            case Command.Keyset if not self.keeps_key:
                self._key = bytes(command["data"])
            case Command.Text:
                self.words = command["data"]
            case _:
                return -1, None
        return 0, None

    def _draw(self, command: dict[str, Any]) -> None:
        if command["control_code"] == 5 and not self.dead_output:
            self._until[command["output_no"]] = self._now + command["timer_count"] / 10

    def _report(self, now: float) -> None:
        there = self._device.is_sc_active()
        if there and not self._met:
            self._reported.clear()
        self._met = there
        if not there:
            return
        contacts = [self.says_shut(), self.pressed(now), not self.fire] + [False] * (_INPUTS - 3)
        told = {Report.Input: bytes(contacts), Report.Local: bytes([self.tampered, self.on_battery])}
        if not self.mute_output:
            told[Report.Output] = bytes(now < until for until in self._until)
        for kind, report in told.items():
            if self._reported.get(kind) != report:
                self._reported[kind] = report
                self._wheel.submit_event({"event": Event.Status, "type": kind, "report": report})


class LineSimulator:
    """Several readers on one line."""

    def __init__(self, *readers: OsdpSimulator) -> None:
        self.readers = readers

    def receive(self, data: bytes, now: float) -> None:
        for reader in self.readers:
            reader.receive(data, now)

    def transmit(self, now: float) -> bytes:
        return b"".join(reader.transmit(now) for reader in self.readers)

    def wake_at(self) -> float | None:
        return min(at for reader in self.readers if (at := reader.wake_at()) is not None)

    def power_cycle(self, now: float) -> None:
        for reader in self.readers:
            reader.power_cycle(now)


class _Buffers(osdp.Channel):
    """Both ways, without a wire. Never raises."""

    def __init__(self) -> None:
        super().__init__()
        self.heard, self.said = bytearray(), bytearray()

    def read(self, max_bytes: int) -> bytes:
        taken = bytes(self.heard[:max_bytes])
        del self.heard[:max_bytes]
        return taken

    def write(self, buf: bytes) -> int:
        self.said += buf
        return len(buf)

    def flush(self) -> None:
        self.heard.clear()
