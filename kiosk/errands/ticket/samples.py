"""Every face of taking a number."""

from devices.printer.verdict import Doubtful, NotPrinted, Printed, PrinterHealth, Reason
from kiosk.kit.played import SLIP, Away, Played, Script


def _ordered(at: Played) -> None:
    at.lay()
    at.lift()
    at.touch("service intake")


def _printing(at: Played) -> None:
    _ordered(at)
    at.hall(at.ticket())


def _out(at: Played) -> None:
    _printing(at)
    at.printer(Printed("process-id"))


def _out_unknown(at: Played) -> None:
    at.touch("wake", "service intake", "skip")
    at.hall(at.ticket())
    at.printer(Printed("process-id"))


def _known(at: Played) -> None:
    at.lay()


def _no_printer(at: Played) -> None:
    at.health(PrinterHealth(False, frozenset({Reason.PAPER_END})))
    at.lay()


def _kept(at: Played) -> None:
    _ordered(at)
    at.scan(SLIP)


def _offered(at: Played) -> None:
    _kept(at)
    at.hall(at.ticket())
    at.printer(Printed("process-id"))


def _offline(at: Played) -> None:
    at.hall_away()
    _ordered(at)
    at.hall(Away())
    at.printer(NotPrinted(Reason.PAPER_END, partial=True))
    at.touch("reprint")
    at.printer(Printed("process-id"))


def _card_left(at: Played) -> None:
    at.lay()
    at.touch("service intake")
    at.hall(at.ticket())
    at.printer(Printed("process-id"))


def _trouble(at: Played) -> None:
    _printing(at)
    at.printer(NotPrinted(Reason.PAPER_END, partial=True))


def _again(at: Played) -> None:
    _printing(at)
    at.printer(NotPrinted(Reason.COVER_OPEN))


def _doubtful(at: Played) -> None:
    _printing(at)
    at.printer(Doubtful(Reason.SILENT))


def _nothing(at: Played) -> None:
    at.touch("wake", "service pickup", "skip")
    at.hall(Away())


SAMPLES: dict[str, Script] = {
    "ticket": _known,
    "ticket-more": _known,
    "ticket-no-printer": _no_printer,
    "ticket-ordering": _ordered,
    "ticket-kept": _kept,
    "ticket-printing": _printing,
    "slip": _out,
    "slip-way": _out_unknown,
    "slip-kept": _offered,
    "slip-offline": _offline,
    "card-left": _card_left,
    "trouble": _trouble,
    "trouble-again": _again,
    "trouble-doubtful": _doubtful,
    "trouble-nothing": _nothing,
}
