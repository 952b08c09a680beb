"""Many pages in one browser: a press goes out at once, has a deadline, and never fires later."""

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.hall.serving import Serving
from tests.support.founded import sample_running

CONSOLES = ("/signs", "/stations", "/notices", "/evacuation", "/signs?", "/stations?", "/notices?")
"""Seven, that each watch something."""


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    with sample_running(tmp_path / "hall") as serving:
        yield serving


def signed_in(browser: Browser, serving: Serving, login: str = "manager") -> BrowserContext:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = opened(context, serving, "/sign-in")
    sign_in_on(page, serving, login)
    page.close()
    return context


def sign_in_on(page: Page, serving: Serving, login: str) -> None:
    page.fill("#login", login)
    page.fill("#password", serving.passwords[login])
    page.keyboard.press("Enter")
    page.wait_for_url(serving.url + "/")


def opened(context: BrowserContext, serving: Serving, path: str) -> Page:
    page = context.new_page()
    page.goto(serving.url + path, wait_until="domcontentloaded", timeout=15_000)
    return page


def hold(page: Page, key: str) -> float:
    """The moment at which it has been held for a second."""
    box = page.locator(key).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.wait_for_selector(f"{key}:not(.held)")
    began = time.monotonic()
    page.mouse.up()
    return began


def test_a_press_the_hall_does_not_answer_is_given_up_and_never_fires_later(browser: Browser, serving: Serving):
    context = signed_in(browser, serving)
    page = opened(context, serving, "/evacuation")
    expect(page.locator("#state")).to_have_text("平常")
    os.kill(serving.process.pid, signal.SIGSTOP)
    try:
        hold(page, "#drill")
        expect(page.locator("#say")).to_contain_text("没有回答")
        page.wait_for_timeout(500)
    finally:
        os.kill(serving.process.pid, signal.SIGCONT)
    expect(page.locator("#cut")).to_be_hidden()
    page.wait_for_timeout(3000)  # what was still under way has arrived by now
    expect(page.locator("#state")).to_have_text("平常")
    hold(page, "#drill")
    expect(page.locator("#state")).to_have_text("正在演练")


def test_with_many_pages_open_the_alarm_begins_at_once(browser: Browser, serving: Serving):
    context = signed_in(browser, serving)
    pages = {path: opened(context, serving, path) for path in CONSOLES}
    boards = [opened(context, serving, "/board") for _ in range(2)]
    for board in boards:
        expect(board.locator("#rest-line")).to_be_visible()
    page = pages["/evacuation"]
    page.bring_to_front()
    expect(page.locator("#state")).to_have_text("平常")
    began = hold(page, "#drill")
    expect(page.locator("#state")).to_have_text("正在演练")
    assert time.monotonic() - began < 1


def test_a_page_that_has_the_halls_time_wrong_still_begins_an_alarm(browser: Browser, serving: Serving):
    """An hour behind, and no line to be told by: the press is refused as late, and goes again with the hall's time."""
    context = signed_in(browser, serving)
    context.add_init_script("delete window.SharedWorker")
    page = context.new_page()
    page.route_web_socket("**/live", lambda line: line.close())
    page.route("**/evacuation", lambda route: route.fulfill(response=(got := route.fetch()), body=behind(got.text())))
    page.goto(serving.url + "/evacuation")
    expect(page.locator("#cut")).to_be_visible()
    with page.expect_response("**/api/evacuation/begin") as first:
        hold(page, "#drill")
    assert first.value.status == 408
    watching = opened(context, serving, "/evacuation")
    expect(watching.locator("#state")).to_have_text("正在演练")
    expect(page.locator("#say")).to_be_hidden()


def behind(html: str) -> str:
    return re.sub(r'(name="now" content=")(\d+)', lambda found: f"{found[1]}{int(found[2]) - 3_600_000}", html)


def test_what_is_watched_ends_with_the_session(browser: Browser, serving: Serving):
    context = signed_in(browser, serving)
    console, board = opened(context, serving, "/evacuation"), opened(context, serving, "/board")
    expect(console.locator("#state")).to_have_text("平常")
    opened(context, serving, "/").get_by_role("button", name="退出").click()
    expect(console.locator("#password")).to_be_visible()
    assert console.url.endswith("/sign-in?next=/evacuation")
    board.wait_for_timeout(2500)
    expect(board.locator("#cut")).to_be_empty()


def test_who_signs_in_next_watches_by_his_own_rights(browser: Browser, serving: Serving):
    """The line was opened by the one before, and stays open for the board."""
    context = signed_in(browser, serving, "clerk1")
    board, clerk = opened(context, serving, "/board"), opened(context, serving, "/window")
    expect(board.locator("#rest-line")).to_be_visible()
    clerk.locator("[data-number='3']").click()
    expect(clerk.locator("#now-number")).to_have_text("—")
    opened(context, serving, "/").get_by_role("button", name="退出").click()
    clerk.fill("#login", "security")
    clerk.fill("#password", serving.passwords["security"])
    clerk.keyboard.press("Enter")
    expect(clerk.locator("h1")).to_have_text("这一页打不开")  # signed in, and led back to a window that is not his
    guard = opened(context, serving, "/evacuation")
    expect(guard.locator("#state")).to_have_text("平常")
    expect(guard.locator("#cut")).to_be_hidden()
    expect(board.locator("#cut")).to_be_empty()


def test_who_signs_in_after_a_board_was_opened_is_not_taken_for_nobody(browser: Browser, serving: Serving):
    """The line was opened by a page that anybody may see, before there was a cookie."""
    context = browser.new_context()
    screen, board = opened(context, serving, "/screen"), opened(context, serving, "/board")
    expect(board.locator("#rest-line")).to_be_visible()
    expect(board.locator("#cut")).to_be_empty()
    sign_in_on(opened(context, serving, "/sign-in"), serving, "manager")
    for path, known in (("/stations", "#rows"), ("/evacuation", "#state")):
        page = opened(context, serving, path)
        expect(page.locator(known)).to_have_text(re.compile("没有在用的设备|平常"))
        expect(page.locator("#cut")).to_be_hidden()
    expect(board.locator("#cut")).to_be_empty()
    expect(screen.locator("#code")).not_to_be_empty()
