"""What comes before the first visitor: the hall is told, what is old goes, and what a power cut left is taken up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from hall.contract.report import StationStarted
from kiosk.errands import Errand, Left
from kiosk.kit.tools import Tools
from kiosk.visit.visit import Visit

VERSION = "0.1.0"
RESUME_SECONDS = 180.0  # a power cut longer than this: nobody waits for it any more
LEDGER_DAYS = 3
TOLD_AGAIN_DAYS = 1  # as far back as a hall is put back; they say whose a number was


@dataclass(frozen=True)
class Fresh:
    """What the visitor still waits for, and the kind of errand it was."""

    errand: type[Errand]
    left: Left


def start(tools: Tools, clean: bool, devices: tuple[str, ...] | None, errands: Iterable[type[Errand]]) -> Fresh | None:
    """Returns what is to be taken up, if anything; everything else that was left is abandoned, and the hall told."""
    tools.report(StationStarted(version=VERSION, clean=clean, devices=devices))
    tidy(tools)
    tools.porter.begin()
    found = [Fresh(errand, left) for errand in errands for left in errand.left(tools)]
    found.sort(key=lambda one: -one.left.age)
    # A clock that jumped back makes the age negative: rather ask a visitor too many than one too few.
    fresh = next((one for one in reversed(found) if one.left.age < RESUME_SECONDS), None)
    for one in found:
        if one is not fresh:
            one.errand(tools, Visit()).abandon(one.left)
    return fresh


def tidy(tools: Tools) -> None:
    """Raises ``LedgerFull`` where nothing can be written."""
    if (said := tools.ledger.parts.at()) is not None:  # the hall's clock, as it last spoke: ours may be wrong
        tools.ledger.forget_before(said - timedelta(days=LEDGER_DAYS))
        tools.ledger.outbox.forget_before(said - timedelta(days=TOLD_AGAIN_DAYS))
    tools.ledger.tickets.forget_subjects(tools.midnight())
