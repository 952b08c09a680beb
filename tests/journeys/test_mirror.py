"""The picture in a browser is for who has the key, on this machine, from its own page."""

import json
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Browser
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

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


class Viewer:
    """A browser's side of the line, as slow as a test wants it."""

    def __init__(self, line: ClientConnection) -> None:
        self.line = line

    def picture(self, timeout: float = 10) -> int:
        """The next picture's number."""
        data = self.line.recv(timeout=timeout)
        assert isinstance(data, bytes)
        assert data[4:6] == b"\xff\xd8", "a JPEG"
        return int.from_bytes(data[:4], "big")

    def tell(self, t: str, n: int, **more: float) -> None:
        self.line.send(json.dumps({"t": t, "n": n, **more}))


@pytest.fixture
def browser_line(house: House) -> Iterator[Viewer]:
    key = (house.path / "kiosk" / "mirror-key").read_text()
    url = house.glass_url.replace("http", "ws") + "/live"
    with connect(url, additional_headers={"x-mirror-key": key}, max_size=None) as line:
        yield Viewer(line)


def test_nothing_queues_for_a_browser_that_is_slow(house: House, browser_line: Viewer):
    browser = browser_line
    first = browser.picture()
    house.visitor.touch("wake")
    house.visitor.sees("HomeView")
    house.visitor.touch("take")
    house.visitor.sees("TicketView")
    with pytest.raises(TimeoutError):
        browser.picture(timeout=0.5)
    browser.tell("drawn", first)
    assert browser.picture() > first + 1, "the newest, not the next"


def test_a_finger_on_an_old_picture_is_dropped_where_something_else_lies_under_it_now(
    house: House, browser_line: Viewer
):
    browser = browser_line
    asleep = browser.picture()
    house.visitor.touch("wake")
    house.visitor.sees("HomeView")
    take = house.visitor.find_at_rest("take")
    for kind in ("down", "up"):
        browser.tell(kind, asleep, **take)
    assert browser.line.recv(timeout=10) == "dropped"
    assert house.visitor.state()["screen"] == "HomeView"
    browser.tell("drawn", asleep)
    home = browser.picture()
    for kind in ("down", "up"):
        browser.tell(kind, home, **take)
    house.visitor.sees("TicketView")
