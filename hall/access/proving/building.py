"""The plan as people can really walk it: every way in both directions, with the doors that stand across it. Pure.

A direction with a door of the rules is passed by whom that door lets in. The direction against a door that leads in is
the way out by handle or button, and free. A staff door of the plan that no rule governs holds nobody back: nobody can
say who passes it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from heapq import heapify, heappop, heappush
from math import inf

from hall.contract.access import Door
from hall.contract.plan import Node, Plan, Way
from hall.contract.wayfinding import graph_of, is_open
from hall.contract.wayfinding.graph import length


@dataclass(frozen=True, slots=True)
class Passage:
    """From node ``a`` to ``b``. ``door``: of the rules; empty: nothing is asked. ``past``: the door one then passes
    against its direction, or a staff door of the plan that no rule governs. ``plain``: no door of the rules, neither
    way. ``drawn``: False where the rules say from where to where a door leads, but not across which way."""

    a: str
    b: str
    way: str = ""
    door: str = ""
    past: str = ""
    lift: bool = False
    plain: bool = False
    drawn: bool = True


class Building:
    def __init__(self, plan: Plan, doors: Iterable[Door]) -> None:
        self.plan, self.graph = plan, graph_of(plan)
        nodes, doors = self.graph.nodes, tuple(doors)
        self.ways = tuple(way for way in self.graph.ways.values() if {way.a, way.b} <= nodes.keys() and way.a != way.b)
        self.entrances = tuple(node.id for node in nodes.values() if node.kind == "entrance")
        exits = (one.node for one in plan.places if one.kind == "exit" and one.node in nodes)
        self.exits = frozenset((*self.entrances, *exits))
        self.metres_from = cache(lambda *starts: _metres(self.ways, starts, nodes))
        self.back = self._back(doors)
        self.passages = tuple(self._passages(doors))
        self.out_of: dict[str, list[Passage]] = {node: [] for node in nodes}
        self.into: dict[str, list[Passage]] = {node: [] for node in nodes}
        for one in self.passages:
            self.out_of[one.a].append(one)
            self.into[one.b].append(one)

    def shut(self, at: datetime) -> frozenset[str]:
        """Ways that the plan shuts at that hour of the hall's own time."""
        return frozenset(way.id for way in self.ways if way.open and not is_open(way.open, at))

    def place_at(self, node: str) -> str:
        """The id of what one would call it by; the node itself where nothing stands."""
        here = [place for place in self.plan.places if place.node == node]
        here.sort(key=lambda place: (place.kind not in ("room", "exit", "zone"), place.priority))
        return here[0].id if here else node

    def _back(self, doors: tuple[Door, ...]) -> frozenset[str]:
        """What is not the public's: where no public way leads; and the places never shown to it between which and the
        public a door of the rules stands."""
        public: set[str] = set()
        for start in self.exits:
            public.update(self.graph.tree(start).metres)
        named = {zone for door in doors for zone in (door.from_zone, door.to_zone)}
        hidden = {place.node for place in self.plan.places if not place.public and place.id in named}
        walked = {end for way in self.ways for end in (way.a, way.b)}
        return frozenset(node for node in walked if node not in public or node in hidden)

    def _passages(self, doors: tuple[Door, ...]) -> Iterator[Passage]:
        ways, across = {way.id: way for way in self.ways}, dict[tuple[str, str], list[str]]()
        for door in doors:
            if (way := ways.get(door.way)) is not None:
                across.setdefault((way.id, self._begins(door, way)), []).append(door.id)
            elif goal := self._node(door.to_zone):
                starts = (self._node(door.from_zone),) if door.from_zone else self.entrances
                yield from (Passage(start, goal, door=door.id, drawn=False) for start in starts if start)
        ungoverned = {one.way: one.id for one in self.plan.doors if one.staff_only}
        for way in self.ways:
            for a, b in ((way.a, way.b), (way.b, way.a)):
                ids, against = across.get((way.id, a), ()), across.get((way.id, b), ())
                lift = way.kind == "lift"
                for id in ids:
                    yield Passage(a, b, way.id, door=id, lift=lift)
                if not ids and not (way.one_way and a == way.b):
                    past = against[0] if against else ungoverned.get(way.id, "")
                    yield Passage(a, b, way.id, past=past, lift=lift, plain=not against)

    def _begins(self, door: Door, way: Way) -> str:
        """On which side of its way one stands before it: by its zones, or else on the side of the entrances."""
        for zone, ahead in ((door.to_zone, True), (door.from_zone, False)):
            if node := self._node(zone):
                off = self.metres_from(node)
                near, far = (way.a, way.b) if off.get(way.a, inf) <= off.get(way.b, inf) else (way.b, way.a)
                return far if ahead else near
        off = self.metres_from(*sorted(self.exits))
        outer, inner = (way.a, way.b) if off.get(way.a, inf) <= off.get(way.b, inf) else (way.b, way.a)
        return inner if door.leaves else outer

    def _node(self, place: str) -> str:
        there = self.graph.places.get(place)
        return there.node if there is not None and there.node in self.graph.nodes else ""


def _metres(ways: Iterable[Way], starts: Iterable[str], nodes: dict[str, Node]) -> dict[str, float]:
    """As the crow walks: through every door, both ways."""
    beside: dict[str, list[tuple[str, float]]] = {}
    for way in ways:
        metres = length(way, nodes)
        beside.setdefault(way.a, []).append((way.b, metres))
        beside.setdefault(way.b, []).append((way.a, metres))
    found: dict[str, float] = {}
    heap = [(0.0, start) for start in starts]
    heapify(heap)
    while heap:
        metres, node = heappop(heap)
        if node in found:
            continue
        found[node] = metres
        for other, more in beside.get(node, ()):
            heappush(heap, (metres + more, other))
    return found
