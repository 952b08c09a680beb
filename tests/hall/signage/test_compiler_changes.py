"""What a change does to screens, windows and slips; and whether a roll-out may lead anybody in a circle."""

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hall.contract.plan import Floor, Node, Place, Plan, Screen, Way
from hall.contract.wayfinding import arrows, graph_of
from hall.signage.compiler import compile_plan, contradictions, screens_changed
from hall.signage.compiler.journeys import goals_of
from hall.signage.compiler.sight import Sight
from hall.signage.compiler.walker import Index, Lost, reader, walk
from tests.support.plans import added, changed, songjiang, sound_plan, without


@pytest.fixture(scope="module")
def hall() -> Plan:
    return songjiang()


def test_nothing_changed_nothing_told(hall: Plan):
    difference = screens_changed(hall, songjiang())
    assert (difference.screens, difference.windows, difference.places, difference.slips) == ((), (), (), ())


def test_a_moved_window(hall: Plan):
    moved = changed(hall, "places", "w5", zone="zb", node="n52", x=56.0, y=8.0)
    difference = screens_changed(hall, moved)
    assert [one.zh for one in difference.windows] == ["5 号窗口从 A 区 综合窗口移到 B 区 咨询帮办"]
    screens = {one.screen: one for one in difference.screens}
    before, after = screens["s4"].before, screens["s4"].after
    assert before is not None
    assert after is not None
    assert {line.tag for page in before.pages for line in page} >= {"1–5", "6"}
    assert {line.tag for page in after.pages for line in page} >= {"1–4", "5–6"}
    assert "board" in screens, "who waits turns another way"
    assert "s9" not in screens, "the sign at the west door does not speak of it"
    assert {one.kiosk for one in difference.slips} == {"kiosk1", "kiosk2", "kiosk3", "kiosk4"}
    assert {one.window for one in difference.slips} >= {"w5"}
    assert difference.slips[0].before != difference.slips[0].after


def test_screens_and_windows_that_come_and_go(hall: Plan):
    less = without(without(hall, "screens", "s4"), "places", "w8")
    gone, new = screens_changed(hall, less), screens_changed(less, hall)
    assert next(one for one in gone.screens if one.screen == "s4").after is None
    assert next(one for one in new.screens if one.screen == "s4").before is None
    assert "撤去 8 号窗口" in [one.zh for one in gone.windows]
    assert "新增 8 号窗口" in [one.zh for one in new.windows]


def test_facilities_that_come_go_and_move_are_named(hall: Plan):
    water = next(place for place in hall.places if place.kind == "water")
    less = without(hall, "places", water.id)
    assert [one.zh for one in screens_changed(less, hall).places] == ["新增饮水处"]
    assert [one.zh for one in screens_changed(hall, less).places] == ["撤去饮水处"]
    moved = changed(hall, "places", water.id, x=water.x + 1, zone="za")
    assert [(one.place, one.zh) for one in screens_changed(hall, moved).places] == [(water.id, "饮水处换了位置")]
    hidden = water.model_copy(update={"public": False})
    assert screens_changed(less, added(less, "places", hidden)).places == (), "visitors do not hear of it"


def test_another_number_another_name_other_colours(hall: Plan):
    renamed = changed(changed(hall, "places", "w3", number="9", name_zh="专窗"), "screens", "s9", ink="#000000")
    difference = screens_changed(hall, renamed)
    assert [one.zh for one in difference.windows] == ["3 号窗口改为 9 号", "3 号窗口改名“专窗”"]
    assert "s9" in {one.screen for one in difference.screens}


