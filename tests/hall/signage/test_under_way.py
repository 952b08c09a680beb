"""What players show while things happen behind them: two publishings at once, a database that is full."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import event

from hall.kit.errors import Problem
from hall.signage import history, hub
from hall.signage.frames import frame_of
from tests.hall.signage.standing import Standing
from tests.support.glass import FRAME, mute, open_page, watch
from tests.support.plans import beside


def _slow_to_lay_out(page: Page, milliseconds: int) -> None:
    """A stick of a computer: each new frame takes it so long to lay out."""
    page.evaluate(
        """(long) => { const laid = laidOut; laidOut = (told) => {
      for (const end = performance.now() + long; performance.now() < end;);
      laid(told);
    }; }""",
        milliseconds,
    )


def _opened(standing: Standing, browser: Browser, *screens: str) -> dict[str, Page]:
    glasses = {screen: open_page(browser, 960, 540) for screen in screens}
    for screen, page in glasses.items():
        standing.pair(page, screen)
    for screen, page in glasses.items():
        standing.until(screen, "shown")
        watch(page)
    return glasses


def test_screens_wait_for_the_slow_one_and_turn_together(standing: Standing, browser: Browser):
    glasses = _opened(standing, browser, "s5", "s8", "s17")
    _slow_to_lay_out(glasses["s8"], 400)
    standing.put(beside(standing.published.plan, "w5", "w7"))
    turns = [standing.turned(page) for page in glasses.values()]
    assert min(turns) > 0.4, "nobody before the slow one"
    assert max(turns) - min(turns) < 0.25, turns


def test_nobody_waits_longer_than_a_second_nor_for_who_is_away(standing: Standing, browser: Browser):
    glasses = _opened(standing, browser, "s5", "s8", "s17")
    glasses.pop("s17").context.close()
    _slow_to_lay_out(glasses["s8"], 1700)
    standing.put(beside(standing.published.plan, "w5", "w1"))
    assert 1 < standing.turned(glasses["s5"]) < standing.turned(glasses["s8"])
    standing.until("s8", "shown", revision=standing.published.revision)
    standing.until("s17", "absent")


def test_the_others_turn_together_while_some_are_mute_and_do_not_wait_for_them_again(standing, browser):
    glasses = _opened(standing, browser, "s5", "s8", "s17", "s6")
    mute(glasses.pop("s6"))
    before = standing.published.revision
    for other, least, most in (("w7", 1, 2), ("w1", 0, 0.9)):
        standing.put(beside(standing.published.plan, "w5", other))
        turns = [standing.turned(page) for page in glasses.values()]
        assert least < min(turns), turns
        assert max(turns) < most, turns
        assert max(turns) - min(turns) < 0.25, turns
        standing.until("s6", "absent", revision=before)


def test_of_many_that_turn_each_answers_at_its_moment_and_says_when_it_had_painted(standing, browser, monkeypatch):
    monkeypatch.setattr(hub, "ANSWER_A_SCREEN", 1000)
    monkeypatch.setattr(hub, "ANSWERS", 1000)
    glasses = _opened(standing, browser, "s5", "s8")
    for page in glasses.values():
        page.evaluate("Math.random = () => 1")  # the last of all moments
    standing.put(beside(standing.published.plan, "w5", "w7"))
    revision, at = standing.published.revision, standing.published.at.timestamp()
    for screen, page in glasses.items():
        turned = standing.turned(page)
        standing.until(screen, "shown", revision=revision)
        assert time.time() - at > turned + 1
        assert turned - 0.1 < standing.link(screen).painted_at - at < turned + 0.9


@pytest.mark.parametrize("waited", [-1e9, 1e300, "nan"])
def test_no_player_says_it_painted_in_the_future_or_long_ago(standing: Standing, browser: Browser, waited: float | str):
    page = _opened(standing, browser, "s5")["s5"]
    page.evaluate(
        """(waited) => { const post = link.postMessage.bind(link);
      link.postMessage = (told) => post(told.painted ? { ...told, waited } : told); }""",
        waited,
    )
    began = time.time()
    standing.put(beside(standing.published.plan, "w5", "w7"))
    standing.until("s5", "shown", revision=standing.published.revision)
    assert began - 1.1 < standing.link("s5").painted_at <= time.time()


def test_an_alarm_waits_for_no_turn(standing: Standing, browser: Browser, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hub, "TOGETHER", 120)
    glasses = _opened(standing, browser, "s5", "s8")
    glasses["s8"].evaluate("() => { window.held = []; window.laid = laidOut; laidOut = (told) => held.push(told); }")
    standing.put(beside(standing.published.plan, "w5", "w2"))
    glasses["s8"].wait_for_function("held.length")  # the turn waits for it
    alarm = standing.post("/api/evacuation/begin", {"mode": "drill"}).json()["alarm"]
    glasses["s5"].wait_for_selector(f"{FRAME}[data-mode=drill]")
    glasses["s8"].evaluate("() => { laidOut = laid; for (const told of held) laid(told); }")
    glasses["s8"].wait_for_selector(f"{FRAME}[data-mode=drill]")
    for role in ("security", "manager"):
        standing.post("/api/evacuation/clear", {"alarm": alarm}, login=role)
    for screen, page in glasses.items():
        standing.turned(page)
        standing.until(screen, "shown", revision=standing.published.revision)


def test_a_publishing_while_another_is_under_way_mixes_nothing(standing: Standing, browser):
    glasses = _opened(standing, browser, "s5", "s8", "s17")
    plan = standing.published.plan
    plans = {standing.published.revision: plan}
    for other in ("w7", "w8", "w1", "w7"):
        plan = beside(plan, "w5", other)
        standing.put(plan)
        plans[standing.published.revision] = plan
        time.sleep(0.06)  # within the moment between sending and flipping
    for page in glasses.values():
        page.wait_for_function("(last) => seen.at(-1)?.revision === last", arg=standing.published.revision)
    flips: dict[int, list[float]] = {}
    for screen, page in glasses.items():
        seen = page.evaluate("window.seen")
        assert [one["revision"] for one in seen] == sorted({one["revision"] for one in seen}), "never back"
        for one in seen:
            hung = plans[one["revision"]].screen(screen)
            assert one["hash"] == frame_of(plans[one["revision"]], one["revision"], hung, datetime.now(UTC)).hash()
            assert one["frames"] == 1
            flips.setdefault(one["revision"], []).append(one["at"])
    assert max(flips[standing.published.revision]) - min(flips[standing.published.revision]) < 150, flips
    for screen in glasses:
        standing.until(screen, "shown")
    assert standing.kit.db.look(lambda conn: history.refusals(conn, 50)) == []


@contextmanager
def _no_page_more(standing: Standing) -> Iterator[None]:
    """SQLite's own limit. It belongs to a connection, and the pool hands out whichever is free."""
    pages = {"now": 1}  # no page more than there are

    def limit(connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages['now']}")

    event.listen(standing.kit.db.engine, "checkout", limit)
    yield
    pages["now"] = 1_000_000


