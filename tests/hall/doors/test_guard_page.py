"""The guard's page in a real browser: what is told comes by itself, a door is opened by keyboard, lock-down is two
presses, and nothing old looks fresh."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.hall.access.real import Doors, doors_running
from tests.hall.test_pages import Said, open_page


class Telling:
    """The gate's station."""

    def __init__(self, gate: httpx.Client) -> None:
        self.gate, self.seq = gate, 0

    def tells(self, *bodies: dict) -> None:
        for body in bodies:
            self.seq += 1
            said = {"seq": self.seq, "at": datetime.now(UTC).isoformat(), "body": body}
            self.gate.post("/api/station/reports", json={"reports": [said]}).raise_for_status()

    def door(self, what: str) -> None:
        self.tells({"kind": "door", "door": "gate1", "what": what})

    def entry(self, key: str, **other: object) -> None:
        self.tells({"kind": "entry", "key": key, "door": "gate1", "shown": "card", "admitted": True, "event": "granted",
                    "cause": "granted", "zh": "请进", "en": "Please come in"} | other)  # fmt: skip

    def asks(self) -> dict:
        return self.gate.post("/api/station/parts", json={}).raise_for_status().json()["parts"]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Doors, Telling]]:
    with doors_running(tmp_path_factory.mktemp("guard") / "hall") as doors:
        telling = Telling(doors.gate)
        telling.asks()
        telling.tells({"kind": "device", "device": "gate", "able": True})
        yield doors, telling


def opened(browser: Browser, doors: Doors, path: str = "/guard", width: int = 1366) -> tuple[Page, Said]:
    page, said = open_page(browser, width, 900)
    page.goto(doors.serving.url + path)
    page.fill("#login", "security")
    page.fill("#password", doors.serving.passwords["security"])
    page.keyboard.press("Enter")
    expect(page.locator(".top")).to_be_visible()
    page.goto(doors.serving.url + path)
    return page, said


def test_what_a_door_does_comes_by_itself_and_is_taken_by_name(browser: Browser, running: tuple[Doors, Telling]):
    doors, telling = running
    telling.asks()
    page, said = opened(browser, doors)
    gate = page.locator("#doors li[data-id=gate1]")
    expect(gate).to_contain_text("没有异常")
    expect(gate).to_contain_text("截至")
    expect(page.locator("#doors li[data-id=d1]")).to_contain_text("没有接站点")
    page.mouse.click(5, 500)  # a browser lets a page sound only after somebody has touched it
    rung = page.evaluate("window.onedoor.rung ?? 0")
    telling.door("forced")
    alarm = page.locator("#alarms article.door")
    expect(alarm).to_contain_text("东厅闸机 01被强行打开")
    expect(gate).to_contain_text("被强行打开")
    page.wait_for_function("(before) => (window.onedoor.rung ?? 0) > before", arg=rung)
    alarm.get_by_role("button", name="已去处理").click()
    expect(page.locator("#alarms article.taken")).to_contain_text("去处理")
    telling.door("closed_again")
    expect(page.locator("#alarms article")).to_have_count(0)
    expect(page.locator("#happened li").first).to_contain_text("门又关上了")
    assert said == []


def test_a_door_is_opened_by_keyboard_with_a_reason_and_what_came_of_it_is_said(
    browser: Browser, running: tuple[Doors, Telling]
):
    doors, telling = running
    telling.asks()
    page, said = opened(browser, doors, width=1024)
    page.locator("#doors li[data-id=gate1] button").press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#open-say")).to_contain_text("请填“原因”")
    page.keyboard.type("核对过证件")
    page.keyboard.press("Enter")
    expect(page.locator("#opening")).not_to_be_visible()
    (order,) = telling.asks()["orders"]["body"]["orders"]
    assert (order["by"], order["reason"]) == ("security", "核对过证件")
    expect(page.locator("#orders")).to_contain_text("等门回话")
    telling.entry(order["id"], shown="hand", cause="by_hand", zh="值班人员开门一次", by="security", reason="核对过证件")
    telling.tells({"kind": "passage", "key": order["id"], "door": "gate1", "became": "released"})
    expect(page.locator("#orders")).to_contain_text("已开锁")
    page.locator("#happened li", has_text="值班人员开门一次").get_by_text("为什么").click()
    expect(page.locator("#again")).to_contain_text("不是规则放行的")
    assert [line for line in said if "422" not in line] == []


def test_lock_down_is_two_presses_and_a_reason(browser: Browser, running: tuple[Doors, Telling]):
    doors, telling = running
    page, said = opened(browser, doors)
    expect(page.locator("#level")).to_contain_text("平常")
    page.click("#lock")
    expect(page.locator("#say")).to_contain_text("请先写原因")
    page.fill("#why", "有人持械")
    page.keyboard.press("Enter")
    expect(page.locator("#lock")).to_have_text("封闭全厅")
    page.click("#lock")
    expect(page.locator("#lock")).to_contain_text("再按一次")
    expect(page.locator("#held")).not_to_be_visible()
    page.click("#lock")
    expect(page.locator("#held")).to_contain_text("全厅封闭：有人持械")
    assert telling.asks()["grants"]["body"]["level"] == "lockdown"
    page.fill("#why", "已控制")
    page.click("#lock")
    page.click("#lock")
    expect(page.locator("#held")).not_to_be_visible()
    assert "level" not in telling.asks()["grants"]["body"]
    assert said == []


def test_who_may_and_the_note_and_the_muster_list(browser: Browser, running: tuple[Doors, Telling]):
    doors, telling = running
    telling.asks()
    page, said = opened(browser, doors)
    expect(page.locator("#doors li")).to_have_count(3)
    page.keyboard.press("/")
    page.keyboard.type("后台门 01 周六 20:00")
    page.keyboard.press("Enter")
    expect(page.locator("#answer h3")).to_contain_text("1 人能开")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("后台门 02 门弓器松了")
    page.get_by_role("button", name="记下").click()
    expect(page.locator("#notes li").first).to_contain_text("门弓器松了")
    person = telling.asks()["grants"]["body"]["people"][0]["id"]
    key = f"decision-{time.monotonic_ns()}"
    telling.entry(key, person=person, credential="a" * 64)
    telling.tells({"kind": "passage", "key": key, "door": "gate1", "became": "passed"})
    page.get_by_text("点名表").click()
    expect(page.locator("#roll tbody tr")).to_have_count(1)
    expect(page.locator("#count")).to_contain_text("1 人可能在里面，其中 1 人门看见他进去")
    expect(page.locator("#doubts")).to_contain_text("出去不用刷卡")
    page.emulate_media(media="print")
    expect(page.locator(".top")).not_to_be_visible()
    assert said == []


def test_a_page_that_hears_nothing_shows_nothing_as_fresh(browser: Browser, running: tuple[Doors, Telling]):
    """Its clock runs on, and the hall's last word grows old before one's eyes."""
    doors, telling = running
    telling.asks()
    page, _ = opened(browser, doors)
    gate = page.locator("#doors li[data-id=gate1]")
    expect(gate).to_contain_text("没有异常")
    page.clock.install()
    page.context.set_offline(True)
    page.clock.fast_forward(40_000)
    page.clock.run_for(2_000)
    expect(gate).to_contain_text("状态不知道")
    expect(gate).to_contain_text("最后知道的：没有异常")
    page.fill("#q", "后台门 01 周六 20:00")
    page.locator("#ask button").click()
    expect(page.locator("#ask-say")).to_contain_text("现在看不到")  # a question has not "perhaps taken effect"
