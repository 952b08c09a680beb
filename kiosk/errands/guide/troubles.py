"""What is said where there is no list, or no paper: what happened, what was kept, what can follow."""

from devices.printer.verdict import Reason
from kiosk.kit.views import Choice, Sentence, TroubleView
from kiosk.printing import Print

_LIST: dict[str, str | int | tuple[str, str]] = {"paper": ("清单", "list")}


def no_paper(printing: Print) -> TroubleView:
    """The list stands on the glass all the same. Where its beginning may be on paper, another try is a copy."""
    doubtful = printing.paper.state == "doubtful"
    remedy = "again" if printing.remedy == "again" else "reprint"
    end = "got_it" if doubtful else "no_slip"
    return TroubleView(
        what=Sentence(f"trouble.{'doubtful' if doubtful else Reason(printing.reason).value}.what", _LIST),
        kept=Sentence("guide.kept.list"),
        next=Sentence("guide.next.look_first" if doubtful else "guide.next.again"),
        choices=(
            Choice(end, Sentence(f"guide.choice.{end}")),
            Choice(remedy, Sentence(f"choice.{remedy}"), primary=True),
        ),
    )


def disk_full() -> TroubleView:
    end = Choice("list", Sentence("guide.choice.no_slip"), primary=True)
    return TroubleView(Sentence("guide.disk_full"), Sentence("guide.kept.list"), Sentence("trouble.next.staff"), (end,))


def withdrawn(*, code: bool = False) -> TroubleView:
    """``code``: of a list that was carried along, whose matter we do not know (any more)."""
    return TroubleView(
        what=Sentence("guide.withdrawn.code" if code else "guide.withdrawn.what"),
        kept=Sentence("guide.kept.answers"),
        next=Sentence("guide.next.other"),
        choices=(
            Choice("advice", Sentence("guide.choice.window")),
            Choice("another", Sentence("guide.choice.other"), primary=True),
        ),
    )


def nothing_known() -> TroubleView:
    home = Choice("home", Sentence("choice.home"), primary=True)
    return TroubleView(Sentence("guide.nothing.what"), None, Sentence("guide.nothing.next"), (home,))
