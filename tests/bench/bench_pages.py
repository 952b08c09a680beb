"""A press beside many open pages: seven consoles and two boards in one browser, the alarm key held for its second.

``python -m tests.bench bench_pages``; ``rows()`` gives the table to a collector.
"""

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.bench.table import markdown
from tests.hall.serving import Serving
from tests.support.browser import CHROMIUM, SHELL, launched
from tests.support.founded import sample_running

CONSOLES = ("/plan", "/signs", "/stations", "/notices", "/evacuation", "/signs/replay", "/window")
BOARDS = 2
TIMES = 5
NOTE = f"""\
From the end of the held second to the words 正在演练 on the same page, {TIMES} times. Browser, pages and hall share the
machine. With an event stream for each page, as it was, the seventh page did not open, and a key held beside five others
did nothing for as long as they stood open."""


def rows() -> list[dict[str, object]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        sample_running(Path(folder) / "hall") as serving,
        sync_playwright() as playwright,
    ):
        browser = launched(playwright, SHELL if SHELL.exists() else CHROMIUM)
        took = _held(_signed_in(browser.new_context(), serving), serving)
        browser.close()
    what = f"{len(CONSOLES)} console pages and {BOARDS} boards in one browser, alarm key held: begun after"
    return [
        {
            "measured": what,
            "ours": f"median {statistics.median(took):.0f} ms, worst {max(took):.0f} ms",
            "aim": "≤ 1 s",
        }
    ]


def _signed_in(context: BrowserContext, serving: Serving) -> BrowserContext:
    page = context.new_page()
    page.goto(serving.url + "/sign-in")
    page.fill("#login", "manager")
    page.fill("#password", serving.passwords["manager"])
    page.keyboard.press("Enter")
    page.wait_for_url(serving.url + "/")
    page.close()
    return context


def _held(context: BrowserContext, serving: Serving) -> list[float]:
    pages = [context.new_page() for _ in (*CONSOLES, *range(BOARDS))]
    for page, path in zip(pages, (*CONSOLES, *["/board"] * BOARDS), strict=True):
        page.goto(serving.url + path, wait_until="load", timeout=15_000)
    page = pages[CONSOLES.index("/evacuation")]
    page.bring_to_front()
    return [_drill(page, serving) for _ in range(TIMES)]


TOOK = "() => at.begun && at.held && { took: at.begun - at.held }"
MOMENTS = """() => { window.at = {};
  new MutationObserver(() => { if (!drill.classList.contains("held")) at.held ??= performance.now(); })
    .observe(drill, { attributes: true, attributeFilter: ["class"] });
  new MutationObserver(() => { if (state.textContent === "正在演练") at.begun ??= performance.now(); })
    .observe(state, { childList: true, characterData: true, subtree: true }); }"""


def _drill(page: Page, serving: Serving) -> float:
    """Milliseconds, by the page's own clock."""
    expect(page.locator("#state")).to_have_text("平常")
    page.locator("#drill").hover()
    page.mouse.down()
    page.evaluate(MOMENTS)
    took = page.wait_for_function(TOOK).json_value()["took"]
    page.mouse.up()
    _over(page, serving)
    return took


def _over(page: Page, serving: Serving) -> None:
    """All clear by two roles."""
    page.locator("#clear").click()
    guard = page.context.browser
    assert guard is not None
    context = guard.new_context()
    other = context.new_page()
    other.goto(serving.url + "/sign-in?next=/evacuation")
    other.fill("#login", "security")
    other.fill("#password", serving.passwords["security"])
    other.keyboard.press("Enter")
    other.locator("#clear").click()
    expect(page.locator("#state")).to_have_text("平常")
    context.close()


if __name__ == "__main__":
    print(markdown(rows()), end="")
