"""The pages in a real browser: a call is pressed on one and painted on the other."""

import re
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.bench.bench_queue import enrolled
from tests.hall.caller import block_ticket, report
from tests.hall.serving import Serving, hall_running, start_hall
from tests.support.founded import found_sample, sample_running

TURN = 2
"""Seconds each call has the board to itself; by the settings that visitors get, 5."""


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    with sample_running(tmp_path / "hall", ONEDOOR_HALL_BOARD_CALL_SECONDS=str(TURN)) as serving:
        yield serving


@pytest.fixture
def kiosk(serving: Serving) -> Iterator[httpx.Client]:
    auth = enrolled(serving, "自助机 ZZ-02")
    with httpx.Client(base_url=serving.url, auth=auth, trust_env=False, timeout=10) as client:
        client.get("/api/station/snapshot").raise_for_status()
        yield client


class Said(list[str]):
    """What the browser complained about. A page that complains is a failing page."""

    def take(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.append(message.text)


def open_page(browser: Browser, width: int, height: int) -> tuple[Page, Said]:
    page = browser.new_context(viewport={"width": width, "height": height}, timezone_id="UTC").new_page()
    said = Said()
    page.on("console", said.take)
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


def board(browser: Browser, serving: Serving) -> tuple[Page, Said]:
    page, said = open_page(browser, 1920, 1080)
    page.goto(serving.url + "/board")
    expect(page.locator("#rest-line")).to_be_visible()
    return page, said


def window(browser: Browser, serving: Serving, key: str = "3", login: str = "clerk1") -> tuple[Page, Said]:
    page, said = open_page(browser, 1366, 768)
    page.goto(serving.url + "/window")
    page.fill("#login", login)
    page.fill("#password", serving.passwords[login])
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-number]")
    page.wait_for_load_state()  # its keys are heard from then on
    page.keyboard.press(key)
    expect(page.locator("#now-number")).to_have_text("—")
    return page, said


def press(desk: Page, key: str, act: str) -> None:
    """Once it is lit: while an answer is awaited all keys are dark, and presses do nothing."""
    desk.wait_for_selector(f"#{act}:enabled")
    desk.keyboard.press(key)


def order(kiosk: httpx.Client, n: int, service: str = "intake") -> None:
    kiosk.post("/api/station/tickets", json={"key": f"visit-{n:04}", "service": service}).raise_for_status()


def test_a_key_pressed_at_the_window_is_painted_on_the_board_within_a_second(browser, serving, kiosk):
    order(kiosk, 1)
    screen, heard = board(browser, serving)
    desk, said = window(browser, serving)
    desk.wait_for_selector("#next:enabled")
    began = time.monotonic()
    desk.keyboard.press("n")
    expect(screen.locator("#number")).to_have_text("A001")
    took = time.monotonic() - began
    expect(screen.locator("#number")).to_be_visible()
    expect(screen.locator("#window")).to_have_text("3")
    expect(screen.locator("#way")).to_have_text("右前方 · 综合收件")
    assert screen.locator("#stage").get_attribute("data-sentence") == "请A001号到3号窗口"
    expect(desk.locator("#now-number")).to_have_text("A001")
    assert took < 1, f"{took:.2f} s from key to paint"
    assert heard + said == []


def test_calls_wait_for_each_other_on_the_board_and_none_is_skipped(browser, serving, kiosk):
    for n in range(1, 4):
        order(kiosk, n)
    screen, _ = board(browser, serving)
    desks = [window(browser, serving, key, f"clerk{key}")[0] for key in "123"]
    screen.evaluate("""() => { window.painted = []; new MutationObserver(() => {
        const text = document.getElementById("number").textContent;
        if (text && window.painted.at(-1)?.[0] !== text) window.painted.push([text, performance.now()]);
    }).observe(document.getElementById("number"), { childList: true, characterData: true, subtree: true }); }""")
    for desk, number in zip(desks, ("A001", "A002", "A003"), strict=True):
        press(desk, "n", "next")
        expect(desk.locator("#now-number")).to_have_text(number)
    expect(screen.locator("#number")).to_have_text("A003", timeout=15000)
    painted = screen.evaluate("window.painted")
    assert [text for text, _ in painted] == ["A001", "A002", "A003"]
    assert all(later[1] - earlier[1] >= TURN * 980 for earlier, later in pairwise(painted))
    expect(screen.locator("#list li").first).to_have_text("A0022 号")
    late, _ = open_page(browser, 1920, 1080)
    late.goto(serving.url + "/board")
    expect(late.locator("#number")).to_have_text("A003")
    assert late.locator("#list").inner_text() == screen.locator("#list").inner_text(), "two boards agree"
    desks[1].keyboard.press("f")
    for one in (screen, late):
        expect(one.locator("#list")).to_have_text(re.compile("^A0011 号$"))


def test_the_board_speaks_the_words_it_shows(browser, serving, kiosk):
    order(kiosk, 1)
    screen, _ = open_page(browser, 1920, 1080)
    screen.add_init_script("window.spoken = []; speechSynthesis.speak = (u) => window.spoken.push([u.text, u.lang]);")
    screen.goto(serving.url + "/board?voice")
    expect(screen.locator("#rest-line")).to_be_visible()
    desk, _ = window(browser, serving)
    press(desk, " ", "next")
    expect(screen.locator("#number")).to_have_text("A001")
    shown = screen.locator("#stage").get_attribute("data-sentence")
    assert screen.evaluate("window.spoken") == [[shown, "zh-CN"]] * 2


