"""The pictures of docs/guide-signage.md, taken while walking it: a hall from nothing, four screens, a moved window.

Every step is done on the pages, by mouse and keyboard, as the guide says it; where the guide says what one sees, that
is waited for. So the pictures prove the guide.
"""

import re
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.hall.plan.desk import Desk
from tests.hall.serving import Serving, hall_running, run_hall
from tests.journeys.keeping import keep
from tests.support.browser import launched
from tests.support.glass import CODE, FRAME

PAGE, GLASS, STRIP = (1366, 768), (1280, 720), (960, 480)
WIDE, SMALL = 1000, 480
"""Pixels of a page's picture and of a glass's."""


class Walk:
    """The manager at the plan; the hall and its glasses around."""

    def __init__(self, browser: Browser, data_dir: Path, passwords: dict[str, str]) -> None:
        self.browser, self.data_dir, self.passwords = browser, data_dir, passwords
        self._running = ExitStack()
        self.hall: Serving
        self.desk: Desk
        self.glasses: list[Page] = []
        self._seconds = time.monotonic()

    @property
    def page(self) -> Page:
        return self.desk.page

    def start(self, port: int = 0) -> None:
        self.hall = self._running.enter_context(hall_running(self.data_dir, port=port))

    def close(self) -> None:
        self._running.close()

    def said(self, step: str) -> None:
        now = time.monotonic()
        print(f"{now - self._seconds:6.1f} s  {step}", flush=True)
        self._seconds = now

    def window(self, size: tuple[int, int]) -> Page:
        """Of a browser of its own, as in a hall: in Chinese."""
        width, height = size
        return self.browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN").new_page()

    def signed_in(self, login: str, path: str) -> Page:
        page = self.window(PAGE)
        page.goto(f"{self.hall.url}{path}")
        if login == "manager":
            picture("sign-in", page.locator("form.gate"), 320)
        page.fill("[name=login]", login)
        page.fill("[name=password]", self.passwords[login])
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{self.hall.url}{path}")
        return page

    def tab(self, path: str) -> Page:
        page = self.page.context.new_page()
        page.goto(f"{self.hall.url}{path}")
        return page

    def at_rest(self) -> None:
        """Nothing is left to publish, and nothing covers the plan."""
        expect(self.page.locator("#count-changes")).to_be_hidden()
        expect(self.page.locator("#toast")).to_be_hidden(timeout=10_000)

    def enter(self, field: str, text: str) -> None:
        self.page.fill(f"[data-field={field}]", text)
        self.page.press(f"[data-field={field}]", "Tab")

    def shows(self, words: str) -> None:
        """What the foot of the panel says of all the screens."""
        expect(self.page.locator("#answers-words")).to_contain_text(words)


def picture(name: str, of: Page | Locator, width: int = WIDE) -> None:
    keep(f"guide-{name}", of.screenshot(animations="disabled"), width)


def draw(walk: Walk) -> None:
    desk, page = walk.desk, walk.page
    expect(page.locator("#empty")).to_be_visible()
    picture("empty", page)
    page.click("#draw-first")
    walk.enter("width", "30")
    walk.enter("depth", "20")
    page.click("#whole")
    desk.keys("e")
    desk.click(15, 18)
    desk.keys("w")
    for at in ((15, 18), (15, 11), (15, 5)):
        desk.click(*at)
    desk.keys("Escape")
    for at in ((15, 11), (24, 11)):
        desk.click(*at)
    desk.keys("Escape")
    for at in ((15, 11), (6, 11)):
        desk.click(*at)
    picture("ways", page)
    desk.keys("Escape", "c")
    for at in ((12, 2.5), (18, 2.5), (27, 9), (27, 13)):
        desk.click(*at)
    desk.keys("z")
    desk.drag((10, 1), (20, 4))
    desk.drag((25, 7), (29, 15))
    for kind, at in (
        ("exit", (15, 19.5)),
        ("kiosk", (18, 15)),
        ("desk", (11, 15)),
        ("toilet", (3, 9.5)),
        ("water", (3, 12.5)),
    ):
        desk.keys("k")
        if kind == "water":
            picture("facilities", page)
        page.click(f"[data-facility={kind}]")
        desk.click(*at)
    desk.keys("Escape")
    kinds = [place["kind"] for place in desk.saved()["places"]]
    assert kinds == ["window"] * 4 + ["zone"] * 2 + ["exit", "kiosk", "desk", "toilet", "water"]
    walk.said("the hall is drawn")


