"""What is said where a number or its slip did not come: what happened, what was kept, what can follow."""

from devices.printer.verdict import Reason
from kiosk.kit.views import Choice, Sentence, TroubleView
from kiosk.printing import Print

_SLIP: dict[str, str | int | tuple[str, str]] = {"paper": ("票", "slip")}
"""What the paper is called: the sentences are the same for every paper."""

# Somebody must do something at the printer before another try can help.
_TO_BE_MENDED = frozenset(Reason) - {Reason.SILENT, Reason.GARBLED, Reason.POWER_CYCLED, Reason.UNPRINTABLE}


def no_slip(number: str, printing: Print) -> TroubleView:
    """No slip, or who knows; the number stands. Where it may have come out, the visitor can say so; where its beginning
    may be on paper already, another try is a copy and says so."""
    if printing.paper.state == "doubtful":
        return _with_two_keys(number, "doubtful", "look_first", "got_it", "reprint")
    reason = Reason(printing.reason)
    then = "wait_fix" if reason in _TO_BE_MENDED else "reprint_or_window"
    return _with_two_keys(number, reason.value, then, "no_slip", "again" if printing.remedy == "again" else "reprint")


def _with_two_keys(number: str, what: str, then: str, end: str, remedy: str) -> TroubleView:
    return TroubleView(
        what=Sentence(f"trouble.{what}.what", _SLIP),
        kept=Sentence("trouble.kept.number", {"number": number}),
        next=Sentence(f"trouble.next.{then}"),
        choices=(
            Choice(end, Sentence(f"choice.{end}")),
            Choice(remedy, Sentence(f"choice.{remedy}"), primary=True),
        ),
        number=number,
    )


def nothing_to_print(what: Sentence, then: Sentence, number: str = "") -> TroubleView:
    """No number, or no way to print the one there is."""
    kept = Sentence("trouble.kept.number", {"number": number}) if number else Sentence("trouble.kept.nothing")
    return TroubleView(what, kept, then, (Choice("home", Sentence("choice.home"), primary=True),), number)
