"""The list in real browsers: a call for help is before somebody's eyes within a second, and it sounds."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bench.bench_queue import enrolled
from tests.hall.caller import report
from tests.hall.serving import Serving
from tests.hall.test_pages import Said, open_page, window
from tests.support.founded import sample_running

AT = "2026-11-24T09:00:00+08:00"


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    with sample_running(tmp_path / "hall") as serving:
        yield serving


@pytest.fixture
def kiosk(serving: Serving) -> Iterator[httpx.Client]:
    auth = enrolled(serving, "自助机 ZZ-02")
    with httpx.Client(base_url=serving.url, auth=auth, trust_env=False, timeout=10) as client:
        client.get("/api/station/snapshot").raise_for_status()
        yield client


def call(kiosk: httpx.Client, first: int, times: int = 1) -> None:
    now = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())
    batch = [report(n, {"kind": "help", "screen": "home"}, now) for n in range(first, first + times)]
    kiosk.post("/api/station/reports", json={"reports": batch}).raise_for_status()


def watched(kiosk: httpx.Client) -> bool:
    parts = kiosk.post("/api/station/parts", json={"have": {}}).raise_for_status().json()["parts"]
    return parts["help"]["body"].get("watched", False)


def attention(browser: Browser, serving: Serving, login: str = "security", width: int = 1366) -> tuple[Page, Said]:
    page, said = open_page(browser, width, 800)
    page.goto(serving.url + "/attention")
    page.fill("#login", login)
    page.fill("#password", serving.passwords[login])
    page.keyboard.press("Enter")
    expect(page.locator("#sound")).to_be_visible()
    return page, said


def test_a_call_for_help_is_on_an_open_window_page_within_a_second_with_nothing_else_happening(browser, serving, kiosk):
    desk, said = window(browser, serving)
    began = time.monotonic()
    call(kiosk, 1)
    expect(desk.locator("#helps")).to_contain_text("自助机 ZZ-02 有人求助")
    assert time.monotonic() - began < 1
    expect(desk.locator("#bell b")).to_have_text("1")
    desk.get_by_role("button", name="已去帮助").click()
    expect(desk.locator("#bell b")).to_be_empty()
    desk.get_by_role("button", name="撤回").click()
    expect(desk.locator("#bell b")).to_have_text("1")
    assert said == []


def test_the_guard_hears_what_is_new_takes_it_and_a_kiosk_knows_that_somebody_sees(browser, serving, kiosk):
    assert not watched(kiosk)
    page, said = attention(browser, serving)
    expect(page.locator("#needs")).to_contain_text("现在没有要处理的事")
    expect(page.locator("#sound")).to_have_text("声音还没开，点此打开")
    page.click("#sound")
    expect(page.locator("#sound")).to_have_text("声音已开")
    assert watched(kiosk)
    call(kiosk, 1, times=12)
    line = page.locator(".need")
    expect(line).to_contain_text("自助机 ZZ-02 有人求助")
    expect(line).to_contain_text("12 次")
    assert page.evaluate("window.onedoor.rung") == 1
    line.get_by_role("button", name="已去处理").click()
    expect(line).to_contain_text("周* ")
    expect(page.locator("#sum")).to_have_text("0 件等人去，1 件有人在处理")
    call(kiosk, 13)
    expect(page.locator("#sum")).to_have_text("1 件等人去，0 件有人在处理")
    page.wait_for_function("window.onedoor.rung === 2")
    page.click("#sound")
    expect(page.locator("#sound")).to_have_text("声音已关，点此打开")
    expect(page.locator("#bell i")).to_have_text("静音")
    assert said == []


def test_the_list_fits_a_small_computer_and_a_phone(browser, serving, kiosk):
    call(kiosk, 1)
    for width in (1024, 390):
        page, _ = attention(browser, serving, "manager", width)
        expect(page.locator(".need").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == width
