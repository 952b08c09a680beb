"""What became of a print, and how the printer is. Nothing here is ever guessed from a timer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

from devices.printer.identity import Choice
from devices.printer.slip import Slip


class Reason(StrEnum):
    """Why a printer cannot print, or soon will not. The kiosk has one sentence for each."""

    COVER_OPEN = "cover_open"
    PAPER_END = "paper_end"
    PAPER_OR_COVER = "paper_or_cover"
    """No paper, or its cover is open: this model tells both alike."""
    PAPER_LOW = "paper_low"
    CUTTER = "cutter"
    OVERHEATED = "overheated"
    UNRECOVERABLE = "unrecoverable"
    OFFLINE = "offline"
    SILENT = "silent"
    UNPLUGGED = "unplugged"
    GARBLED = "garbled"
    POWER_CYCLED = "power_cycled"
    SLIP_NOT_TAKEN = "slip_not_taken"
    SLIP_RETRACTED = "slip_retracted"
    """The last slip was pulled back: nobody has it."""
    OTHER_MODEL = "other_model"
    """It says that it is another model than the setting. It prints; somebody should look."""
    UNPRINTABLE = "unprintable"
    MISSING_GLYPH = "missing_glyph"
    """It printed, with 〓 where neither its font nor one of ours has the character: a name should be changed."""


NO_PAPER = frozenset({Reason.PAPER_END, Reason.PAPER_OR_COVER})
"""Both ways to say that no paper is seen."""


class SlipState(StrEnum):
    """Where the last slip is, as far as the printer can tell."""

    WAITING = "waiting"
    """In the mouth or the presenter: nobody has taken it."""
    TAKEN = "taken"
    RETRACTED = "retracted"
    """Gone when the presenter's own time was over. Whoever took it in that very second cannot be told from it."""
    GONE = "gone"
    """No longer there, taken or pulled back: the printer does not say which."""


Proof = Literal["process-id", "status"]


@dataclass(frozen=True)
class Printed:
    """The printer itself said so. ``proof`` says how: ``process-id`` (GS ( H, strong) or ``status`` (GS r after the
    cut, weaker)."""

    proof: Proof


@dataclass(frozen=True)
class NotPrinted:
    """Proved not to have come out whole; nothing of it is left in the printer. ``partial``: some paper may show
    its beginning."""

    reason: Reason
    partial: bool = False


@dataclass(frozen=True)
class Doubtful:
    """Neither proved. It may be on paper."""

    reason: Reason


Verdict = Printed | NotPrinted | Doubtful


@dataclass(frozen=True)
class PrinterHealth:
    """``able`` True: can print now; False: cannot, see ``reasons``; None: not known (never shown as fine)."""

    able: bool | None
    reasons: frozenset[Reason] = frozenset()
    slip: SlipState | None = None
    """None: it has no sensor for it, or none was seen there since the last print."""


class TicketPrinter(Protocol):
    """The role. All calls block, none longer than about 3 s; one thread."""

    def print(self, slip: Slip, job: int) -> Verdict:
        """Print ``slip`` under ``job`` (ascending, ≥ 1) and wait for the printer's word. Never raises DeviceError."""
        ...

    def health(self) -> PrinterHealth:
        """Ask the printer how it is, reconnecting if needed. Never raises DeviceError."""
        ...

    def identity(self) -> Choice | None:
        """What it said it is when it was last met, and the profile that follows. Asks nothing; None: not met yet."""
        ...

    def close(self) -> None: ...
