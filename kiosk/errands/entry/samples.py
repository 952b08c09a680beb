"""Every face of the gate."""

from datetime import timedelta

from devices.printer.verdict import NotPrinted, Printed, Reason
from kiosk.kit.played import ENTRY_CODE, NOW, Played, Script


def _ready(at: Played) -> None:
    at.doors()
    at.touch("wake", "enter")


def _opening(at: Played) -> None:
    at.doors()
    at.scan(ENTRY_CODE)


def _open(at: Played) -> None:
    _opening(at)
    at.gate("released")
    at.printer(Printed("process-id"))


def _printing(at: Played) -> None:
    _opening(at)
    at.gate("released")


def _no_slip(at: Played) -> None:
    _opening(at)
    at.gate("released")
    at.printer(NotPrinted(Reason.PAPER_END))


def _passed(at: Played) -> None:
    _open(at)
    at.gate("passed")


def _not_passed(at: Played) -> None:
    _open(at)
    at.gate("not_passed")


def _not_opened(at: Played) -> None:
    _opening(at)
    at.gate("not_released")


def _maybe(at: Played) -> None:
    _opening(at)
    at.gate("maybe_released")


def _roomless(at: Played) -> None:
    at.doors(room="")
    at.scan(ENTRY_CODE)
    at.gate("released")


def _ended(at: Played) -> None:
    at.doors(ends=NOW - timedelta(days=1))
    at.scan(ENTRY_CODE)


def _closed(at: Played) -> None:
    at.doors(state="closed")
    at.scan(ENTRY_CODE)


def _used(at: Played) -> None:
    _passed(at)
    at.touch("done")
    at.scan(ENTRY_CODE)


def _card(at: Played) -> None:
    _ready(at)
    at.lay()


def _no_gate(at: Played) -> None:
    at.scan(ENTRY_CODE)


SAMPLES: dict[str, Script] = {
    "entry-ready": _ready,
    "entry-opening": _opening,
    "entry-printing": _printing,
    "entry-open": _open,
    "entry-no-slip": _no_slip,
    "entry-passed": _passed,
    "entry-not-passed": _not_passed,
    "entry-not-opened": _not_opened,
    "entry-maybe": _maybe,
    "entry-roomless": _roomless,
    "entry-ended": _ended,
    "entry-closed": _closed,
    "entry-used": _used,
    "entry-card": _card,
    "entry-no-gate": _no_gate,
}
