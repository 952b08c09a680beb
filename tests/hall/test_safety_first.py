"""The key of an evacuation while a real PostgreSQL is stopped or holds still: first the glass, then the record."""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from hall.kit.db import micros
from tests.hall.serving import Serving, hall_running, run_hall, start_hall
from tests.support.cluster import Cluster, cluster
from tests.support.glass import on_glass, open_page
from tests.support.house import Manager, until


@pytest.fixture
def database() -> Iterator[Cluster]:
    with cluster() as running:
        yield running


def _signed_in(browser: Browser, hall: Serving, login: str, path: str) -> Page:
    page = open_page(browser, 1366, 768)
    page.goto(f"{hall.url}/sign-in")
    page.fill("[name=login]", login)
    page.fill("[name=password]", hall.passwords[login])
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{hall.url}/")
    page.goto(f"{hall.url}{path}")
    return page


def _held(page: Page) -> float:
    """The key, for as long as it wants; the moment at which it began."""
    box = page.locator("#evacuation").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    with page.expect_request("**/api/evacuation/begin"):
        page.wait_for_timeout(950)
    began = time.monotonic()
    page.mouse.up()
    return began


@pytest.mark.parametrize("how", ["stopped", "still"])
def test_the_key_works_while_the_database_is_away(database: Cluster, how: str, tmp_path: Path, browser: Browser):
    data, extra = tmp_path / "hall", {"ONEDOOR_HALL_DATABASE_URL": database.url}
    told = run_hall(data, "seed", **extra)
    with hall_running(data, **extra) as hall:
        hall.passwords = dict(re.findall(r"^  (\w+) +(\S+) +\w+$", told.stdout, re.MULTILINE))
        manager, glass, board = Manager(hall, "manager"), open_page(browser, 960, 540), open_page(browser)
        glass.goto(f"{hall.url}/screen")
        expect(glass.locator("#code")).not_to_have_text("")
        manager.call("POST", "/api/signs/pair", code=glass.locator("#code").inner_text(), screen="s4")
        expect(on_glass(glass).locator(".page.on .line").first).to_be_visible()
        board.goto(f"{hall.url}/board")
        page = _signed_in(browser, hall, "security", "/evacuation")
        expect(page.locator("#state")).to_have_text("平常")

        database.stop() if how == "stopped" else database.hold_still()
        try:
            began = _held(page)
            expect(on_glass(glass).locator(".alarm b")).to_have_text("请立即疏散", timeout=2000)
            assert time.monotonic() - began < 0.5
            expect(board.locator("#alarm-word")).to_contain_text("请立即疏散", timeout=3000)
            expect(page.locator("#state")).to_have_text("正在疏散", timeout=3000)
            expect(page.locator("#unwritten")).to_be_visible()
        finally:
            database.start() if how == "stopped" else database.go_on()
        expect(page.locator("#unwritten")).to_be_hidden(timeout=30000)
        expect(on_glass(glass).locator(".alarm b")).to_have_text("请立即疏散")
    for one in (glass, board, page):
        one.context.close()


def test_every_process_and_a_new_start_know_of_a_press_that_is_not_written(tmp_path: Path):
    data = tmp_path / "hall"
    told = run_hall(data, "seed")
    serving = start_hall(data, "--workers", "2")
    try:
        serving.passwords = dict(re.findall(r"^  (\w+) +(\S+) +\w+$", told.stdout, re.MULTILINE))
        guard = Manager(serving, "security")
        with closing(sqlite3.connect(data / "hall.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            before = datetime.now(UTC)
            assert guard.call("POST", "/api/evacuation/begin", mode="evacuation") == {"alarm": None}
            pressed = datetime.now(UTC)
            for _ in range(12):  # each on a connection of its own: both processes are asked
                board = httpx.get(f"{serving.url}/api/board", trust_env=False).json()
                assert board["alarm"] == "evacuation"
            serving.kill()
        again = start_hall(data, port=serving.port)
        try:
            assert httpx.get(f"{again.url}/api/board", trust_env=False).json()["alarm"] == "evacuation"

            def written() -> list[tuple[str, int]]:
                with closing(sqlite3.connect(data / "hall.sqlite")) as db:
                    return db.execute("SELECT began_by, began_at FROM signage_alarm").fetchall()

            ((by, at),) = until("the record", written)
            assert by == "security"
            assert micros(before) <= at <= micros(pressed)
        finally:
            again.kill()
    finally:
        if serving.process.poll() is None:
            serving.kill()
