"""What the devices say, as it is posted to the clerk."""

import time
from dataclasses import dataclass, field
from typing import Literal

from devices.documents import documents as a4
from devices.door.door import DoorEvent
from devices.gate.gate import GateEvent, Release
from devices.idcard.card import CardEvent
from devices.printer import verdict as slips
from devices.scanner.scan import ScanEvent

AnyVerdict = slips.Verdict | a4.Verdict
"""Of a slip or of an A4 document."""


@dataclass(frozen=True)
class CardSaid:
    event: CardEvent


@dataclass(frozen=True)
class Scanned:
    """``at``: ``time.monotonic()`` when it was heard."""

    event: ScanEvent
    at: float = field(default_factory=time.monotonic, compare=False)


@dataclass(frozen=True)
class GateSaid:
    event: GateEvent


@dataclass(frozen=True)
class GateAnswered:
    """What became of an ``unlock``; what the door then does is a ``GateSaid``."""

    release: Release


@dataclass(frozen=True)
class DoorSaid:
    """``door``: its id, as the hall has it."""

    door: str
    event: DoorEvent


@dataclass(frozen=True)
class DoorAnswered:
    """What became of an ``unlock`` of that door."""

    door: str
    release: Release


@dataclass(frozen=True)
class Stands:
    """That door (empty: the gate) was opened, or is shut again, whoever did it."""

    door: str
    open: bool


@dataclass(frozen=True)
class Works:
    """A device answered for the first time since the start; troubles are its own to say."""

    device: Literal["idcard", "scanner", "gate"]


@dataclass(frozen=True)
class PrinterSaid:
    health: slips.PrinterHealth


@dataclass(frozen=True)
class DocumentsSaid:
    health: a4.DocumentPrinterHealth


@dataclass(frozen=True)
class PrintGoesOn:
    """An A4 document is under way."""

    paper: str
    progress: a4.Progress


@dataclass(frozen=True)
class PrintDone:
    """Of a document that was doubtful or held it may come once more, when the printer has settled it."""

    paper: str
    verdict: AnyVerdict
