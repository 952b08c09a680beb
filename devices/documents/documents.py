"""What became of a document, and how the A4 printer is. Nothing here is ever guessed from a timer."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

A4 = "iso_a4_210x297mm"
"""PWG 5101.1 self-describing media name."""


class Reason(StrEnum):
    """Why a document does not come out, or soon will not. The kiosk has one sentence for each."""

    TRAY_EMPTY = "tray_empty"
    PAPER_LOW = "paper_low"
    TRAY_MISSING = "tray_missing"
    TONER_LOW = "toner_low"
    TONER_OUT = "toner_out"
    WASTE_LOW = "waste_low"
    WASTE_FULL = "waste_full"
    PART_WORN = "part_worn"
    JAM = "jam"
    COVER_OPEN = "cover_open"
    OUTPUT_LOW = "output_low"
    OUTPUT_FULL = "output_full"
    PAUSED = "paused"
    OFFLINE = "offline"
    CONNECTING = "connecting"
    SPOOL_FULL = "spool_full"
    UNKNOWN = "unknown"
    """The printer names a trouble we have no word for; :attr:`Trouble.said` is its own."""

    UNPLUGGED = "unplugged"
    SILENT = "silent"
    GARBLED = "garbled"
    REFUSED = "refused"
    """It answered, and will not: ``said`` is its status."""
    BUSY = "busy"
    """Another document is being printed."""
    LEFTOVER = "leftover"
    """An earlier document still lies in the printer and could not be taken back."""

    STUCK = "stuck"
    """It does not go on, and the printer does not say why."""
    ABORTED = "aborted"
    SHORT = "short"
    """It says that it is complete, and has counted fewer sides than there are; ``said`` is how many."""
    FORGOTTEN = "forgotten"
    """The printer does not know the document (any more)."""
    UNABLE = "unable"
    """The printer cannot do what was asked; ``said`` names the option."""


@dataclass(frozen=True)
class Trouble:
    reason: Reason
    said: str = ""


Sides = Literal["one-sided", "two-sided-long-edge", "two-sided-short-edge"]
Witness = Literal["printer", "queue"]
"""Who says so: the printer itself, or a queue before it, which knows what it handed over and not what became of it."""

_LONG_NUMBER = re.compile(r"\d{5}")


@dataclass(frozen=True)
class Options:
    """``pages`` of the document, where the caller knows, for progress. ``title`` stands on the printer's panel and in
    its log: never a person's or a firm's name. Raises ``ValueError`` for copies outside 1–99, and for a title longer
    than 60 characters or with a number in it that could be somebody's."""

    copies: int = 1
    sides: Sides = "one-sided"
    media: str = A4
    pages: int | None = None
    title: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.copies <= 99:
            raise ValueError(f"{self.copies} copies")
        if len(self.title) > 60 or not self.title.isprintable() or _LONG_NUMBER.search(self.title):
            raise ValueError("a title that may not stand on a printer's panel")


@dataclass(frozen=True)
class Progress:
    """Under way. ``done`` of ``of`` impressions (printed sides, all copies) by the printer's own word, None where it
    has none. ``troubles`` is what it waits for, and ``cancels_in`` the seconds until it is cancelled by rule.
    ``cancelling``: it was, and the printer has not yet said so."""

    done: int | None = None
    of: int | None = None
    troubles: tuple[Trouble, ...] = ()
    cancels_in: float | None = None
    cancelling: bool = False


@dataclass(frozen=True)
class Completed:
    """All of it is on paper. ``proof`` ``queue``: only handed over to a printer that does not answer."""

    impressions: int | None = None
    proof: Witness = "printer"


@dataclass(frozen=True)
class Cancelled:
    """It was dropped; ``impressions`` came out before. ``trouble``: why it was cancelled by rule, None if the caller
    did. ``proof`` ``queue``: the queue has dropped it, and the printer may hold it still and print it when the paper is
    refilled (CUPS says cancelled as soon as it has told the printer to)."""

    trouble: Trouble | None = None
    impressions: int | None = None
    proof: Witness = "printer"


@dataclass(frozen=True)
class Held:
    """It was cancelled, and the printer holds it all the same: it may come out for the next visitor. Staff is needed.
    Poll again to learn what became of it."""

    trouble: Trouble
    impressions: int | None = None


@dataclass(frozen=True)
class Failed:
    """Proved not to come out (any more); ``impressions`` may have."""

    trouble: Trouble
    impressions: int | None = None


@dataclass(frozen=True)
class Doubtful:
    """Neither proved. Poll again: when the printer answers, it may settle it."""

    trouble: Trouble


Verdict = Completed | Cancelled | Held | Failed | Doubtful


@dataclass(frozen=True)
class DocumentPrinterHealth:
    """``able`` True: can print now; False: cannot, see ``troubles``; None: not known (never shown as fine)."""

    able: bool | None
    troubles: tuple[Trouble, ...] = ()


class DocumentPrinter(Protocol):
    """The role. All calls block, none longer than about 3 s; one thread. None raises ``DeviceError``."""

    def print(self, document: bytes, job: str, options: Options = ...) -> Progress | Verdict:
        """Hand over ``document`` (PDF) under ``job``, unique for all time: ``[A-Za-z0-9][A-Za-z0-9._-]{0,63}``, else
        ``ValueError``. The same ``job`` again, also after a restart, is found in the printer and never printed twice,
        as far as the printer remembers: ask :meth:`poll` first of a job that may have been sent."""
        ...

    def poll(self, job: str) -> Progress | Verdict:
        """How far it is. Call about twice a second: sending goes on and rules are kept only here."""
        ...

    def cancel(self, job: str) -> Progress | Verdict:
        """Take it back; poll until the printer says that it has."""
        ...

    def clear(self) -> bool | None:
        """Take back everything of this station: when a visit ends, and after a restart. True: nothing is left in the
        printer; False: something is; None: not known."""
        ...

    def health(self) -> DocumentPrinterHealth: ...

    def close(self) -> None: ...
