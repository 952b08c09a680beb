"""Every face of the numbers one has already."""

from typing import Any

from devices.printer.verdict import Printed, PrinterHealth, Reason
from kiosk.kit.played import Played, Script


def _has(*numbers: dict[str, Any]) -> Script:
    def script(at: Played) -> None:
        at.has(*numbers)
        at.lay()
        at.lift()

    return script


def _asking(at: Played) -> None:
    at.slow()
    at.lay()


def _again(at: Played) -> None:
    at.has({})
    at.touch("wake", "service intake")
    at.lay()
    at.lift()


def _no_printer(at: Played) -> None:
    at.health(PrinterHealth(False, frozenset({Reason.PAPER_END})))
    _has({})(at)


def _offline(at: Played) -> None:
    """Given out here, and the hall is away since."""
    at.lay()
    at.lift()
    at.touch("service intake")
    at.hall(at.ticket())
    at.printer(Printed("process-id"))
    at.touch("done")
    at.hall_away()
    at.lay()
    at.lift()


CALLED = {"service": "pickup", "n": 7, "state": "called", "window": "7", "ahead": None}
MISSED = {"service": "advice", "n": 31, "state": "missed", "ahead": None}

SAMPLES: dict[str, Script] = {
    "numbers": _has({}),
    "numbers-asking": _asking,
    "numbers-again": _again,
    "numbers-called": _has({}, CALLED),
    "numbers-many": _has({}, CALLED, MISSED, *({"n": 20 + n, "ahead": n} for n in range(9))),
    "numbers-no-printer": _no_printer,
    "numbers-offline": _offline,
}