def hang(walk: Walk) -> None:
    """Two screens first, so that the compiler has something to say."""
    desk, page = walk.desk, walk.page
    desk.keys("s")
    desk.click(15, 18)
    desk.click(12, 2.5)
    desk.keys("Escape", "Escape", "q")
    refusal = page.locator("#faults .fault.bad", has_text="看不到导向屏").first
    expect(refusal).to_be_visible()
    refusal.click()
    picture("refused", page)
    desk.keys("s")
    desk.click(15, 11)
    expect(page.locator("#faults .sound")).to_be_visible()
    picture("screen", page)
    desk.click(27, 9)
    desk.keys("Escape", "Escape", "q")
    expect(page.locator("#faults .sound")).to_contain_text("1 个入口都走得到")
    expect(page.locator("#saved")).to_contain_text("已存")
    picture("sound", page)
    walk.said("four screens hang, the check passes")


def publish(walk: Walk) -> None:
    page = walk.page
    walk.desk.keys("Control+Enter")
    expect(page.locator("#publish-dialog")).to_be_visible()
    picture("publish", page)
    page.click("#publish-go")
    expect(page.locator("#publish-dialog")).to_be_hidden()
    expect(page.locator("#published")).to_contain_text("图 v1")
    walk.said("published")


def pair(walk: Walk) -> None:
    signs = walk.tab("/signs")
    for number in "1234":
        glass = walk.window(STRIP if number in "24" else GLASS)
        glass.goto(f"{walk.hall.url}/screen")
        expect(glass.locator("#code")).to_have_text(CODE)
        if number == "1":
            picture("code", glass, SMALL)
        signs.fill("#code", glass.locator("#code").inner_text())
        signs.select_option("#screen", f"s{number}")
        signs.click("#pair button.primary")
        expect(glass.locator(FRAME)).to_be_visible()
        walk.glasses.append(glass)
    expect(signs.locator("#sentence")).to_contain_text("4/4 块屏显示 v1")
    picture("paired", signs)
    for number, glass in enumerate(walk.glasses, 1):
        picture(f"glass-{number}", glass, SMALL)
    signs.close()
    walk.shows("4 块屏中 4 块已显示 v1")
    walk.said("four screens are paired")


def move(walk: Walk) -> None:
    """Window 4 from the right to the windows ahead."""
    desk, page = walk.desk, walk.page
    desk.keys("Escape")
    desk.drag((27, 13), (15, 2.5))
    expect(page.locator("#thing-form select[data-field=zone]")).to_have_value("zone1")
    desk.keys("g")
    card = page.locator('.change[data-screen="s1"]')
    expect(card.frame_locator("iframe[title$=发布后]").locator(".tag", has_text="4")).to_be_visible()
    picture("changes", page)
    card.get_by_role("button", name="看大图").click()
    expect(page.locator("#large iframe")).to_have_count(2)
    expect(page.frame_locator("#large iframe >> nth=1").locator(".page.on .tag").first).to_be_visible()
    picture("large", page.locator("#large"))
    page.click("#large [data-close]")
    desk.publish()
    for glass in walk.glasses[:2]:
        expect(glass.locator(FRAME)).to_have_attribute("data-revision", "2")
    walk.shows("4 块屏中 4 块已显示 v2")
    walk.at_rest()
    picture("answered", page)
    picture("glass-1-after", walk.glasses[0], SMALL)
    walk.said("window 4 has moved and four screens have answered")


