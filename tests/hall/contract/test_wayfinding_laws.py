"""What holds in every hall: signs and ways agree, nobody is led through a staff-only door, no wheels on stairs."""

from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from hall.contract.frame import Line
from hall.contract.plan import Door, Plan
from hall.contract.wayfinding import arrows, brief, way, words
from hall.contract.wayfinding.graph import graph_of
from hall.contract.wayfinding.letters import glass_letters, line_width, rows
from hall.contract.wayfinding.pictograms import WHEELCHAIR
from tests.support.plans import added, changed, sound_plan

EXACT = ("window", "room", "desk")
"""Places a sign leads to themselves, not to the nearest of their kind."""


@st.composite
def halls(draw: st.DrawFn) -> Plan:
    """Sound halls, some with staff-only doors, steps and one-way aisles put in anywhere."""
    plan = sound_plan(
        draw(st.integers(0, 10_000)),
        draw(st.integers(1, 3)),
        draw(st.integers(1, 30)),
        None,
        draw(st.integers(2, 4)),
        draw(st.integers(2, 3)),
    )
    random = Random(draw(st.integers(0, 1000)))
    for aisle in random.sample(plan.ways, min(len(plan.ways), draw(st.integers(0, 4)))):
        match random.randrange(3):
            case 0:
                door = Door(id=f"d-{len(plan.doors)}", way=aisle.id, name_zh="门", staff_only=True)
                plan = added(plan, "doors", door)
            case 1:
                plan = changed(plan, "ways", aisle.id, step_free=False)
            case _:
                plan = changed(plan, "ways", aisle.id, one_way=True)
    return plan


def lines(plan: Plan, screen: str) -> list[Line]:
    return [line for page in arrows(plan, screen).pages for line in page]


@settings(max_examples=25)
@given(halls())
def test_a_sign_and_the_way_set_out_alike(plan: Plan):
    kinds = {place.id: place.kind for place in plan.places}
    for screen in plan.screens:
        for line in lines(plan, screen.id):
            for id in line.places:
                if kinds[id] not in EXACT:
                    continue
                walk = way(plan, screen.node, id, WHEELCHAIR in line.pictograms, facing=screen.heading)
                assert walk is not None
                if walk.metres and walk.steps[0].turn is not None:
                    assert walk.steps[0].turn == line.direction
                elif walk.metres:
                    assert line.direction == ("up" if walk.steps[0].rise > 0 else "down")


@settings(max_examples=25)
@given(halls(), st.randoms(use_true_random=False))
def test_every_walk_is_one_the_public_may_take(plan: Plan, random: Random):
    ways = {frozenset((one.a, one.b)): one for one in plan.ways}
    staff = {door.way for door in plan.doors if door.staff_only}
    for place in random.sample(plan.places, min(len(plan.places), 12)):
        for step_free in (False, True):
            walk = way(plan, "e1", place.id, step_free)
            if walk is None:
                continue
            taken = [(a, ways[frozenset((a, b))]) for a, b in pairwise(walk.nodes)]
            assert not any(one.id in staff for _, one in taken)
            assert not any(one.one_way and one.a != a for a, one in taken)
            if step_free:
                assert all(one.step_free and one.kind not in ("stairs", "escalator") for _, one in taken)
            assert len(brief(walk)) <= 3
            assert words(walk)
            assert words(walk, "en")


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_there_and_back_are_as_far(seed: int, random: Random):
    plan = sound_plan(seed, 2, 12)
    nodes = random.sample([node.id for node in plan.nodes], 6)
    for a, b in pairwise(nodes):
        there, back = way(plan, a, b), way(plan, b, a)
        assert there is not None
        assert back is not None
        assert abs(there.metres - back.metres) < 1e-6


@settings(max_examples=20)
@given(halls())
def test_following_the_arrows_one_comes_nearer(plan: Plan):
    """From sign to sign the way that is left is always shorter, so nobody goes in a circle."""
    graph = graph_of(plan)
    for screen in plan.screens:
        tree = graph.tree(screen.node)
        for line in lines(plan, screen.id):
            for id in line.places:
                node = graph.places[id].node
                if node in tree.metres and node != screen.node and graph.places[id].kind in EXACT:
                    edge = tree.edges_to(node)[0]
                    assert graph.tree(edge.b).metres[node] < tree.metres[node]


@settings(max_examples=20)
@given(halls())
def test_no_page_is_fuller_than_the_glass_and_nothing_is_lost(plan: Plan):
    for screen in plan.screens:
        for page in arrows(plan, screen).pages:
            assert len(page) <= rows(screen)
        for line in lines(plan, screen.id):
            if " · " in line.zh:  # put together only where it fits
                width = line_width(line.zh, line.en, line.tag, len(line.pictograms), line.floor_zh)
                assert width <= glass_letters(screen)
