"""Every face of guidance."""

from devices.printer.verdict import NotPrinted, Printed, Reason
from kiosk.kit.played import Played, Script

PHONES = "https://hall.example.cn"
CARRIED = "OD6:6.zx_xk.use-office~land-rent~amount-large~area-middle~bearing-no~fitout-some~aged-no.AAAA..BBBB"
"""A list of an older catalogue, on which other lines stood."""
OFFICE = ("use office", "bearing no", "area middle", "land rent", "fitout some", "aged no")
"""A rented office is fitted out anew: answers in the order in which they are asked."""


def _open(at: Played) -> None:
    at.matters(phones=PHONES)
    at.touch("wake", "guide")


def _nothing(at: Played) -> None:
    at.touch("wake", "guide")


def _bundles(at: Played) -> None:
    _open(at)
    at.touch("group bundles")


def _search(at: Played) -> None:
    _open(at)
    at.touch("search")
    at.type("ZXXK")


def _found(at: Played) -> None:
    _search(at)
    at.touch("confirm")


def _unknown(at: Played) -> None:
    _open(at)
    at.touch("search")
    at.type("QQQ")


def _read(at: Played) -> None:
    _open(at)
    at.touch("search")
    at.type("ZXXK")
    at.touch("confirm", "read permit_threshold")


def _first(at: Played) -> None:
    _open(at)
    at.touch("group 2", "matter zx_xk")


def _answered(at: Played, *answers: str) -> None:
    _first(at)
    at.touch(*(f"answer {one}" for one in answers))


def _later(at: Played) -> None:
    _answered(at, *OFFICE[:4])


def _finish(at: Played) -> None:
    _answered(at, *OFFICE)


def _unsure(at: Played) -> None:
    _answered(at, *OFFICE[:5], "aged ?")


def _turned(at: Played) -> None:
    _answered(at, "use office", "bearing yes")


def _bundle(at: Played) -> None:
    _bundles(at)
    at.touch("matter yzs_sg", "answer kind new")


def _half(at: Played) -> None:
    _answered(at, OFFICE[0])
    at.touch("list")


def _answers(at: Played) -> None:
    _finish(at)
    at.touch("answers")


def _large(at: Played) -> None:
    _finish(at)
    at.touch("carry")


def _printing(at: Played) -> None:
    _finish(at)
    at.touch("print")


def _printed(at: Played) -> None:
    _printing(at)
    at.printer(Printed("process-id"))


def _no_paper(at: Played) -> None:
    _printing(at)
    at.printer(NotPrinted(Reason.PAPER_END))


def _withdrawn(at: Played) -> None:
    _answered(at, OFFICE[0])
    at.matters(revision=8, without="zx_xk")


def _carried(at: Played) -> None:
    at.matters(phones=PHONES)
    at.scan(CARRIED)


def _lapsed(at: Played) -> None:
    _open(at)
    at.touch("group 2", "matter yj_sg", "list")


SAMPLES: dict[str, Script] = {
    "guide": _open,
    "guide-nothing": _nothing,
    "guide-bundles": _bundles,
    "guide-search": _search,
    "guide-found": _found,
    "guide-search-unknown": _unknown,
    "guide-read": _read,
    "guide-ask": _first,
    "guide-ask-later": _later,
    "guide-ask-bundle": _bundle,
    "guide-half": _half,
    "guide-list": _finish,
    "guide-list-unsure": _unsure,
    "guide-list-lapsed": _lapsed,
    "guide-turned": _turned,
    "guide-answers": _answers,
    "guide-carry": _large,
    "guide-printed": _printed,
    "guide-no-paper": _no_paper,
    "guide-withdrawn": _withdrawn,
    "guide-since": _carried,
}
