"""Every face of an A4 paper."""

from devices.documents.documents import Cancelled, Completed, Doubtful, Failed, Progress, Reason, Trouble
from kiosk.kit.played import Played, Script

EMPTY = Trouble(Reason.TRAY_EMPTY)


def _ready(at: Played) -> None:
    at.touch("wake")
    at.paper("checklist")


def _form(at: Played) -> None:
    _ready(at)
    at.touch("form")


def _long(at: Played) -> None:
    """Of seven pages."""
    at.touch("wake")
    at.paper("checklist", lines=150)


def _copies(at: Played) -> None:
    _long(at)
    at.touch("copies more", "two_sided")


def _printing(at: Played) -> None:
    _long(at)
    at.touch("print")
    at.prints(Progress(2, 7))


def _waiting(at: Played) -> None:
    _long(at)
    at.touch("print")
    at.prints(Progress(3, 7, (EMPTY,), cancels_in=42.0))


def _stopped(at: Played) -> None:
    _waiting(at)
    at.prints(Cancelled(EMPTY, 3))


def _rest(at: Played) -> None:
    _stopped(at)
    at.touch("again")
    at.prints(Progress(1, 4))


def _out(at: Played) -> None:
    _rest(at)
    at.prints(Completed(4))


def _nothing(at: Played) -> None:
    _ready(at)
    at.touch("print")
    at.prints(Failed(Trouble(Reason.JAM), 0))


def _doubtful(at: Played) -> None:
    _ready(at)
    at.touch("print")
    at.prints(Doubtful(Trouble(Reason.SILENT)))


def _reprint(at: Played) -> None:
    _doubtful(at)
    at.touch("reprint")


SAMPLES: dict[str, Script] = {
    "paper": _ready,
    "paper-form": _form,
    "paper-copies": _copies,
    "paper-printing": _printing,
    "paper-waiting": _waiting,
    "paper-stopped": _stopped,
    "paper-rest": _rest,
    "paper-out": _out,
    "paper-nothing": _nothing,
    "paper-doubtful": _doubtful,
    "paper-reprint": _reprint,
}
