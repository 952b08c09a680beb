"""A simulated printer with the habits of one model, or that lies: what a probe must notice.

``FAULTS`` are what ``python -m devices simulate escpos --fault`` takes.
"""

from typing import Any

from devices.printer.escpos.lexer import Command
from devices.printer.escpos.realtime import CLEAR
from devices.printer.escpos.simulator import EscposSimulator
from devices.printer.profiles import GENERIC_80, Profile

FAULTS = {
    "mute": "says nothing, ever",
    "wrong-bits": "DLE EOT answers miss the fixed bit 4",
    "bit7": "every status has bit 7 set (a parity bit)",
    "asb-noise": "automatic status before every answer, though nobody asked",
    "always-well": "says that all is well, whatever is wrong",
    "no-process-id": "GS ( H is not answered",
    "hasty-id": "GS ( H is answered at once, before anything is printed",
    "no-gs-r": "GS r is not answered",
    "no-identity": "GS I is not answered",
    "no-clear": "DLE DC4 fn 8 is not answered",
}


class ModelPrinter(EscposSimulator):
    """``faults``: names from :data:`FAULTS`. Raises ``ValueError`` for others."""

    def __init__(self, profile: Profile = GENERIC_80, faults: tuple[str, ...] = (), **how: Any) -> None:
        for fault in faults:
            if fault not in FAULTS:
                raise ValueError(f"there is no fault {fault!r}; there are {', '.join(FAULTS)}")
        self._faults = frozenset(faults)
        if "no-process-id" in faults:
            how["process_id"] = False
        super().__init__(profile, **how)

    def transmit(self, now: float) -> bytes:
        out = super().transmit(now)
        if "mute" in self._faults:
            return b""
        return self.automatic() + out if out and "asb-noise" in self._faults else out

    def status(self, n: int) -> bytes:
        told = super().status(n)
        if not told or "always-well" in self._faults:
            return told and b"\x12"
        byte = told[0]
        if self.profile.cover_as_paper_end and self.cover_open:
            byte = {2: byte & ~0x04 | 0x20, 4: byte | 0x60}.get(n, byte)
        if "wrong-bits" in self._faults:
            byte &= ~0x10
        return bytes([byte | (0x80 if "bit7" in self._faults else 0)])

    def _obey(self, command: bytes) -> None:
        if command != CLEAR or "no-clear" not in self._faults:
            super()._obey(command)

    def _execute(self, command: Command) -> None:
        if command.name == "GS (" and command.body[:1] == b"H" and "hasty-id" in self._faults:
            self.say(b"\x37\x22" + command.body[5:9] + b"\x00")
            return
        unanswered = {"GS r": "no-gs-r", "GS I": "no-identity"}.get(command.name)
        if unanswered not in self._faults:
            super()._execute(command)
