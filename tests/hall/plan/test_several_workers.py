"""A hall of several processes: each serves some of the screens, and they turn together all the same."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.hall.plan.desk import Desk, sit_down
from tests.hall.serving import Serving, hall_running
from tests.support.glass import on_glass, turned_at, watch

CALL_ANEW = "(async () => { connect(); while (socket.readyState !== 1) await sleep(20); })()"
SCREENS = ("s4", "s5", "s6", "s7")


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory, founded: tuple[Path, dict[str, str]]) -> Iterator[Serving]:
    data_dir = tmp_path_factory.mktemp("workers") / "hall"
    shutil.copytree(founded[0], data_dir)
    with hall_running(data_dir, ONEDOOR_HALL_WORKERS="2") as serving:
        serving.passwords = founded[1]
        yield serving


def _workers(serving: Serving) -> set[str]:
    """Those that hold a screen."""
    with sqlite3.connect(serving.data_dir / "hall.sqlite") as db:
        return {worker for (worker,) in db.execute("select distinct worker from signage_glass where state = 'shown'")}


def _glasses(desk: Desk, serving: Serving) -> list[Page]:
    """Both processes hold some of them: the system gives a connection to whoever takes it, so each is held up in turn
    while one screen calls anew."""
    glasses = [desk.player(screen) for screen in SCREENS]
    for process in psutil.Process(serving.process.pid).children():
        process.suspend()
        glasses[0].workers[0].evaluate(CALL_ANEW)
        process.resume()
        if _both_hold_some(serving):
            break
    else:
        pytest.fail("one process holds all screens")
    for page in glasses:
        watch(page)
    return glasses


def _both_hold_some(serving: Serving, within: float = 3.0) -> bool:
    """As soon as it is written who holds what."""
    end = time.monotonic() + within
    while len(_workers(serving)) < 2:
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _apart(glasses: list[Page], revision: int) -> float:
    turns = [turned_at(page, revision) for page in glasses]
    return max(turns) - min(turns)


def test_screens_of_several_processes_lay_it_out_ahead_and_turn_together(browser: Browser, serving: Serving):
    desk = sit_down(browser, serving.url, "manager", serving.passwords["manager"], {})
    try:
        glasses, revision = _glasses(desk, serving), desk.get("/api/plan")["revision"]
        desk.drag((39, 5), (56.7, 13))
        desk.saved()
        desk.page.click("#publish")
        for page in glasses:
            page.wait_for_function("(next) => behind?.frame.revision === next", arg=revision + 1)
            expect(on_glass(page)).to_have_attribute("data-revision", str(revision))
        desk.page.click("#publish-go")
        assert _apart(glasses, revision + 1) < 0.25
        desk.post("/api/plan/undo", {"revision": revision + 1})  # nobody had been seen to be about to
        assert _apart(glasses, revision + 2) < 0.25
    finally:
        desk.leave()
