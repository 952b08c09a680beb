"""What a visitor can do here, one folder an errand: its steps (``errand.py``), views, screen, words, samples.

An errand turns events (a touch, a card, an answer of the hall) into a new view, into requests to the ledger, the
courier and the machine, and into a ``Step`` for the stack it lies on. Steps know device *roles*, never Qt, SQL, bytes
or HTTP; errands do not know each other: ``register`` alone names them. All of them run on the clerk's one thread and
never block.

Loaded before the first picture: the treaty and the station's tools are named here for the types alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from kiosk.kit.views import Manners, Sentence, Touched, View, Visitor

if TYPE_CHECKING:
    from devices.gate.gate import GateEvent, Release
    from devices.idcard.card import CardTrouble, IdCard
    from hall.contract.codes import Code
    from hall.contract.ids import Subject
    from kiosk.calls import Answered
    from kiosk.kit.tools import Tools
    from kiosk.machine import PrintDone, PrintGoesOn
    from kiosk.typesetting import Typeset


class Hold(IntEnum):
    """How firmly an errand holds the glass; the firmest on the stack counts."""

    FREE = 0  # nothing is lost if it is left
    DONE = 1  # nothing is left to do: whoever shows something next is the next visitor
    BEGUN = 2  # something was asked for that stands: the identity can no longer change
    BUSY = 3  # something is under way that nobody must interrupt


@dataclass(frozen=True)
class Identified:
    """``notice``: something the visitor should know (the card has expired)."""

    visitor: Visitor
    subject: "Subject"
    notice: Sentence | None = None


@dataclass(frozen=True)
class Open:
    """Lay ``errand`` (its name in the register) over me."""

    errand: str
    arg: object = None


@dataclass(frozen=True)
class Close:
    """I am over. ``found``: who the visitor is; ``answered``: he need not be known, or wants to go on after what he was
    asked. Who lies below is told; with neither he has turned back."""

    found: Identified | None = None
    answered: bool = False


@dataclass(frozen=True)
class Stay:
    """It was mine, and I stay."""


@dataclass(frozen=True)
class End:
    """The visit is over."""


Step = Open | Close | Stay | End
"""What a handler answers with; None: it was not mine."""


@dataclass(frozen=True)
class Party:
    """Whom something is for, as far as we know and keep: a keyed hash and four characters, or nobody."""

    subject: "Subject | None" = None
    how: Literal["card", "code", "typed"] | None = None


class Visit(Protocol):
    """The visit as errands see it: to be read whenever it is needed and copied nowhere, since a visitor may change
    language, care and low position at any time. Three may be set: ``step_free`` (None: as the manners have it),
    ``queued``: the services of which this visitor has a number that stands (None: nobody has asked yet), and ``sides``:
    how many of A4 were printed in it."""

    step_free: bool | None
    queued: frozenset[str] | None
    sides: int

    @property
    def manners(self) -> Manners: ...
    @property
    def visitor(self) -> Visitor | None: ...
    @property
    def party(self) -> Party: ...
    @property
    def without_steps(self) -> bool: ...
    def say(self, sentence: Sentence) -> None:
        """For a moment, over whatever stands there."""
        ...


class Surroundings(Protocol):
    """What a view may say of devices and hall. ``attention``: what the visitor should know before choosing."""

    card_works: bool
    code_works: bool

    @property
    def attention(self) -> Sentence | None: ...


class Left(Protocol):
    """Something that was under way when the program last stopped. ``age``: seconds since it was begun."""

    @property
    def age(self) -> float: ...


class Errand:
    """One errand of one visit: made when it is opened, dropped when it is closed. ``personal``: what it shows is nobody
    else's business even before the visitor is known."""

    name: ClassVar[str]
    personal: ClassVar[bool] = False

    def __init__(self, tools: "Tools", visit: Visit) -> None:
        self.tools, self.visit = tools, visit

    @property
    def hold(self) -> Hold:
        return Hold.FREE

    def open(self, arg: object) -> Step:
        """``arg``: the touch on a key of home, the code or card that was shown, what another errand hands over, or what
        a power cut left."""
        return Stay()

    def view(self, around: Surroundings) -> View:
        """Pure."""
        raise NotImplementedError

    # -- what happens; each is asked from the top of the stack down until one says it is his ---------------------------

    def touched(self, touch: Touched) -> Step | None:
        """On the glass while I am on top."""
        return None

    def card(self, event: "IdCard | CardTrouble") -> Step | None:
        """Laid while I am on top."""
        return None

    def code(self, code: "Code") -> Step | None:
        """Scanned while I am on top."""
        return None

    def answered(self, event: "Answered") -> Step | None:
        return None

    def printed(self, event: "PrintDone") -> Step | None:
        return None

    def printing(self, event: "PrintGoesOn") -> Step | None:
        """An A4 document, side by side."""
        return None

    def typeset(self, event: "Typeset") -> Step | None:
        """A paper that was wanted."""
        return None

    def gate(self, event: "GateEvent") -> Step | None:
        return None

    def released(self, release: "Release") -> Step | None:
        """What became of an ``unlock``."""
        return None

    def identified(self, found: Identified | None) -> Step | None:
        """What lay over me was about who is there: ``found``, or None: he need not be known, or wants to go on."""
        return None

    def uncovered(self) -> None:
        """What lay over me was left without an answer: the visitor has turned back to me."""

    def tick(self) -> Step | None:
        """Once a second, whoever is on top."""
        return None

    def back(self) -> Step:
        return Close()

    def close(self) -> None:
        """The visit is over, or I am left. Must not raise."""

    # -- after a power cut ---------------------------------------------------------------------------------------------

    @classmethod
    def left(cls, tools: "Tools") -> Sequence[Left]:
        """What was under way, oldest first; the freshest, if it is fresh enough, is opened as ``arg``."""
        return ()

    def abandon(self, left: Left) -> None:
        """Too old, or not the freshest: nobody stands there. The hall is told."""
