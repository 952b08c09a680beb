"""A screen's page in a browser: what its glass shows, and how it falls mute."""

import re

from playwright.sync_api import Browser, Locator, Page

FRAME = "article.frame:not(.behind)"
"""What stands on the glass of a player; behind it may wait the next, or stand the one before."""

CODE = re.compile(r"^\w{3} \w{3}$")


def on_glass(page: Page) -> Locator:
    return page.locator(FRAME)


def mute(page: Page) -> None:
    """Its line to the hall stays open, and nobody answers there any more."""
    page.workers[0].evaluate("""() => { setTimeout(() => {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
      Atomics.wait(new Int32Array(memory.buffer), 0, 0);
    }); }""")


def open_page(browser: Browser, width: int = 1920, height: int = 1080) -> Page:
    return browser.new_context(viewport={"width": width, "height": height}).new_page()
