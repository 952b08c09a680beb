"""The plan as a graph the public may walk: no staff-only door, one-way ways one way, hours as they are.

Built once for each plan object and remembered as long as that object lives; what is broken in a draft (a way to
nowhere, two nodes of one name) is left out here and named by the compiler.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from heapq import heappop, heappush
from math import isfinite
from typing import Any, NamedTuple, TypeVar
from weakref import ref

from hall.contract.frame import Sign
from hall.contract.plan import Floor, Hours, Node, Place, Plan, Screen, Way, WayKind, straight
from hall.contract.wayfinding.bearings import heading

STUB = 3.0
"""Metres. A first step shorter than this is a side step out of a niche, not the direction one walks: the arrow points
to where the way leads after it."""
STEPS: frozenset[WayKind] = frozenset({"stairs", "escalator"})
"""No wheels, whatever the drawing says of ``step_free``."""
REMEMBERED = 1024
"""Trees of shortest ways kept for one plan; each is a few kilobytes."""


T = TypeVar("T", Floor, Node, Place, Screen, Way)


@dataclass(frozen=True, slots=True)
class Edge:
    """One direction of a way. ``rise``: floors up (down: negative); 0 on one floor."""

    way: str
    a: str
    b: str
    metres: float
    kind: WayKind
    step_free: bool
    rise: int


class Lead(NamedTuple):
    """How one sets out: towards ``bearing`` on this floor, or (``rise``) up or down from where one stands."""

    bearing: float
    rise: int = 0


@dataclass(slots=True)
class Tree:
    """Shortest ways from one node: metres to each node, the last edge to it, and how one sets out for it."""

    metres: dict[str, float] = field(default_factory=dict)
    last: dict[str, Edge] = field(default_factory=dict)
    lead: dict[str, Lead] = field(default_factory=dict)

    def edges_to(self, node: str) -> tuple[Edge, ...]:
        found: list[Edge] = []
        while (edge := self.last.get(node)) is not None:
            found.append(edge)
            node = edge.a
        return tuple(reversed(found))


class Graph:
    def __init__(self, plan: Plan) -> None:
        self.floors: dict[str, Floor] = first(plan.floors)
        nodes = first(plan.nodes)
        self.nodes: dict[str, Node] = {
            id: node for id, node in nodes.items() if node.floor in self.floors and isfinite(node.x + node.y)
        }
        self.places: dict[str, Place] = first(plan.places)
        self.screens: dict[str, Screen] = first(plan.screens)
        self.ways: dict[str, Way] = first(plan.ways)
        self.staff_ways = frozenset(door.way for door in plan.doors if door.staff_only)
        self.edges: dict[str, tuple[Edge, ...]] = self._edges()
        self.order = {node: i for i, node in enumerate(self.nodes)}
        self.timed = tuple((way.id, way.open) for way in self.ways.values() if way.open)
        self.timed_places = tuple((place.id, place.open) for place in self.places.values() if place.open)
        self.signs: dict[tuple[str, frozenset[str]], Sign] = {}
        """What each screen of the plan shows, by its id and what is shut: asked far more often than it changes."""
        self.fixed: tuple[Any, ...] | None = None
        self.gathered: tuple[Place, ...] | None = None
        """Both kept by ``targets``."""
        self._trees: dict[tuple[str, bool, frozenset[str]], Tree] = {}

    def level(self, node: str) -> int:
        return self.floors[self.nodes[node].floor].level

    def _edges(self) -> dict[str, tuple[Edge, ...]]:
        edges: dict[str, list[Edge]] = {node: [] for node in self.nodes}
        for way in self.ways.values():
            if way.id in self.staff_ways or way.a not in self.nodes or way.b not in self.nodes or way.a == way.b:
                continue
            rise = self.level(way.b) - self.level(way.a)
            metres = length(way, self.nodes)
            free = way.step_free and way.kind not in STEPS
            edges[way.a].append(Edge(way.id, way.a, way.b, metres, way.kind, free, rise))
            if not way.one_way:
                edges[way.b].append(Edge(way.id, way.b, way.a, metres, way.kind, free, -rise))
        return {node: tuple(them) for node, them in edges.items()}

    def closed(self, now: datetime | None) -> frozenset[str]:
        """Ids of ways and places that are shut at ``now`` (the hall's local time); none where ``now`` is None."""
        if now is None:
            return frozenset()
        shut = frozenset(id for id, hours in (*self.timed, *self.timed_places) if not is_open(hours, now))
        return self._with_shafts(shut) if shut else shut

    def _with_shafts(self, shut: frozenset[str]) -> frozenset[str]:
        """A lift that is shut goes nowhere, and one that goes nowhere is shut: its place and its ways are one thing to
        people, however its hours were written down."""
        shut |= frozenset(way for place, ways in self._shafts if place in shut for way in ways)
        return shut | frozenset(place for place, ways in self._shafts if ways <= shut)

    @cached_property
    def _shafts(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """Lifts and stairs, each with the ways that lead up or down from its node."""
        rising: dict[str, set[str]] = {}
        for way in self.ways.values():
            if way.a in self.nodes and way.b in self.nodes and self.level(way.a) != self.level(way.b):
                for end in (way.a, way.b):
                    rising.setdefault(end, set()).add(way.id)
        return tuple(
            (place.id, frozenset(rising[place.node]))
            for place in self.places.values()
            if place.kind in ("lift", "stairs") and place.node in rising
        )

    @cached_property
    def public_places(self) -> tuple[Place, ...]:
        """Those a visitor may be led to and that stand somewhere."""
        return tuple(
            place
            for place in self.places.values()
            if place.public and place.node in self.nodes and isfinite(place.x + place.y)
        )

    @cached_property
    def members(self) -> dict[str, tuple[Place, ...]]:
        """Zone → the public windows and kiosks that belong to it."""
        found: dict[str, list[Place]] = {}
        for place in self.public_places:
            if place.zone and place.kind in ("window", "kiosk"):
                found.setdefault(place.zone, []).append(place)
        return {zone: tuple(them) for zone, them in found.items()}

    def tree(self, source: str, step_free: bool = False, closed: frozenset[str] = frozenset()) -> Tree:
        key = (source, step_free, closed)
        if (tree := self._trees.get(key)) is None:
            if len(self._trees) >= REMEMBERED:
                self._trees.clear()
            tree = self._trees[key] = self._grow(source, step_free, closed)
        return tree

    def _grow(self, source: str, step_free: bool, closed: frozenset[str]) -> Tree:
        """Dijkstra. Ties fall to the node that was drawn first, so that every sign breaks them the same way."""
        tree = Tree()
        if source not in self.nodes:
            return tree
        order, reached = self.order, tree.metres
        heap: list[tuple[float, int, str, str, Edge | None]] = [(0.0, order[source], "", source, None)]
        while heap:
            metres, _, _, node, edge = heappop(heap)
            if node in reached:
                continue
            reached[node] = metres
            if edge is not None:
                tree.last[node] = edge
                tree.lead[node] = self._lead(tree, source, edge)
            for onward in self.edges[node]:
                if onward.b not in reached and (onward.step_free or not step_free) and onward.way not in closed:
                    heappush(heap, (metres + onward.metres, order[onward.b], onward.way, onward.b, onward))
        return tree

    def _lead(self, tree: Tree, source: str, edge: Edge) -> Lead:
        """The lead to ``edge.b``: fixed once one is a stub away, or has come to a lift or stairs."""
        if edge.a == source and edge.rise:
            return Lead(0.0, edge.rise)
        before = tree.lead.get(edge.a)
        if before is not None and (before.rise or edge.rise or tree.metres[edge.a] >= STUB):
            return before
        start, end = self.nodes[source], self.nodes[edge.b]
        return Lead(heading(start.x, start.y, end.x, end.y))


def first(things: Iterable[T]) -> dict[str, T]:
    """By id; of two with one id the first drawn."""
    found: dict[str, T] = {}
    for thing in things:
        found.setdefault(thing.id, thing)
    return found


def length(way: Way, nodes: dict[str, Node]) -> float:
    """Metres; a way between floors that does not say counts as nothing (the compiler refuses it)."""
    if way.length is not None:
        return way.length
    a, b = nodes[way.a], nodes[way.b]
    return straight(a, b) if a.floor == b.floor else 0.0


def is_open(hours: tuple[Hours, ...], now: datetime) -> bool:
    """Empty hours are always. ``closes`` before ``opens`` runs past midnight."""
    if not hours:
        return True
    day, at = now.isoweekday(), now.time()
    yesterday = (day + 5) % 7 + 1
    for one in hours:
        if one.opens <= one.closes:
            if day in one.days and one.opens <= at < one.closes:
                return True
        elif (day in one.days and at >= one.opens) or (yesterday in one.days and at < one.closes):
            return True
    return False


_known: dict[int, tuple[ref[Plan], Graph]] = {}


def graph_of(plan: Plan) -> Graph:
    """The graph of this very plan object; plans are frozen, so it never grows old."""
    held = _known.get(id(plan))
    if held is not None and held[0]() is plan:
        return held[1]
    graph, key = Graph(plan), id(plan)
    _known[key] = (ref(plan, lambda dead: _forget(key, dead)), graph)
    return graph


def _forget(key: int, dead: "ref[Plan]") -> None:
    held = _known.get(key)
    if held is not None and held[0] is dead:  # not if the address already belongs to another plan
        del _known[key]
