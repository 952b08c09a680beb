"""A window that somebody works at is taken off the plan: nobody is locked out, no number is lost."""

import httpx
from playwright.sync_api import expect

from hall.contract.plan import Plan
from hall.kit import Clock
from hall.kit.db import Database
from hall.plan import publish
from hall.settings import load
from tests.bench.bench_queue import enrolled
from tests.hall.caller import Caller, House, order, signed_in
from tests.hall.test_pages import order as take
from tests.hall.test_pages import press, window
from tests.hall.test_window import Window
from tests.support.founded import sample_running
from tests.support.house import Member
from tests.support.plans import beside, songjiang, without


def put_up(house: House, plan: Plan) -> None:
    house.write(lambda tx: publish(tx, plan, "manager"))


def test_the_number_called_there_goes_back_to_the_front(house: House, station: Caller):
    for n in (1, 2):
        order(station, f"visit-000{n}")
    clerk = Window(house, "clerk1", "w3")
    assert clerk.press("next") == "A001"
    put_up(house, without(songjiang(), "places", "w3"))
    house.write(house.queue.seats.settle)
    assert house.caller().get("/api/board").json()["calls"] == []
    token = order(station, "visit-0001")["token"]
    assert station.get(f"/api/station/tickets/{token}").json()["state"] == "waiting"
    assert clerk.caller.post("/api/window/sit", {"window": "w1"}).status_code == 200, "he is free to choose another"
    assert Window(house, "clerk1", "w1").press("next") == "A001"


def test_whoever_chooses_another_window_first_is_not_held(house: House, station: Caller):
    order(station, "visit-0001")
    clerk = Window(house, "clerk1", "w3")
    clerk.press("next")
    clerk.press("arrived")
    put_up(house, without(songjiang(), "places", "w3"))
    assert clerk.press("finish") == "unknown_window"
    assert clerk.caller.post("/api/window/sit", {"window": "w1"}).status_code == 200
    token = order(station, "visit-0001")["token"]
    assert station.get(f"/api/station/tickets/{token}").json()["state"] == "done"


def test_what_stands_is_left_alone(house: House, station: Caller):
    order(station, "visit-0001")
    clerk = Window(house, "clerk1", "w3")
    clerk.press("next")
    put_up(house, without(songjiang(), "places", "w4"))
    house.write(house.queue.seats.settle)
    assert clerk.press("finish") is None


def test_the_page_tells_the_truth_within_a_second_and_a_moved_window_its_new_place(browser, tmp_path):
    with sample_running(tmp_path / "hall") as serving:
        with httpx.Client(base_url=serving.url, auth=enrolled(serving, "一"), trust_env=False) as kiosk:
            take(kiosk, 1)
            take(kiosk, 2)
        desk, said = window(browser, serving)
        press(desk, "n", "next")
        expect(desk.locator("#now-number")).to_have_text("A001")
        settings = load({}, data_dir=tmp_path / "hall")
        db = Database(settings.url, settings.data_dir / "write.lock", Clock("Asia/Shanghai").now, lambda *_: None)
        plan = beside(songjiang(), "w3", "w8")
        db.write_now(lambda tx: publish(tx, plan, "manager"))
        expect(desk.locator("#plate")).to_contain_text("一层 发证取件", timeout=1500)
        db.write_now(lambda tx: publish(tx, without(plan, "places", "w3"), "manager"))
        expect(desk.locator("#say")).to_contain_text("这个窗口已不在大厅图上（manager", timeout=2000)
        expect(desk.locator("#say")).to_contain_text("A001 已回到队首")
        expect(desk.locator("#cut")).to_be_hidden()
        desk.goto(serving.url + "/window")
        desk.wait_for_selector("[data-number]")
        desk.wait_for_load_state()
        desk.keyboard.press("1")
        expect(desk.locator("#now-number")).to_have_text("—")
        press(desk, "n", "next")
        expect(desk.locator("#now-number")).to_have_text("A001")
        expect(desk.locator("#next")).to_be_enabled()
        Member(serving, "security").call("POST", "/api/evacuation/begin", mode="drill")
        expect(desk.locator("#alarm")).to_contain_text("暂停叫号")
        expect(desk.locator("#next")).to_be_disabled()
        expect(desk.locator("#finish")).to_be_enabled()
        db.close()
        assert said == []


def test_yesterdays_numbers_lapse_and_who_is_served_at_midnight_is_served_to_the_end(house: House, station: Caller):
    for n in (1, 2):
        order(station, f"visit-000{n}")
    clerk = Window(house, "clerk1", "w1")
    clerk.press("next")
    clerk.press("arrived")
    tokens = [order(station, f"visit-000{n}")["token"] for n in (1, 2)]
    house.hands.move(hours=15, minutes=1)  # 00:01 in the hall's zone
    states = [station.get(f"/api/station/tickets/{token}").json()["state"] for token in tokens]
    assert states == ["serving", "lapsed"]
    again = Window(house, "clerk1", "w1")
    again.current = again.state()["current"]
    assert again.current
    assert again.current["number"] == "A001"
    assert again.press("finish") is None


def test_nobody_is_called_while_the_hall_is_being_left(house: House, station: Caller):
    order(station, "visit-0001")
    order(station, "visit-0002")
    clerk, guard = Window(house, "clerk1", "w1"), signed_in(house, "security")
    clerk.press("next")
    alarm = guard.post("/api/evacuation/begin", {"mode": "drill"}).json()["alarm"]
    board = house.caller().get("/api/board").json()
    assert (board["alarm"], board["calls"]) == ("drill", [])
    assert "出口" in board["out"][0]["zh"]
    for key in ("next", "again", "missed"):
        assert clerk.press(key) == "alarm"
    assert clerk.state()["alarm"] == "drill"
    assert clerk.press("arrived") == "A001", "what has happened may be said"
    for login in ("security", "manager"):
        signed_in(house, login).post("/api/evacuation/clear", {"alarm": alarm})
    assert house.caller().get("/api/board").json()["alarm"] == ""
    assert clerk.press("next") == "A002"
