"""Faults of the drawing itself, before anybody walks."""

from collections.abc import Iterator
from math import hypot, isfinite

from hall.contract.plan import Node, Place, Plan, Screen, Way, straight
from hall.contract.wayfinding.bearings import turn
from hall.contract.wayfinding.graph import Graph
from hall.signage.compiler.report import Refusal, refuse
from hall.signage.compiler.sentences import place_name, screen_name, screen_names, some

SAME_WAY = 30.0
"""Degrees between two screens that face the same way."""
ONE_SPOT = 1.0
"""Metres. No counter and no kiosk is narrower: closer to each other they would stand in one another."""
SHORTER = 0.95
"""A way may be this part of the straight line, for a drawing is never exact."""


def structure(plan: Plan, graph: Graph) -> Iterator[Refusal]:
    yield from _start(plan, graph)
    for way in graph.ways.values():
        yield from _way(graph, way)
    yield from _places(plan, graph)
    yield from _nodes(plan, graph)
    yield from _outside(graph)
    yield from _covered(graph)
    yield from _screens(plan, graph)
    yield from _windows(graph)
    yield from _zones(graph)


def _start(plan: Plan, graph: Graph) -> Iterator[Refusal]:
    if not plan.floors:
        yield refuse(graph, "no_floor", None, [])
    elif not any(node.kind == "entrance" for node in graph.nodes.values()):
        floor = plan.floors[0]
        middle = Node(id="middle", floor=floor.id, x=floor.width / 2, y=floor.depth / 2)
        yield refuse(graph, "no_entrance", middle, [])


def _way(graph: Graph, way: Way) -> Iterator[Refusal]:
    a, b = graph.nodes.get(way.a), graph.nodes.get(way.b)
    if a is None or b is None:
        return
    one_floor, crow = a.floor == b.floor, straight(a, b)
    middle = a.model_copy(update={"x": (a.x + b.x) / 2, "y": (a.y + b.y) / 2}) if one_floor else a
    if a is b or way.length == 0 or (way.length is None and one_floor and crow == 0):
        yield refuse(graph, "way_zero", middle, [way.id], way=way.id)
    elif not one_floor and way.kind in ("walk", "ramp"):
        yield refuse(graph, "walk_between_floors", middle, [way.id], way=way.id)
    elif way.length is None and way.kind in ("lift", "stairs", "escalator"):
        yield refuse(graph, "climb_without_length", middle, [way.id], way=way.id)
    elif way.length is not None and one_floor and way.length < crow * SHORTER:
        yield refuse(
            graph, "short_way", middle, [way.id], "warning", way=way.id, metres=f"{way.length:.0f}", crow=f"{crow:.0f}"
        )


def _places(plan: Plan, graph: Graph) -> Iterator[Refusal]:
    drawn = {node.id for node in plan.nodes}  # those of a lost floor have their own refusal
    nowhere: dict[str, list[Place]] = {}
    for place in graph.places.values():
        node = graph.nodes.get(place.node)
        if not isfinite(place.x + place.y):
            yield refuse(graph, "not_a_number", None, [place.id], names=place_name(place))
        elif node is None and place.node not in drawn and (place.node or (place.public and not _gathers(graph, place))):
            nowhere.setdefault(place.node, []).append(place)
        elif node is not None and place.floor and place.floor != node.floor:
            yield refuse(graph, "wrong_floor", place, [place.id], names=place_name(place))
    for them in nowhere.values():
        yield refuse(graph, "place_nowhere", them[0], [one.id for one in them], names=some(map(place_name, them)))


def _gathers(graph: Graph, place: Place) -> bool:
    """A zone needs no node of its own while something in it has one."""
    return place.kind == "zone" and bool(graph.members.get(place.id))


def _nodes(plan: Plan, graph: Graph) -> Iterator[Refusal]:
    lost = [node.id for node in plan.nodes if not isfinite(node.x + node.y)]
    if lost:
        yield refuse(graph, "not_a_number", None, lost, names=(f"路口 {lost[0]} ", f"node {lost[0]}"))


def _outside(graph: Graph) -> Iterator[Refusal]:
    drawn: list[Node | Place] = [*graph.nodes.values(), *graph.places.values()]
    outside = [
        one
        for one in drawn
        if isfinite(one.x + one.y)
        and (floor := graph.floors.get(one.floor))
        and not (0 <= one.x <= floor.width and 0 <= one.y <= floor.depth)
    ]
    if outside:
        yield refuse(graph, "outside", outside[0], [one.id for one in outside], "warning", times=str(len(outside)))


def _screens(plan: Plan, graph: Graph) -> Iterator[Refusal]:
    drawn = {node.id for node in plan.nodes}
    nowhere = [screen for screen in graph.screens.values() if screen.node not in drawn]
    if nowhere:
        yield refuse(graph, "screen_nowhere", None, [one.id for one in nowhere], screen=screen_names(nowhere))
    at: dict[tuple[str, str], list[Screen]] = {}
    for screen in graph.screens.values():
        if screen.node not in graph.nodes:
            continue
        sort = screen.layout if screen.layout in ("board", "strip") else "guidance"  # a strip may hang over a sign
        here = at.setdefault((screen.node, sort + screen.place), [])
        same = next((one for one in here if abs(turn(one.heading, screen.heading)) < SAME_WAY), None)
        if same is not None:
            yield refuse(
                graph,
                "same_spot",
                graph.nodes[screen.node],
                [same.id, screen.id],
                screen=screen_name(same),
                other=screen_name(screen),
            )
        here.append(screen)


def _windows(graph: Graph) -> Iterator[Refusal]:
    windows = [place for place in graph.places.values() if place.kind == "window" and place.public]
    idle = [place for place in windows if not place.services]
    alone = [place for place in windows if not place.zone]
    if idle:
        yield refuse(
            graph, "no_service", idle[0], [one.id for one in idle], "warning", names=some(map(place_name, idle))
        )
    if alone:
        yield refuse(
            graph, "no_zone", alone[0], [one.id for one in alone], "warning", names=some(map(place_name, alone))
        )


def _covered(graph: Graph) -> Iterator[Refusal]:
    """Of two on one spot only one can be seen."""
    spots: list[list[Place]] = []
    for place in graph.places.values():
        if place.kind not in ("window", "kiosk") or not isfinite(place.x + place.y):
            continue
        for them in spots:
            if them[0].floor == place.floor and hypot(them[0].x - place.x, them[0].y - place.y) < ONE_SPOT:
                them.append(place)
                break
        else:
            spots.append([place])
    for them in spots:
        if len(them) > 1:
            yield refuse(
                graph, "covered", them[0], [one.id for one in them], "warning", names=some(map(place_name, them))
            )


def _zones(graph: Graph) -> Iterator[Refusal]:
    """What once held windows is led to as a place of its own."""
    empty = [place for place in graph.public_places if place.kind == "zone" and not _gathers(graph, place)]
    if empty:
        yield refuse(
            graph, "empty_zone", empty[0], [one.id for one in empty], "warning", names=some(map(place_name, empty))
        )
