"""What is said where a paper did not come out whole: why, what is in the tray, what can follow."""

from kiosk.kit.views import Choice, Sentence, TroubleView
from kiosk.printing import Print

_OWN = frozenset(
    {"tray_empty", "tray_missing", "toner_out", "jam", "cover_open", "output_full", "paused", "silent", "busy",
     "leftover", "handed_over", "short"}
)  # fmt: skip
_AWAY = frozenset({"unplugged", "offline", "connecting", "forgotten", "power_cycled"})
_MENDED = frozenset({"tray_empty", "tray_missing", "jam", "cover_open", "output_full"})


def why(reason: str) -> Sentence:
    """One sentence for each trouble that a visitor can tell from another."""
    if reason in _OWN:
        return Sentence(f"paper.why.{reason}")
    return Sentence("paper.why.away" if reason in _AWAY else "paper.why.fault")


def not_out(printing: Print, sides: int) -> TroubleView:
    """Some of it, nothing, or nobody knows."""
    paper, remedy = printing.paper, printing.remedy
    out = paper.out
    if paper.state == "doubtful":
        kept, then, end, label = Sentence("paper.kept.doubtful"), "look_first", "got_it", Sentence("paper.reprint")
    elif out is None:
        kept, then, end, label = Sentence("paper.kept.some"), "reprint", "no_slip", Sentence("paper.reprint")
    elif out:
        kept = Sentence("paper.kept.sides", {"out": out, "from": out + 1, "sides": sides})
        then, end, label = "go_on", "no_slip", Sentence("paper.go_on", {"from": out + 1, "sides": sides})
    else:
        kept, then, end, label = Sentence("paper.kept.nothing"), "again", "no_slip", Sentence("paper.again")
    if then in ("go_on", "again") and printing.reason not in _MENDED:
        then += "_staff"
    return TroubleView(
        what=why(printing.reason),
        kept=kept,
        next=Sentence(f"paper.next.{then}"),
        choices=(
            Choice(end, Sentence(f"paper.{end}")),
            Choice("reprint" if remedy == "reprint" else "again", label, primary=True),
        ),
    )


def unset(what: str) -> TroubleView:
    """No paper at all, and why: ``paper.unset`` has the words."""
    leave = Choice("back", Sentence("paper.back"), primary=True)
    kept, then = Sentence("paper.kept.nothing"), Sentence("paper.next.window")
    return TroubleView(Sentence(f"paper.unset.{what}"), kept, then, (leave,))
