"""Touch to next screen, and the longest gap between two frames, while devices and hall misbehave: the real station in
this process with the glass on an X screen; hall and devices are processes of their own, on ptys and TCP.

``python -m tests.bench bench_frames`` prints the table; ``rows()`` gives it to a collector.
"""

import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from kiosk.errands.identify.view import IdentifyView
from kiosk.errands.ticket.view import TicketView
from kiosk.kit.views import AttractView, HomeView, SlipView, TroubleView
from kiosk.settings import Settings, load
from tests.bench.bench_glass import WindowHouse
from tests.bench.screen import screen
from tests.bench.station import black_hole, nobody
from tests.support.house import House

if TYPE_CHECKING:
    from tests.bench.eye import Eye

ROUNDS = 2
GARBAGE = "01" * 40  # never a code: no flipped bit makes a line end of it, nor all of it printable
IDLE = 2.0  # seconds of animation on the attract screen
REST = 0.5  # seconds until a screen that came stands still
NOTE = """\
Touch: from the finger's release (a mouse event in the window) until the first swapped frame in which the new screen can
be seen; attract → home, home → identify, identify → ticket. Gaps between swapped frames, with frames asked for without
pause: *standing*, on the attract screen with its hint moving; *changing*, over whole visits, screens made and dropped.
The Python of this bench runs in every frame, as a model's would."""


@dataclass
class Measured:
    touches: list[float] = field(default_factory=list)
    standing: float = 0.0
    changing: float = 0.0


Trouble = Callable[[House], None]


@dataclass(frozen=True)
class Case:
    """``before`` the visits, ``at_print`` once the ticket screen has come, and what makes it good again."""

    name: str
    before: Trouble = lambda house: None
    at_print: Trouble = lambda house: None
    mend: Trouble = lambda house: None
    noise: Trouble | None = None  # again and again


CASES = (
    Case("all well"),
    Case("card reader mute", lambda h: h.rack("idcard", "mute", on=True),
         mend=lambda h: h.rack("idcard", "mute", on=False)),
    Case("scanner garbling", lambda h: h.rack("scanner", "garble", share=0.5),
         mend=lambda h: h.rack("scanner", "garble", share=0), noise=lambda h: h.rack("scanner", "show", hex=GARBAGE)),
    Case("printer unplugged", lambda h: h.rack("printer", "plug", **{"in": False}),
         mend=lambda h: h.rack("printer", "plug", **{"in": True})),
    Case("printer mute while printing", at_print=lambda h: h.rack("printer", "mute", on=True),
         mend=lambda h: h.rack("printer", "mute", on=False)),
)  # fmt: skip


def rows() -> list[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder, screen() as on:
        os.environ.update({"DISPLAY": on.display, "QT_QPA_PLATFORM": "xcb"})
        with WindowHouse(Path(folder) / "house", on) as house:
            from tests.bench.eye import Eye  # Qt is loaded now that it knows its screen

            with closing(Eye()) as eye:
                settings = load(environment=house.environment)
                found = {case.name: measure(eye, house, settings, case) for case in CASES}
                away = replace(settings, hall=nobody())
                found["hall away, refused"] = measure(eye, house, away, CASES[0])
                with black_hole() as hall:
                    away = replace(settings, hall=hall)
                    found["hall away, no answer at all"] = measure(eye, house, away, CASES[0])
    return [_row(name, measured) for name, measured in found.items()]


def _row(name: str, found: Measured) -> dict[str, str]:
    return {
        "what happens": name,
        "touch, median ms": f"{median(found.touches) * 1000:.0f}",
        "touch, longest ms (aim ≤ 100)": f"{max(found.touches) * 1000:.0f}",
        "gap standing, ms (aim < 50)": f"{found.standing * 1000:.0f}",
        "gap changing, ms": f"{found.changing * 1000:.0f}",
    }


def measure(eye: "Eye", house: House, settings: Settings, case: Case) -> Measured:
    found = Measured()
    with eye.station(settings):
        eye.until(lambda: eye.sees(AttractView))
        case.before(house)
        with _again_and_again(case.noise, house):
            eye.rest(REST)
            eye.longest_gap()
            eye.rest(IDLE)
            found.standing = eye.longest_gap()
            for _ in range(ROUNDS):
                found.touches += visit(eye, house, case)
            found.changing = eye.longest_gap()
        case.mend(house)
    return found


def visit(eye: "Eye", house: House, case: Case) -> list[float]:
    """Seconds of each touch of one whole visit."""
    took = []
    for touch, *nexts in (("wake", HomeView), ("service", IdentifyView), ("skip", TicketView, SlipView, TroubleView)):
        lifted = eye.touch(touch)
        took.append(eye.until(partial(eye.sees, *nexts)) - lifted)
        eye.rest(REST if touch != "skip" else 0)
    _elsewhere(case.at_print, house)
    eye.until(lambda: eye.sees(SlipView, TroubleView))
    eye.rest(REST)
    eye.touch(next(end for end in ("done", "got_it", "no_slip", "home") if eye.has(end)))
    eye.until(lambda: eye.sees(AttractView))
    eye.rest(REST)
    return took


def _elsewhere(trouble: Trouble, house: House) -> None:
    """Not on the glass's own thread."""
    threading.Thread(target=trouble, args=(house,), daemon=True).start()


@contextmanager
def _again_and_again(trouble: Trouble | None, house: House) -> Iterator[None]:
    enough = threading.Event()

    def go_on() -> None:
        while trouble is not None and not enough.wait(0.2):
            trouble(house)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()


if __name__ == "__main__":
    from tests.bench.table import markdown

    print(markdown(rows()), end="")
