"""The way from this kiosk: to which window, in what words, drawn how; and when there is none."""

import time
from datetime import datetime
from math import hypot
from zoneinfo import ZoneInfo

import pytest

from hall.contract.plan import Hours, Plan
from hall.contract.queue import windows_text
from kiosk.kit.floor import Directions
from kiosk.kit.wayfinding import Question, Wayfinder, directions
from tests.support.plans import beside, changed, songjiang, without

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def ask(service: str = "intake", window: str | None = None, *, kiosk: str = "kiosk1", step_free: bool = False,
        revision: int = 1) -> Question:  # fmt: skip
    return Question(revision, kiosk, service, window, step_free, NOW)


def find(question: Question, plan: Plan | None = None) -> Directions:
    found = directions(plan or songjiang(), question)
    assert found is not None
    return found


def test_before_the_call_it_leads_to_the_nearest_of_the_windows_that_serve():
    found = find(ask())
    assert found.target == ("1", "2", "3", "4", "5")
    each = {n: find(ask(window=n)).metres for n in found.target}
    assert each[found.goal] == min(each.values()) == found.metres


def test_once_called_it_leads_to_that_window():
    found = find(ask(window="5"))
    assert (found.target, found.goal, found.place_zh) == (("5",), "5", "一层 A 区 综合窗口")
    assert "5 号窗口" in found.zh[-1]
    assert "window 5" in found.en[-1]


def test_windows_of_two_zones_are_given_no_zones_name():
    assert find(ask("advice")).place_zh == "一层"


def test_what_the_visitor_faces_is_up():
    """Kiosk 1 hangs to the left of where one stands: turned, left on the drawing is up, and a window that lies to the
    right of the drawing lies behind."""
    plan = songjiang()
    kiosk, goal = plan.place("kiosk1"), plan.place("w8")
    assert kiosk is not None
    assert goal is not None
    stand = next(n for n in plan.nodes if n.id == kiosk.node)
    (floor,) = find(ask("pickup", "8")).maps
    assert floor.goal is not None
    (x0, y0), (x1, y1) = floor.path[0], floor.goal
    assert goal.x > stand.x
    assert y1 > y0, "behind is down"
    assert hypot(x1 - x0, y1 - y0) == pytest.approx(hypot(goal.x - stand.x, goal.y - stand.y))


def test_a_window_moved_is_found_where_it_is_now():
    before, after = find(ask(window="5")), find(ask(window="5"), beside(songjiang(), "w5", "w8"))
    assert before.zh != after.zh
    assert after.place_zh == "一层 发证取件"


def test_another_floor_is_a_second_map_and_the_way_without_steps_another_way():
    upstairs = changed(songjiang(), "places", "w7", node="train", floor="f2", x=27, y=13.5, zone="")
    walking, rolling = (find(ask("pickup", "7", step_free=s), upstairs) for s in (False, True))
    assert [m.zh for m in walking.maps] == ["一层", "二层"]
    assert [m.leaving for m in rolling.maps] == ["lift", ""]
    assert [m.here for m in rolling.maps] == [True, False]
    assert walking.other
    assert rolling.other
    assert any("电梯" in step for step in rolling.zh)


def test_where_no_way_is_without_steps_the_other_is_shown_and_said_to_be():
    plan = songjiang()
    stepped = tuple(w.model_copy(update={"step_free": False}) for w in plan.ways)
    found = find(ask(step_free=True), plan.model_copy(update={"ways": stepped}))
    assert found.barred
    assert not found.step_free
    assert not found.other, "there is nothing to choose"


def test_a_way_without_steps_that_is_the_same_way_is_no_choice():
    assert not find(ask()).other


@pytest.mark.parametrize(("plan", "question"), [
    (Plan(name_zh="空"), ask()),
    (songjiang(), ask(kiosk="nowhere")),
    (songjiang(), ask("no such service")),
    (songjiang(), ask(window="99")),
    (without(songjiang(), "nodes", "self1"), ask()),
    (changed(songjiang(), "places", "kiosk1", node=""), ask()),
    (changed(songjiang(), "places", "w5", node="gone"), ask(window="5")),
    (songjiang().model_copy(update={"ways": ()}), ask()),
], ids=["empty", "no kiosk", "no service", "no window", "hole", "stands nowhere", "on no node", "island"])  # fmt: skip
def test_what_is_not_known_is_not_shown(plan: Plan, question: Question):
    assert directions(plan, question) is None


def test_names_of_any_kind_are_only_names():
    long = changed(songjiang(), "places", "za", name_zh="综" * 400, name_en="\u202eright to left")
    long = changed(long, "places", "w5", number="五")
    found = find(ask(window="五"), long)
    assert found.target == ("五",)
    assert found.place_zh.endswith("综" * 400)


def test_an_answer_is_remembered_until_the_plan_changes():
    finder, plan = Wayfinder(), songjiang()
    first = finder.answer(plan, ask(window="5"))
    assert finder.answer(plan, ask(window="5")) is first
    later = finder.answer(beside(plan, "w5", "w8"), ask(window="5", revision=2))
    assert later != first


def test_it_is_found_between_two_pictures():
    plan = songjiang()
    find(ask(), plan)  # the graph of a plan is built once
    took = []
    for n in range(20):
        started = time.perf_counter()
        find(ask(revision=n), plan)
        took.append(time.perf_counter() - started)
    assert sorted(took)[10] < 0.016


@pytest.mark.parametrize(
    ("numbers", "said"),
    [(("1", "2", "3"), "1–3"), (("1", "2", "③"), "1、2、③"), (("１", "２"), "1–2"), (("A1", "²"), "A1、²"), ((), "")],
)
def test_a_number_that_is_no_number_is_read_as_it_is_written(numbers: tuple[str, ...], said: str):
    assert windows_text(numbers) == said


def test_before_the_call_nobody_is_led_to_a_window_that_is_shut_while_another_is_open():
    afternoon = (Hours(opens="13:00", closes="17:00"),)
    plan = changed(songjiang(), "places", "w2", open=afternoon)
    found = find(ask(), plan)
    assert found.target == ("1", "3", "4", "5")
    assert found.goal != "2"
    assert find(ask(window="2"), plan).goal == "2", "who is called there goes there"
    for n in (1, 3, 4, 5):
        plan = changed(plan, "places", f"w{n}", open=afternoon)
    assert find(ask(), plan).target == ("1", "2", "3", "4", "5")