def _fill(standing: Standing) -> None:
    while True:
        standing.kit.db.write_now(lambda tx: tx.note("test", "fill", "x", detail="x" * 2000))


@pytest.mark.says("hall.kit.db", "disk full")
def test_a_full_database_stills_no_glass_and_the_manager_is_told(standing: Standing, browser):
    page, manager = open_page(browser), open_page(browser)
    standing.pair(page, "board")
    standing.until("board", "shown")
    manager.goto(f"{standing.url}/signs")
    expect(manager.locator("#failing")).to_be_hidden()
    first = standing.published.revision + 1
    with _no_page_more(standing):
        with pytest.raises(Problem, match="storage_full"):
            _fill(standing)
        for _ in range(60):  # each leaves a frame for replay, until the last free bytes cannot take one
            with suppress(Problem):  # its pulse may be written together with what does not fit: seen a second later
                standing.put(standing.published.plan)
            now = standing.published.revision
            page.wait_for_selector(f"{FRAME}[data-revision='{now}']")
            while standing.link("board").painted.revision != now:
                page.wait_for_timeout(10)
            if manager.locator("#failing").is_visible():
                break
        expect(manager.locator("#failing")).to_contain_text("磁盘已满")
        assert manager.locator("tr[data-screen=board] .tag").first.inner_text() == "显示正确"
    expect(manager.locator("#failing")).to_be_hidden()
    told = standing.kit.db.look(lambda conn: history.events_beside(conn, "board", datetime.now(UTC), 200))
    kept = [row.revision for row in told if row.kind == "shown" and row.revision >= first]
    assert kept == list(range(first, now + 1)), "each of them, once, in order"
