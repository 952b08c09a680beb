"""What a station tells the hall: numbered from 1 without gaps, so that repeats are harmless and gaps visible."""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, model_validator

from hall.contract.progress import ReceiptDoubted
from hall.contract.queue import BlockTicket, Wire


class TicketTaken(Wire):
    """A number drawn from the block while the hall was away."""

    kind: Literal["ticket_taken"] = "ticket_taken"
    ticket: BlockTicket


class TicketHeard(Wire):
    """A number that the hall gave, told again because the hall's data went back and may not know of it any more."""

    kind: Literal["ticket_heard"] = "ticket_heard"
    ticket: BlockTicket


PaperForm = Literal["slip", "a4"]
PaperState = Literal["planned", "printed", "not_printed", "doubtful", "reprinted", "settled", "abandoned"]


class PaperTold(Wire):
    """What became of a paper: a queue slip or an A4 document. ``errand`` and ``key`` say whose it is (a ticket's slip:
    ``ticket`` and the order's key), ``copy_no`` 0 the original, n for 补打 n. Of an A4 document ``pages`` is how many
    sides it has and ``out`` where it stopped: so many, from the first, are proved to be on paper (None: not known)."""

    kind: Literal["paper"] = "paper"
    errand: str = Field(pattern=r"^[a-z_]{1,32}$")
    key: str = Field(min_length=1, max_length=64)
    copy_no: int = Field(default=0, ge=0, le=9999)
    form: PaperForm = "slip"
    state: PaperState
    reason: str = ""
    proof: str = ""
    pages: int | None = Field(default=None, ge=1, le=9999)
    out: int | None = Field(default=None, ge=0, le=9999)

    @model_validator(mode="before")
    @classmethod
    def _of_a_ticket(cls, told: Any) -> Any:
        """As it was told while every paper was a ticket's slip, by kiosks and in outboxes that are older."""
        if isinstance(told, dict) and "ticket_key" in told and "errand" not in told:
            rest = {name: value for name, value in told.items() if name not in ("paper", "ticket_key")}
            return {**rest, "errand": "ticket", "key": told["ticket_key"]}
        return told


class DeviceTold(Wire):
    """A device's health changed. ``state`` None: not known, never shown as fine."""

    kind: Literal["device"] = "device"
    device: str
    able: bool | None
    reasons: tuple[str, ...] = ()


class HelpWanted(Wire):
    """Somebody pressed 求助 at the kiosk."""

    kind: Literal["help"] = "help"
    screen: str


class FireContact(Wire):
    """The fire contact of this station closed (``active``) or is at rest again. ``since``: when this alarm began; both
    reports of one alarm name the same moment."""

    kind: Literal["fire_contact"] = "fire_contact"
    active: bool
    since: AwareDatetime


class AlarmLineTold(Wire):
    """Where screens hear this station's alarm line, and the public key it signs with."""

    kind: Literal["alarm_line"] = "alarm_line"
    address: str = Field(max_length=200, pattern=r"^https?://[^/?#\s]+$")
    key: str = Field(pattern=r"^[A-Za-z0-9_-]{43}$")


class StationStarted(Wire):
    """The station's program started (again). ``devices``: which it has; the state of each is told anew (None: an older
    station, which does not say)."""

    kind: Literal["started"] = "started"
    version: str
    clean: bool
    devices: tuple[str, ...] | None = None


class LedgerBegun(Wire):
    """The first report of a ledger that took the place of another: ``why`` (``lost``, ``damaged``, ``other_machine``,
    ``went_back``, ``other_station``, ``told`` by the hall), ``aside`` the name under which the other was set aside, and
    ``carried``: how many reports of it, not told yet, follow under new numbers."""

    kind: Literal["ledger"] = "ledger"
    why: str = Field(max_length=32)
    aside: str = Field(default="", max_length=80)
    carried: int = Field(default=0, ge=0, le=2**31 - 1)


class ClockJumped(Wire):
    """The station's wall clock moved against its monotonic one by this many seconds."""

    kind: Literal["clock"] = "clock"
    seconds: float


