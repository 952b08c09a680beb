"""One browser for all tests of a process, and these tests after all others.

Playwright's synchronous API runs an event loop in the thread of who asked for it, and leaves it running until it is
closed. Meanwhile nobody in that thread may run another: neither ``asyncio.run`` nor a second ``sync_playwright``. So
there is one, opened by the first test that needs it, and no test that does not need it comes after.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.support.speeds import needs_browser

CHROMIUM = Path("/usr/bin/chromium")
SHELL = Path("/usr/bin/chromium-headless-shell")
"""The same Chromium without tabs and bars that nobody sees: it opens a page with a third of the work."""

expect.set_options(timeout=15_000)  # milliseconds an event is awaited: the machine may be busy with other tests


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    if not CHROMIUM.exists():
        pytest.skip("no chromium on this machine")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = launched(playwright, SHELL if SHELL.exists() else CHROMIUM)
    yield browser
    browser.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """The one browser; the pages a test opens in it end with the test."""
    yield chromium
    for context in chromium.contexts:
        context.close()


def launched(playwright: Playwright, program: Path = CHROMIUM) -> Browser:
    return playwright.chromium.launch(executable_path=str(program), args=["--no-sandbox"])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a browser last. ``--dist loadgroup`` keeps the order of tests without an ``xdist_group``, but gives
    out the larger groups first: a test with a browser may not have one."""
    for item in items:
        if needs_browser(item) and item.get_closest_marker("xdist_group"):
            raise pytest.UsageError(f"{item.nodeid} needs the browser and may not be in an xdist_group")
    items.sort(key=needs_browser)
