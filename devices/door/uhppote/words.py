"""What UHPPOTE boards say, in values, and their own numbers for reasons. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum


class Mode(IntEnum):
    ALWAYS_OPEN = 1
    ALWAYS_SHUT = 2
    CONTROLLED = 3


@dataclass(frozen=True)
class Control:
    """``delay``: seconds a release lasts, by the board's own clock."""

    mode: int
    delay: int


@dataclass(frozen=True)
class Identity:
    serial: int
    host: str
    mask: str
    gateway: str
    mac: str
    version: str


@dataclass(frozen=True)
class Listener:
    """Where it sends what happens. ``interval`` 0: only what happens."""

    host: str
    port: int
    interval: int = 0


class Kind(IntEnum):
    """Of a record."""

    SWIPE = 1
    DOOR = 2
    ALARM = 3


class Reason(IntEnum):
    GRANTED = 1
    PC_CONTROL = 5
    NO_RIGHTS = 6
    WRONG_PIN = 7
    PASSBACK = 8
    ALWAYS_SHUT = 11
    INTERLOCK = 12
    NOT_NOW = 13
    TIME_ZONE = 15
    UNKNOWN_CARD = 18
    BUTTON = 20
    OPENED = 23
    SHUT = 24
    SUPERVISOR = 25
    POWER_ON = 28
    HELD_OPEN = 37
    FORCED = 38
    FIRE = 39
    REMOTE = 44


def word(reason: int) -> str:
    """The reason's name; its number where nobody knows it."""
    return Reason(reason).name.lower() if reason in set(Reason) else f"reason {reason}"


@dataclass(frozen=True)
class Record:
    """One line of a board's memory. ``direction``: 1 in, 2 out. ``at``: by the board's clock, None if it makes no
    sense."""

    index: int
    kind: int
    granted: bool
    door: int
    direction: int
    card: int = field(repr=False)
    at: datetime | None
    reason: int


@dataclass(frozen=True)
class Status:
    """``last``: the newest record. ``open``, ``pressed``: by door. ``relays``, ``inputs``: bits; of inputs bit 0 is
    fire."""

    last: Record | None
    open: tuple[bool, ...]
    pressed: tuple[bool, ...]
    relays: int
    inputs: int
    error: int
    clock: datetime | None

    def drawn(self, door: int) -> bool:
        return bool(self.relays >> door - 1 & 1)

    @property
    def fire(self) -> bool:
        return bool(self.inputs & 1)
