"""A window is moved in the plan: stations and boards hear of it, and nothing else has to be done."""

from typing import Any

import pytest
from sqlalchemy import delete

from hall.contract.plan import Plan
from hall.contract.snapshot import PublishedPlan
from hall.plan import publish
from hall.plan.store import published
from hall.stations.in_use import in_use
from tests.hall.caller import Caller, House, order, signed_in
from tests.support.plans import beside, songjiang


class Drawer:
    """Publishes, as a manager who has been through the compiler does."""

    def __init__(self, house: House) -> None:
        self._house = house

    def publish(self, plan: Plan) -> int:
        return self._house.write(lambda tx: publish(tx, plan, "manager"))


@pytest.fixture
def drawer(house: House) -> Drawer:
    return Drawer(house)


def told(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_station_is_told_the_revision_and_fetches_the_plan_once(drawer: Drawer, station: Caller):
    word = station.get("/api/station/snapshot")
    assert word.json()["plan"] == 1
    assert len(word.content) < 4000, "the snapshot stays small"
    answer = station.get("/api/station/plan")
    plan = PublishedPlan.model_validate_json(answer.content)
    assert (plan.revision, plan.plan.places, plan.plan.screens) == (1, songjiang().places, ())
    same = {"If-None-Match": answer.headers["etag"]}
    assert station.get("/api/station/plan", headers=same).status_code == 304
    drawer.publish(beside(songjiang(), "w5", "w8"))
    assert station.get("/api/station/plan", headers=same).json()["revision"] == 2
    tag = {"If-None-Match": word.headers["etag"]}
    assert station.get("/api/station/snapshot", headers=tag).json()["plan"] == 2
    assert order(station, "visit-0001")["plan"] == 2


def test_without_a_plan_nothing_is_served_and_it_is_said(house: House, station: Caller):
    house.write(lambda tx: tx.conn.execute(delete(published)))
    assert told(station.get("/api/station/plan")) == (404, "no_plan")
    snapshot = station.get("/api/station/snapshot").json()
    assert snapshot["plan"] == 0
    assert not any(service["open"] for service in snapshot["services"]), "no window serves"
    assert order(station, "visit-0001")["windows"] == [], "a number that was asked for is given all the same"


def test_the_plan_is_for_stations(drawer: Drawer, house: House):
    assert house.caller().get("/api/station/plan").status_code == 401


def test_a_manager_says_where_a_kiosk_stands(drawer: Drawer, house: House, station: Caller):
    manager, name = signed_in(house, "manager"), station.get("/api/station/snapshot").json()["station"]["id"]

    def stand(who: Caller, place: str, at: str = name) -> Any:
        return who.request("POST", f"/api/stations/{at}/place", data={"place": place})

    assert stand(manager, "kiosk2").status_code == 200
    assert station.get("/api/station/snapshot").json()["station"]["place"] == "kiosk2"
    assert list(house.db.look(in_use)) == ["kiosk2"], "said to whoever would take it off the plan"
    for wrong in ("nowhere", "w3", "x" * 80, "../plan"):
        assert told(stand(manager, wrong)) == (422, "unknown_place")
    assert told(stand(manager, "kiosk2", "K999")) == (404, "unknown_station")
    assert stand(signed_in(house, "clerk1"), "kiosk1").status_code == 403
    assert station.get("/api/station/snapshot").json()["station"]["place"] == "kiosk2", "a refusal changes nothing"
    assert stand(manager, "").status_code == 200
    assert station.get("/api/station/snapshot").json()["station"]["place"] == ""


def test_a_call_says_its_direction_as_seen_from_the_board(drawer: Drawer, house: House, station: Caller):
    order(station, "visit-0001")
    signed_in(house, "clerk1", "w5").post("/api/window/next", {"window": "w5", "current": None})

    def call(screen: str = "") -> dict[str, Any]:
        return house.caller().get(f"/api/board?screen={screen}").json()["calls"][0]

    before = call()
    assert call("board") == before, "the main board, if it does not say which it is"
    assert call("no-such-screen") == before
    drawer.publish(beside(songjiang(), "w5", "w8"))
    after = call()
    assert after["direction"] != before["direction"]
    assert after["sentence"] == before["sentence"], "the words stay"
    there = {call(screen.id)["direction"] for screen in songjiang().screens}
    assert len(there) > 2, "each board says what its own readers see"


def test_a_window_taken_upstairs_has_a_direction_too(drawer: Drawer, house: House, station: Caller):
    order(station, "visit-0001")
    signed_in(house, "clerk1", "w5").post("/api/window/next", {"window": "w5", "current": None})
    drawer.publish(beside(songjiang(), "w5", "training"))
    call = house.caller().get("/api/board").json()["calls"][0]
    assert call["direction_zh"]
    assert call["direction_en"]
