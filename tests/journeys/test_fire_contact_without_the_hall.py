"""The hall is dead, the fire contact closes at a station: the glass shows the way out, keeps it through a power cut,
and comes back only when two roles say all clear."""

import signal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.glass import on_glass
from tests.support.house import House, Manager, free_port, until


@pytest.fixture
def house(tmp_path: Path):
    gate = f"relay+serial:{tmp_path}/bench/gate?module=waveshare&exit=2&fire=3"
    line = {"ONEDOOR_KIOSK_GATE": gate, "ONEDOOR_KIOSK_ALARM_LISTEN": f"127.0.0.1:{free_port()}"}
    with House(tmp_path, environment=line) as house:
        yield house


def _hung(house: House, browser: Browser, manager: Manager) -> Page:
    line = until("the station's word on its line", lambda: house.rows("signage_alarm_line"))[0]
    manager.call("POST", f"/api/evacuation/contacts/{line['station']}/may", may=True)
    page = browser.new_context(viewport={"width": 960, "height": 540}).new_page()
    page.goto(f"{house.hall_url}/screen")
    expect(page.locator("#code")).not_to_have_text("")
    manager.call("POST", "/api/signs/pair", code=page.locator("#code").inner_text(), screen="s4")
    expect(on_glass(page).locator(".page.on .line").first).to_be_visible()
    until(
        "the way out kept and the station's line",
        lambda: page.workers[0].evaluate("way !== null && open.length === 1 && navigator.serviceWorker !== null"),
    )
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def test_the_glass_shows_the_way_out_with_the_hall_dead(house: House, browser: Browser):
    manager = house.manager()
    page = _hung(house, browser, manager)
    house.stop("hall", signal.SIGKILL)
    house.rack("gate", "fire", on=True)
    expect(on_glass(page).locator(".alarm b")).to_have_text("请立即疏散")
    expect(on_glass(page).locator(".page.on .line .zh").first).to_have_text("南门出口")
    expect(on_glass(page).locator(".stamp")).to_contain_text("消防触点自")
    page.reload()
    expect(on_glass(page).locator(".alarm b")).to_have_text("请立即疏散")

    house.start_hall()
    alarm = until("the station's report", lambda: house.rows("signage_alarm"))[0]
    assert alarm["mode"] == "evacuation"
    manager.call("POST", "/api/evacuation/clear", alarm=alarm["id"])
    expect(on_glass(page).locator(".alarm b")).to_be_visible()
    Manager(house, "security").call("POST", "/api/evacuation/clear", alarm=alarm["id"])
    expect(on_glass(page).locator(".alarm b")).not_to_be_visible(timeout=15000)
    expect(on_glass(page)).to_have_attribute("data-mode", "normal")
    assert page.workers[0].evaluate("Object.keys(held).length") == 0, "though the contact still stands"
