"""Every page of staff says where one is, where else one may go, and who one is: drawn from the rooms and the role."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from hall.accounts import Staff, who_may
from tests.hall.caller import House, signed_in
from tests.hall.serving import Serving
from tests.support.founded import sample_running

LINK = re.compile(r'<a href="([^"]+)"(?: aria-current="(page)")?[^>]*>([^<]+)<small')


def pages_of(house: House, role: str) -> list[str]:
    marks = who_may(house.app.routes)
    return [
        card.path
        for room in house.app.state.rooms
        for card in room.pages
        if not isinstance(mark := marks[f"GET {card.path}"], Staff) or role in mark.roles
    ]


@pytest.mark.parametrize(("login", "role"), [("clerk1", "clerk"), ("security", "security"), ("manager", "manager")])
def test_every_page_has_the_pages_of_ones_role_and_marks_its_own(house: House, login: str, role: str):
    caller, mine = signed_in(house, login), pages_of(house, role)
    assert {"/account"} < set(mine)
    for path in ["/", *(path for path in mine if path != "/board")]:
        page = caller.get(path)
        assert page.status_code == 200, path
        row = page.text.partition('<nav class="row"')[2].partition("</nav>")[0]
        links = LINK.findall(row)
        assert [at for at, _, _ in links] == [one for one in mine if one != "/account"], path
        assert [at for at, current, _ in links if current] == ([] if path in ("/", "/account") else [path])
    assert re.findall(r'class="card" href="([^"]+)"', caller.get("/").text) == mine


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory):
    with sample_running(tmp_path_factory.mktemp("navigation") / "hall") as serving:
        yield serving


def manager(browser: Browser, serving: Serving, width: int, height: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN").new_page()
    page.goto(f"{serving.url}/sign-in")
    page.fill("[name=login]", "manager")
    page.fill("[name=password]", serving.passwords["manager"])
    page.press("[name=password]", "Enter")
    expect(page).to_have_url(f"{serving.url}/")
    return page


def test_the_bar_is_whole_from_a_desk_to_a_phone_and_goes_by_keys(browser: Browser, serving: Serving):
    page = manager(browser, serving, 1440, 900)
    page.goto(f"{serving.url}/notices")
    expect(page.locator(".top .row [aria-current=page]")).to_have_text("通知Notices")
    for width in (1440, 1280, 1241, 1240, 1024, 768, 390, 375):
        page.set_viewport_size({"width": width, "height": 800})
        for path in ("/", "/evacuation", "/stations", "/signs/replay", "/account", "/notices"):
            page.goto(f"{serving.url}{path}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
            for part in (".top .brand", ".top .who", ".top form"):
                expect(page.locator(part)).to_be_in_viewport(ratio=1)
    fold, summary = page.locator("#fold"), page.locator("#fold summary")
    expect(summary).to_have_text("通知")
    summary.focus()
    page.keyboard.press("Enter")
    assert fold.locator("nav").evaluate("(at) => at.getBoundingClientRect().left") >= 0
    assert fold.locator("nav").evaluate("(at) => at.getBoundingClientRect().right") <= 375
    page.keyboard.press("Escape")
    expect(fold.locator("nav")).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    page.mouse.click(200, 790)
    expect(fold.locator("nav")).to_be_hidden()
    summary.click()
    fold.get_by_text("自助机").click()
    expect(page).to_have_url(f"{serving.url}/stations")
    expect(summary).to_have_text("自助机")
