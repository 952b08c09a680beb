"""The editor in a real browser: a condition is ticked, the list changes before one's eyes, another publishes it."""

from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.hall.access.test_access_page import opened
from tests.support.founded import sample_running


def line(page: Page) -> Locator:
    return page.locator(".list li", has_text="日照分析报告")


def test_a_condition_is_ticked_reviewed_as_lists_published_by_another_and_found_again(browser: Browser, tmp_path: Path):
    with sample_running(tmp_path / "hall") as serving:
        page, said = opened(browser, serving, "manager", "/matters")
        page.select_option("#matter", "sj_fa")
        expect(line(page)).to_have_class("open")
        page.locator("tr[data-at='日照分析报告'] button").click()
        row = page.locator(".condition .row", has_text="周边住宅学校")
        row.get_by_label("无").check()
        row.get_by_label("有").uncheck()
        expect(page.locator("tr[data-at='日照分析报告'] .when")).to_have_text("周边住宅学校＝无")
        page.locator(".asked").get_by_role("button", name="无").click()
        page.locator(".asked", has_text="周边是否有住宅").get_by_role("button", name="有").click()
        expect(line(page)).to_have_class("not")
        page.get_by_role("button", name="改动和复核").click()
        expect(page.locator(".rows tbody tr")).to_have_count(8)
        page.get_by_role("button", name="送审", exact=True).click()
        expect(page.locator(".state")).to_contain_text("等没有改过的人复核")
        expect(page.get_by_role("button", name="看过了，发布")).to_have_count(0)
        other, theirs = opened(browser, serving, "admin", "/matters")
        other.get_by_role("button", name="改动和复核").click()
        expect(other.locator(".rows tbody tr")).to_have_count(8)
        other.get_by_role("button", name="看过了，发布").click()
        expect(other.locator("#head h1")).to_contain_text("第 2 版")
        expect(page.locator("#head h1")).to_contain_text("第 2 版")
        assert [*said, *theirs] == []
