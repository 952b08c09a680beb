"""The pictures of docs/guide-access.md, taken while walking it: a letter, a table, a change of the rules, a meeting."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.hall.access.test_importing import NEW, ZHANG, sheet
from tests.hall.serving import Serving
from tests.journeys.keeping import keep
from tests.support.browser import launched
from tests.support.founded import sample_running

WIDE = 1000
"""Pixels of a page's picture."""


def picture(name: str, of: Page | Locator, width: int = WIDE) -> None:
    keep(f"guide-access-{name}", of.screenshot(animations="disabled"), width)


def signed_in(browser: Browser, hall: Serving, login: str) -> Page:
    page = browser.new_context(viewport={"width": 1366, "height": 860}, locale="zh-CN").new_page()
    page.goto(f"{hall.url}/sign-in")
    page.fill("[name=login]", login)
    page.fill("[name=password]", hall.passwords[login])
    page.press("[name=password]", "Enter")
    expect(page.locator(".top")).to_be_visible()
    return page


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as path,
        sample_running(Path(path) / "hall") as hall,
        sync_playwright() as playwright,
    ):
        browser = launched(playwright)
        manager = signed_in(browser, hall, "manager")
        people(manager, hall)
        table(manager, hall, Path(path))
        rules(manager, signed_in(browser, hall, "security"), hall)
        meetings(browser, manager, hall)
        browser.close()


def people(page: Page, hall: Serving) -> None:
    page.goto(f"{hall.url}/access")
    page.locator("tr[data-id=HJ401] .who").click()
    expect(page.locator("#person .doors li")).to_have_count(3)
    page.fill("#q", "后台门 01 周六 20:00")
    page.press("#q", "Enter")
    expect(page.locator("#answer h2")).to_contain_text("能开")
    picture("asked", page.locator(".asking"))
    page.goto(f"{hall.url}/access")
    page.locator("tr[data-id=HJ401] .who").click()
    expect(page.locator("#person .doors li")).to_have_count(3)
    picture("person", page)


def table(page: Page, hall: Serving, folder: Path) -> None:
    page.goto(f"{hall.url}/access/import")
    file = folder / "people.xlsx"
    file.write_bytes(sheet(NEW, ZHANG, ["FG801", "宋样例", "区发改局"]))
    page.set_input_files("#file", file)
    expect(page.locator("#sum")).to_contain_text("1 处错")
    picture("table", page)


def rules(page: Page, guard: Page, hall: Serving) -> None:
    page.goto(f"{hall.url}/access/rules")
    page.locator(".span").nth(1).get_by_label("六").check()
    page.click("#compare")
    expect(page.locator("#changes li")).to_have_count(3)
    page.click("#propose")
    expect(page.locator("#waiting")).to_contain_text("等另一人复核")
    guard.goto(f"{hall.url}/access/rules")
    expect(guard.locator("#waiting .changes li")).to_have_count(3)
    picture("rules", guard)


def meetings(browser: Browser, page: Page, hall: Serving) -> None:
    page.goto(f"{hall.url}/appointments")
    expect(page.locator("#meetings .passes li")).to_have_count(2)
    picture("meetings", page)
    page.locator("#meetings").get_by_role("button", name="出示").first.click()
    expect(page.locator("#shown img").first).to_be_visible()
    address = page.locator("#shown .address").inner_text()
    phone = browser.new_context(viewport={"width": 390, "height": 700}, locale="zh-CN").new_page()
    phone.goto(address)
    picture("pass", phone, 390)


if __name__ == "__main__":
    main()