class EntryTold(Wire):
    """What was decided at a door, written before anything was unlocked; told once under ``key``, the decision's id.

    ``event`` and ``cause``, ``zh`` and ``en``: as decided, so that the guard reads what stood on the glass. ``person``,
    ``document``, ``grant``: ids of the part ``grants``. ``credential``: what was shown, under the station's key (a
    pass: its cti). ``level``: how the hall was held; ``grants``: the part's revision, ``heard``: seconds since the hall
    last spoke (None: never since the start). ``by``: who opened by hand, and ``reason`` why.
    """

    kind: Literal["entry"] = "entry"
    key: str = Field(min_length=8, max_length=64, pattern=r"^[0-9A-Za-z_-]+$")
    door: str = Field(max_length=32)
    shown: Literal["card", "pass", "hand"]
    admitted: bool
    event: str = Field(max_length=48)
    cause: str = Field(max_length=32)
    zh: str = Field(max_length=200)
    en: str = Field(max_length=300)
    person: str = Field(default="", max_length=40)
    document: str = Field(default="", max_length=40)
    grant: str = Field(default="", max_length=40)
    credential: str = Field(default="", max_length=64)
    silent_alarm: bool = False
    level: Literal["normal", "heightened", "lockdown", "fire"] = "normal"
    grants: str = Field(default="", max_length=80)
    heard: int | None = Field(default=None, ge=0, le=2**31 - 1)
    by: str = Field(default="", max_length=64)
    reason: str = Field(default="", max_length=200)


class PassageTold(Wire):
    """What became of a decision that admitted (``key``): the lock, then whoever stood there. ``unseen``: whether he
    passed is not known. ``not_released`` and ``not_passed`` are proved: nobody came in, and a pass is not used up."""

    kind: Literal["passage"] = "passage"
    key: str = Field(min_length=8, max_length=64, pattern=r"^[0-9A-Za-z_-]+$")
    door: str = Field(max_length=32)
    became: Literal["released", "maybe_released", "not_released", "passed", "not_passed", "unseen"]
    why: str = Field(default="", max_length=32)


class DoorTold(Wire):
    """What a door did without a decision, and whether it is watched at all (``lost``, ``watched``). ``opened``,
    ``closed``: so it stands, whoever did it. ``drift``: the board it hangs on held another list than it was given."""

    kind: Literal["door"] = "door"
    door: str = Field(max_length=32)
    what: Literal[
        "forced",
        "held_open",
        "closed_again",
        "opened",
        "closed",
        "drift",
        "exit_pressed",
        "fire",
        "fire_over",
        "tamper",
        "tamper_over",
        "battery_low",
        "lost",
        "watched",
    ]
    seen: bool = True
    why: str = Field(default="", max_length=80)


class CardShown(Wire):
    """A new card was presented where it was waited for (``key``: of ``CardWanted``). ``card``: under the station's key,
    as in the part ``grants``; ``last4``: by which people tell cards apart."""

    kind: Literal["card_shown"] = "card_shown"
    key: str = Field(pattern=r"^[0-9a-f]{24}$")
    door: str = Field(max_length=32)
    card: str = Field(pattern=r"^[0-9a-f]{64}$", repr=False)
    last4: str = Field(max_length=4, pattern=r"^[0-9A-Z]{1,4}$")


Body = Annotated[
    TicketTaken
    | TicketHeard
    | PaperTold
    | DeviceTold
    | HelpWanted
    | FireContact
    | AlarmLineTold
    | StationStarted
    | ClockJumped
    | LedgerBegun
    | EntryTold
    | PassageTold
    | DoorTold
    | CardShown
    | ReceiptDoubted,
    Field(discriminator="kind"),
]


class Report(Wire):
    seq: int = Field(ge=1)
    at: AwareDatetime
    body: Body


class ReportBatch(Wire):
    """At most 200 at a time, ascending, and always from the oldest the station still has: what is missing before them
    will never come."""

    reports: tuple[Report, ...] = Field(max_length=200)


class Refusal(Wire):
    """A report the hall keeps but cannot act on, and why. It is not sent again."""

    seq: int
    why: str


class ReportAck(Wire):
    """Of this ledger the hall has stored everything up to and including ``upto`` that will ever come. Lower than it was
    before: the hall was put back, and wants to be told again."""

    upto: int
    refused: tuple[Refusal, ...] = ()
