"""The hall's clock ten days wrong, one way and the other and back, while pages and stations are open: nobody is sent
away, nothing is given twice, and nothing lives for ever."""

from typing import Any

import pytest

from tests.hall.caller import Caller, House, order, signed_in


def given(house: House) -> list[tuple[Any, ...]]:
    return house.db.look(lambda c: c.exec_driver_sql("SELECT day, service, n FROM queue_ticket ORDER BY id").all())


@pytest.mark.parametrize("days", [10, -10])
def test_stations_and_pages_go_on_while_the_clock_is_ten_days_wrong(house: House, station: Caller, days: int):
    clerk, manager = signed_in(house, "clerk1", "w1"), signed_in(house, "manager")
    first = order(station, "visit-0001")
    order(station, "visit-0002")
    assert clerk.post("/api/window/next", {"window": "w1", "current": None}).json()["current"]["number"] == "A001"

    def all_stand(key: str) -> dict[str, Any]:
        """Everybody who was there works on."""
        assert clerk.get("/api/window/w1").json()["seat"]["member"]
        for page in ("/stations", "/board", "/account", "/plan", "/signs", "/evacuation"):
            assert manager.get(page).status_code == 200, page
        assert manager.get("/api/attention").status_code == 200
        assert station.get("/api/station/snapshot").status_code == 200
        assert station.post("/api/station/parts", {}).json()["failed"] == {}
        return order(station, key)

    house.hands.set(days=days)
    away = all_stand("visit-0003")
    assert order(station, "visit-0003")["token"] == away["token"], "asked again it is the same"
    house.hands.set(days=-days)
    back = all_stand("visit-0004")
    assert (back["day"], back["n"]) == (first["day"], 3), "the day goes on where it was"
    assert len(given(house)) == len(set(given(house))) == 4
    told = station.get(f"/api/station/tickets/{first['token']}").json()
    assert told["state"] == "called"
    current = clerk.get("/api/window/w1").json()["current"]
    assert clerk.post("/api/window/next", {"window": "w1", "current": current["id"]}).status_code == 200
    house.hands.move(hours=13)
    assert manager.get("/api/attention").status_code == 401, "a day's work is a day's, whatever the clock said"


@pytest.mark.parametrize("days", [10, -10])
def test_an_alarm_that_stands_while_the_clock_is_wrong_stands_and_ends(house: House, station: Caller, days: int):
    guard, manager = signed_in(house, "security"), signed_in(house, "manager")
    alarm = guard.post("/api/evacuation/begin", {"mode": "evacuation"}).json()["alarm"]
    house.hands.set(days=days)
    assert house.caller().get("/api/board").json()["alarm"] == "evacuation"
    assert station.post("/api/station/parts", {}).json()["parts"]["alarm"]["body"]["alarm"] == "evacuation"
    house.hands.set(days=-days)
    assert house.caller().get("/api/board").json()["alarm"] == "evacuation"
    assert guard.post("/api/evacuation/clear", {"alarm": alarm}).json() == {"over": False}
    assert manager.post("/api/evacuation/clear", {"alarm": alarm}).json() == {"over": True}
