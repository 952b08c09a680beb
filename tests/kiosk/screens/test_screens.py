"""Every screen, in both orientations and languages, with and without care and low position."""

from dataclasses import replace
from itertools import product
from time import monotonic

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.errands.identify.view import IdentifyView
from kiosk.kit.views import AttractView, Countdown, Face, HomeView, Manners, Sentence, Touched, Visitor
from kiosk.qt.screen import ScreenModel
from kiosk.screens.samples import MORE, SERVICES, faces

WAYS = [
    pytest.param(portrait, Manners(language, care, low), id="-".join(
        ["portrait" if portrait else "landscape", language, *(["care"] if care else []), *(["low"] if low else [])]))
    for portrait, language, care, low in product((True, False), ("zh", "en"), (False, True), (False, True))
]  # fmt: skip


@pytest.mark.parametrize(("portrait", "manners"), WAYS)
def test_nothing_is_cut_buried_too_small_or_out_of_reach(look, portrait, manners):
    looked = look(portrait)
    flaws = []
    for name, face in faces(manners).items():
        looked.show(face)
        flaws += [f"{name}: {flaw}" for flaw in looked.flaws(manners.low)]
    assert flaws == []


@pytest.mark.parametrize("manners", [Manners(), Manners("en", care=True, low=True)], ids=["plain", "care-low-en"])
def test_every_key_says_its_own_name_when_touched(look, manners):
    looked = look()
    for face in faces(manners).values():
        looked.show(face)
        for key in looked.keys:
            if key.what != "page":  # a page turned shows other keys
                assert looked.touch(key) == Touched(key.what, key.arg)


def test_a_slow_finger_is_heard_when_it_leaves(look):
    """Twice as long as Qt's 0.8 s, after which a tap is a long press to it and a tap no more."""
    looked = look()
    looked.show(faces()["attract"])
    key = next(key for key in looked.keys if key.what == "wake")
    looked.press(key)
    QTest.qWait(1600)
    assert looked.touches == []
    looked.release(key)
    assert looked.touches == [Touched("wake", "")]


def test_every_name_of_touched_can_be_reached(look):
    told = Touched.__doc__.partition("wake")
    names = {part.split()[0] for part in "".join(told[1:]).split("·")}
    looked, found = look(), set()
    for face in faces().values():
        looked.show(face)
        found |= {key.what for key in looked.keys}
    assert names - found == set()


def test_a_dead_key_is_not_touchable(look):
    looked = look()
    looked.show(faces()["ticket-printing"])
    assert {k.what for k in looked.keys} <= {"care", "language", "help", "leave"}
    looked.show(faces()["identify-type"])
    assert "confirm" not in {k.what for k in looked.keys}
    looked.show(faces()["slip"])
    assert "back" not in {k.what for k in looked.keys}


def test_a_closed_service_cannot_be_chosen(look):
    looked = look()
    looked.show(faces()["ticket-more"])
    chosen = {k.arg for k in looked.keys if k.what == "service"}
    assert chosen == {s.id for s in MORE if s.open}


def test_a_long_list_is_paged_and_every_service_is_reached(look):
    looked = look()
    looked.show(faces(Manners(care=True))["ticket-more"])
    reached = set()
    while True:
        reached |= {k.arg for k in looked.keys if k.what == "service"}
        following = [k for k in looked.keys if k.what == "page" and k.arg == "next"]
        if not following:
            break
        looked.touch(following[0])
    assert reached == {s.id for s in MORE if s.open}


def test_an_overlay_leaves_only_its_own_keys(look):
    looked = look()
    looked.show(faces()["still-there"])
    assert [k.what for k in looked.keys] == ["still_here", "leave"]
    looked.show(faces()["help"])
    assert [k.what for k in looked.keys] == ["help_close"]


def test_a_touch_beside_the_keys_of_still_there_says_that_somebody_is(look):
    looked = look()
    looked.show(faces()["still-there"])
    for place in ((540, 200), (200, 1000), (540, 1300)):
        before = len(looked.touches)
        QTest.mouseClick(looked.glass.window, Qt.MouseButton.LeftButton, pos=QPoint(*place))
        looked.settle()
        assert looked.touches[before:] == [Touched("still_here", "")], place


@pytest.mark.parametrize("name", ["home", "ticket-more"])
def test_a_banner_moves_no_key_under_the_finger(look, name):
    for manners in (Manners(), Manners("en", care=True), Manners(low=True)):
        looked = look()
        face = faces(manners)[name]
        looked.show(face)
        before = {(k.what, k.arg): k for k in looked.keys}
        for notice in ("scan.nonsense", "frame.kept.code_busy", "identify.trouble.expired_card"):
            looked.show(Face(replace(face.frame, notice=Sentence(notice)), face.view))
            assert {(k.what, k.arg): k for k in looked.keys} == before, notice
        looked.show(Face(replace(face.frame, hall_away=True), face.view))
        assert {(k.what, k.arg): k for k in looked.keys} == before


