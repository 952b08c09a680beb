"""A screen's page in a browser: what its glass shows, and how it falls mute."""

import re

from playwright.sync_api import Browser, Locator, Page

FRAME = "article.frame:not(.behind)"
"""What stands on the glass of a player; behind it may wait the next, or stand the one before."""

CODE = re.compile(r"^\w{3} \w{3}$")


def on_glass(page: Page) -> Locator:
    return page.locator(FRAME)


_WATCH = """(glass) => { window.seen = []; new MutationObserver(() => {
  const on = document.querySelector(glass), revision = on && Number(on.dataset.revision);
  if (!on || revision === seen.at(-1)?.revision) return;
  const frames = document.querySelectorAll(glass).length;
  seen.push({ revision, hash: sha256(canonical(readBack(on))), at: hallNow(), frames });
}).observe(stage, { childList: true, subtree: true, attributes: true }); }"""


def watch(page: Page) -> None:
    """From now on ``seen`` lists what this glass turned to: revision, hash, moment (hall time, milliseconds), and how
    many frames stood on it then."""
    page.evaluate(_WATCH, FRAME)


def turned_at(page: Page, revision: int) -> float:
    """Hall time, seconds since 1970, at which a watched glass turned to ``revision``, once it has: its last turn."""
    page.wait_for_function("(last) => seen.at(-1)?.revision === last", arg=revision)
    return page.evaluate("seen.at(-1).at") / 1000


def mute(page: Page) -> None:
    """Its line to the hall stays open, and nobody answers there any more."""
    page.workers[0].evaluate("""() => { setTimeout(() => {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
      Atomics.wait(new Int32Array(memory.buffer), 0, 0);
    }); }""")


def open_page(browser: Browser, width: int = 1920, height: int = 1080) -> Page:
    return browser.new_context(viewport={"width": width, "height": height}).new_page()
