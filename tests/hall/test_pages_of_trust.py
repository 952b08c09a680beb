"""In a real browser: the guard's press, a role given by two, the auditor's verdict."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bench.bench_queue import enrolled
from tests.hall.serving import Serving
from tests.hall.test_pages import open_page
from tests.support.founded import sample_running


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with sample_running(tmp_path_factory.mktemp("trust") / "hall") as serving:
        yield serving


def at_page(browser: Browser, serving: Serving, login: str, path: str) -> Page:
    page, _ = open_page(browser, 1440, 900)
    page.goto(serving.url + path)
    page.fill("#login", login)
    page.fill("#password", serving.passwords[login])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{path}")
    return page


def test_a_guard_presses_and_reads_what_it_means(browser: Browser, serving: Serving):
    auth = enrolled(serving, "自助机 ZZ-09")
    with httpx.Client(base_url=serving.url, auth=auth, trust_env=False, timeout=10) as kiosk:
        kiosk.post("/api/station/tickets", json={"key": "visit-0001", "service": "intake"}).raise_for_status()
        page = at_page(browser, serving, "security", "/stations")
        row = page.locator("tr", has_text="自助机 ZZ-09")
        expect(row.get_by_text("停用")).to_have_count(0)
        row.get_by_text("被盗").click()
        page.fill("#stolen-since", "2020-01-01T08:00")
        page.get_by_text("立即吊销", exact=True).click()
        expect(page.locator("#stolen-say")).to_contain_text("请填")
        page.fill("#stolen-reason", "早上发现不见了")
        page.get_by_text("立即吊销", exact=True).click()
        expect(page.locator(".card.stolen")).to_contain_text("A001")
        expect(page.locator("tr", has_text="自助机 ZZ-09")).to_have_count(0)
        assert kiosk.get("/api/station/snapshot").status_code == 401
        expect(page.locator(".card.stolen")).to_contain_text("已拒绝")


def test_a_role_is_asked_for_on_one_page_and_approved_on_another(browser: Browser, serving: Serving):
    admin = at_page(browser, serving, "admin", "/staff")
    guard = at_page(browser, serving, "security", "/staff")
    for page in (admin, guard):
        page.on("dialog", lambda dialog: dialog.accept())
    admin.get_by_label("王样例 的岗位").select_option("manager")
    expect(admin.locator("#say")).to_contain_text("等大厅管理或安保批准")
    guard.get_by_text("批准", exact=True).click()
    expect(admin.get_by_label("王样例 的岗位")).to_have_value("manager")


def test_the_auditor_finds_verifies_and_anchors(browser: Browser, serving: Serving):
    page = at_page(browser, serving, "auditor", "/audit")
    expect(page.locator("tbody tr").first).to_contain_text("查阅审计")
    page.fill("#action", "signed_in")
    page.get_by_text("查", exact=True).click()
    expect(page.locator("tbody tr").first).to_contain_text("登录")
    page.click("#take")
    expect(page.locator("#anchor")).to_contain_text(":")
    page.fill("#kept", page.locator("#anchor").inner_text())
    page.click("#verify")
    expect(page.locator("#verdict")).to_contain_text("与锚点也对得上")
    page.fill("#kept", "999999:" + "0" * 64)
    page.click("#verify")
    expect(page.locator("#verdict")).to_contain_text("末尾被截掉了")
