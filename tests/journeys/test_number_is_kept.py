"""号码已为您保留, over real wires: paper out, card away, paper in, the same card again. The number is there, and its
slip comes out once, as the original; later in the day as a marked copy; nobody else's card shows it."""

import signal

from tests.journeys.errands import _number, _slip
from tests.support.house import House, until


def look(_: str) -> None: ...


def slips(house: House, number: str) -> list[str]:
    texts = ("\n".join(paper["text"]) for paper in house.papers())
    return [text for text in texts if number in text]


def lay(house: House, person: str = "zhang") -> None:
    house.rack("idcard", "lay", person=person)


def gone(house: House) -> None:
    """The visitor, and his card: the kiosk says of one that lies there that it does."""
    house.visitor.sees("AttractView", "请收好")
    house.rack("idcard", "take")
    until("nobody there", lambda: (seen := house.visitor.sees("AttractView")) and "请收好" not in str(seen["texts"]))


def test_paper_out_card_away_paper_in_card_again(house: House):
    visitor = house.visitor
    house.rack("printer", "paper", out=True)
    until("the printer unable", lambda: "printer" in house.devices(able=False))
    lay(house)
    visitor.sees("TicketView", "张*")
    visitor.touch("service", "intake")
    visitor.sees("TroubleView", "纸", "已为您保留")
    number = _number(house)
    visitor.touch("no_slip")
    gone(house)
    house.rack("printer", "paper", out=False)
    until("the printer able", lambda: "printer" in house.devices(able=True))
    lay(house, "li")
    visitor.sees("TicketView", "李*")
    visitor.touch("leave")
    gone(house)
    lay(house)
    visitor.sees("NumbersView", number, "前面 0 人")
    visitor.touch("reprint", number)
    assert _slip(house, look, "") == number
    assert "补打" not in slips(house, number)[-1], "nothing of it had come out"
    visitor.touch("done")
    gone(house)
    lay(house)
    visitor.touch("reprint", number)
    visitor.sees("SlipView", number, "补打")
    assert "补打第 1 次" in slips(house, number)[-1]
    assert len([slip for slip in slips(house, number) if "补打" not in slip]) == 1, "never two originals"
    assert list(house.tickets()) == [number]


def test_while_the_hall_is_away_the_same_card_finds_what_was_given_out_here(house: House):
    visitor = house.visitor
    lay(house)
    visitor.sees("TicketView", "张*")
    visitor.touch("service", "intake")
    number = _slip(house, look, "")
    visitor.touch("done")
    gone(house)
    house.stop("hall", signal.SIGKILL)
    lay(house)
    visitor.sees("NumbersView", number, "号码仍然有效")
    visitor.touch("another")
    visitor.touch("service", "intake")
    visitor.sees("NumbersView", "还要再取一个吗")
    visitor.touch("another")
    assert _slip(house, look, "") == "A701", "asked about, not refused"
