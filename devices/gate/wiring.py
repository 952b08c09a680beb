"""Which relay and which inputs of a device hang on a door."""

from collections.abc import Sequence
from dataclasses import dataclass

from devices.gate.gate import Inputs


@dataclass(frozen=True)
class Wiring:
    """Which relay (from 1) and which inputs (from 1; None: not wired). A contact in rest is a closed circuit, so that
    a cut wire reads as an open door or as fire, never as all is well: ``door_closed``/``no_fire`` are the input's
    value then. The exit button closes its circuit while pressed."""

    relay: int = 1
    door: int | None = 1
    exit: int | None = None
    fire: int | None = None
    door_closed: bool = True
    no_fire: bool = True

    @property
    def count(self) -> int:
        """Inputs to read."""
        return max(self.door or 0, self.exit or 0, self.fire or 0)

    def inputs(self, bits: Sequence[bool]) -> Inputs:
        """Raises ``IndexError`` for fewer than ``count``."""

        def at(number: int | None, rest: bool) -> bool | None:
            return None if number is None else bits[number - 1] != rest

        return Inputs(at(self.door, self.door_closed), at(self.exit, False), at(self.fire, self.no_fire))
