"""What somebody is about to publish waits behind every glass: once published it comes at once, and never before."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from hall.contract.plan import Plan
from hall.signage.frames import Called, frame_of
from tests.hall.signage.standing import Standing
from tests.support.glass import FRAME, on_glass, open_page, watch
from tests.support.plans import beside

SLOW = """() => { const laid = laidOut; laidOut = (told) => {
  for (const end = performance.now() + 700; performance.now() < end;);
  laid(told);
}; }"""


def _open(standing: Standing, browser: Browser, screen: str) -> Page:
    page = open_page(browser, 960, 540)
    standing.pair(page, screen)
    standing.until(screen, "shown")
    watch(page)
    return page


def _waits(standing: Standing, screen: str, revision: int) -> int:
    """The number of the frame of that revision which has been laid out ahead on ``screen``, once it has."""
    end = time.monotonic() + 12
    while True:
        link = standing.link(screen)
        if link.ahead is not None and link.ahead.revision == revision and link.laid == link.seq:
            return link.seq
        assert time.monotonic() < end, "nothing was laid out ahead"
        time.sleep(0.01)


def _about_to_move(standing: Standing, other: str = "w7") -> Plan:
    plan = beside(standing.published.plan, "w5", other)
    standing.about_to_put(plan)
    return plan


def test_what_is_laid_out_ahead_comes_at_once_and_is_not_sent_again(standing: Standing, browser: Browser):
    glasses = {screen: _open(standing, browser, screen) for screen in ("s5", "s8", "s17")}
    before = standing.published.revision
    glasses["s8"].evaluate(SLOW)
    plan = _about_to_move(standing)
    waiting = {screen: _waits(standing, screen, before + 1) for screen in glasses}
    for screen, page in glasses.items():
        assert standing.rows()[screen]["state"] == "shown"
        assert on_glass(page).get_attribute("data-revision") == str(before)
    standing.put(plan)
    turns = [standing.turned(page) for page in glasses.values()]
    assert max(turns) < 0.6, "the slow one had it laid out"
    assert max(turns) - min(turns) < 0.25, turns
    for screen in glasses:
        standing.until(screen, "shown", revision=before + 1)
        assert standing.link(screen).seq == waiting[screen]


def test_another_plan_than_the_one_laid_out_ahead_is_shown_as_it_is(standing: Standing, browser: Browser):
    page = _open(standing, browser, "s5")
    before = standing.published.revision
    _about_to_move(standing)
    _waits(standing, "s5", before + 1)
    plan = beside(standing.published.plan, "w5", "w1")
    standing.put(plan)
    standing.until("s5", "shown", revision=before + 1)
    true = frame_of(plan, before + 1, plan.screen("s5"), datetime.now(UTC)).hash()
    assert [(one["revision"], one["hash"]) for one in page.evaluate("seen")][1:] == [(before + 1, true)]


def test_the_last_of_two_that_were_to_come_is_the_one_that_waits(standing: Standing, browser: Browser):
    page = _open(standing, browser, "s5")
    before = standing.published.revision
    _about_to_move(standing, "w1")
    first = _waits(standing, "s5", before + 1)
    plan = _about_to_move(standing)
    end = time.monotonic() + 5
    while (waits := _waits(standing, "s5", before + 1)) == first:
        assert time.monotonic() < end
    standing.put(plan)
    standing.turned(page)
    standing.until("s5", "shown", revision=before + 1)
    assert standing.link("s5").seq == waits


def test_after_a_power_cut_the_glass_shows_what_was_published_and_not_what_was_to_come(standing, browser):
    page = _open(standing, browser, "s5")
    before = standing.published.revision
    _about_to_move(standing)
    _waits(standing, "s5", before + 1)
    page.wait_for_timeout(1200)  # longer than a frame may take to the disk
    assert f'"revision":{before},' in page.workers[0].evaluate("kept('frame').then((last) => last.text)")


def _a_call(standing: Standing, page: Page) -> None:
    standing.calls[:] = [Called(1, "A001", "3", "综合收件", "Intake", "请A001号到3号窗口", datetime.now(UTC))]
    standing.show()
    expect(on_glass(page).locator(".call")).to_have_count(1)


def _a_drill(standing: Standing, page: Page) -> None:
    alarm = standing.post("/api/evacuation/begin", {"mode": "drill"}).json()["alarm"]
    page.wait_for_selector(f"{FRAME}[data-mode=drill]")
    for role in ("security", "manager"):
        standing.post("/api/evacuation/clear", {"alarm": alarm}, login=role)
    page.wait_for_selector(f"{FRAME}[data-mode=normal]")


def _a_station_alarm(_standing: Standing, page: Page) -> None:
    worker = page.workers[0]
    worker.evaluate("(async () => { while (!way) await sleep(50); heardStation('zz9', { s: 'fire', since: 1 }); })()")
    page.wait_for_selector(f"{FRAME}[data-mode=evacuation]")
    worker.evaluate("heardStation('zz9', { s: 'rest', since: 1 })")
    page.wait_for_selector(f"{FRAME}[data-mode=normal]")


def _a_cut_line(standing: Standing, page: Page) -> None:
    link = standing.link("board")
    page.workers[0].evaluate("socket.close()")
    end = time.monotonic() + 8
    while link in standing.signage.hub.links.values() or not standing.signage.hub.links:
        assert time.monotonic() < end
        time.sleep(0.02)


def _a_lapsed_lease(_standing: Standing, page: Page) -> None:
    page.evaluate("() => { heard = performance.now() - 1e7; drop(); }")
    page.wait_for_function("!shown.root.dataset.dropped")


def _another_size(_standing: Standing, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})


@pytest.mark.parametrize("disturb", [_a_call, _a_drill, _a_station_alarm, _a_cut_line, _a_lapsed_lease, _another_size])
def test_whatever_comes_between_it_waits_again_and_comes_at_once(
    standing: Standing, browser: Browser, disturb: Callable[[Standing, Page], None]
):
    page = _open(standing, browser, "board")
    before = standing.published.revision
    plan = _about_to_move(standing)
    _waits(standing, "board", before + 1)
    disturb(standing, page)
    standing.until("board", "shown", revision=before)
    waits = _waits(standing, "board", before + 1)
    assert on_glass(page).get_attribute("data-revision") == str(before)
    standing.put(plan)
    assert standing.turned(page) < 0.6
    standing.until("board", "shown", revision=before + 1)
    assert standing.link("board").seq == waits
    assert {one["revision"] for one in page.evaluate("seen")} <= {before, 1, before + 1}
