"""Pages on computers that are not as they should be: a wrong clock, a voice that never ends, somebody typing."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bench.bench_queue import enrolled
from tests.hall.caller import report
from tests.hall.serving import Serving
from tests.hall.test_one_line import opened, signed_in
from tests.support.founded import sample_running

FAST = """(() => { const Real = Date, shift = 20 * 60e3;
  window.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + shift); }
    static now() { return Real.now() + shift; }
  };
})()"""
"""A computer whose clock is 20 minutes fast."""

ENDLESS = """Object.defineProperty(speechSynthesis, "speaking", { get: () => true });
  speechSynthesis.cancel = () => {}; window.spoken = []; speechSynthesis.speak = (said) => spoken.push(said.text);"""
"""A speech engine that begins and never ends."""

LOCKS = """window.locks = [];
  const request = async (what) => { locks.push(what); return {}; };
  Object.defineProperty(navigator, "wakeLock", { value: { request } });"""


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    with sample_running(tmp_path / "hall", ONEDOOR_HALL_BOARD_CALL_SECONDS="1") as serving:
        yield serving


@pytest.fixture
def kiosk(serving: Serving) -> Iterator[httpx.Client]:
    auth = enrolled(serving, "自助机 ZZ-02")
    with httpx.Client(base_url=serving.url, auth=auth, trust_env=False, timeout=10) as client:
        client.get("/api/station/snapshot").raise_for_status()
        for n in (1, 2, 3):
            client.post("/api/station/tickets", json={"key": f"visit-{n:04}", "service": "intake"}).raise_for_status()
        yield client


def board(browser: Browser, serving: Serving, ill: str, query: str = "") -> Page:
    page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.add_init_script(ill)
    page.goto(f"{serving.url}/board{query}")
    expect(page.locator("#rest-line")).to_be_visible()
    return page


def desk(browser: Browser, serving: Serving) -> Page:
    page = opened(signed_in(browser, serving, "clerk1"), serving, "/window")
    page.locator("[data-number='3']").click()
    expect(page.locator("#next")).to_be_enabled()
    return page


def test_a_board_on_a_computer_twenty_minutes_fast_shows_calls_and_the_halls_time(browser, serving, kiosk):
    right, fast = board(browser, serving, ""), board(browser, serving, FAST)
    clerk = desk(browser, serving)
    clerk.keyboard.press("n")
    for page in (right, fast):
        expect(page.locator("#number")).to_have_text("A001")
        expect(page.locator("#number")).to_be_visible()
    expect(fast.locator("#clock")).to_have_text(right.locator("#clock").inner_text())


def test_a_notice_written_on_a_computer_that_is_fast_begins_now_by_the_hall(browser, serving):
    context = signed_in(browser, serving)
    right = opened(context, serving, "/notices").locator("#starts").input_value()
    context.add_init_script(FAST)
    fast = opened(context, serving, "/notices").locator("#starts").input_value()
    assert fast[:15] == right[:15]  # to ten minutes


def test_a_voice_that_never_ends_holds_back_no_call(browser, serving, kiosk):
    page, clerk = board(browser, serving, ENDLESS, "?voice"), desk(browser, serving)
    for number in ("A001", "A002", "A003"):
        expect(clerk.locator("#next")).to_be_enabled()
        clerk.keyboard.press("n")
        expect(page.locator("#number")).to_have_text(number)
        assert page.locator("#stage").get_attribute("data-sentence") == page.evaluate("spoken.at(-1)")


@pytest.mark.parametrize("path", ["/board", "/screen"])
def test_what_hangs_in_the_hall_keeps_its_display_awake(browser, serving, path: str):
    page = browser.new_context().new_page()
    page.add_init_script(LOCKS)
    page.goto(serving.url + path)
    page.wait_for_function("() => locks.length === 1")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # it was covered, and the lock has ended
    page.wait_for_function("() => locks.length === 2")
    assert page.evaluate("locks") == ["screen", "screen"]


def test_what_an_input_method_composes_presses_no_key(browser, serving, kiosk):
    clerk = desk(browser, serving)
    for composing in ("isComposing: true", "keyCode: 229"):
        clerk.evaluate(f"dispatchEvent.call(document.body, new KeyboardEvent('keydown', "
                       f"{{ key: 'n', bubbles: true, {composing} }}))")  # fmt: skip
    expect(clerk.locator("#now-number")).to_have_text("—")
    clerk.keyboard.press("n")
    expect(clerk.locator("#now-number")).to_have_text("A001")


def test_a_state_that_comes_while_somebody_chooses_is_shown_and_takes_nothing_away(browser, serving, kiosk):
    page = opened(signed_in(browser, serving), serving, "/stations")
    choice = page.get_by_label("自助机 ZZ-02 的位置")
    choice.focus()
    day = kiosk.get("/api/station/snapshot").json()["blocks"][0]["day"]
    told = {"kind": "device", "device": "printer", "able": False, "reasons": ["paper_end"]}
    kiosk.post("/api/station/reports", json={"reports": [report(1, told, f"{day}T09:00:00+08:00")]}).raise_for_status()
    expect(page.locator("#rows")).to_contain_text("打印机")
    expect(choice).to_be_focused()
