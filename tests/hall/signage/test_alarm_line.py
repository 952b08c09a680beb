"""A screen that hears a station directly: whom it believes, and what the manager sees of it meanwhile."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from hall.contract.report import AlarmLineTold, FireContact
from hall.kit.db import Tx
from hall.signage.evacuation import contact_told, contacts, line_told, store
from kiosk import alarm
from kiosk.alarm import AlarmLine
from tests.hall.signage.standing import Standing
from tests.support.glass import on_glass, open_page
from tests.support.house import free_port, until
from tests.support.plans import without


@pytest.fixture
def station(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(alarm, "RELEASE_AFTER", 0)
    station = AlarmLine("zz9", f"127.0.0.1:{free_port()}", tmp_path, lambda said: None)
    station.start()
    yield station
    station.stop()


def _told(standing: Standing, station: AlarmLine, key: str) -> None:
    address = f"http://127.0.0.1:{station._at[1]}"

    def tell(tx: Tx) -> None:
        line_told(tx, "zz9", AlarmLineTold(address=address, key=key))
        contacts.approve(tx, "zz9", True, "manager")

    standing.kit.db.write_now(tell)


def test_it_believes_the_stations_own_key_alone_and_comes_back_by_its_release(standing: Standing, browser, station):
    page = open_page(browser, 960, 540)
    standing.pair(page, "s4")
    standing.until("s4", "shown")
    worker = page.workers[0]
    _told(standing, station, "A" * 43)
    until("the line", lambda: worker.evaluate("way !== null && open.length"))
    until("its words", lambda: len(station._lines))
    station.heard(True)
    _told(standing, station, station.key)  # the right key comes after the first words under the wrong one
    expect(on_glass(page).locator(".alarm b")).to_have_text("请立即疏散")
    assert standing.until("s4", "alarm")["words"] == "按消防触点疏散"
    station.heard(False)
    expect(on_glass(page).locator(".alarm b")).not_to_be_visible()
    standing.until("s4", "shown")
    page.context.close()


def test_a_screen_taken_off_the_plan_keeps_no_way_that_was(standing: Standing, browser, station):
    page = open_page(browser, 960, 540)
    standing.pair(page, "s4")
    standing.until("s4", "shown")
    _told(standing, station, station.key)
    until("the line", lambda: page.workers[0].evaluate("way !== null && way.frame.pages.length && open.length"))
    standing.put(without(standing.published.plan, "screens", "s4"))
    until("no way", lambda: page.workers[0].evaluate("way.frame.pages.length === 0"))
    station.heard(True)
    expect(on_glass(page).locator(".alarm b")).to_have_text("请立即疏散")
    expect(on_glass(page).locator(".no-way")).to_be_visible()
    assert standing.rows()["s4"]["state"] == "orphan"
    page.context.close()


def test_an_alarm_that_two_roles_ended_is_over_and_the_next_one_is_not(standing: Standing, browser, station):
    _told(standing, station, station.key)
    page = open_page(browser, 960, 540)
    standing.pair(page, "s5")
    station.heard(True)
    expect(on_glass(page).locator(".alarm b")).to_be_visible()
    since = datetime.fromtimestamp(station.said.since / 1000, UTC)

    def report(tx: Tx) -> None:
        contact_told(tx, "zz9", tx.now, FireContact(active=True, since=since))

    standing.kit.db.write_now(report)
    number = standing.post("/api/evacuation/begin", {"mode": "evacuation"}).json()["alarm"]
    for role in ("manager", "security"):
        assert standing.post("/api/evacuation/clear", {"alarm": number}, login=role).status_code == 200
    expect(on_glass(page).locator(".alarm b")).not_to_be_visible()
    standing.until("s5", "shown")
    standing.kit.db.write_now(report)  # told again, as a station does that starts anew
    assert standing.kit.db.look(store.running) is None
    station.heard(False)
    station.heard(True)
    expect(on_glass(page).locator(".alarm b")).to_be_visible()
    page.context.close()