def test_a_board_cut_off_says_so_drops_old_numbers_and_recovers(browser, tmp_path):
    founded = found_sample(tmp_path / "hall")
    serving = start_hall(tmp_path / "hall", ONEDOOR_HALL_BOARD_OFFLINE_SECONDS="3")
    serving.passwords.update(founded.passwords)
    auth = enrolled(serving, "一")
    with httpx.Client(base_url=serving.url, auth=auth, trust_env=False) as kiosk:
        order(kiosk, 1)
    screen, _ = board(browser, serving)
    desk, _ = window(browser, serving)
    press(desk, "n", "next")
    expect(screen.locator("#number")).to_have_text("A001")
    serving.kill()
    expect(screen.locator("#cut")).to_have_text(re.compile(r"连接中断，以下为 \d\d:\d\d 的叫号"))
    expect(screen.locator("#number")).to_be_visible()
    expect(desk.locator("#cut")).to_have_text(re.compile("连接中断"))
    expect(screen.locator("#rest-line")).to_have_text("请听窗口叫号", timeout=15000)
    expect(screen.locator("#number")).not_to_be_visible()
    with hall_running(tmp_path / "hall", port=serving.port):
        expect(screen.locator("#number")).to_be_visible(timeout=15000)
        expect(screen.locator("#cut")).to_have_text("")


def test_the_window_is_worked_from_the_keyboard(browser, serving, kiosk):
    for n in range(1, 6):
        order(kiosk, n)
    desk, said = window(browser, serving)
    number, label = desk.locator("#now-number"), desk.locator("#now-label")
    press(desk, "n", "next")
    expect(number).to_have_text("A001")
    expect(desk.locator("#missed")).to_be_disabled()
    for time_ in (2, 3):
        press(desk, "r", "again")
        expect(label).to_have_text(f"第 {time_} 次呼叫")
    expect(desk.locator("#again")).to_be_disabled()
    press(desk, "m", "missed")
    expect(number).to_have_text("—")
    expect(desk.locator("#missed-list")).to_contain_text("A001")
    expect(desk.locator("#missed-list")).to_contain_text("再叫 3 号可复呼")
    for called in ("A002", "A003", "A004"):
        press(desk, " ", "next")
        expect(number).to_have_text(called)
    press(desk, "u", "undo")
    expect(number).to_have_text("A003")
    press(desk, " ", "next")
    expect(number).to_have_text("A004")
    press(desk, "a", "arrived")
    expect(label).to_have_text("正在办理")
    press(desk, "f", "finish")
    expect(number).to_have_text("—")
    desk.get_by_role("button", name="复呼").click()
    expect(number).to_have_text("A001")
    assert said == []


def test_the_window_shows_offline_numbers_doubtful_slips_and_calls_for_help(browser, serving, kiosk):
    day = kiosk.get("/api/station/snapshot").json()["blocks"][0]["day"]
    order(kiosk, 1)
    at = f"{day}T09:00:00+08:00"
    kiosk.post(
        "/api/station/reports",
        json={
            "reports": [
                report(1, block_ticket("visit-0009", 701, "tok", at, day=day), at),
                report(2, {"kind": "paper", "paper": "p", "ticket_key": "visit-0001", "state": "doubtful"}, at),
                report(3, {"kind": "help", "screen": "home"}, at),
            ]
        },
    ).raise_for_status()
    desk, said = window(browser, serving)
    expect(desk.locator("#waiting li", has_text="A701")).to_contain_text("离线号")
    expect(desk.locator("#waiting li", has_text="A001")).to_contain_text("出票存疑")
    expect(desk.locator("#doubtful")).to_contain_text("A001")
    expect(desk.locator("#helps")).to_contain_text("自助机 ZZ-02 有人求助")
    expect(desk.locator("#helps")).to_contain_text("09:00")  # the hall's time in a browser set to UTC
    desk.get_by_role("button", name="已去帮助").click()
    expect(desk.locator("#helps")).to_contain_text("王* 去了")
    assert said == []


def test_the_window_fits_a_small_screen_without_scrolling(browser, serving, kiosk):
    for n in range(30):
        order(kiosk, n)
    desk, _ = window(browser, serving)
    expect(desk.locator("#waiting")).to_contain_text("另有")
    size = desk.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert size == [1366, 768]
    for act in ("next", "again", "arrived", "missed", "finish"):
        box = desk.locator(f"#{act}").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 768


def test_the_manager_makes_a_code_that_a_machine_can_use(browser, serving):
    page, said = open_page(browser, 1366, 768)
    page.goto(serving.url + "/stations")
    page.fill("#login", "manager")
    page.fill("#password", serving.passwords["manager"])
    page.keyboard.press("Enter")
    page.wait_for_selector("#name")
    page.wait_for_load_state()  # its keys are heard from then on
    page.fill("#name", "自助机 ZZ-07")
    page.get_by_role("button", name="生成登记码").click()
    expect(page.locator("#code")).to_have_text(re.compile(r"\w{4}-\w{4}-\w{2}"))
    answer = httpx.post(
        serving.url + "/api/stations/enrol", json={"code": page.locator("#code").inner_text()}, trust_env=False
    )
    assert answer.status_code == 200
    expect(page.locator("#rows")).to_contain_text("自助机 ZZ-07")
    expect(page.locator("#rows")).to_contain_text("还没来过")
    assert said == []
