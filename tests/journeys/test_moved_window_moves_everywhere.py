"""A manager moves a window: the slip scanned afterwards, the way on the glass, the paper and the call board all say the
new way, with no other edit; and with the hall away the kiosk says the way it knows, and since when."""

import signal
from pathlib import Path
from typing import Any

import pytest

from hall.contract.codes import slip_code
from tests.journeys.errands import _paper_of, _slip, _without_card
from tests.support.house import House, NeverCame, until
from tests.support.plans import beside, songjiang


@pytest.fixture
def house(tmp_path: Path):
    with House(tmp_path) as house:
        house.visitor.sees("AttractView", "您好")
        yield house


def _scan(house: House, number: str) -> None:
    """Show the slip, and again if it is taken for the showing before (the same code within 2 s is one scan)."""
    text = slip_code(house.tickets()[number]["token"])

    def shown() -> dict[str, Any] | None:
        house.rack("scanner", "show", text=text)
        try:
            return house.visitor.sees("SlipView", patience=2.2)
        except NeverCame:
            return None

    until("the slip's page", shown)


def _step(house: House) -> str:
    """The steps, as they stand on the way's screen."""
    house.visitor.touch("way")
    texts = house.visitor.sees("WayView", "怎么走", "窗口。")["texts"]
    return "\n".join(text for text in texts if text.endswith("窗口。"))


def _other_steps(house: House, old: str) -> list[str]:
    return [text for text in house.visitor.state()["texts"] if text.endswith("窗口。") and text not in old]


def test_a_window_moves_and_slip_glass_paper_and_board_follow(house: House):
    visitor, clerk = house.visitor, house.clerk(window="w5")

    _without_card(house, "intake")
    number = _slip(house, lambda _: None, "")
    visitor.sees("SlipView", "到最近的", "1–5 号")
    paper = _paper_of(house, number).replace("\n", "")
    assert "到最近的2号窗口" in paper.replace(" ", "")
    visitor.touch("done")

    assert clerk.next() == number
    before = until("the call", lambda: house.board())[0]
    _scan(house, number)
    visitor.sees("SlipView", "请到 5 号窗口", "A 区")
    old = _step(house)
    assert "第三个" in old

    assert house.manager().publishes(beside(songjiang(), "w5", "w8"))["state"] == "published"
    until("the new way, while the old one is being read", lambda: _other_steps(house, old))
    visitor.touch("done")
    after = until("the new direction", lambda: [c for c in house.board() if c["direction"] != before["direction"]])[0]
    assert (after["number"], after["sentence"]) == (number, before["sentence"])
    _scan(house, number)
    visitor.sees("SlipView", "请到 5 号窗口", "发证取件")
    new = _step(house)
    assert new != old

    visitor.touch("back")
    visitor.touch("done")
    visitor.sees("AttractView")
    house.stop("hall", signal.SIGKILL)
    _scan(house, number)  # the hall's book can still be read, though nobody answers
    visitor.sees("SlipView", "暂不可知", "路线截至")
    visitor.touch("way")
    visitor.sees("WayView", "1–5 号窗口怎么走", "路线截至")
