"""The pictures of docs/guide-doors.md, taken while a gate on the bench does what the guide says."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys.keeping import keep
from tests.support.browser import launched
from tests.support.house import House, until, with_gate
from tests.support.passes import pass_codes
from tests.support.threshold import enters, shows

WIDE, TABLET = 1100, 600
"""Pixels of a page's picture; of a tablet's."""


def main() -> None:
    with tempfile.TemporaryDirectory() as path, sync_playwright() as playwright:
        browser = launched(playwright)
        with House(Path(path), environment=with_gate(Path(path))) as house:
            walk_the_guide(browser, house)
        browser.close()


def walk_the_guide(browser: Browser, house: House) -> None:
    house.visitor.sees("AttractView", "您好")
    until("the gate watched", lambda: "gate" in house.devices(able=True))
    until(
        "the hall's word of the doors",
        lambda: house.kept_by_kiosk("SELECT count(*) FROM parts WHERE name = 'grants' AND body LIKE '%gate1%'"),
    )
    page = guard(browser, house)
    expect(page.locator("#doors li[data-id=gate1]")).to_contain_text("没有异常")
    _, wheelchair = pass_codes(house.path / "hall")
    enters(house, wheelchair, "请进")
    house.visitor.touch("done")
    shows(house, wheelchair, "通行码已经用过一次")
    expect(page.locator("#happened li").first).to_contain_text("通行码已经用过一次")
    opened(page, house)
    page.locator("#happened li", has_text="请进").get_by_text("为什么").click()
    expect(page.locator("#again")).to_contain_text("结果相同")
    keep("guide-doors-again", page.locator("#replay").screenshot(animations="disabled"), WIDE)
    page.keyboard.press("Escape")
    house.rack("gate", "force")
    expect(page.locator("#alarms article.door")).to_contain_text("被强行打开")
    expect(page.locator("#plan svg")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    keep("guide-doors-desk", page.screenshot(animations="disabled"), WIDE)
    page.set_viewport_size({"width": 820, "height": 1180})
    keep("guide-doors-tablet", page.screenshot(animations="disabled"), TABLET)
    page.set_viewport_size({"width": 1366, "height": 900})
    house.rack("gate", "shut")
    page.fill("#why", "有人持械，先封闭")
    page.click("#lock")
    keep("guide-doors-lock", page.locator(".levels").screenshot(animations="disabled"), WIDE)
    page.get_by_text("点名表").click()
    expect(page.locator("#roll tbody tr")).to_have_count(1)
    keep("guide-doors-muster", page.screenshot(animations="disabled"), WIDE)


def opened(page: Page, house: House) -> None:
    page.locator("#doors li[data-id=gate1] button").click()
    page.get_by_text("核对过证件，临时放行").click()
    keep("guide-doors-open", page.locator("#opening").screenshot(animations="disabled"), WIDE)
    page.keyboard.press("Enter")
    expect(page.locator("#orders")).to_contain_text("已开锁")
    house.rack("gate", "push")
    expect(page.locator("#orders")).to_contain_text("有人通过")
    house.rack("gate", "shut")


def guard(browser: Browser, house: House) -> Page:
    page = browser.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN").new_page()
    page.goto(f"{house.hall_url}/sign-in")
    page.fill("[name=login]", "security")
    page.fill("[name=password]", house.passwords["security"])
    page.press("[name=password]", "Enter")
    expect(page.locator(".top")).to_be_visible()
    page.goto(f"{house.hall_url}/guard")
    return page


if __name__ == "__main__":
    main()
