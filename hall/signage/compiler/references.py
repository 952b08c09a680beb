"""Ids: twice there, or naming what is not there."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hall.contract.plan import Door, FireSign, Floor, Node, Place, Plan, Screen, Way
from hall.contract.wayfinding.graph import Graph
from hall.signage.compiler.report import Refusal, refuse
from hall.signage.compiler.sentences import ids, place_name, screen_name, short, some

Thing = Floor | Node | Way | Place | Door | Screen | FireSign
KINDS = (
    ("floors", ("楼层", "floors")),
    ("nodes", ("路口", "nodes")),
    ("ways", ("通道", "ways")),
    ("places", ("地点", "places")),
    ("doors", ("门", "doors")),
    ("screens", ("屏", "screens")),
    ("fire_signs", ("消防标志", "fire signs")),
)


def references(plan: Plan, graph: Graph) -> Iterator[Refusal]:
    yield from _twice(plan, graph)
    yield from _numbers(graph)
    for lost in (*_lost_nodes(plan, graph), *_lost_zones(graph), *_lost_fixtures(plan, graph)):
        yield refuse(graph, "dangling", lost.at, lost.ids, what=lost.what)


def _twice(plan: Plan, graph: Graph) -> Iterator[Refusal]:
    for field, kind in KINDS:
        things: Iterable[Thing] = getattr(plan, field)
        double = [id for id, times in Counter(one.id for one in things).items() if times > 1]
        if double:
            second = [one for one in things if one.id == double[0]][-1]
            at = second if isinstance(second, (Node, Place)) else None
            yield refuse(graph, "duplicate_id", at, double, kind=kind, names=ids(double))
    levels = Counter(floor.level for floor in graph.floors.values())
    same = [floor for floor in graph.floors.values() if levels[floor.level] > 1]
    if same:
        yield refuse(
            graph,
            "duplicate_level",
            None,
            [one.id for one in same],
            names=some((short(one.name_zh) or one.id, one.id) for one in same),
        )


def _numbers(graph: Graph) -> Iterator[Refusal]:
    """Things people find by number: two of one number is one too many."""
    windows = [(one.number.strip(), one.id, one) for one in graph.places.values() if one.kind == "window"]
    screens = [(one.number.strip(), one.id, graph.nodes.get(one.node)) for one in graph.screens.values()]
    for kind, them in ((("窗口", "windows"), windows), (("屏", "screens"), screens)):
        for number, times in Counter(number for number, *_ in them).items():
            if number and times > 1:
                same = [(id, at) for one, id, at in them if one == number]
                yield refuse(
                    graph,
                    "duplicate_number",
                    same[-1][1],
                    [id for id, _ in same],
                    times=str(times),
                    kind=kind,
                    number=short(number),
                )


class Lost(NamedTuple):
    """``ids`` that hang on the same thing that is not there."""

    ids: list[str]
    what: tuple[str, str]
    at: Node | Place | None = None


def _lost_nodes(plan: Plan, graph: Graph) -> Iterator[Lost]:
    """One for each floor that is gone, one for each node."""
    for floor, them in _by((node.floor, node.id) for node in plan.nodes if node.floor not in graph.floors):
        zh, en = ids(them)
        yield Lost(
            them,
            (
                f"楼层 {floor or '（空）'} 不存在，上面的路口 {zh} 不起作用",
                f"Floor {floor or '(none)'} does not exist, so nodes {en} do nothing",
            ),
        )
    there = {node.id for node in plan.nodes}
    for node, them in _by((end, way.id) for way in graph.ways.values() for end in (way.a, way.b) if end not in there):
        zh, en = ids(them)
        first = graph.ways[them[0]]
        yield Lost(
            them,
            (
                f"路口 {node or '（空）'} 不存在，通道 {zh} 有一端不连任何路口",
                f"Node {node or '(none)'} does not exist: ways {en} end nowhere",
            ),
            graph.nodes.get(first.a) or graph.nodes.get(first.b),
        )


def _lost_zones(graph: Graph) -> Iterator[Lost]:
    zones = {id for id, place in graph.places.items() if place.kind == "zone"}
    for zone, them in _by((one.zone, one.id) for one in graph.places.values() if one.zone and one.zone not in zones):
        zh, en = some(place_name(graph.places[id]) for id in them)
        yield Lost(them, (f"{zh}所属的区 {zone} 不存在", f"Zone {zone} of {en} does not exist"), graph.places[them[0]])


def _lost_fixtures(plan: Plan, graph: Graph) -> Iterator[Lost]:
    for _, them in _by((door.way, door.id) for door in plan.doors if door.way not in graph.ways):
        zh, en = ids(them)
        yield Lost(them, (f"门 {zh} 不在任何通道上", f"Door {en} is on no way"))
    for screen in graph.screens.values():
        if (screen.place or screen.layout == "strip") and screen.place not in graph.places:
            zh, en = screen_name(screen)
            what = (f"{zh.strip()}没有对应的窗口", f"{en} has no window")
            yield Lost([screen.id], what, graph.nodes.get(screen.node))
    nodes = {node.id for node in plan.nodes}
    for _, them in _by((sign.node, sign.id) for sign in plan.fire_signs if sign.node not in nodes):
        zh, en = ids(them)
        yield Lost(them, (f"消防标志 {zh} 不在任何路口上", f"Fire sign {en} is on no node"))


def _by(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Ids by what they hang on, in the order they come."""
    found: dict[str, dict[str, None]] = {}
    for key, id in pairs:
        found.setdefault(key, {})[id] = None
    return [(key, list(them)) for key, them in found.items()]
