"""What somebody can see and where they can go from where they stand. Geometry alone: no destination, no words."""

from dataclasses import dataclass

from hall.contract.plan import Plan, Screen
from hall.contract.wayfinding.bearings import heading, turn
from hall.contract.wayfinding.graph import STUB, Edge, Graph, graph_of

FACES = 60.0
"""Degrees between the way one looks and the way a screen is read; more, and its letters are too slanted."""
STRAIGHT = 20.0
"""Degrees a corridor may bend while one still sees along it."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A way out of a node: its edges until one is a stub away, and where that is. ``staff``: through a staff-only
    door, which people see but must not take."""

    edges: tuple[Edge, ...]
    bearing: float
    staff: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A screen in sight. ``towards``: the edges one walks to stand before it; none where one does already."""

    screen: Screen
    metres: float
    towards: tuple[Edge, ...] = ()


class Sight:
    """For one plan and one way of moving; remembers what it has looked at."""

    def __init__(self, plan: Plan, wheels: bool, closed: frozenset[str]) -> None:
        self.graph: Graph = graph_of(plan)
        self.wheels = wheels
        self.edges = {
            node: tuple(edge for edge in them if edge.way not in closed and (edge.step_free or not wheels))
            for node, them in self.graph.edges.items()
        }
        self.screens: dict[str, list[Screen]] = {}
        for screen in self.graph.screens.values():
            if screen.layout in ("guidance", "both"):
                self.screens.setdefault(screen.node, []).append(screen)
        self.staff = self._staff()
        self._legs: dict[str, tuple[Leg, ...]] = {}
        self._seen: dict[tuple[str, float | None], tuple[Seen, ...]] = {}

    def _staff(self) -> dict[str, list[Leg]]:
        graph, found = self.graph, {}
        for way in graph.ways.values():
            a, b = graph.nodes.get(way.a), graph.nodes.get(way.b)
            if way.id in graph.staff_ways and a and b and a.floor == b.floor:
                for one, other in ((a, b), (b, a)):
                    leg = Leg((), heading(one.x, one.y, other.x, other.y), True)
                    found.setdefault(one.id, []).append(leg)
        return found

    def bearing(self, edge: Edge) -> float | None:
        """The heading one walks an edge with; None on a climb."""
        if edge.rise:
            return None
        a, b = self.graph.nodes[edge.a], self.graph.nodes[edge.b]
        return heading(a.x, a.y, b.x, b.y)

    def exits(self, node: str, back: str = "") -> tuple[Edge, ...]:
        """Where one can walk on, on this floor, without turning back."""
        return tuple(edge for edge in self.edges[node] if not edge.rise and edge.b != back)

    def climbs(self, node: str) -> tuple[Edge, ...]:
        return tuple(edge for edge in self.edges[node] if edge.rise)

    def legs(self, node: str) -> tuple[Leg, ...]:
        """Every way out, with the direction an arrow would give it, staff-only doors among them."""
        if (known := self._legs.get(node)) is None:
            known = self._legs[node] = (*self._grow(node, (), 0.0, {node}), *self.staff.get(node, ()))
        return known

    def _grow(self, start: str, edges: tuple[Edge, ...], metres: float, been: set[str]) -> list[Leg]:
        here = edges[-1].b if edges else start
        onward = [edge for edge in self.edges[here] if not edge.rise and edge.b not in been] if metres < STUB else []
        found = [
            leg for edge in onward for leg in self._grow(start, (*edges, edge), metres + edge.metres, been | {edge.b})
        ]
        if edges and (not found or metres >= STUB or self.climbs(here)):
            a, b = self.graph.nodes[start], self.graph.nodes[here]
            found.append(Leg(edges, heading(a.x, a.y, b.x, b.y)))
        return found

    def seen(self, node: str, facing: float | None) -> tuple[Seen, ...]:
        """Screens with guidance that can be read from ``node``, nearest first. Who faces nowhere yet looks around."""
        key = (node, facing)
        if (known := self._seen.get(key)) is None:
            known = self._seen[key] = tuple(sorted(self._look(node, facing), key=lambda one: one.metres))
        return known

    def _look(self, node: str, facing: float | None) -> list[Seen]:
        found = [
            Seen(screen, 0.0)
            for screen in self.screens.get(node, ())
            if facing is None or abs(turn(facing, screen.heading)) <= FACES
        ]
        for edge in self.exits(node):
            bearing = self.bearing(edge)
            if bearing is not None and (facing is None or abs(turn(facing, bearing)) <= STRAIGHT):
                found += self._along(edge, bearing)
        return found

    def _along(self, first: Edge, bearing: float) -> list[Seen]:
        found: list[Seen] = []
        edges, metres, been = [first], first.metres, {first.a, first.b}
        while True:
            here = edges[-1].b
            found += [
                Seen(screen, metres, tuple(edges))
                for screen in self.screens.get(here, ())
                if metres <= screen.farthest and abs(turn(bearing, screen.heading)) <= FACES
            ]
            onward = next(
                (
                    edge
                    for edge in self.exits(here)
                    if edge.b not in been and abs(turn(bearing, self.bearing(edge) or 0.0)) <= STRAIGHT
                ),
                None,
            )
            if onward is None:
                return found
            edges.append(onward)
            metres += onward.metres
            been.add(onward.b)
