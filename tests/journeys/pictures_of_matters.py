"""The pictures of the manager's chapter of docs/guide-matters.md, taken while walking it: a condition, what it changes,
a second pair of eyes, a day in the past, a table; and of how visitors ask."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.hall.matters.test_tables import filled, sheet
from tests.journeys.keeping import keep
from tests.journeys.pictures_of_access import WIDE, signed_in
from tests.support.browser import launched
from tests.support.founded import sample_running


def picture(name: str, of: Page | Locator) -> None:
    keep(f"guide-matters-{name}", of.screenshot(animations="disabled"), WIDE)


def opened(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{address}/matters")
    expect(page.locator(".list li").first).to_be_visible()


def tab(page: Page, name: str) -> None:
    page.locator(".tabs").get_by_role("button", name=name).click()


def ticked(page: Page) -> None:
    page.select_option("#matter", "sj_fa")
    line = page.locator("tr[data-at='日照分析报告']")
    line.locator("button").click()
    row = page.locator(".condition .row", has_text="周边住宅学校")
    row.get_by_label("无").check()
    row.get_by_label("有").uncheck()
    expect(line.locator(".when")).to_have_text("周边住宅学校＝无")
    expect(page.locator(".lint .tag")).to_have_text("没有问题")
    page.locator(".condition").scroll_into_view_if_needed()
    picture("line", page)


def reviewed(page: Page, other: Page) -> None:
    tab(page, "改动和复核")
    page.get_by_role("button", name="送审", exact=True).click()
    expect(page.locator(".state")).to_contain_text("等没有改过的人复核")
    tab(other, "改动和复核")
    expect(other.locator(".rows tbody tr")).to_have_count(8)
    expect(other.get_by_role("button", name="看过了，发布")).to_be_enabled()
    picture("review", other)
    other.get_by_role("button", name="看过了，发布").click()
    expect(other.locator("#head h1")).to_contain_text("第 2 版")


def past(page: Page) -> None:
    tab(page, "以前说过什么")
    page.fill("#day", page.locator("#day").get_attribute("max") or "")
    expect(page.locator("#then")).to_be_enabled()
    page.select_option("#then", "sj_fa")
    expect(page.locator(".then .list")).to_have_count(2)
    asked = page.locator(".then article").first.locator(".asked")
    asked.get_by_role("button", name="有").click()
    expect(asked).to_have_count(2)
    asked.last.get_by_role("button", name="有").click()
    expect(page.locator(".then .list .needed", has_text="日照分析报告")).to_have_count(1)
    picture("past", page)


def table(page: Page, folder: Path) -> None:
    tab(page, "导入导出")
    rows = filled(40)
    rows[3][4], rows[20][8] = "用地＝月球", "明年"
    file = folder / "materials.csv"
    file.write_bytes(sheet(*rows))
    page.set_input_files("#file", file)
    expect(page.locator("#sum")).to_contain_text("2 处错")
    picture("table", page)


def searched(browser: Browser, manager: Page, address: str) -> None:
    phone = browser.new_page(viewport={"width": 390, "height": 844})
    phone.goto(f"{address}/search")
    for text in ("火星基地的氧气瓶", "租的办公楼重新装修要什么材料"):
        phone.get_by_label("要办什么事").fill(text)
        phone.keyboard.press("Enter")
        expect(phone.locator("#found")).to_contain_text("咨询帮办" if "火星" in text else "租赁合同")
    keep("guide-matters-phone", phone.screenshot(animations="disabled"), 390)
    manager.set_viewport_size({"width": 1280, "height": 340})
    manager.goto(f"{address}/search/unanswered")
    expect(manager.locator("tbody tr")).to_have_count(1)
    picture("unanswered", manager.locator("main"))


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as path,
        sample_running(Path(path) / "hall") as hall,
        sync_playwright() as playwright,
    ):
        browser = launched(playwright)
        page, other = signed_in(browser, hall, "manager"), signed_in(browser, hall, "admin")
        searched(browser, page, hall.url)
        opened(page, hall.url)
        opened(other, hall.url)
        ticked(page)
        reviewed(page, other)
        past(other)
        table(page, Path(path))
        browser.close()


if __name__ == "__main__":
    main()
