"""Rules change by two persons, who have seen who gains and who loses which door when."""

from typing import Any

import pytest

from hall.contract.access import Cause
from tests.hall.access.doors import gate, lay, part, people
from tests.hall.caller import Caller, House, signed_in


@pytest.fixture
def manager(house: House) -> Caller:
    return signed_in(house, "manager")


def standing(caller: Caller) -> tuple[int, dict[str, Any]]:
    told = caller.get("/api/access/rules").raise_for_status().json()
    return told["revision"], told["rules"]


def on_saturdays(rules: dict[str, Any]) -> dict[str, Any]:
    for profile in rules["profiles"]:
        if profile["id"] == "work":
            profile["spans"].append({"days": [6], "begins": "09:00:00", "ends": "12:00:00"})
    return rules


def propose(caller: Caller, base: int, rules: dict[str, Any]) -> Any:
    return caller.post("/api/access/rules", {"base": base, "rules": rules})


def apart(rules: dict[str, Any]) -> None:
    """Two doors that want each other shut, at two stations."""
    one, other = rules["doors"][:2]
    one.update(station="kiosk1", interlock=[other["id"]])
    other.update(station="K007")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda rules: rules["doors"].append(rules["doors"][0]), "写了两次"),
        (lambda rules: rules["groups"][0]["doors"].append("nowhere"), "没有 nowhere"),
        (lambda rules: rules["doors"][0].update(interlock=["gate1"]), "互锁"),
        (apart, "同一台站点"),
        (lambda rules: rules["doors"][0].update(first="dawn"), "首卡时段"),
        (lambda rules: rules["doors"][0].update(way="to_the_moon"), "图上没有"),
        (lambda rules: rules["doors"][0].update(from_zone="zb"), "同一个区"),
        (lambda rules: rules["doors"][0].update(name_zh=" "), "没有名称"),
    ],
)
def test_rules_with_a_fault_are_refused_with_all_of_it(refusing: House, spoil: Any, said: str):
    manager = signed_in(refusing, "manager")
    base, rules = standing(manager)
    spoil(rules)
    told = propose(manager, base, rules)
    assert (told.status_code, told.json()["code"]) == (422, "faults")
    assert said in told.json()["zh"]
    assert manager.get("/api/access/rules").json()["waiting"] is None


@pytest.mark.parametrize("body", [{}, {"base": -1, "rules": {}}, {"base": 0, "rules": {"doors": [{"id": "a b"}]}}])
def test_what_are_no_rules_is_refused(refusing: House, body: dict[str, Any]):
    assert signed_in(refusing, "manager").post("/api/access/rules", body).status_code == 422


def test_a_change_says_who_gains_which_door_when_and_waits_for_a_second_person(house: House, manager: Caller):
    station, guard = gate(house), signed_in(house, "security")
    base, rules = standing(manager)
    told = manager.post("/api/access/rules/compare", {"base": base, "rules": on_saturdays(rules)}).json()
    assert told["faults"] == []
    gains = {(one["door"], one["hours"]): one["people"] for one in told["changes"] if one["gains"]}
    ids = {f"p{one['id']}": number for number, one in people(manager).items()}
    assert {ids[one] for one in gains["gate1", "周六 09:00–12:00"]} == {"JG101", "JG102", "SW301", "YJ601", "DL701"}
    assert {ids[one] for one in gains["d1", "周六 09:00–12:00"]} == {"JG101", "JG102", "YJ601"}
    assert not [one for one in told["changes"] if not one["gains"]]
    house.hands.move(days=4, hours=1)  # Saturday, ten o'clock
    manager, guard = signed_in(house, "manager"), signed_in(house, "security")
    id = propose(manager, base, rules).json()["id"]
    assert lay(house, station, "04A1B2D1").cause is Cause.HOURS
    assert manager.post(f"/api/access/rules/{id}/approve").json()["code"] == "second_person"
    assert guard.post(f"/api/access/rules/{id}/approve").status_code == 200
    assert lay(house, station, "04A1B2D1").admitted
    assert guard.post(f"/api/access/rules/{id}/approve").json()["code"] == "settled"


def test_a_holiday_takes_a_day_away_and_is_said_by_its_date(manager: Caller):
    base, rules = standing(manager)
    rules["calendar"]["holidays"].append("2026-12-01")
    told = manager.post("/api/access/rules/compare", {"base": base, "rules": rules}).json()["changes"]
    assert {(one["gains"], one["hours"]) for one in told if one["door"] == "gate1"} == {
        (False, "12月1日 07:30–19:00"),
        (False, "12月1日 07:00–22:00"),
    }


def test_nobody_gives_himself_a_door(house: House, manager: Caller):
    """The manager's own letter would open more by his own rules."""
    base, rules = standing(manager)
    rules["doors"].append({"id": "d3", "name_zh": "档案室"})
    rules["groups"][1]["doors"].append("d3")
    id = propose(manager, base, rules).json()["id"]
    told = signed_in(house, "security").post(f"/api/access/rules/{id}/approve").json()
    assert told["code"] == "yourself"


def test_of_two_proposals_the_later_waits_and_the_base_must_still_stand(house: House, manager: Caller):
    guard = signed_in(house, "security")
    base, rules = standing(manager)
    first = propose(manager, base, on_saturdays(rules)).json()["id"]
    second = propose(manager, base - 1, rules).json()["id"]
    assert guard.post(f"/api/access/rules/{first}/approve").json()["code"] == "settled"
    assert guard.post(f"/api/access/rules/{second}/approve").json()["code"] == "moved_on"
    assert guard.post(f"/api/access/rules/{second}/drop").status_code == 200
    assert manager.get("/api/access/rules").json()["waiting"] is None


def test_a_hall_without_rules_opens_no_door(house: House):
    station = gate(house)
    house.write(lambda tx: _forget_rules(tx))
    assert part(station).doors == ()
    assert lay(house, station, "04A1B2C3").cause is Cause.UNKNOWN_DOOR


def _forget_rules(tx: Any) -> None:
    from hall.access import store as counts
    from hall.access.rules import store

    row = store.standing(tx.conn)
    assert row is not None
    store.put(tx.conn, row.id, approved_at=None)
    counts.count(tx.conn)