def wait_and_force(walk: Walk) -> None:
    """For Tuesday; without the compiler's leave; and back again."""
    desk, page = walk.desk, walk.page
    desk.drag((18, 2.5), (27, 13))
    page.click("#publish")
    page.click("#publish-dialog label:has-text('定时')")
    page.get_by_role("button", name="下周二 8:30").click()
    picture("tuesday", page.locator("#publish-dialog"), 640)
    page.click("#publish-go")
    expect(page.locator("#releases .scheduled")).to_contain_text("定时")
    walk.at_rest()
    picture("scheduled", page)
    page.click("#releases button:has-text('撤回')")
    expect(page.locator("#releases .release")).to_have_count(0)
    expect(page.locator("#count-changes")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("#menu summary")
    page.click("#discard")
    walk.at_rest()
    desk.item("screens/s3").focus()
    desk.keys("Delete", "q")
    expect(page.locator("#faults .fault.bad").first).to_be_visible()
    page.click("#publish")
    page.fill("#publish-reason", "岔口的屏今天送修，由咨询台的人指路")
    picture("force", page.locator("#publish-dialog"), 640)
    page.click("#publish-go")
    expect(page.locator("#releases .waiting")).to_be_visible()
    second = walk.signed_in("admin", "/plan")
    expect(second.locator("#releases .waiting")).to_contain_text("送修")
    picture("second", second)
    second.click("#releases button:has-text('批准')")
    expect(second.locator("#review-faults .say").first).to_be_visible()
    picture("review", second.locator("#review"), 640)
    second.click("#review-go")
    expect(second.locator("#published")).to_contain_text("图 v3")
    second.context.close()
    expect(page.locator("#published")).to_contain_text("图 v3")
    page.click("#unpublish")
    page.click("#review-go")
    expect(page.locator("#published")).to_contain_text("图 v4")
    walk.shows("已显示 v4")
    walk.said("scheduled, withdrawn, forced by two, undone")


def notices(walk: Walk) -> None:
    page = walk.tab("/notices")
    for field, number in zip(page.locator("#fields input").all(), "34", strict=True):
        field.fill(number)
    page.click("#put-up button.primary")
    expect(page.locator("#rows .tag")).to_have_text("已挂出")
    page.evaluate("scrollTo(0, 0)")
    picture("notices", page)
    expect(walk.glasses[0].locator(f"{FRAME} .notice.on")).to_be_visible(timeout=30_000)  # it takes its turn
    picture("glass-notice", walk.glasses[0], SMALL)
    page.click("#rows button:has-text('撤下')")
    expect(page.locator("#rows")).to_contain_text("现在没有通知")
    page.close()
    walk.said("a notice went up and down")


def replay(walk: Walk) -> None:
    page = walk.tab("/signs/replay?screen=s1")
    page.click("#ask button.primary")
    page.click("#events button:has-text('v1')")
    expect(page.locator("#words")).to_contain_text("屏已确认")
    expect(page.locator("#glass figcaption")).to_contain_text("v1")
    expect(page.frame_locator("#glass iframe").locator("body[data-painted]")).to_be_attached()
    picture("replay", page)
    page.close()
    walk.said("replayed")


def drill(walk: Walk) -> None:
    page = walk.tab("/evacuation")
    expect(page.locator("#past")).to_have_text("还没有过。")
    box = page.locator("#drill").bounding_box()
    assert box
    page.mouse.move(box["x"] + 50, box["y"] + 50)
    page.mouse.down()
    expect(page.locator("#state")).to_have_text("正在演练")
    page.mouse.up()
    for glass in walk.glasses:
        expect(glass.locator(f"{FRAME} .alarm b")).to_have_text("演练 DRILL")
    picture("glass-drill", walk.glasses[0], SMALL)
    page.click("#clear")
    expect(page.locator("#clears")).to_contain_text("大厅管理")
    picture("evacuation", page)
    guard = walk.signed_in("security", "/evacuation")
    guard.click("#clear")
    expect(guard.locator("#state")).to_have_text("平常")
    expect(guard.locator("#past")).to_contain_text("演练")
    expect(walk.glasses[0].locator(f"{FRAME} .alarm b")).to_have_count(0)
    guard.context.close()
    page.close()
    walk.said("a drill, ended by two roles")


def trouble(walk: Walk) -> None:
    """A screen that is switched off; then the hall itself."""
    signs = walk.tab("/signs")
    walk.glasses.pop().context.close()
    expect(signs.locator("tr[data-screen=s4]")).to_contain_text("失去联系")
    picture("absent", signs)
    walk.hall.stop()
    expect(walk.glasses[0].locator(f"{FRAME}.lost")).to_be_visible(timeout=15_000)
    picture("glass-lost", walk.glasses[0], SMALL)
    walk.start(walk.hall.port)
    expect(walk.glasses[0].locator(f"{FRAME}.lost")).to_have_count(0, timeout=15_000)
    expect(signs.locator("#sentence")).to_contain_text("3/4 块屏显示 v4", timeout=15_000)
    walk.said("a screen lost; the hall gone and back")


QUARTER_OF_AN_HOUR = (draw, hang, publish, pair, move)
LATER = (wait_and_force, notices, replay, drill, trouble)


def walk_the_guide(browser: Browser, data_dir: Path, *steps: Callable[[Walk], None]) -> None:
    told = run_hall(data_dir, "seed", "--without-plan").stdout
    walk = Walk(browser, data_dir, dict(re.findall(r"^  (\w+) +(\S+) +\w+$", told, re.MULTILINE)))
    try:
        walk.start()
        walk.desk = Desk(browser, walk.hall.url, walk.signed_in("manager", "/plan"))
        walk.desk.ready()
        walk.said("signed in")
        for step in steps:
            step(walk)
    finally:
        walk.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as path, sync_playwright() as playwright:
        browser = launched(playwright)
        walk_the_guide(browser, Path(path) / "hall", *QUARTER_OF_AN_HOUR, *LATER)
        browser.close()


if __name__ == "__main__":
    main()
