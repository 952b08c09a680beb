"""The page where anybody asks, in a real browser on a telephone: the list of what is needed, a rule that ran out, a
question that nobody could answer, and what a stranger may type."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.hall.serving import Serving
from tests.support.founded import sample_running


@pytest.fixture
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with sample_running(tmp_path_factory.mktemp("search") / "hall") as serving:
        yield serving


def test_a_clerk_of_a_firm_reads_what_to_bring_on_a_telephone(browser: Browser, serving: Serving):
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{serving.url}/search")
    page.get_by_text("租的办公楼装修要什么材料").click()
    hit = page.locator("[data-id=zx_xk]").first
    expect(hit.locator("h2")).to_contain_text("既有建筑装饰装修工程施工许可")
    expect(hit.get_by_text("用地＝租赁厂房或楼宇").first).to_be_visible()
    field = page.get_by_label("要办什么事")
    field.fill("夜间施工一个月最多几天")
    field.press("Enter")
    expect(page.locator("[data-id=night_days]")).to_contain_text("当月累计不超过12天")
    expect(page.locator("[data-id=yj_sg] .tag.amber").first).to_have_text("依据已过期，以窗口核定为准")
    field.fill("<img src=x onerror=alert(1)>火星氧气瓶")
    field.press("Enter")
    expect(page.locator(".sentence.unknown")).to_contain_text("请到咨询帮办窗口问工作人员")
    assert page.url == f"{serving.url}/search"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert said == []
    field.fill("分期验收")
    field.press("Enter")
    expect(page.locator("[data-id=fq_ys]").first).to_be_visible()
    page.context.set_offline(True)
    field.press("Enter")
    expect(page.locator("#say")).to_contain_text("连不上大厅服务器")
    expect(page.locator("[data-id=fq_ys]").first).to_be_visible()
    field.fill("护照")
    field.press("Enter")
    expect(page.locator("[data-id=fq_ys]"), "an answer to another question").to_have_count(0)
