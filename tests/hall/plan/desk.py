"""The manager's page /plan in a real browser, on a real hall."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect

from tests.support.glass import CODE, on_glass


@dataclass
class Desk:
    """A member of staff before the page. ``page`` shows /plan, with what the hall holds on it."""

    browser: Browser
    url: str
    page: Page
    glasses: list[BrowserContext] = field(default_factory=list)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Metres of the floor shown, as pixels of the window."""
        left, top, scale, dx, dy = self.page.evaluate(
            """() => {
                const { view } = onedoor, box = document.getElementById("canvas").getBoundingClientRect();
                return [view.x, view.y, view.scale, box.x, box.y];
            }"""
        )
        return (x - left) * scale + dx, (y - top) * scale + dy

    def click(self, x: float, y: float) -> None:
        self.page.mouse.click(*self.at(x, y))

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.page.mouse.move(*self.at(*start))
        self.page.mouse.down()
        self.page.mouse.move(*self.at(*end), steps=5)
        self.page.mouse.up()

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def item(self, key: str) -> Locator:
        return self.page.locator(f'[data-key="{key}"]')

    def saved(self) -> dict[str, Any]:
        """The hall's draft, once everything done here has been saved."""
        self.page.evaluate("() => onedoor.settled()")
        return self.get("/api/plan")["draft"]

    def get(self, path: str) -> Any:
        answer = self.page.request.get(f"{self.url}{path}")
        assert answer.ok, answer.text()
        return answer.json()

    def post(self, path: str, body: object) -> Any:
        csrf = self.page.locator("meta[name=csrf]").get_attribute("content")
        answer = self.page.request.post(f"{self.url}{path}", data=body, headers={"X-CSRF-Token": csrf or ""})
        assert answer.ok, answer.text()
        return answer.json()

    def start_from(self, plan: dict[str, Any]) -> None:
        """Another draft, as from a file, and nothing done on the page yet."""
        self.post("/api/plan/import", plan)
        self.page.reload()
        self.ready()

    def ready(self) -> None:
        expect(self.page.locator("#saved")).to_contain_text("已存")

    def player(self, screen: str) -> Page:
        """A glass paired as ``screen``."""
        self.glasses.append(self.browser.new_context(viewport={"width": 960, "height": 540}))
        glass = self.glasses[-1].new_page()
        glass.goto(f"{self.url}/screen")
        expect(glass.locator("#code")).to_have_text(CODE)
        self.post("/api/signs/pair", {"code": glass.locator("#code").inner_text(), "screen": screen})
        expect(on_glass(glass)).to_be_visible()
        return glass

    def leave(self) -> None:
        for context in (self.page.context, *self.glasses):
            context.close()

    def publish(self) -> None:
        self.page.click("#publish")
        self.page.click("#publish-go")
        expect(self.page.locator("#publish-dialog")).to_be_hidden()


def sit_down(browser: Browser, url: str, login: str, password: str, states: dict[str, Any]) -> Desk:
    """``states``: who has signed in already, since checking a password takes long."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, storage_state=states.get(login))
    page = context.new_page()
    if login not in states:
        page.goto(f"{url}/sign-in")
        page.fill("[name=login]", login)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{url}/")
        states[login] = context.storage_state()
    faults = _faults(context)
    page.goto(f"{url}/plan")
    desk = Desk(browser, url, page)
    desk.ready()
    assert not faults, faults
    return desk


def _faults(context: BrowserContext) -> list[str]:
    """What the content security policy or a missing file would have said."""
    faults: list[str] = []

    def answered(response: Response) -> None:
        if response.status >= 400:
            faults.append(f"{response.status} {response.url}")

    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("response", answered)
    return faults
