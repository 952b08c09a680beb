"""What a gate is asked, and what it tells. No door opens without a :class:`Decision`; what then happened at the door
is told by ``poll``."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

EXPIRES = 2.0
"""Seconds after which a decision opens nothing any more: whoever stands there by then may be somebody else."""


@dataclass(frozen=True)
class Decision:
    """Why a door opens. ``id`` names the record written before; ``person`` is an opaque reference, never a name or a
    number; ``at`` is ``time.monotonic()`` when it was decided. Raises ``ValueError`` if one of the three is empty."""

    id: str
    person: str = field(repr=False)
    reason: str
    at: float

    def __post_init__(self) -> None:
        for name in ("id", "person", "reason"):
            if not getattr(self, name).strip():
                raise ValueError(f"a decision to open a door must have a {name}")


class Trouble(StrEnum):
    """What is wrong with the gate's line or module."""

    UNPLUGGED = "unplugged"
    SILENT = "silent"
    GARBLED = "garbled"
    REFUSED = "refused"  # the module answers with an exception: wrong address, wrong profile, or broken


class Why(StrEnum):
    """Why a gate was not released."""

    EXPIRED = "expired"  # older than EXPIRES: please present again
    USED = "used"  # this decision has been tried before
    BUSY = "busy"  # released for somebody else, who has not passed yet
    NO_WATCH = "no_watch"  # the line is down, or its last reading is too old to act on
    REFUSED = "refused"  # the module said no
    NO_PULSE = "no_pulse"  # the module cannot end a release by itself; we never hold a lock open from here


# -- the answer to unlock ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Released:
    """The module confirmed the timed release."""

    decision: Decision


@dataclass(frozen=True)
class NotReleased:
    """Proved: this decision opens nothing, now or later."""

    decision: Decision
    why: Why


@dataclass(frozen=True)
class MaybeReleased:
    """The command left us and no answer came back. It is not repeated. What the door does is told by ``poll``."""

    decision: Decision
    trouble: Trouble


Release = Released | NotReleased | MaybeReleased


# -- what poll tells -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Passed:
    """The door opened within the time."""

    decision: Decision


@dataclass(frozen=True)
class NotPassed:
    """It stayed shut all the time, and was watched all the time."""

    decision: Decision


@dataclass(frozen=True)
class Unseen:
    """Whether he passed is not known: the line was down, no contact is wired, or the door stood open already."""

    decision: Decision


@dataclass(frozen=True)
class Forced:
    """Opened with neither unlock, exit button nor fire. ``seen`` False: found open after a time without a watch."""

    seen: bool = True


@dataclass(frozen=True)
class HeldOpen:
    """Open for longer than allowed."""


@dataclass(frozen=True)
class ClosedAgain:
    """Shut, after Forced or HeldOpen."""


@dataclass(frozen=True)
class ExitPressed:
    """The button inside. The lock was released by wire; this only says so."""


@dataclass(frozen=True)
class FireInput:
    """The fire contact changed, or was found active at the first reading."""

    active: bool


@dataclass(frozen=True)
class GateTrouble:
    trouble: Trouble


@dataclass(frozen=True)
class GateBack:
    """The gate answers again. What it missed follows as events of its own."""


GateEvent = (
    Passed | NotPassed | Unseen | Forced | HeldOpen | ClosedAgain | ExitPressed | FireInput | GateTrouble | GateBack
)


class Leaf(StrEnum):
    """How the door stands, as far as is known."""

    SHUT = "shut"
    OPEN = "open"
    FORCED = "forced"
    HELD = "held_open"
    UNKNOWN = "unknown"  # no contact, or its last reading is too old


@dataclass(frozen=True)
class GateState:
    """``age``: seconds since the contacts were read, None: never. ``exit``, ``fire``, ``tamper``: None where not wired
    or not known any more. ``waiting``: released for somebody who has not passed yet."""

    leaf: Leaf = Leaf.UNKNOWN
    age: float | None = None
    exit: bool | None = None
    fire: bool | None = None
    tamper: bool | None = None
    waiting: bool = False
    trouble: Trouble | None = None


@dataclass(frozen=True)
class Inputs:
    """One reading of a door's contacts. None: not wired."""

    open: bool | None
    exit: bool | None = None
    fire: bool | None = None


class Gate(Protocol):
    """The role. One thread calls everything but ``wake`` and ``close``."""

    def unlock(self, seconds: float, decision: Decision) -> Release:
        """Release the lock for ``seconds``, by the gate's own clock. Blocks 0.8 s at most; tried once, now, or never:
        nothing is kept for when the line returns. Raises ``ValueError`` for seconds the gate cannot do, never
        DeviceError."""
        ...

    def poll(self) -> GateEvent | None:
        """One look, at least ten a second while called at once again; blocks 0.6 s at most (1 s while a network peer
        does not answer a connection). Who does not call for more than a second has not watched: nothing opens then, and
        a passage under way is :class:`Unseen`. Every event is told once. Never raises DeviceError."""
        ...

    def wake(self) -> None:
        """Somebody waits for an unlock: ``poll`` comes back at once, without a look. Any thread."""
        ...

    def inputs(self) -> Inputs | None:
        """The contacts as last read; None when that is too old to be believed."""
        ...

    def state(self) -> GateState:
        """How it stands, and how old that is."""
        ...

    def close(self) -> None: ...
