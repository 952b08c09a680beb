"""The pages in a real browser: who may and why; a letter from its entry to its approval; a meeting and its pass."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.hall.access.doors import PAGE
from tests.hall.access.test_importing import NEW, sheet
from tests.hall.serving import Serving
from tests.hall.test_pages import Said, open_page
from tests.support.founded import sample_running


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with sample_running(tmp_path_factory.mktemp("doors") / "hall") as serving:
        yield serving


def opened(browser: Browser, serving: Serving, login: str, path: str, width: int = 1366) -> tuple[Page, Said]:
    page, said = open_page(browser, width, 800)
    page.goto(serving.url + path)
    page.fill("#login", login)
    page.fill("#password", serving.passwords[login])
    page.keyboard.press("Enter")
    expect(page.locator(".top")).to_be_visible()
    page.goto(serving.url + path)
    return page, said


def test_a_letter_is_entered_scanned_and_approved_by_another_and_the_person_page_says_why(
    browser: Browser, serving: Serving, tmp_path: Path
):
    page, said = opened(browser, serving, "manager", "/access")
    page.locator("tr[data-id=YJ601] .who").click()
    person = page.locator("#person")
    expect(person.locator(".doors li")).to_have_count(3)
    person.get_by_text("录入一份委托书").click()
    person.get_by_label("文号").fill("松审委〔2026〕99 号")
    person.get_by_label("签发人（派驻部门）").fill("王样例")
    person.get_by_role("button", name="录入").click()
    expect(person.locator("#person-say")).to_contain_text("门组")
    expect(person.get_by_label("文号")).to_have_value("松审委〔2026〕99 号")
    person.get_by_label("大厅闸机").check()
    person.get_by_role("button", name="录入").click()
    letter = person.locator(".letters li", has_text="99 号")
    expect(letter).to_contain_text("还缺扫描件")
    scan = tmp_path / "letter.png"
    scan.write_bytes(PAGE)
    letter.locator("input[type=file]").set_input_files(scan)
    expect(letter.get_by_text("看扫描件")).to_be_visible()
    expect(letter.get_by_text("复核通过")).to_have_count(0)
    guard, _ = opened(browser, serving, "security", "/access")
    guard.locator("tr[data-id=YJ601] .who").click()
    theirs = guard.locator(".letters li", has_text="99 号")
    theirs.get_by_text("复核通过").click()
    expect(theirs).to_contain_text("有效")
    expect(letter).to_contain_text("security 复核")
    assert [line for line in said if "422" not in line] == []


def test_who_may_is_asked_in_one_box(browser: Browser, serving: Serving):
    page, said = opened(browser, serving, "auditor", "/access")
    page.fill("#q", "月球")
    page.keyboard.press("Enter")
    expect(page.locator("#ask-say")).to_contain_text("可以这样问")
    page.fill("#q", "后台门 01 周六 20:00")
    page.keyboard.press("Enter")
    expect(page.locator("#answer h2")).to_contain_text("1 人能开")
    expect(page.locator("#answer tr", has_text="张样例")).to_contain_text("不在准许的时段")
    expect(page.get_by_text("新增一人")).to_have_count(0)
    assert [line for line in said if "422" not in line] == []


def test_a_meeting_is_made_shown_prolonged_and_closed(browser: Browser, serving: Serving):
    page, said = opened(browser, serving, "clerk1", "/appointments")
    expect(page.locator("#meetings > li")).to_have_count(1)
    page.fill("#title", "某项目专家咨询")
    page.select_option("#kind", "talk")
    page.get_by_role("button", name="约下").click()
    expect(page.locator("#make-say")).to_contain_text("请填“接待人")  # the first of the list receives nobody by that
    page.select_option("#host", label="陈样例（区审批审查中心办公室）")
    page.select_option("#room", "expert1")
    page.get_by_label("来访单位或团组").fill("某设计院")
    page.get_by_role("button", name="约下").click()
    mine = page.locator("#meetings > li", has_text="某项目专家咨询")
    expect(page.get_by_label("来访单位或团组")).to_have_value("")  # else the next meeting seems to have this guest
    page.fill("#title", "没有写谁来")
    page.select_option("#room", "expert2")
    page.get_by_role("button", name="约下").click()
    expect(page.locator("#make-say")).to_contain_text("没有出通行证")
    nobody = page.locator("#meetings > li", has_text="没有写谁来")
    page.once("dialog", lambda dialog: dialog.accept())
    nobody.get_by_role("button", name="取消").click()
    expect(nobody).not_to_be_visible()
    expect(mine).to_contain_text("开：东厅闸机 01")
    mine.get_by_role("button", name="出示").click()
    expect(page.locator("#shown img").first).to_be_visible()
    address = page.locator("#shown .address").inner_text()
    page.keyboard.press("Escape")
    phone, _ = open_page(browser, 390, 760)
    phone.goto(address)
    expect(phone.locator("img")).to_be_visible()
    expect(phone.locator("body")).not_to_contain_text("某设计院")
    mine.get_by_role("button", name="换时间或会议室").click()
    page.locator("#moved select").select_option("joint")
    page.locator("#moved").get_by_role("button", name="改，并重出").click()
    expect(page.locator("#moved-say")).to_contain_text("样例厂房项目联合会审")
    page.locator("#moved select").select_option("expert2")
    page.locator("#moved").get_by_role("button", name="改，并重出").click()
    expect(page.locator("#say")).to_contain_text("新出了 1 张")
    expect(mine).to_contain_text("专家帮办二室")
    expect(mine.locator(".passes .ended")).to_have_count(1)
    phone.reload()
    expect(phone.locator("body")).to_contain_text("作废")
    running = page.locator("#meetings > li", has_text="样例厂房项目联合会审")
    before = running.locator("time").inner_text()
    running.get_by_role("button", name="延长 30 分钟").click()
    expect(running.locator("time")).not_to_have_text(before)
    page.on("dialog", lambda dialog: dialog.accept())
    running.get_by_role("button", name="散会").click()
    expect(page.locator("#past summary")).to_contain_text("2 场")
    mine.get_by_role("button", name="取消").click()
    expect(page.locator("#meetings")).to_contain_text("没有会议")
    assert [line for line in said if "409" not in line] == []


@pytest.mark.parametrize("path", ["/access", "/access/rules", "/access/import", "/appointments"])
def test_the_pages_fit_a_small_computer_and_a_phone(browser: Browser, serving: Serving, path: str):
    for width in (1366, 1024, 390):
        page, _ = opened(browser, serving, "manager", path, width)
        expect(page.locator("#people tr[data-id], #meetings li, .wide tbody tr, #take").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.context.close()


def test_rules_are_changed_by_one_compared_and_published_by_another(browser: Browser, serving: Serving):
    page, said = opened(browser, serving, "manager", "/access/rules")
    expect(page.locator(".wide tbody tr")).to_have_count(3)
    expect(page.locator("#propose")).to_be_disabled()
    page.locator(".span").nth(1).get_by_label("六").check()
    page.click("#compare")
    expect(page.locator("#changes")).to_contain_text("东厅闸机 01 周六 07:30–19:00")
    expect(page.locator("#changes")).to_contain_text("张样例")
    hours = page.locator("li.card", has=page.get_by_label("时段名")).nth(1)
    hours.get_by_label("例外日", exact=True).fill("2026-12-31")
    page.get_by_label("再加一个调休上班日").fill("2027-01-02")
    expect(page.locator("#propose")).to_be_disabled()
    page.click("#compare")
    expect(page.locator("#changes")).to_contain_text("12月31日")
    page.click("#propose")
    expect(page.locator("#waiting")).to_contain_text("等另一人复核")
    guard, _ = opened(browser, serving, "security", "/access/rules")
    expect(guard.locator("#waiting .changes")).to_contain_text("周六 07:30–19:00")
    expect(guard.locator("#compare")).to_have_count(0)
    guard.get_by_role("button", name="复核通过").click()
    expect(guard.locator("#waiting")).to_be_hidden()
    expect(page.locator("#waiting")).to_be_hidden()
    expect(page.locator(".span").nth(1).get_by_label("六")).to_be_checked()
    assert said == []


def test_a_table_is_tried_before_it_is_taken(browser: Browser, serving: Serving, tmp_path: Path):
    page, said = opened(browser, serving, "manager", "/access/import")
    file = tmp_path / "people.xlsx"
    file.write_bytes(sheet(NEW, ["A1", "甲", "月球"]))
    page.set_input_files("#file", file)
    expect(page.locator("#lines tr[data-id='3']")).to_contain_text("月球")
    expect(page.locator("#take")).to_be_disabled()
    file.write_bytes(sheet(NEW))
    page.set_input_files("#file", file)
    expect(page.locator("#sum")).to_contain_text("0 处错")
    page.click("#take")
    expect(page.locator("#say")).to_contain_text("已导入，1 行")
    expect(page.locator("#lines")).to_contain_text("不变")
    page.goto(serving.url + "/access")
    expect(page.locator("tr[data-id=TX901]")).to_contain_text("等复核")
    assert said == []


PROPOSE = """async () => {
  const kit = new URL("../kit/page.js", document.querySelector("script[src*='access/rules.js']").src);
  const { send } = await import(kit), { state, draft } = window.onedoor.rules();
  await send("/api/access/rules", { base: state.revision, rules: draft });
}"""
"""As a page would that does not dim its key."""


def test_a_change_that_does_not_hold_is_shown_as_a_walk_and_cannot_be_published(browser: Browser, serving: Serving):
    page, said = opened(browser, serving, "manager", "/access/rules")
    expect(page.locator(".wide tbody tr")).to_have_count(3)
    page.click("#compare")
    expect(page.locator("#changes .proof")).to_contain_text("全部成立")
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".wide tbody tr").nth(2).get_by_role("button", name="删除").click()
    page.click("#compare")
    hole = page.locator("#changes .holes li")
    expect(hole).to_have_count(1)
    expect(hole).to_contain_text("没有任何卡的人从南门出口，过“后台门 02”")
    expect(hole).to_contain_text("Staff door 02")
    expect(hole.locator("figure")).to_have_count(2)
    expect(hole.locator("polyline.walk")).to_have_count(2)
    expect(page.locator("#propose")).to_be_disabled()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    page.evaluate(PROPOSE)
    guard, theirs = opened(browser, serving, "security", "/access/rules")
    expect(guard.locator("#waiting .holes li")).to_contain_text("后台门 02")
    expect(guard.get_by_role("button", name="复核通过")).to_have_count(0)
    expect(guard.get_by_role("button", name="退回")).to_be_visible()
    guard.set_viewport_size({"width": 390, "height": 800})
    assert guard.evaluate("document.documentElement.scrollWidth") <= 390
    assert said == theirs == []
