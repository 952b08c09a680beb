"""A card is given by presenting it at a reader that a manager names: once, within a minute, there alone."""

from typing import Any

import pytest

from hall.contract.parts import CardsWantedPart
from tests.hall.access.doors import card, gate, lay, people
from tests.hall.caller import House, signed_in
from tests.hall.doors.telling import Gate

KEY, NEW, TAKEN = "0123456789abcdef01234567", "704711", "04A1B2D1"


@pytest.fixture
def station(house: House) -> Gate:
    station = Gate(house, gate(house))
    station.tells({"kind": "started", "version": "1", "clean": True, "devices": ["door gate1"]})
    return station


def wanted(station: Gate) -> CardsWantedPart:
    told = station.station.post("/api/station/parts", {}).raise_for_status().json()
    return CardsWantedPart.model_validate(told["parts"]["cards_wanted"]["body"])


def waits(house: House, door: str = "gate1", number: str = "JG102", key: str = KEY, login: str = "manager") -> Any:
    page = signed_in(house, login)
    him = people(signed_in(house, "manager"))[number]["id"]
    return page.post(f"/api/access/people/{him}/cards/wait", {"key": key, "door": door})


def shows(station: Gate, number: str, key: str = KEY, door: str = "gate1") -> dict[str, Any]:
    shown = {
        "kind": "card_shown",
        "key": key,
        "door": door,
        "card": card(station.station, number),
        "last4": number[-4:],
    }
    return station.tells(shown)


def said(house: House, key: str = KEY) -> dict[str, str]:
    return signed_in(house, "manager").get(f"/api/access/cards/waited/{key}").raise_for_status().json()


def test_the_next_card_at_that_reader_is_his_and_its_number_never_came_here(house: House, station: Gate):
    waits(house).raise_for_status()
    (one,) = wanted(station).wanted
    assert (one.id, one.door) == (KEY, "gate1")
    assert said(house)["state"] == "waiting"
    assert shows(station, NEW)["refused"] == []
    assert said(house) == {"state": "given", "words": "已登记，尾号 4711。"}
    assert wanted(station) == CardsWantedPart()
    page = signed_in(house, "manager")
    assert [one["last4"] for one in people(page)["JG102"]["cards"]][-1] == "4711"
    assert lay(house, station.station, NEW).person == f"p{people(page)['JG102']['id']}"
    assert len(shows(station, "999999")["refused"]) == 1, "once"


def test_one_that_is_somebodys_is_refused_with_his_name(house: House, station: Gate):
    waits(house).raise_for_status()
    shows(station, TAKEN)
    told = said(house)
    assert told["state"] == "refused"
    assert "已经是" in told["words"]


def test_after_a_minute_nobody_waits(house: House, station: Gate):
    waits(house).raise_for_status()
    house.hands.move(seconds=61)
    assert wanted(station) == CardsWantedPart()
    house.hands.move(seconds=30)
    assert said(house)["state"] == "over"
    assert len(shows(station, NEW)["refused"]) == 1


def test_only_at_a_reader_only_there_and_only_by_whoever_issues(house: House, station: Gate):
    assert waits(house, door="d1").status_code == 422
    assert waits(house, login="security").status_code == 403
    waits(house).raise_for_status()
    assert len(shows(station, NEW, door="d1")["refused"]) == 1
    waits(house, key="f" * 24, number="JG101").raise_for_status()
    assert [one.id for one in wanted(station).wanted] == ["f" * 24], "the later one"
