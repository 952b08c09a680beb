"""Tickets as both sides speak of them."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from hall.contract.ids import Subject


class Wire(BaseModel):
    """Base of everything on the wire: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def ticket_number(letter: str, n: int) -> str:
    """A, 12 → A012; four digits from 1000 on."""
    return f"{letter}{n:03d}"


def windows_text(windows: tuple[str, ...], separator: str = "、") -> str:
    """1–5 where the numbers run on, else 5、6、8. Empty for none."""
    numbers = sorted(int(one) for one in windows if one.isdecimal())
    if len(numbers) == len(windows) > 1 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]}–{numbers[-1]}"
    return separator.join(windows)


class TicketOrder(Wire):
    """A station asks for a number. ``key`` is the station's own and makes the order idempotent: the same key always
    gets the same ticket, however often it is asked."""

    key: str = Field(min_length=8, max_length=64, pattern=r"^[0-9A-Za-z_-]+$")
    service: str = Field(max_length=32)
    subject: Subject | None = None
    language: Literal["zh", "en"] = "zh"


class Ticket(Wire):
    """A place in the queue. ``token`` is what the slip's code carries (unguessable, tells nothing else).

    ``ahead`` and the wait (whole minutes, a range) are as of ``as_of``; None where nobody can know (hall away).
    ``origin`` is ``hall``, or ``block`` for a number the station drew from its block while the hall was away.
    ``plan`` is the revision the answer was given under: a station that has another fetches it before it shows the way.
    """

    key: str
    day: date
    service: str
    letter: str = Field(pattern=r"^[A-Z]$")
    n: int = Field(ge=1, le=9999)
    token: str
    issued_at: AwareDatetime
    origin: Literal["hall", "block"] = "hall"
    ahead: int | None = None
    wait_low: int | None = None
    wait_high: int | None = None
    windows: tuple[str, ...] = ()
    as_of: AwareDatetime | None = None
    plan: int = 0

    @property
    def number(self) -> str:
        return ticket_number(self.letter, self.n)


TicketState = Literal["waiting", "called", "serving", "done", "missed", "void", "lapsed"]
"""``void``: another number stands in its place. ``lapsed``: its day is over."""


class TicketStatus(Wire):
    """What a scan of a slip shows. ``window`` is set once called."""

    ticket: Ticket
    state: TicketState
    window: str | None = None


class NumbersAsked(Wire):
    """POST /api/station/numbers: whoever showed the card or number that ``subject`` is made of asks for his own."""

    subject: Subject


class LiveNumbers(Wire):
    """His numbers of today that are not over, in the order of their places; a missed one may be called again."""

    numbers: tuple[TicketStatus, ...] = ()


class BlockTicket(Wire):
    """A number the station gave out from its block while the hall was away; the hall merges it by ``issued_at``.
    If the hall had given ``key`` another number in the meantime, that other one becomes void: the slip wins."""

    key: str = Field(min_length=1, max_length=64)
    day: date
    service: str = Field(max_length=32)
    n: int = Field(ge=1, le=9999)
    token: str = Field(min_length=1, max_length=64)
    issued_at: AwareDatetime
    subject: Subject | None = None
    language: Literal["zh", "en"] = "zh"


class Block(Wire):
    """Numbers ``first..last`` (inclusive) of ``service`` on ``day`` that only this station may give out. ``used``: the
    last of them that the hall knows to be given (0: none)."""

    service: str
    day: date
    first: int
    last: int
    used: int = 0


class ServiceView(Wire):
    """A service as a visitor sees it. The wait is whole minutes, None if unknown."""

    id: str
    letter: str
    name_zh: str
    name_en: str
    hint_zh: str = ""
    hint_en: str = ""
    open: bool = True
    waiting: int = 0
    wait_low: int | None = None
    wait_high: int | None = None
    windows: tuple[str, ...] = ()
    place_zh: str = ""
    place_en: str = ""
