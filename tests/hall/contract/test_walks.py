"""Ways, and how they are said."""

import gc
import weakref
from datetime import datetime

import pytest

from hall.contract.plan import Floor, Node, Place, Plan, Way
from hall.contract.wayfinding import brief, graph_of, way, words
from hall.contract.wayfinding.phrases import said
from tests.support.plans import changed, songjiang, without


@pytest.fixture(scope="module")
def hall() -> Plan:
    return songjiang()


def test_from_a_kiosk_to_a_window_in_both_languages(hall: Plan):
    walk = way(hall, "kiosk1", "w5")
    assert walk is not None
    assert brief(walk) == ("向右走 5 米，右转，直行 19 米，左转，直行 15 米，右转，左手第三个",)
    assert words(walk)[-1].endswith("左手第三个就是 5 号窗口。")
    assert brief(walk, "en")[-1].endswith("turn right, the third on your left")
    assert (walk.arrival.ordinal, walk.arrival.of, walk.arrival.side) == (3, 3, "left")


def test_to_another_floor_on_foot_and_on_wheels(hall: Plan):
    feet, wheels = way(hall, "e2", "training"), way(hall, "e2", "training", step_free=True)
    assert feet is not None
    assert wheels is not None
    assert words(feet) == (
        "直行 60 米。",
        "走楼梯上到二层。",
        "出楼梯口直行 30 米，右转，直行 10 米，正前方就是会议培训室。",
    )
    assert brief(wheels)[:2] == ("直行 50 米，右转，直行 4 米，左转，直行 3 米", "乘电梯到二层")
    assert words(wheels, "en")[1] == "Take the lift to floor 2."
    assert [step.kind for step in wheels.steps].count("lift") == 1
    assert {step.kind for step in wheels.steps} == {"walk", "lift"}


def test_down_again(hall: Plan):
    walk = way(hall, "d52", "e2")
    assert walk is not None
    assert "走楼梯下到一层。" in words(walk)


def test_a_goal_that_is_only_a_node_has_a_way_and_no_last_word(hall: Plan):
    walk = way(hall, "e1", "c")
    assert walk is not None
    assert words(walk) == ("直行 15 米。",)
    assert walk.points[0] == ("f1", 30.0, 39.0)
    assert walk.metres == 15


def test_where_one_already_stands(hall: Plan):
    walk = way(hall, "info", "desk", facing=0.0)
    assert walk is not None
    assert words(walk) == ("右手边就是咨询台。",)
    assert words(walk, "en") == ("On your right: Information.",)


def test_no_way_and_no_such_thing(hall: Plan):
    assert way(hall, "e1", "back_f1") is None, "behind a staff-only door"
    assert way(hall, "e1", "nobody") is None
    assert way(hall, "nobody", "w1") is None
    assert way(without(hall, "ways", "lift1_lift2"), "e1", "joint", step_free=True) is None


def test_one_way_is_one_way(hall: Plan):
    single = changed(hall, "ways", "e1_info", one_way=True)
    assert way(single, "e1", "c") is not None
    back = way(single, "c", "e1")
    assert back is None or "info" not in back.nodes


def test_a_slip_has_three_lines_at_most(hall: Plan):
    places = [place.id for place in hall.places if place.public]
    for start in ("kiosk1", "training", "e2"):
        for goal in places:
            for step_free in (False, True):
                walk = way(hall, start, goal, step_free)
                assert walk is not None
                for language in ("zh", "en"):
                    assert len(brief(walk, language)) <= 3
                    assert all(line.strip() for line in words(walk, language))


@pytest.mark.parametrize(
    ("metres", "spoken"), [(0.3, 1), (12.4, 12), (19.6, 20), (22, 20), (23, 25), (61, 60), (97, 100)]
)
def test_metres_as_people_say_them(metres: float, spoken: int):
    assert said(metres) == spoken


def test_the_graph_is_built_once_and_goes_with_its_plan():
    plan = songjiang()
    graph = graph_of(plan)
    assert graph_of(plan) is graph
    assert graph_of(songjiang()) is not graph
    gone = weakref.ref(graph)
    del plan, graph
    gc.collect()
    assert gone() is None


def test_a_copy_of_a_plan_has_a_graph_of_its_own(hall: Plan):
    before = way(hall, "e1", "w1", now=datetime(2026, 3, 3, 10))
    moved = changed(hall, "places", "w1", node="w8n")
    after = way(moved, "e1", "w1", now=datetime(2026, 3, 3, 10))
    assert before is not None
    assert after is not None
    assert (before.nodes[-1], after.nodes[-1]) == ("w1n", "w8n")


def test_of_two_at_one_node_the_one_that_comes_first_is_the_first():
    at = {"a": (5, 10), "b": (15, 10), "c": (30, 10)}

    def window(id: str, x: float, y: float) -> Place:
        return Place(id=id, kind="window", node="b", floor="f", x=x, y=y, name_zh="收件", number=id[1:])

    plan = Plan(
        name_zh="厅",
        floors=(Floor(id="f", level=1, name_zh="一层", width=60, depth=60),),
        nodes=tuple(Node(id=id, floor="f", x=x, y=y) for id, (x, y) in at.items()),
        ways=(Way(id="ab", a="a", b="b"), Way(id="bc", a="b", b="c")),
        places=(window("w7", 16.2, 14), window("w8", 13.8, 14), window("w9", 15, 18)),
    )
    for id, ordinal in (("w8", 1), ("w7", 3), ("w9", 2)):
        walk = way(plan, "a", id)
        assert walk is not None
        assert (walk.arrival.side, walk.arrival.ordinal) == ("right", ordinal)
