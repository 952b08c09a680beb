"""What a station tells the hall: numbered from 1 without gaps, so that repeats are harmless and gaps visible."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from hall.contract.queue import BlockTicket, Wire


class TicketTaken(Wire):
    """A number drawn from the block while the hall was away."""

    kind: Literal["ticket_taken"] = "ticket_taken"
    ticket: BlockTicket


PaperState = Literal["planned", "printed", "not_printed", "doubtful", "reprinted", "settled", "abandoned"]


class PaperTold(Wire):
    """What became of a slip. ``paper`` is the station's own paper id; ``copy`` 0 for the original, n for 补打 n."""

    kind: Literal["paper"] = "paper"
    paper: str
    ticket_key: str
    state: PaperState
    reason: str = ""
    proof: str = ""
    copy_no: int = 0


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
    """The station's program started (again)."""

    kind: Literal["started"] = "started"
    version: str
    clean: bool


class ClockJumped(Wire):
    """The station's wall clock moved against its monotonic one by this many seconds."""

    kind: Literal["clock"] = "clock"
    seconds: float


Body = Annotated[
    TicketTaken | PaperTold | DeviceTold | HelpWanted | FireContact | AlarmLineTold | StationStarted | ClockJumped,
    Field(discriminator="kind"),
]


class Report(Wire):
    seq: int = Field(ge=1)
    at: AwareDatetime
    body: Body


class ReportBatch(Wire):
    """At most 200 at a time, ascending."""

    reports: tuple[Report, ...] = Field(max_length=200)


class Refusal(Wire):
    """A report the hall keeps but cannot act on, and why. It is not sent again."""

    seq: int
    why: str


class ReportAck(Wire):
    """The hall has stored everything up to and including ``upto`` that was ever sent."""

    upto: int
    refused: tuple[Refusal, ...] = ()
