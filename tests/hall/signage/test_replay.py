"""Replay: what was confirmed on the glass, and plainly nothing where nobody knows."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from playwright.sync_api import expect
from sqlalchemy import func, select

from hall.kit.db import Tx
from hall.signage import history, store
from hall.signage.frames import Called
from tests.hall.signage.standing import Standing
from tests.support.glass import on_glass, open_page
from tests.support.plans import without


def ask(standing: Standing, screen: str, at: datetime | None = None) -> dict[str, Any]:
    answer = httpx.get(
        f"{standing.url}/api/signs/replay",
        trust_env=False,
        params={"screen": screen, "at": (at or datetime.now(UTC)).isoformat()},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def asked_until(standing: Standing, screen: str, state: str, at: datetime | None = None) -> dict[str, Any]:
    end = datetime.now(UTC) + timedelta(seconds=8)
    while (told := ask(standing, screen, at))["state"] != state:
        assert datetime.now(UTC) < end, told["state"]
    return told


def test_a_board_of_the_past_is_painted_again_word_for_word(standing: Standing, browser):
    page = open_page(browser)
    standing.pair(page, "board")
    before = standing.until("board", "shown")
    standing.calls[:] = [Called(7, "A007", "3", "综合收件", "Intake", "请A007号到3号窗口", datetime.now(UTC))]
    standing.show()
    expect(on_glass(page).locator(".big .who")).to_have_text("A007")
    while standing.rows()["board"]["hash"] == before["hash"]:
        standing.until("board", "shown")
    told = asked_until(standing, "board", "shown")
    assert told["exact"]
    soon = ask(standing, "board", datetime.now(UTC) + timedelta(seconds=1))
    assert (soon["state"], soon["frame"]) == ("shown", told["frame"]), "the page asks for the end of this second"
    assert [call["number"] for call in told["frame"]["calls"]] == ["A007"]
    again = open_page(browser)
    again.goto(f"{standing.url}/signs/replay?screen=board")
    again.click("#ask button")
    glass = again.frame_locator("#glass iframe")
    expect(glass.locator(".big .who")).to_have_text("A007")
    expect(again.locator("#glass figcaption")).to_contain_text("逐字相同")
    early = ask(standing, "board", datetime.fromisoformat(told["since"]) - timedelta(hours=1))
    assert (early["state"], early["frame"]) == ("nothing", None)
    page.context.close()
    again.context.close()


def test_absent_and_frozen_are_said_and_a_hall_that_did_not_watch_knows_nothing(standing: Standing, browser):
    page = open_page(browser)
    standing.pair(page, "s5")
    standing.until("s5", "shown")
    page.evaluate("() => { setTimeout(() => { const end = Date.now() + 4000; while (Date.now() < end); }, 0); }")
    standing.until("s5", "frozen")
    frozen = asked_until(standing, "s5", "frozen")
    assert "卡住" in frozen["words"]
    assert frozen["frame"]
    standing.until("s5", "shown")
    page.context.close()
    assert "不知道" in asked_until(standing, "s5", "absent")["words"]
    later = datetime.now(UTC) + timedelta(minutes=5)
    shown = next(row for row in reversed(ask(standing, "s5")["events"]) if row["kind"] == "shown")
    then = datetime.fromisoformat(shown["at"])
    standing.kit.db.write_now(lambda tx: _forget_absence(tx, then))
    told = ask(standing, "s5", later)  # as after a power cut of the hall: nobody wrote that it was gone
    assert (told["state"], told["frame"]) == ("unknown", None)


def _forget_absence(tx: Tx, after: datetime) -> None:
    tx.conn.execute(history.event.delete().where(history.event.c.screen == "s5", history.event.c.at > after))


def test_an_alarm_that_a_station_told_is_replayed_also_after_the_hall_was_away(standing: Standing, browser):
    page = open_page(browser)
    standing.pair(page, "s8")
    standing.until("s8", "shown")
    worker = page.workers[0]
    worker.evaluate("(async () => { while (!way) await sleep(50); heardStation('zz9', { s: 'fire', since: 1 }); })()")
    standing.until("s8", "alarm")
    began = datetime.now(UTC)
    standing.do(lambda: setattr(standing.link("s8"), "state", "waiting"))  # as a hall that has just started sees it
    end = began + timedelta(seconds=10)
    while not (told := [one for one in ask(standing, "s8")["events"] if one["kind"] == "alarm"]):
        assert datetime.now(UTC) < end, "it is back with the way out on its glass"
    assert told[-1]["words"] == "按消防触点疏散"
    seen = ask(standing, "s8")
    assert (seen["state"], seen["frame"]["mode"], seen["exact"]) == ("alarm", "evacuation", True)
    worker.evaluate("heardStation('zz9', { s: 'rest', since: 1 })")
    standing.until("s8", "shown")


def test_a_screen_that_is_not_on_the_plan_any_more_is_still_replayed(standing: Standing, browser):
    page, plan = open_page(browser), standing.published.plan
    standing.pair(page, "s9")
    standing.until("s9", "shown")
    standing.put(without(plan, "screens", "s9"))
    standing.until("s9", "orphan")
    manager = open_page(browser)
    manager.goto(f"{standing.url}/signs/replay?screen=s9")
    expect(manager.locator("#screen")).to_have_value("s9")
    expect(manager.locator("#screen option:checked")).to_have_text(f"9 {plan.screen('s9').name_zh}（已不在图上）")
    expect(manager.locator("#words")).to_contain_text("屏已确认")  # it opens with how it is now
    manager.fill("#at", "2026-01-01T08:00:00")
    manager.click("#ask button")
    expect(manager.locator("#words")).not_to_contain_text("屏已确认")
    standing.put(plan)


def test_each_event_says_what_it_brought(standing: Standing, browser):
    page, plan = open_page(browser), standing.published.plan
    standing.pair(page, "board")
    standing.until("board", "shown")
    now = datetime.now(UTC)
    notice = {
        "key": "what-it-brought",
        "zh": "今天下午三点消防检查。",
        "places": ["board"],
        "starts": now.isoformat(),
        "ends": (now + timedelta(hours=1)).isoformat(),
    }
    id = standing.post("/api/notices", notice).json()["id"]
    assert standing.post(f"/api/notices/{id}/approve", login="admin").status_code == 200
    heard(standing, "挂出通知")
    standing.post(f"/api/notices/{id}/withdraw")
    heard(standing, "通知结束")
    standing.calls[:] = [Called(8, "A008", "3", "综合收件", "Intake", "请A008号到3号窗口", datetime.now(UTC))]
    standing.show()
    heard(standing, "叫号")
    standing.put(plan)
    heard(standing, "换上新图")
    alarm = standing.post("/api/evacuation/begin", {"mode": "drill"}).json()["alarm"]
    heard(standing, "演练，显示出路")
    for role in ("manager", "security"):
        standing.post("/api/evacuation/clear", {"alarm": alarm}, login=role)
    heard(standing, "恢复平常内容")
    page.context.close()
    standing.calls.clear()


def heard(standing: Standing, words: str) -> None:
    """The last that is told of the board, as soon as it is ``words``."""
    end = datetime.now(UTC) + timedelta(seconds=8)
    while (told := [one["words"] for one in ask(standing, "board")["events"]])[-1] != words:
        assert datetime.now(UTC) < end, told


def test_what_is_too_old_is_forgotten_but_for_the_last_word_of_each_screen(standing: Standing):
    long_ago = datetime.now(UTC) - timedelta(days=400)

    def work(tx: Tx) -> int:
        rows = [
            {
                "screen": "old",
                "player": "p",
                "at": long_ago + timedelta(hours=n),
                "kind": "shown",
                "hash": "h" * 64,
                "revision": 1,
                "content": f"{n}" * 64,
                "calls": "",
                "worker": "w",
            }
            for n in range(3)
        ]
        rows.append(rows[-1] | {"at": long_ago + timedelta(hours=4), "kind": "absent", "content": None})
        history.add_events(tx.conn, rows, {f"{n}" * 64: b"{}" for n in range(3)})
        return history.forget(tx.conn, tx.now - timedelta(days=90))

    assert standing.kit.db.write_now(work) == 2
    now = datetime.now(UTC)
    assert standing.kit.db.look(lambda conn: history.last_event(conn, "old", now)).kind == "absent"
    left = standing.kit.db.look(lambda conn: history.last_event(conn, "old", now, history.CONFIRMED))
    assert left.content == "2" * 64, "the last that anybody confirmed"
    kept = select(func.count()).select_from(history.content).where(history.content.c.hash.in_(["0" * 64, "2" * 64]))
    assert standing.kit.db.look(lambda conn: conn.execute(kept).scalar_one()) == 1
    assert standing.kit.db.look(lambda conn: store.worker_by_id(conn, "w")) is None
