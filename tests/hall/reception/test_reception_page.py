"""In a real browser: five materials by keys alone, and what a department does with them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.hall.serving import Serving
from tests.hall.test_pages import open_page
from tests.support.founded import sample_running


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with sample_running(tmp_path_factory.mktemp("reception") / "hall") as serving:
        yield serving


def at_page(browser: Browser, serving: Serving, login: str, path: str) -> Page:
    page, _ = open_page(browser, 1366, 768)
    page.goto(serving.url + path)
    page.fill("#login", login)
    page.fill("#password", serving.passwords[login])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{path}")
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_receipt_by_keys_alone_and_what_follows(browser: Browser, serving: Serving):
    page = at_page(browser, serving, "clerk1", "/reception")
    expect(page.locator("#matches li").first).to_be_visible()
    page.keyboard.type("建筑工程施工许可证核发")
    press(page, "Enter")
    expect(page.locator("#applicant")).to_be_focused()
    for text in ("上海样例建设有限公司", "91310117MA1J00014T", "九亭镇样例产业园一期", ""):
        page.keyboard.type(text)
        press(page, "Enter")
    first = page.locator("#lines [data-n='0']")
    expect(first).to_be_focused()
    press(page, "Control+Enter")
    expect(page.locator("#say")).to_contain_text("第 1 项")
    lines = page.locator("#lines li").count()
    press(page, "y", "f", "2", *["y"] * (lines - 3), "r")
    expect(page.locator("#lines [data-n='1']")).to_contain_text("复印件 2 份")
    press(page, "Control+Enter")
    number = page.locator("#taken-number")
    expect(number).to_contain_text("SJ")
    case = number.inner_text()
    page.get_by_role("button", name="内转", exact=True).click()
    expect(page.locator("#taken")).to_contain_text("已内转，待受理")
    press(page, "Escape")
    expect(page.locator("#today")).to_contain_text("已内转")
    expect(page.locator("#matter")).to_be_focused()

    office = at_page(browser, serving, "office1", "/cases")
    office.get_by_text("办理").click()
    office.get_by_role("button", name="一次告知补正").click()
    office.keyboard.type("缺保函原件")
    press(office, "Enter")
    expect(office.locator("#taken")).to_contain_text("待补正")
    expect(office.get_by_role("link", name="补正材料通知书")).to_have_attribute("href", f"/cases/{case}/letters/3")
