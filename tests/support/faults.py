"""Faults planted in sound plans, each with what the compiler must say and about what."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from hall.contract.plan import Door, FireSign, Place, Plan, Screen
from hall.contract.wayfinding import way
from hall.contract.wayfinding.bearings import heading, turn
from hall.contract.wayfinding.graph import graph_of
from tests.support.plans import added, changed, without


class Fault(NamedTuple):
    """``codes``: any of these names it; ``things``: one of these ids must be among the refusal's."""

    plan: Plan
    codes: frozenset[str]
    things: frozenset[str]


def _fault(plan: Plan, codes: str, *things: str) -> Fault:
    return Fault(plan, frozenset(codes.split()), frozenset(things))


def _places(plan: Plan, random: Random, *kinds: str) -> Place:
    return random.choice([place for place in plan.places if place.kind in kinds])


def _needed(plan: Plan, random: Random) -> Screen:
    """A screen at a fork that somebody comes to on the shortest way from an entrance to a window."""
    graph = graph_of(plan)
    arrivals = []
    for place in plan.places:
        for entrance in ("e1", "e2"):
            walk = way(plan, entrance, place.id) if place.kind == "window" else None
            for a, b in zip(walk.nodes, walk.nodes[1:-1], strict=False) if walk else ():
                here, there = graph.nodes[a], graph.nodes[b]
                arrivals.append((b, heading(here.x, here.y, there.x, there.y)))
    met = [
        screen
        for screen in plan.screens
        if screen.layout == "guidance"
        and any(node == screen.node and abs(turn(screen.heading, bearing)) < 1 for node, bearing in arrivals)
    ]
    return random.choice(met)


def unreachable(plan: Plan, random: Random) -> Fault:
    """A lost way: the lift and the stairs of a floor, or the ways to a window's aisle."""
    window = _places(plan, random, "window")
    cut = [one.id for one in plan.ways if window.node in (one.a, one.b)]
    return _fault(without(plan, "ways", *cut), "island unreachable", window.id)


def no_sign(plan: Plan, random: Random) -> Fault:
    screen = _needed(plan, random)
    return _fault(without(plan, "screens", screen.id), "no_sign not_named", screen.node)


def turned(plan: Plan, random: Random) -> Fault:
    screen = _needed(plan, random)
    others = [one.heading for one in plan.screens if one.node == screen.node and one.id != screen.id]
    free = next(
        (h for h in (180, 90, 270, 135) if all(abs(turn(other, (screen.heading + h) % 360)) >= 30 for other in others)),
        180,
    )
    away = changed(plan, "screens", screen.id, heading=(screen.heading + free) % 360)
    return _fault(away, "no_sign not_named same_spot", screen.node, screen.id)


def unreadable(plan: Plan, random: Random) -> Fault:
    screen = random.choice(plan.screens)
    values = random.choice(({"farthest": 60.0}, {"height": 100, "width": 180}, {"pitch": 40.0}))
    return _fault(changed(plan, "screens", screen.id, **values), "unreadable", screen.id)


def pale(plan: Plan, random: Random) -> Fault:
    screen = random.choice(plan.screens)
    ink = random.choice(("#777777", "#9AA5A0", "#808000", "#FF8800"))
    return _fault(changed(plan, "screens", screen.id, ink=ink), "contrast", screen.id)


def untranslated(plan: Plan, random: Random) -> Fault:
    place = random.choice(plan.places)
    return _fault(changed(plan, "places", place.id, name_en=random.choice(("", " "))), "missing_translation", place.id)


def undrawn(plan: Plan, random: Random) -> Fault:
    place = random.choice(plan.places)
    return _fault(changed(plan, "places", place.id, pictogram="dragon"), "missing_pictogram", place.id)


def staff_door(plan: Plan, random: Random) -> Fault:
    """A door that the only ways to a window go through."""
    window = _places(plan, random, "window")
    cut = [one.id for one in plan.ways if window.node in (one.a, one.b)]
    doors = [Door(id=f"door{i}", way=id, name_zh="后台门", staff_only=True) for i, id in enumerate(cut)]
    return _fault(added(plan, "doors", *doors), "behind_staff_door", *(door.id for door in doors))


def fire_sign(plan: Plan, random: Random) -> Fault:
    """Fixed against the way to the nearest exit."""
    graph = graph_of(plan)
    below = [one for one in plan.screens if one.layout == "guidance" and graph.nodes[one.node].floor == "f1"]
    screen = random.choice([one for one in below if _way_out(plan, one) is not None])
    out = _way_out(plan, screen)
    sign = FireSign(id="fire", node=screen.node, heading=((out or 0) + 180) % 360)
    return _fault(added(plan, "fire_signs", sign), "against_fire_sign", "fire")


def _way_out(plan: Plan, screen: Screen) -> float | None:
    """The heading of the first leg to the nearest exit; None where it lies behind the reader, who is not shown it."""
    walks = [walk for walk in (way(plan, screen.node, node) for node in ("e1", "e2")) if walk]
    a, b = min(walks, key=lambda walk: walk.metres).points[:2]
    out = heading(a[1], a[2], b[1], b[2])
    return None if abs(turn(screen.heading, out)) > 157 else out


def steps(plan: Plan, random: Random) -> Fault:
    """No lift any more, or steps in the aisle to a room."""
    lifts = [one.id for one in plan.ways if one.kind == "lift"]
    if lifts and random.random() < 0.5:
        broken = plan
        for id in lifts:
            broken = changed(broken, "ways", id, step_free=False)
        return _fault(broken, "no_step_free", *lifts, *(one.id for one in plan.ways if one.kind == "stairs"))
    window = _places(plan, random, "window")
    cut = [one.id for one in plan.ways if window.node in (one.a, one.b)]
    for id in cut:
        plan = changed(plan, "ways", id, kind="stairs", length=6.0)
    return _fault(plan, "no_step_free", window.id)


TEN: dict[str, Callable[[Plan, Random], Fault]] = {
    "a place cut off": unreachable,
    "a fork without a sign": no_sign,
    "a screen turned away": turned,
    "letters unreadable": unreadable,
    "contrast under 7:1": pale,
    "a missing translation": untranslated,
    "a missing pictogram": undrawn,
    "a staff-only door in the way": staff_door,
    "against a fire exit sign": fire_sign,
    "steps and no other way": steps,
}
