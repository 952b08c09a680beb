"""What a scripted visitor does, with real fingers and real wires. An errand that does not end as promised raises.

``look(name)`` is called wherever there is something worth a picture.
"""

import contextlib
import re
import signal
from collections.abc import Callable

from tests.support.house import House, NeverCame, until
from tests.support.passes import pass_codes
from tests.support.threshold import enters

Look = Callable[[str], None]
SUISHENMA = "https://s.sh.gov.cn/0123456789abcdef0123456789ab061767225600000"


def by_card(house: House, look: Look) -> None:
    """Lay the card, touch a service, take the slip; the window calls, the board shows."""
    visitor = house.visitor
    visitor.sees("AttractView", "您好")
    look("attract")
    house.rack("idcard", "lay", person="zhang")
    visitor.sees("TicketView", "张*", "3101**********0013")
    look("ticket")
    visitor.touch("service", "intake")
    number = _slip(house, look, "slip-by-card")
    house.rack("idcard", "take")
    visitor.touch("done")
    visitor.sees("AttractView")
    assert house.papers()[-1]["cut"], "the slip is cut off"
    assert _paper_of(house, number), "the number is on paper"
    until("the printed report", lambda: house.tickets()[number]["slip"] == "printed")
    assert house.tickets()[number]["subject_last4"] == "0013"
    clerk = house.clerk()
    assert clerk.next() == number
    until("the board", lambda: house.board() and house.board()[0]["number"] == number)


def by_code(house: House, look: Look) -> None:
    """Show a 随申码: the hall resolves it, the kiosk shows a masked name; one touch to the slip."""
    visitor = house.visitor
    house.rack("scanner", "show", text=SUISHENMA)
    visitor.sees("TicketView", "*")
    look("ticket-by-code")
    visitor.touch("service", "pickup")
    number = _slip(house, look, "slip-by-code")
    visitor.touch("done")
    assert "扫码 ****" in _paper_of(house, number)


def by_typing(house: House, look: Look) -> None:
    """Type a number, one digit wrong: it is named; put right, it goes on. A firm, in English."""
    visitor = house.visitor
    visitor.sees("AttractView")
    visitor.touch("wake")
    visitor.sees("HomeView", "取号")
    look("home")
    visitor.touch("service", "advice")
    visitor.sees("IdentifyView")
    look("identify")
    visitor.touch("type")
    for digit in "310117198502290012":  # the check digit fits; that 29 February never was
        visitor.touch("key", digit)
    visitor.sees("IdentifyView", "第 13")
    look("identify-wrong-digit")
    visitor.touch("kind", "credit_code")
    for character in "91310117MA1J00014T":
        visitor.touch("key", character)
    look("identify-credit-code")
    visitor.touch("confirm")
    number = _slip(house, look, "slip-by-typing")
    visitor.touch("done")
    assert "信用代码 ****014T" in _paper_of(house, number)


def paper_runs_out(house: House, look: Look) -> None:
    """The paper ends in the middle of the slip: said, the number kept; new paper, and it comes out, marked."""
    visitor = house.visitor
    visitor.sees("AttractView")
    before = len(house.papers())
    house.rack("printer", "paper", out=True, after_mm=40)
    _without_card(house, "intake")
    visitor.sees("TroubleView", "纸")
    look("trouble-paper-out")
    number = _number(house)
    house.rack("printer", "paper", out=False)
    until("the slip, tried again as the screen says", lambda: _tried_again(house))
    assert _slip(house, look, "slip-after-paper-out") == number
    visitor.touch("done")
    texts = ["\n".join(paper["text"]) for paper in house.papers()[before:]]
    whole = [text for text in texts if number in text and "投诉建议" in text]
    assert len(whole) == 1, "one whole slip"
    originals = [text for text in texts if number in text and "补打" not in text]
    assert len(originals) <= 1, "never two originals"


def hall_away(house: House, look: Look) -> None:
    """The hall is pulled out: a number of the block, marked; the hall comes back: merged, called, never doubled."""
    visitor = house.visitor
    visitor.sees("AttractView")
    house.stop("hall", signal.SIGKILL)
    _without_card(house, "intake")
    number = _slip(house, look, "slip-hall-away")
    assert number == "A701"
    assert "离线号" in _paper_of(house, number)
    visitor.touch("done")
    house.start_hall()
    until("the merged number", lambda: house.tickets().get(number, {}).get("origin") == "block")
    until("the printed report", lambda: house.tickets()[number]["slip"] == "printed")


