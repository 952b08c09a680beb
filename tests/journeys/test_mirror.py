"""The picture in a browser is for who has the key, on this machine, from its own page."""

import pytest
import requests
from playwright.sync_api import Browser
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.support.house import House


def test_nobody_else_sees_or_touches(house: House):
    url = house.glass_url
    key = (house.path / "kiosk" / "mirror-key").read_text()
    for path in ("/", "/state", "/frame.png"):
        assert requests.get(f"{url}{path}", timeout=5).status_code == 403
        assert requests.get(f"{url}{path}", headers={"x-mirror-key": "wrong"}, timeout=5).status_code == 403
    assert requests.get(f"{url}/", headers={"Host": "evil.invalid", "x-mirror-key": key}, timeout=5).status_code == 400
    strangers = [{}, {"x-mirror-key": "wrong"}, {"x-mirror-key": key, "Origin": "http://evil.invalid"}]
    for headers in strangers:
        with pytest.raises(InvalidStatus), connect(url.replace("http", "ws") + "/live", additional_headers=headers):
            pass


def test_nonsense_from_a_finger_breaks_nothing(house: House):
    key = (house.path / "kiosk" / "mirror-key").read_text()
    nonsense = ("", "{", "[]", '{"t": "up"}', '{"t": "down", "x": "a", "y": 1}', '{"t": "down", "x": 1e9, "y": 0}', "0")
    for said in nonsense:
        with connect(house.glass_url.replace("http", "ws") + "/live", additional_headers={"x-mirror-key": key},
                     max_size=None) as finger:  # fmt: skip
            finger.send(said)
    house.visitor.touch("wake")
    house.visitor.sees("HomeView", "取号")


def test_a_browser_shows_the_glass_and_touches_it(house: House, browser: Browser):
    key = (house.path / "kiosk" / "mirror-key").read_text()
    page = browser.new_page(viewport={"width": 900, "height": 800})
    page.goto(f"{house.glass_url}/?key={key}")
    assert "key=" not in page.url, "the key does not stay in the address"
    page.wait_for_function("document.getElementById('glass').width === 1080")
    box = page.locator("#glass").bounding_box()
    assert box
    place = house.visitor.find_at_rest("wake")
    page.mouse.click(box["x"] + place["x"] * box["width"] / 1080, box["y"] + place["y"] * box["height"] / 1920)
    house.visitor.sees("HomeView", "取号")
    house.stop("kiosk")
    page.wait_for_selector("#lost:not([hidden])")
    house.start_kiosk()
    page.wait_for_selector("#lost", state="hidden")
