"""Notices: who may say what, on which glass, and for how long."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from hall.signage.notices import by_screen
from tests.hall.signage.standing import Standing
from tests.support.glass import on_glass, open_page

HOSTILE = "<img src=x onerror=alert(1)>{window}&amp;"


def typed(key: str, seconds: float = 60, **values: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    return {
        "key": f"test-{key}",
        "starts": (now - timedelta(seconds=1)).isoformat(),
        "ends": (now + timedelta(seconds=seconds)).isoformat(),
    } | values


def put_up(standing: Standing, key: str, **values: Any) -> int:
    answer = standing.post("/api/notices", typed(key, **values))
    assert answer.status_code == 200, answer.text
    return answer.json()["id"]


def on(standing: Standing, screen: str) -> list[str]:
    now = standing.kit.clock.now()
    found = standing.kit.db.look(lambda conn: by_screen(conn, standing.published.plan, now))
    return [line.zh for line in found.get(screen, ())]


def test_hostile_text_waits_for_a_second_person_stays_text_and_ends_by_itself(standing: Standing, browser):
    page = open_page(browser)
    standing.pair(page, "s4")
    id = put_up(standing, "hostile", zh=HOSTILE, en="<script>", places=["s4"], seconds=4)
    assert on(standing, "s4") == []
    own = standing.post(f"/api/notices/{id}/approve")
    assert (own.status_code, own.json()["code"]) == (403, "second_person")
    assert standing.post(f"/api/notices/{id}/approve", login="admin").status_code == 200
    expect(on_glass(page).locator(".notice .zh")).to_have_text(HOSTILE)
    assert on_glass(page).locator(".notice *").count() == 2
    standing.until("s4", "shown")
    page.context.set_offline(True)  # nobody tells it: it ends on the glass all the same
    expect(on_glass(page).locator(".notice.on")).to_have_count(0, timeout=6000)
    page.context.close()


def test_a_field_left_empty_is_named_and_nothing_is_lost(standing: Standing, browser):
    page = open_page(browser, 1366, 768)
    page.goto(f"{standing.url}/notices")
    key = page.locator("#put-up button")
    box = key.bounding_box()
    assert box["y"] + box["height"] <= 768, "its key is in sight"
    page.fill("[name=window]", "3")
    key.click()
    expect(page.locator("#say")).to_have_text("请填“改到的窗口号”。")
    expect(page.locator("[name=other]")).to_be_focused()
    page.fill("[name=other]", "99")
    key.click()
    expect(page.locator("#say")).to_contain_text("图上没有 99 号窗口")
    page.fill("[name=other]", "4")
    key.click()
    expect(page.locator("#rows li b")).to_have_text("3 号窗口暂停办理，请到 4 号窗口。")
    expect(page.locator("#say")).to_be_hidden()
    page.locator("#rows li", has_text="3 号窗口暂停办理").get_by_text("撤下").click()
    expect(page.locator("#rows")).to_contain_text("现在没有通知")
    page.context.close()


def test_the_three_most_urgent_stand_on_the_screens_they_are_for(standing: Standing):
    for n, priority in enumerate((8, 2, 5, 5)):
        put_up(
            standing, f"urgent-{n}", wording="closing", fields={"time": f"1{n}：30"}, priority=priority, places=["f2"]
        )
    floor = {node.id: node.floor for node in standing.published.plan.nodes}
    up, down = (next(one.id for one in standing.published.plan.screens if floor[one.node] == id) for id in ("f2", "f1"))
    assert [line[3:8] for line in on(standing, up)] == ["11:30", "12:30", "13:30"]
    assert on(standing, down) == []


def test_an_order_sent_twice_stands_once_and_a_withdrawn_one_is_gone(standing: Standing):
    one, again = (put_up(standing, "twice", wording="lift_out", places=["s8"]) for _ in range(2))
    assert one == again
    assert len(on(standing, "s8")) == 1
    assert standing.post(f"/api/notices/{one}/withdraw").status_code == 200
    assert on(standing, "s8") == []
    assert standing.post(f"/api/notices/{one}/withdraw").json()["code"] == "settled"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"zh": ""}, "请写中文内容"),
        ({"zh": "长" * 61}, "最多 60 个字"),
        ({"zh": "مرحبا"}, "从右往左"),
        ({"zh": "到\u202e口窗"}, "U+202E"),
        ({"zh": "一\n二"}, "U+000A"),
        ({"zh": "请到🏢一区"}, "🏢"),
        ({"wording": "nothing"}, "没有这种固定用语"),
        ({"wording": "window_moved", "fields": {"window": "三号，或随便说"}}, "请写窗口号"),
        ({"wording": "window_moved", "fields": {"window": "99"}}, "图上没有 99 号窗口"),
        ({"wording": "window_paused", "fields": {"window": "6", "other": "６"}}, "请填另一个窗口"),
        ({"wording": "lunch", "fields": {"from": "13:00", "to": "11:30"}}, "结束要晚于开始"),
        ({"wording": "closing", "fields": {"time": "25:00"}}, "请写成 13:30"),
        ({"zh": "好", "seconds": -0.5}, "已经过了"),
        ({"zh": "好", "seconds": 93 * 86400}, "最多挂 92 天"),
    ],
)
def test_what_cannot_stand_is_refused_in_a_sentence(standing: Standing, values: dict[str, Any], why: str):
    answer = standing.post("/api/notices", typed("refused", **values))
    assert answer.status_code == 422
    assert why in answer.json()["zh"]
