"""The key of an evacuation, while the database cannot write, is full, or is away: the glass first, the record after."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import event

from hall.kit.errors import Problem
from hall.signage.evacuation import service, store
from hall.signage.evacuation.pressed import ROOM, Pressed
from tests.hall.signage.standing import Standing, serving
from tests.support.glass import on_glass, open_page
from tests.support.house import until

AT = datetime.fromisoformat("2026-11-30T08:00:00+00:00")


def test_a_press_is_kept_in_a_file_whose_room_is_taken_beforehand(tmp_path: Path):
    path = tmp_path / "alarm.pressed"
    here, other = Pressed(path), Pressed(path)
    assert path.stat().st_size == ROOM
    drill = here.press("drill", AT, "manager")
    assert other.press("drill", AT, "admin") == drill, "the other process of the hall sees it"
    fire = other.press("evacuation", AT, "security")
    assert here.waiting() == Pressed(path).waiting() == (drill, fire)
    assert path.stat().st_size == ROOM
    here.written(drill.key)
    assert other.waiting() == (fire,)


@pytest.mark.says("hall.signage.evacuation.pressed", "what was pressed before cannot be read")
def test_a_torn_file_stops_no_hall(tmp_path: Path):
    path = tmp_path / "alarm.pressed"
    Pressed(path).press("drill", AT, "manager")
    path.write_bytes(path.read_bytes()[:20] + b"\0" * (ROOM - 20))
    assert Pressed(path).waiting() == ()
    assert Pressed(path).press("evacuation", AT, "manager").mode == "evacuation"


def test_what_is_tried_twice_is_written_once_also_when_it_has_ended_meanwhile(standing: Standing):
    write, press = standing.kit.db.write_now, Pressed().press("drill", AT, "manager")
    alarm = write(lambda tx: service.record(tx, press))
    assert standing.kit.db.look(store.running).began_at == AT
    write(lambda tx: store.end(tx.conn, alarm, tx.now))
    assert write(lambda tx: service.record(tx, press)) == alarm
    assert standing.kit.db.look(store.running) is None


def pressed(hall: Standing, glass: Page) -> httpx.Response:
    """The key, and the way out on the glass, whatever the database does meanwhile; how soon is measured elsewhere."""
    with ThreadPoolExecutor(1) as hand:
        answer = hand.submit(hall.post, "/api/evacuation/begin", {"mode": "evacuation"}, login="security")
        expect(on_glass(glass).locator(".alarm b")).to_have_text("请立即疏散", timeout=2000)
        return answer.result()


def _audit(standing: Standing, action: str) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(standing.kit.settings.data_dir / "hall.sqlite")) as db:
        return db.execute("SELECT actor, detail FROM audit_line WHERE action = ?", (action,)).fetchall()


def test_the_key_is_held_while_the_database_is_locked(tmp_path: Path, browser):
    glass, page = open_page(browser, 960, 540), open_page(browser, 1366, 768)
    with serving(tmp_path / "hall") as first:
        first.pair(glass, "s4")
        first.until("s4", "shown")
        page.goto(f"{first.url}/evacuation")
        expect(page.locator("#state")).to_have_text("平常")
        with closing(sqlite3.connect(tmp_path / "hall" / "hall.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            answer = pressed(first, glass)
            assert answer.json() == {"alarm": None}
            expect(page.locator("#unwritten")).to_be_visible()
            expect(page.locator("#clear")).to_be_disabled()
            other.execute("ROLLBACK")
        alarm = until("the record", lambda: first.kit.db.look(store.running))
        assert alarm.began_by == "security"
        expect(page.locator("#unwritten")).to_be_hidden()
        expect(on_glass(glass).locator(".alarm b")).to_have_text("请立即疏散")
        (told,) = _audit(first, "evacuation_begun")
        assert told[0] == "security"
    for one in (glass, page):
        one.context.close()


def _noted(hall: Standing, many: int) -> bool:
    try:
        hall.kit.db.write_now(lambda tx: [tx.note("", "", "") for _ in range(many)])
    except Problem:
        return False
    return True


@pytest.mark.says("hall.kit.db", "disk full")
def test_the_key_is_held_while_the_disk_is_full_and_the_hall_starts_again_before_it_is_written(tmp_path: Path, browser):
    glass = open_page(browser, 960, 540)
    with serving(tmp_path / "hall") as first:
        first.pair(glass, "s4")
        first.until("s4", "shown")
        pages = first.kit.db.look(lambda conn: conn.exec_driver_sql("PRAGMA page_count").scalar_one())
        full = f"PRAGMA max_page_count={pages}"
        event.listen(first.kit.db.engine, "begin", lambda conn: conn.exec_driver_sql(full))
        for many in (200, 20, 1):  # until not another word goes in
            while _noted(first, many):
                pass
        assert pressed(first, glass).json() == {"alarm": None}
        port = int(first.url.rsplit(":", 1)[1])
    with serving(tmp_path / "hall", port) as again:
        expect(on_glass(glass).locator(".alarm b")).to_have_text("请立即疏散")
        again.until("s4", "shown", within=12)
        expect(on_glass(glass).locator(".alarm b")).to_have_text("请立即疏散")
        answer = again.post("/api/evacuation/begin", {"mode": "evacuation"}, login="manager")
        alarm = again.kit.db.look(store.running)
        assert (alarm.id, alarm.began_by) == (answer.json()["alarm"], "security"), "who pressed first, when he did"
        assert alarm.began_at < again.published.at
    glass.context.close()
