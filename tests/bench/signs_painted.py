"""Commit to painted in real browsers: from the commit of a moved window to the frame that shows it being drawn, by the
page's own word, and to the hall's receipt of the painted hash; and how far apart the pages turn to it, since in between
two of them contradict each other."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from hall.contract.plan import Plan
from hall.signage.link import Link
from tests.hall.signage.standing import Standing, serving
from tests.support.browser import launched
from tests.support.glass import FRAME, mute, open_page
from tests.support.plans import beside, songjiang

FLIPS = """(glass) => { window.flipped = [0, 0, 0]; new MutationObserver(() => {
  const on = document.querySelector(glass);
  if (!on || Number(on.dataset.revision) === flipped[0]) return;
  const now = window.flipped = [Number(on.dataset.revision), hallNow(), 0];
  drawn(() => { now[2] = Date.now(); });
}).observe(stage, { subtree: true, attributeFilter: ["class"] }); }"""
"""Revision, when it turned (hall time), when the frame after that one began: then it has been drawn. Milliseconds."""
COUNTS, MOVES = (1, 4, 50), {1: 10, 4: 4, 50: 3}
"""Four have nearly a processor each, as screens of a hall do; fifty starve."""
MUTE, MUTE_MOVES = 5, 4
"""Pages that fall mute at each second of these moves."""
SIZE = (960, 540)
STOOD = 10
"""Seconds a page has stood before the first change: a browser's own start is over by then."""
QUIET = 2.5
"""Seconds between two changes, so that each comes into a quiet hall: what pages and hall leave for later (the way out,
what is kept on the disk, words looked at for room) is done by then."""
PATIENCE, SAID_AGAIN = 60.0, 4.0
"""Seconds that a loaded machine is waited for; and after which somebody is about to publish once more."""


def crowd(count: int) -> Plan:
    """The sample hall with ``count`` screens at its middle, all showing where window 5 is."""
    plan = songjiang()
    middle = plan.screen("s4")
    assert middle
    return plan.model_copy(
        update={"screens": tuple(middle.model_copy(update={"id": f"x{n}", "number": str(n)}) for n in range(count))}
    )


class Painted(NamedTuple):
    """Seconds. ``drawn``: by the pages' own word; ``told``: until the hall has their answers; ``apart``: from the first
    page that turned to the last, at each move. Each for what was not laid out ahead, and for what was, since somebody
    was seen to be about to publish. ``first_mute``: apart when some of them have just fallen mute, ``then_mute``: once
    that is known."""

    pages: int
    drawn: tuple[list[float], list[float]]
    told: tuple[list[float], list[float]]
    apart: tuple[list[float], list[float]]
    first_mute: list[float]
    then_mute: list[float]


def painted() -> Iterator[Painted]:
    for count in COUNTS:
        with (
            tempfile.TemporaryDirectory() as path,
            serving(Path(path) / "hall") as standing,
            sync_playwright() as playwright,
        ):
            browser = launched(playwright)
            standing.put(crowd(count))
            pages = [open_page(browser, *SIZE) for _ in range(count)]
            for n, page in enumerate(pages):
                standing.pair(page, f"x{n}")
                page.evaluate(FLIPS, FRAME)
            time.sleep(STOOD)
            one = Painted(count, ([], []), ([], []), ([], []), [], [])
            for n in range(2 * MOVES[count]):
                ahead = n % 2 == 1
                one.told[ahead].extend(_move(standing, n // 2 + n % 2, pages, ahead))
                one.apart[ahead].append(_apart(standing, pages))
                began = standing.published.at.timestamp()
                one.drawn[ahead].extend(page.evaluate("flipped[2]") / 1000 - began for page in pages)
            for n in range(MUTE_MOVES if count > MUTE else 0):
                if n % 2 == 0:  # some more of them
                    for page in pages[:MUTE]:
                        mute(page)
                    pages = pages[MUTE:]
                _move(standing, n, pages)
                (one.then_mute if n % 2 else one.first_mute).append(_apart(standing, pages))
            browser.close()
            yield one


def _apart(standing: Standing, pages: list[Page]) -> float:
    flips = [page.evaluate("flipped") for page in pages]
    assert {revision for revision, _, _ in flips} == {standing.published.revision}
    return (max(at for _, at, _ in flips) - min(at for _, at, _ in flips)) / 1000


def _move(standing: Standing, n: int, pages: list[Page], ahead: bool = False) -> list[float]:
    plan = beside(standing.published.plan, "w5", "w7" if n % 2 == 0 else "w4")

    def links() -> dict[str, Link]:
        """Asked anew each time: on a loaded machine a page may be cut off and come back. Who is mute was there before
        them."""
        return dict(list(standing.signage.hub.links.items())[-len(pages) :])

    if ahead:
        said, end = -PATIENCE, time.monotonic() + PATIENCE
        while not all(link.ahead is not None and link.laid == link.seq for link in links().values()):
            assert time.monotonic() < end, "not every screen has laid it out ahead"
            if time.monotonic() - said > SAID_AGAIN:
                standing.about_to_put(plan)
                said = time.monotonic()
            time.sleep(0.005)
        time.sleep(QUIET)
    standing.put(plan)
    began, revision = standing.published.at.timestamp(), standing.published.revision
    end, told = time.monotonic() + PATIENCE, dict[str, float]()
    while len(told) < len(pages):
        assert time.monotonic() < end, "not every screen has painted"
        time.sleep(0.005)
        for name, link in links().items():
            if link.painted and link.painted.revision == revision:
                told.setdefault(name, time.time() - began)
    time.sleep(QUIET)
    return list(told.values())
