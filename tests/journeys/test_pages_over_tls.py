"""The whole house over TLS: a kiosk that was enrolled by a code and pins the hall's authority, and the real pages in
one browser; through the hall's own TLS, and through nginx as the recipe in ``deploy/`` has it."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.hall.serving import run_hall
from tests.support.glass import on_glass
from tests.support.house import House, free_port
from tests.support.tls import BEHIND_NGINX, NGINX, certify, nginx, trusting

CONSOLES = ("/stations", "/plan", "/signs", "/notices", "/evacuation", "/staff", "/attention")


class SecureHouse(House):
    """As the other, but nothing in it speaks plain http to the hall, except nginx on the same machine."""

    def __init__(self, path: Path, way: str) -> None:
        super().__init__(path)
        self._way, self._opened = way, ExitStack()
        port = free_port() if way == "nginx" else int(self.hall_url.rpartition(":")[2])
        self._inner, self._outer = int(self.hall_url.rpartition(":")[2]), port
        self.hall_url = self.environment["ONEDOOR_KIOSK_HALL"] = f"https://127.0.0.1:{port}"

    def _prepare(self) -> None:
        super()._prepare()
        data_dir = self.path / "hall"
        own = certify(data_dir)
        self.environment |= own if self._way == "own" else BEHIND_NGINX
        made = run_hall(data_dir, "enrol", "--name", "自助机 ZZ-01", "--place", "kiosk1")
        (self.path / "kiosk" / "enrol-code").write_text(made.stdout.strip())
        if self._way == "nginx":
            self._opened.enter_context(nginx(data_dir, self._inner, self._outer))

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        self._opened.close()


@pytest.fixture(params=["own", "nginx"])
def house(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    if request.param == "nginx" and not NGINX.exists():
        pytest.skip("no nginx on this machine")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "hall" / "tls" / "ca.pem"))  # of this test's own questions
    with SecureHouse(tmp_path, request.param) as house:
        yield house


@pytest.fixture
def browser(playwright: Playwright, house: House) -> Iterator[Browser]:
    with trusting(playwright, house.path / "hall") as browser:
        yield browser


def opened(context: BrowserContext, house: House, path: str) -> Page:
    page = context.new_page()
    page.goto(f"{house.hall_url}{path}", wait_until="domcontentloaded")
    return page


def test_a_number_and_every_page_over_tls(house: House, browser: Browser):
    """The screen and the board are opened first, as on a counter's computer; then somebody signs in beside them."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    screen, board = opened(context, house, "/screen"), opened(context, house, "/board")
    expect(screen.locator("#code")).not_to_be_empty()
    expect(board.locator("#rest-line")).to_be_visible()
    index = opened(context, house, "/sign-in")
    index.fill("#login", "manager")
    index.fill("#password", house.passwords["manager"])
    index.press("#password", "Enter")
    index.wait_for_url(f"{house.hall_url}/")
    assert [one.get("secure") for one in context.cookies()] == [True]
    pages = {path: opened(context, house, path) for path in CONSOLES}
    expect(pages["/stations"].locator("#rows")).to_contain_text("自助机 ZZ-01")
    expect(pages["/evacuation"].locator("#state")).to_have_text("平常")
    for page in pages.values():
        expect(page.locator("#cut")).to_be_hidden()
    code = screen.locator("#code").inner_text()
    house.manager().call("POST", "/api/signs/pair", code=code, screen="s4")
    expect(on_glass(screen).locator(".page.on .line").first).to_be_visible()

    visitor = house.visitor
    visitor.touch("wake")
    visitor.touch("service", "intake")
    visitor.touch("skip")
    visitor.sees("SlipView", "A001", "打印机已确认出票")
    assert any("A001" in "\n".join(paper["text"]) for paper in house.papers())
    assert (house.path / "kiosk" / "hall-ca.pem").exists(), "the authority is pinned"
    assert house.clerk().next() == "A001"
    expect(board.locator("#number")).to_have_text("A001")
    expect(board.locator("#cut")).to_be_empty()