def what_is_needed(house: House, look: Look) -> None:
    """租的办公楼重新装修: found by four letters, six questions answered, the list on paper; its code shows it again."""
    visitor = house.visitor
    visitor.sees("AttractView")
    visitor.touch("wake")
    visitor.touch("guide")
    visitor.sees("ChooseView", "要办什么事")
    visitor.touch("search")
    for letter in "ZXXK":
        visitor.touch("key", letter)
    visitor.sees("SearchView", "既有建筑装饰装修工程施工许可")
    look("guide-search")
    visitor.touch("matter", "zx_xk")
    for one in ("use office", "bearing no", "area middle", "fitout some", "land rent"):
        visitor.touch("answer", one)
    visitor.sees("AskView", "租赁合同")
    look("guide-question")
    visitor.touch("answer", "aged no")
    visitor.sees("ListView", "租赁合同", "要带 · 9")
    look("guide-list")
    visitor.touch("print")
    visitor.sees("ListView", "清单已打印")
    lines = house.papers()[-1]["text"]
    assert any("产权人同意装饰装修的证明" in line for line in lines)
    code = re.search(r"OD6:[\w.~-]+", "\n".join(lines))
    assert code is not None
    visitor.touch("home")
    visitor.sees("HomeView")
    house.rack("scanner", "show", text=code[0])
    visitor.sees("ListView", "这是您带来的清单", "要带 · 9")
    visitor.touch("home")
    visitor.sees("HomeView")
    visitor.touch("home")
    visitor.sees("AttractView")


def through_the_gate(house: House, look: Look) -> None:
    """Show a visitor's pass: the gate opens, the way to the room is shown and printed; once more, and it is refused."""
    visitor = house.visitor
    visitor.sees("AttractView")
    pass_ = pass_codes(house.path / "hall")[-1]
    enters(house, pass_, "请进", "路线已打印", look=lambda: look("gate-open"))
    visitor.touch("done")
    visitor.sees("AttractView")
    until("refused", lambda: _refused(house, pass_))
    look("gate-refused")
    visitor.touch("home")
    assert any("联合会审室" in line for line in house.papers()[-1]["text"])


def _refused(house: House, pass_: str) -> bool:
    """Shown again and again: the same code within two seconds is one scan."""
    house.rack("scanner", "show", text=pass_)
    with contextlib.suppress(NeverCame):
        house.visitor.sees("EntryView", "已经用过一次", patience=2)
        return True
    return False


ERRANDS: dict[str, Callable[[House, Look], None]] = {
    "number by ID card": by_card,
    "number by scanned code": by_code,
    "number by typing, one digit wrong": by_typing,
    "paper runs out in the middle": paper_runs_out,
    "hall away": hall_away,
    "what is needed, and the list taken along": what_is_needed,
    "through the gate with a pass": through_the_gate,
}


def _without_card(house: House, service: str) -> None:
    """Three touches: wake, service, without registering."""
    house.visitor.touch("wake")
    house.visitor.touch("service", service)
    house.visitor.touch("skip")


def _slip(house: House, look: Look, name: str) -> str:
    """Wait for the slip on the glass; its number."""
    house.visitor.sees("SlipView", "打印机已确认出票")
    look(name)
    return _number(house)


def _number(house: House) -> str:
    """The queue number that stands on the glass, big."""
    texts = house.visitor.state()["texts"]
    return next(text for text in texts if len(text) in (4, 5) and text[0].isalpha() and text[1:].isdigit())


def _tried_again(house: House) -> bool:
    """Whether the slip is out. Whoever was faster than the printer, which has to wake up, tries once more."""
    state = house.visitor.state()
    key = next((key["what"] for key in state["keys"] if key["what"] in ("reprint", "again")), None)
    if key is not None and state["screen"] == "TroubleView":
        house.visitor.touch(key)
        with contextlib.suppress(NeverCame):  # it may be in trouble again before anybody looked
            until("the key taken", lambda: house.visitor.state()["screen"] != "TroubleView", patience=3)
    return state["screen"] == "SlipView"


def _paper_of(house: House, number: str) -> str:
    """The text of the slip that carries ``number``; empty if none does."""
    slips = ("\n".join(paper["text"]) for paper in house.papers())
    return next((text for text in slips if number in text), "")
