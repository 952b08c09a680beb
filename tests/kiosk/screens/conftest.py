"""Qt draws into memory by the software renderer. Read when the application is made, so it may stand here."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["QT_QUICK_CONTROLS_STYLE"] = "Basic"

from collections.abc import Callable, Iterator

import pytest

from kiosk.kit.hall_clock import HallClock
from kiosk.kit.views import Touched
from kiosk.qt.glass import Glass
from kiosk.screens import SCREENS
from kiosk.screens.samples import NOW
from tests.kiosk.screens.looking import Looked


@pytest.fixture
def look(qapp, qtlog) -> Iterator[Callable[..., Looked]]:
    """Opens a glass without motion, at a fixed moment unless it has a clock; any complaint of Qt's fails the test."""
    opened: list[Looked] = []

    def open_glass(portrait: bool = True, still: bool = True, clock: HallClock | None = None) -> Looked:
        touches: list[Touched] = []
        now, checked = (clock.now, lambda: clock.checked) if clock else (lambda: NOW, lambda: True)
        glass = Glass(touches.append, SCREENS, portrait=portrait, still=still, now=now, checked=checked)
        looked = Looked(glass, touches)
        opened.append(looked)
        return looked

    yield open_glass
    for looked in opened:
        looked.glass.close()
        looked.settle()
        assert looked.glass.warnings == []
    said = [r.message for r in qtlog.records if "propagateSizeHints" not in r.message]
    assert said == []
