"""A day that is over: who was inside at some moment of it, by what was told then."""

from datetime import datetime
from typing import Any

from hall.access import store as counts
from hall.access.people import store as people
from tests.hall.caller import Caller, House, signed_in
from tests.hall.doors.telling import a_gate, guard, seen


def past(caller: Caller, at: datetime) -> Any:
    return caller.get("/api/guard/past", params={"at": at.isoformat()})


def test_who_was_inside_on_an_evening_is_answered_days_later_as_it_was_then(house: House):
    gate = a_gate(house)
    before = house.hands()
    gate.card("04A1B2D1")
    house.hands.move(hours=1)
    gate.ask()
    gate.card("04A1B2D2")
    gate.card("00000000")
    at_ten = house.hands()
    house.hands.move(hours=1)
    (first, _) = seen(guard(house))["inside"]["rows"]
    guard(house).post("/api/guard/left", {"who": first["who"]}).raise_for_status()
    at_noon = house.hands()
    house.hands.move(days=3)

    def gone(tx: Any) -> None:  # he has left the house since, and the list of the doors with him
        people.set_person(tx.conn, int(first["who"][1:]), left_at=tx.now)
        counts.count(tx.conn)

    house.write(gone)
    auditor = signed_in(house, "auditor")
    told = past(auditor, at_ten).raise_for_status().json()
    assert [row["name"] for row in told["rows"]] == ["张*（区建设管理委）", "刘*（区建设管理委）"]
    assert {row["door"] for row in told["rows"]} == {"东厅闸机 01"}
    assert (told["people"], told["seen"], told["left"]) == (2, 2, 0)
    assert [row["tone"] for row in told["happened"]] == ["amber", "good", "good"]
    assert any("那天" in one or "走了也还在" in one for one in told["doubts"])
    assert [row["name"] for row in past(auditor, at_noon).json()["rows"]] == ["刘*（区建设管理委）"]
    assert past(auditor, before).json()["rows"] == []
    looked = [row for row in auditor.get("/api/audit").json()["lines"] if row["action"] == "inside_looked_up"]
    assert looked[0]["actor"] == "auditor"


def test_a_moment_to_come_or_long_forgotten_and_who_may_not_look(house: House):
    auditor, now = signed_in(house, "auditor"), house.hands()
    assert past(auditor, now.replace(year=2027)).json()["code"] == "to_come"
    assert past(auditor, now.replace(year=2025)).json()["code"] == "forgotten"
    assert past(signed_in(house, "clerk1"), now).status_code == 403
    assert auditor.get("/past").status_code == 200
    assert auditor.get("/guard/past").status_code == 403
