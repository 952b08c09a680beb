"""Somebody presses 求助: the kiosk says no more than is true, until a person has taken that call."""

from pathlib import Path

import pytest

from tests.support.house import House, Manager, until


@pytest.fixture
def house(tmp_path: Path):
    with House(tmp_path) as house:
        yield house


def test_words_about_people_rest_on_people(house: House):
    guard = Manager(house, "security")
    house.visitor.sees("AttractView", "您好")
    house.visitor.touch("wake")
    house.visitor.sees("HomeView")
    house.visitor.touch("help")
    until("the call on its way", lambda: "已发出，等待工作人员查看；急事请到咨询台" in house.visitor.state()["texts"])

    def called() -> list[dict]:
        needs = guard.call("GET", "/api/attention")["needs"]
        return [need for need in needs if need["kind"] == "help"]

    (need,) = until("the guard's list", called)
    assert "工作人员已看到，请在这里稍候" not in house.visitor.state()["texts"]
    guard.call("POST", "/api/attention/take", key=need["key"], things=need["things"])
    until("seen", lambda: "工作人员已看到，请在这里稍候" in house.visitor.state()["texts"])
