"""Every face of a slip that was scanned."""

from devices.printer.verdict import Printed
from kiosk.kit.played import SLIP, Played, Script


def _asking(at: Played) -> None:
    at.scan(SLIP)


def _called(at: Played) -> None:
    at.scan(SLIP)
    at.hall(at.ticket(state="called", window="5"))


def _waiting(at: Played) -> None:
    at.scan(SLIP)
    at.hall(at.ticket(ahead=1, wait_low=4, wait_high=4))


def _missed(at: Played) -> None:
    at.scan(SLIP)
    at.hall(at.ticket(state="missed"))


def _unknown(at: Played) -> None:
    """Given out here, and the hall is away since."""
    at.touch("wake", "service intake", "skip")
    at.hall(at.ticket())
    at.printer(Printed("process-id"))
    at.touch("done")
    at.hall_away()
    at.scan(SLIP)
    at.hall()


def _sorry(at: Played) -> None:
    at.scan(SLIP)
    at.hall()


SAMPLES: dict[str, Script] = {
    "asking": _asking,
    "slip-called": _called,
    "slip-way-called": _called,
    "slip-waiting": _waiting,
    "slip-missed": _missed,
    "slip-unknown": _unknown,
    "trouble-slip": _sorry,
}