def ring(window: str) -> Plan:
    """A square aisle with a spur to the left of the fork; the window is on the square or at the end of the spur."""

    def node(id: str, x: float, y: float, kind: str = "junction") -> Node:
        return Node.model_validate({"id": id, "floor": "f", "x": x, "y": y, "kind": kind})

    pairs = ("in fork", "fork old", "old se", "se ne", "ne nw", "nw fork", "fork new")
    glass = {"name_zh": "屏", "width": 1210, "height": 680, "pitch": 0.63}
    return Plan(
        name_zh="环",
        name_en="Ring",
        floors=(Floor(id="f", level=1, name_zh="一层", width=60, depth=60),),
        nodes=(
            node("in", 20, 50, "entrance"),
            node("fork", 20, 40),
            node("old", 26, 40),
            node("se", 50, 40),
            node("ne", 50, 10),
            node("nw", 20, 10),
            node("new", 5, 40),
        ),
        ways=tuple(Way(id=pair.replace(" ", "-"), a=pair.split()[0], b=pair.split()[1]) for pair in pairs),
        places=(
            Place(
                id="w1",
                kind="window",
                node=window,
                x=26 if window == "old" else 5,
                y=43,
                name_zh="综合窗口",
                name_en="Reception",
                number="1",
                zone="",
                services=("intake",),
            ),
        ),
        screens=(
            Screen(id="north", number="1", node="fork", heading=0, **glass),
            Screen(id="south", number="2", node="fork", heading=180, **glass),
        ),
    )


def test_a_circle_is_found_exactly_when_some_old_screens_make_one():
    before, after = ring("old"), ring("new")
    assert compile_plan(before).ok
    assert compile_plan(after).ok
    both = contradictions(before, after, {"north", "south"})
    assert [(one.goal, one.start, set(one.stale), one.proved) for one in both] == [
        ("w1", "in", {"north", "south"}, True)
    ]
    assert contradictions(before, after, {"north"}) == (), "once round, then the new sign shows the way"
    assert contradictions(before, after, {"south"}) == ()
    assert contradictions(before, after, set()) == ()
    assert contradictions(before, before, {"north", "south"}) == ()


def by_brute_force(before: Plan, after: Plan, stale: list[str]) -> set[str]:
    """Goals with a circle, by walking under every single set of old screens."""
    graph, found = graph_of(after), set()
    old = {id: Index(graph_of(before), arrows(before, id)) for id in stale}
    new = {screen.id: Index(graph, arrows(after, screen)) for screen in after.screens}
    starts = {node.id for node in after.nodes if node.kind == "entrance"} | {
        place.node for place in after.places if place.kind == "kiosk"
    }
    for wheels, chosen in product((False, True), product((False, True), repeat=len(stale))):
        mixed = {**new, **{id: old[id] for id, is_old in zip(stale, chosen, strict=True) if is_old}}
        sight = Sight(after, wheels, frozenset())
        for goal in goals_of(graph, frozenset()):
            for start in starts:
                end = walk(sight, goal, start, reader(mixed, wheels))
                if isinstance(end, Lost) and end.fault == "loop":
                    found.add(goal.ids[0])
    return found


@settings(max_examples=12)
@given(st.integers(0, 5000), st.randoms(use_true_random=False))
def test_it_is_exact(seed: int, random: Random):
    """Windows change places at random, some screens stay behind: the same goals as by trying every set of them."""
    before = sound_plan(seed, 1, 6, None, 3, 2)
    windows = [place for place in before.places if place.kind == "window"]
    nodes = random.sample([place.node for place in windows], len(windows))
    after = before
    for place, node in zip(windows, nodes, strict=True):
        after = changed(after, "places", place.id, node=node)
    stale = random.sample([screen.id for screen in before.screens], min(5, len(before.screens)))
    told = contradictions(before, after, set(stale))
    assert {one.goal for one in told} == by_brute_force(before, after, stale)
    assert all(one.proved and set(one.stale) <= set(stale) for one in told)


@pytest.mark.parametrize("stale", [["north"], ["south"], ["north", "south"], []])
def test_the_ring_by_brute_force(stale: list[str]):
    before, after = ring("old"), ring("new")
    assert {one.goal for one in contradictions(before, after, set(stale))} == by_brute_force(before, after, stale)


def test_a_big_hall_is_answered_quickly():
    before = sound_plan(3, 3, 120, 60)
    first, last = (next(place for place in before.places if place.id == id) for id in ("w1", "w100"))
    after = changed(before, "places", "w1", node=last.node, floor=last.floor)
    after = changed(after, "places", "w100", node=first.node, floor=first.floor)
    found = contradictions(before, after, {screen.id for screen in before.screens})
    assert all(one.proved for one in found)
    assert {one.goal for one in found} <= {place.id for place in before.places}