def test_a_wait_that_changes_keeps_the_key_under_the_finger(look):
    looked = look()
    face = faces()["home"]
    looked.show(face)
    rows = [i for i in looked.all_with("what") if i.property("what") == "service"]
    busier = replace(face.view, services=(SERVICES[0].model_copy(update={"waiting": 9}), *SERVICES[1:]))
    looked.show(Face(face.frame, busier))
    assert [i for i in looked.all_with("what") if i.property("what") == "service"] == rows
    assert any("前面 9" in text for text in looked.written())


def test_the_next_character_typed_changes_no_key_and_does_not_move_the_screen(look):
    looked = look(still=False)
    face = faces()["identify-type"]
    looked.show(face)
    before = {(k.what, k.arg): k for k in looked.keys}
    wrong = faces()["identify-wrong"].view
    looked.show(Face(face.frame, replace(face.view, typed=wrong.typed, problem=wrong.problem)))
    assert {(k.what, k.arg): k for k in looked.keys} == before


def test_two_hundred_faces_leave_nothing_behind(look):
    looked = look()
    shown = list(faces().values())
    looked.show(shown[0])
    for face in shown:
        looked.show(face)
    looked.show(shown[0])
    items, models = len(looked.everything()), len(looked.glass._navigator.children())
    for n in range(200):
        looked.glass.show(shown[n % len(shown)])
        looked.settle()
    looked.show(shown[0])
    assert len(looked.everything()) == items
    assert len(looked.glass._navigator.children()) == models


def test_when_the_visit_is_over_nothing_of_the_visitor_is_left_on_the_glass(look, qtbot):
    looked = look(still=False)
    face = faces()["identify-wrong"]
    who = Visitor("郑*", "9999**********8888", "typed")
    looked.show(Face(replace(face.frame, visitor=who), replace(face.view, typed="440524188001010014")))
    assert _written(looked, "郑", "9999", "440524")
    looked.show(Face(replace(face.frame, visitor=None, manners=Manners()), AttractView()))
    room = looked.glass._child("screens")
    qtbot.waitUntil(lambda: len(room.childItems()) == 1, timeout=2000)  # the old screen has faded
    looked.settle()
    assert not _written(looked, "郑", "9999", "8888", "440524")
    assert not [o for o in looked.glass._navigator.findChildren(ScreenModel) if "Attract" not in type(o).__name__]


def _written(looked, *words: str) -> bool:
    cells = sorted(looked.all_with("leads"), key=lambda i: i.property("id"))
    typed = "".join(i.property("text") for i in cells)
    labels = [i.property("label") for i in looked.all_with("label")]
    return any(word in text for word in words for text in [*looked.written(), *labels, typed])


def test_a_screen_comes_in_and_comes_to_rest(look, qtbot):
    looked = look(still=False)
    looked.show(faces()["attract"])
    room, there = looked.glass._child("screens"), []
    room.childrenChanged.connect(lambda: there.append(len(room.childItems())))
    looked.show(faces()["home"])
    assert there[0] == 2, "the old one is still there when the new one comes"
    qtbot.waitUntil(lambda: len(room.childItems()) == 1, timeout=2000)
    screen = room.childItems()[0]
    qtbot.waitUntil(lambda: screen.opacity() == 1 and screen.y() == 0, timeout=2000)


def test_a_setting_stills_everything(look):
    looked = look(still=True)
    looked.show(faces()["attract"])
    looked.show(faces()["home"])
    room = looked.glass._child("screens")
    assert [(i.opacity(), i.y()) for i in room.childItems()] == [(1, 0)]


def test_the_ring_shows_only_when_time_matters(look):
    looked = look()
    face = faces()["home"]
    for left, asking, shown in [(45, False, False), (6, False, True), (20, True, True)]:
        looked.show(Face(replace(face.frame, countdown=Countdown(monotonic() + left, 60, asking)), face.view))
        assert (looked.glass._frame.ring > 0) is shown


def test_names_from_elsewhere_are_never_markup(look):
    looked = look()
    service = SERVICES[0].model_copy(update={"name_zh": "<b>综合</b>收件 &amp; <img src='x'>"})
    looked.show(Face(faces()["home"].frame, HomeView((service,))))
    assert service.name_zh in looked.written()


def test_too_many_characters_are_all_shown(look):
    looked = look()
    face = faces()["identify-type"]
    looked.show(Face(face.frame, IdentifyView(SERVICES[0], mode="type", typed="3101171990010100134")))
    assert len(looked.all_with("leads")) == 19
    assert looked.flaws(low=False) == []
