"""Whose clock the glass shows: the hall's; and where nobody has checked the kiosk's own, that is said."""

from datetime import UTC, datetime

import pytest
from PySide6.QtQuick import QQuickItem

from kiosk.kit.hall_clock import HallClock
from kiosk.kit.views import Manners
from kiosk.qt.glass import Glass
from kiosk.screens.samples import faces
from tests.kiosk.screens.looking import Looked

NINE = datetime(2026, 11, 24, 1, 42, tzinfo=UTC)
"""09:42 at the hall."""
SAID = {"zh": "时间未核对", "en": "ot checked"}


@pytest.mark.parametrize("name", ["home", "attract"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_halls_hour_is_shown_and_one_that_nobody_has_checked_says_so(look, qtbot, name: str, language: str):
    clock = HallClock(lambda: 0.0)
    looked = look(clock=clock)
    looked.show(faces(Manners(language))[name])
    assert SAID[language] in words_on(looked)
    clock.set(NINE)
    qtbot.waitUntil(lambda: "09:42" in words_on(looked) and SAID[language] not in words_on(looked))


@pytest.mark.parametrize("portrait", [True, False])
@pytest.mark.parametrize("manners", [Manners(), Manners("en", care=True)])
def test_nothing_is_cut_where_it_is_said(look, portrait, manners):
    looked = look(portrait, clock=HallClock())
    flaws = []
    for name, face in faces(manners).items():
        looked.show(face)
        flaws += [f"{name}: {flaw}" for flaw in looked.flaws(manners.low)]
    assert flaws == []


def words_on(looked: Looked) -> str:
    glass: Glass = looked.glass

    def walk(item: QQuickItem) -> list[str]:
        mine = [str(item.property("text") or "")]
        return mine + [words for child in item.childItems() if child.isVisible() for words in walk(child)]

    return "\n".join(walk(glass.window.contentItem()))
