"""Where people went last, told to stations with anti-passback: by others' doors and by a guard's eyes, and no more of
it than they need."""

from typing import Any

import pytest

from hall.access.rules import RulesBook
from hall.contract.parts import WhereaboutsPart
from tests.hall.caller import House
from tests.hall.doors.telling import Gate, a_gate, guard


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample's gate refuses who is inside already, and another station has a door into the same zone."""
    current = RulesBook.current

    def harder(*args: Any) -> Any:
        told = current(*args)
        gate = next(one for one in told.rules.doors if one.id == "gate1").model_copy(update={"passback": "hard"})
        other = gate.model_copy(update={"id": "gate9", "station": "elsewhere"})
        rest = (one for one in told.rules.doors if one.id != "gate1")
        return told._replace(rules=told.rules.model_copy(update={"doors": (gate, other, *rest)}))

    monkeypatch.setattr(RulesBook, "current", harder)


def part(at: Gate) -> WhereaboutsPart:
    told = at.station.post("/api/station/parts", {}).raise_for_status().json()["parts"]
    return WhereaboutsPart.model_validate(told["whereabouts"]["body"])


def test_a_station_without_anti_passback_is_told_nothing(house: House):
    at_gate = a_gate(house)
    at_gate.card("04A1B2D1")
    assert part(at_gate) == WhereaboutsPart()


def test_who_came_in_is_told_until_he_was_seen_to_leave(house: House, strict: None):
    at_gate = a_gate(house)
    person = at_gate.card("04A1B2D1")["person"]
    at_gate.card("04A1B2D2", became="not_passed")
    (who,) = part(at_gate).went.items()
    door = at_gate.grants.door_by_id["gate1"] if at_gate.grants else None
    assert door is not None
    assert (who[0], who[1].zone) == (person, door.to_zone)
    house.hands.move(seconds=5)
    guard(house).post("/api/guard/left", {"who": person}).raise_for_status()
    assert part(at_gate).went[person].zone == ""
    house.hands.move(hours=24)
    assert part(at_gate).went == {}, "of today alone"
