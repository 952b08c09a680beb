"""What the queue's store hands on: the columns of its tables, in their order."""

from datetime import date, datetime
from typing import Literal, NamedTuple

from hall.contract.ids import IdKind
from hall.contract.report import PaperState


class ServiceRow(NamedTuple):
    id: str
    letter: str
    position: int
    open: bool
    name_zh: str
    name_en: str
    hint_zh: str
    hint_en: str


class CounterRow(NamedTuple):
    day: date
    service: str
    next_n: int
    place_at: datetime
    called: int


class BlockUsed(NamedTuple):
    """``used``: the last number of it that is known to be given; 0: none."""

    id: int
    station: str
    day: date
    service: str
    first: int
    last: int
    ledger: str
    closed_at: datetime | None
    used: int


class ClosedBlock(NamedTuple):
    """``letter``: of its service."""

    station: str
    day: date
    service: str
    first: int
    last: int
    letter: str


class TicketRow(NamedTuple):
    """``called_at``: of the first call, None before it. ``came_at``: since when he is being served; so waiting (issued
    to called), the way (called to came) and the service (came to ended) are known apart."""

    id: int
    station: str
    key: str
    day: date
    service: str
    letter: str
    n: int
    token: str
    origin: Literal["hall", "block"]
    language: Literal["zh", "en"]
    subject_kind: IdKind | None
    subject_hash: str | None
    subject_last4: str | None
    issued_at: datetime
    place_at: datetime
    state: Literal["waiting", "called", "serving", "done", "missed", "void"]
    window: str | None
    calls: int
    called_at: datetime | None
    ended_at: datetime | None
    missed_mark: int | None
    called_again: bool
    slip: PaperState | Literal[""]
    slip_reason: str
    came_at: datetime | None


class NumberCalled(NamedTuple):
    """A call, and the number that was called."""

    id: int
    at: datetime
    window: str
    ordinal: int
    letter: str
    n: int
    service: str
    ticket: int


class SeatRow(NamedTuple):
    window: str
    member: int
    name: str
    since: datetime
