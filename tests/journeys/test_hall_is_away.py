"""The hall away is an older snapshot, not another program: numbers go on, marked, merged, never doubled."""

import contextlib
from pathlib import Path

import pytest

from tests.journeys.errands import _paper_of, _slip, _without_card
from tests.support.cable import Cable
from tests.support.house import House, NeverCame, until


def look(_: str) -> None: ...


@pytest.fixture
def cabled(tmp_path: Path):
    """A house whose kiosk reaches the hall over a cable that can be pulled."""
    house = House(tmp_path)
    cable = Cable(int(house.hall_url.rpartition(":")[2]))
    house.environment["ONEDOOR_KIOSK_HALL"] = cable.url
    with house:
        house.visitor.sees("AttractView", "您好")
        yield house, cable
    cable.close()


def test_an_answer_lost_after_the_commit_makes_the_slip_win(cabled: tuple[House, Cable]):
    house, cable = cabled
    cable.set("no_answers")
    _without_card(house, "intake")
    number = _slip(house, look, "")
    assert number == "A701"
    assert "离线号" in _paper_of(house, number)
    assert "A001" in house.tickets(), "the hall had committed its own number"
    cable.set("whole")
    until("the merge", lambda: number in house.tickets())
    assert house.tickets()["A001"]["state"] == "void"
    clerk = house.clerk()
    assert clerk.next() == number
    assert house.board()[0]["number"] == number


def test_a_pulled_cable_is_said_and_survived(cabled: tuple[House, Cable]):
    house, cable = cabled
    cable.set("pulled")
    numbers = []
    for _ in range(2):
        _without_card(house, "advice")
        numbers.append(_slip(house, look, ""))
        house.visitor.touch("done")
    assert numbers == ["B701", "B702"]
    house.visitor.touch("wake")
    house.visitor.sees("HomeView", "大厅")
    house.visitor.touch("back")
    cable.set("whole")
    until("the merge", lambda: set(numbers) <= set(house.tickets()))
    clerk = house.clerk(window="w6")
    assert [clerk.next(), clerk.next()] == numbers, "called in the order they were taken, each once"


def test_a_slip_scanned_tells_where_it_stands(cabled: tuple[House, Cable]):
    house, cable = cabled
    _without_card(house, "intake")
    number = _slip(house, look, "")
    house.visitor.touch("done")
    house.visitor.sees("AttractView")  # the finger and the code come over different wires
    house.rack("scanner", "show", preset="last_slip")
    house.visitor.sees("SlipView", number)
    house.visitor.touch("done")
    assert house.clerk().next() == number
    house.visitor.sees("AttractView")
    cable.set("pulled")
    until("the scan taken up", lambda: _shown_again(house))
    house.visitor.sees("SlipView", number, "号码仍然有效", "暂不可知", "等候情况截至")


def _shown_again(house: House) -> bool:
    """The same code within 2 s of the last time is one scan: it is held there again until the kiosk takes it up."""
    house.rack("scanner", "show", preset="last_slip")
    with contextlib.suppress(NeverCame):
        return until("it taken up", lambda: house.visitor.state()["screen"] != "AttractView", patience=2.1)
    return False
