"""``make pictures``: the pictures of README and guides, taken from the running programs. Writes docs/pictures/."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys import pictures_of_access, pictures_of_doors, pictures_of_matters, pictures_of_signs
from tests.journeys.errands import _slip, _without_card, what_is_needed
from tests.journeys.keeping import keep
from tests.support.browser import launched
from tests.support.house import House

GLASS_WIDTH = 540  # half of the real glass: README pictures are looked at on a screen


def main() -> None:
    with tempfile.TemporaryDirectory() as path, House(Path(path)) as house, sync_playwright() as playwright:
        browser = launched(playwright)
        kiosk(house)
        matters(house)
        counters(house, browser)
        browser.close()
    pictures_of_signs.main()
    pictures_of_access.main()
    pictures_of_doors.main()
    pictures_of_matters.main()


def kiosk(house: House) -> None:
    visitor = house.visitor
    visitor.sees("AttractView", "您好")
    for _ in range(3):
        _without_card(house, "intake")
        _slip(house, lambda _: None, "")
        visitor.touch("done")
    visitor.sees("AttractView")
    visitor.touch("wake")
    visitor.sees("HomeView", "前面")
    keep("home", visitor.picture_at_rest(), GLASS_WIDTH)
    visitor.touch("service", "intake")
    house.rack("idcard", "lay", person="zhang")
    _slip(house, lambda _: None, "")
    house.rack("idcard", "take")
    visitor.sees("SlipView", "A004")
    keep("slip-out", visitor.picture_at_rest(), GLASS_WIDTH)
    visitor.touch("done")
    papers = house.papers()
    keep("slip", house.paper_picture(len(papers) - 1), GLASS_WIDTH)


def matters(house: House) -> None:
    """The kiosk's chapter of the guide to matters; its A4 paper and phone page are the tests' to look at."""
    visitor = house.visitor
    what_is_needed(house, lambda name: keep(f"guide-matters-{name[6:]}", visitor.picture_at_rest(), GLASS_WIDTH))
    keep("guide-matters-slip", house.paper_picture(len(house.papers()) - 1), 360)


def counters(house: House, browser: Browser) -> None:
    clerk = house.clerk(window="w3")
    for _ in range(2):
        clerk.next()
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{house.hall_url}/sign-in")
    page.fill("[name=login]", "clerk2")
    page.fill("[name=password]", house.passwords["clerk2"])
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/*")
    page.goto(f"{house.hall_url}/window")
    page.click("[data-window=w1]")
    page.wait_for_selector("text=下一位")
    expect(page.locator("#next")).to_be_enabled()
    page.keyboard.press("n")
    expect(page.locator("#now-number")).to_have_text("A003")
    expect(page.locator("section.line li").first).to_contain_text("A004")
    keep("window", page.screenshot(), 1366)
    page.set_viewport_size({"width": 1440, "height": 1000})
    house.rack("camera", "show", text="https://s.sh.gov.cn/0123456789", on="phone")
    house.rack("camera", "two", on=True)
    page.goto(house.bench_url)
    page.wait_for_timeout(800)
    keep("bench", page.screenshot(), 1440)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{house.hall_url}/board")
    page.wait_for_timeout(9000)  # calls are shown one after another, five seconds each
    keep("board", page.screenshot(), 1200)


if __name__ == "__main__":
    main()
