"""What a door is to a station: one thing that tells cards, keys and contacts, and opens for a decision.

No door opens without a :class:`~devices.gate.gate.Decision`, none for one older than two seconds, and neither loss nor
return of a line releases it (IEC 60839-11-1, table 7)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from devices.gate.gate import Decision, GateEvent, GateState, Release, Trouble


class Side(StrEnum):
    """Which way somebody goes who uses a reader."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True)
class Card:
    """What a reader made of a card: so many bits, and their value. ``number``: as it is printed on cards of that
    length, None where nobody knows how. No proof that the card is real: a UID is copied in a second."""

    bits: int
    value: int = field(repr=False)
    number: int | None = field(default=None, repr=False)


# -- what poll tells, beside what a gate tells -----------------------------------------------------------------------


@dataclass(frozen=True)
class CardRead:
    """Presented just now. ``at``: ``time.monotonic()`` when it was heard."""

    side: Side
    card: Card
    at: float


@dataclass(frozen=True)
class PinTyped:
    """Digits up to the key that ends them."""

    side: Side
    digits: str = field(repr=False)
    at: float


@dataclass(frozen=True)
class PresentAgain:
    """A card or keys that may be older than they look: read while the line was cut, and delivered now. Refused; whose
    it was is not told."""

    side: Side


@dataclass(frozen=True)
class ReaderTrouble:
    side: Side
    trouble: Trouble


@dataclass(frozen=True)
class ReaderBack:
    side: Side


@dataclass(frozen=True)
class Tampered:
    """A case was opened, or shut again. ``what``: ``reader`` or ``board``."""

    what: str
    active: bool


@dataclass(frozen=True)
class PowerFailed:
    """A device runs on its battery, or no longer."""

    what: str
    active: bool


class Conflict(StrEnum):
    """What a door can say against itself. An open door without an unlock is :class:`~devices.gate.gate.Forced`."""

    DRAWN_UNASKED = "drawn_unasked"  # its relay is drawn, and nobody asked for it here
    SAID_AND_NOT_DONE = "said_and_not_done"  # it confirmed a release, and its own relay was at rest all the time
    NEVER_OPENS = "never_opens"  # released again and again, never opened: a stuck contact, or nobody's device answers
    CODE_USED = "code_used"  # somebody typed a supervisor's code, and there should be none
    FOREIGN_CARDS = "foreign_cards"  # a board held cards that nobody here gave it; they are gone
    CLOCK_MOVED = "clock_moved"  # a board's clock was another's: old rights would have become new
    OPEN_LONG_AFTER = "open_long_after"  # its relay is drawn after its time


@dataclass(frozen=True)
class Contradiction:
    what: Conflict


@dataclass(frozen=True)
class Hole:
    """``count`` records from ``first`` on can no longer be had: overwritten, or wiped with the board's memory."""

    first: int
    count: int


@dataclass(frozen=True)
class Recorded:
    """A line of the board's own memory, in order and once. ``granted``: the board itself decided so. ``at``: by the
    board's clock, None if it makes no sense. ``reason``: the board's own number. ``let_in``: the bearer of ``card`` was
    let in by the board, which was told whom."""

    index: int
    granted: bool
    reason: int
    side: Side
    card: int = field(repr=False)
    at: datetime | None = None
    word: str = ""
    let_in: bool = False


DoorEvent = (
    GateEvent | CardRead | PinTyped | PresentAgain | ReaderTrouble | ReaderBack | Tampered | PowerFailed | Contradiction
    | Hole | Recorded
)  # fmt: skip


# -- what a reader shows ---------------------------------------------------------------------------------------------


class Sign(StrEnum):
    """What the reader tells whoever stands before it, as far as it has lights, a buzzer and a display."""

    GRANTED = "granted"
    DENIED = "denied"
    AGAIN = "again"  # please present again
    PIN = "pin"  # now the digits
    OUT_OF_ORDER = "out_of_order"


class Door(Protocol):
    """The role. One thread calls everything but ``close``."""

    def unlock(self, seconds: float, decision: Decision) -> Release:
        """As :meth:`devices.gate.gate.Gate.unlock`. ``Released`` only after what the device itself reads back."""
        ...

    def poll(self) -> DoorEvent | None:
        """The next thing it has to tell, once each; waits 0.1 s at most for one (0.8 s while its line is in trouble).
        Who does not call for more than a second has not watched. Never raises DeviceError."""
        ...

    def state(self) -> GateState:
        """As last read, with its age."""
        ...

    def tell(self, side: Side, sign: Sign) -> None:
        """Shown as far as the reader can, at once or never; not confirmed."""
        ...

    def kept(self, index: int) -> None:
        """Records up to this one are in our own memory; after a restart they need not be told again."""
        ...

    def close(self) -> None: ...
