"""``way``: the shortest walk the public may take, as steps somebody can be told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from hall.contract.frame import Direction
from hall.contract.plan import PlaceKind, Plan
from hall.contract.queue import Wire
from hall.contract.wayfinding.arrivals import Arrival, arrival
from hall.contract.wayfinding.bearings import heading, octant
from hall.contract.wayfinding.graph import Edge, Graph, graph_of
from hall.contract.wayfinding.legs import Leg, legs_of, runs_of
from hall.contract.wayfinding.targets import AT_HAND, beside

StepKind = Literal["walk", "lift", "stairs", "escalator", "ramp"]


class Step(Wire):
    """One leg. ``turn`` as seen by who walks, None where nobody knows which way they face. ``metres`` of a change of
    floor are 0; ``rise`` is its floors up (down: negative), ``floor_zh`` where one gets off."""

    kind: StepKind
    turn: Direction | None = None
    metres: float = 0
    rise: int = 0
    floor_zh: str = ""
    floor_en: str = ""


class Walk(Wire):
    """``points``: floor id, x and y in metres of each node. ``goal``: id, kind and names of what one went for, empty
    for a bare node."""

    nodes: tuple[str, ...]
    points: tuple[tuple[str, float, float], ...]
    metres: float
    steps: tuple[Step, ...]
    goal: str = ""
    goal_kind: PlaceKind | None = None
    goal_zh: str = ""
    goal_en: str = ""
    goal_number: str = ""
    arrival: Arrival = Arrival()


def way(
    plan: Plan, start: str, goal: str, step_free: bool = False, now: datetime | None = None, facing: float | None = None
) -> Walk | None:
    """The shortest walk from ``start`` to ``goal`` (ids of places or nodes), or None: there is none, or ids unknown.

    ``facing``: the heading one looks along before the first step; where it is None and ``start`` is a place drawn
    beside its node (a kiosk), the way one stands before it. ``now``: hall's local time; None: as if everything were
    open.
    """
    graph = graph_of(plan)
    first, last = _node(graph, start), _node(graph, goal)
    if first is None or last is None:
        return None
    tree = graph.tree(first, step_free, graph.closed(now))
    if last not in tree.metres:
        return None
    edges = tree.edges_to(last)
    origin = graph.places.get(start)
    if facing is None and origin is not None and (before := beside(graph, origin)) is not None:
        facing = before.bearing
    steps, leg, looking = _steps(graph, edges, facing)
    nodes = (first, *(edge.b for edge in edges))
    walk = Walk(
        nodes=nodes,
        points=tuple((graph.nodes[n].floor, graph.nodes[n].x, graph.nodes[n].y) for n in nodes),
        metres=tree.metres[last],
        steps=tuple(steps),
    )
    place = graph.places.get(goal)
    if place is None:
        return walk
    return walk.model_copy(
        update={
            "goal": place.id,
            "goal_kind": place.kind,
            "goal_zh": place.name_zh,
            "goal_en": place.name_en,
            "goal_number": place.number,
            "arrival": arrival(graph, place, leg, looking),
        }
    )


def _node(graph: Graph, id: str) -> str | None:
    """The node of a place, or the node itself."""
    place = graph.places.get(id)
    node = place.node if place is not None else id
    return node if node in graph.nodes else None


def _steps(graph: Graph, edges: Sequence[Edge], facing: float | None) -> tuple[list[Step], Leg | None, float | None]:
    """The steps; the last leg on the last floor; and the heading one arrives with, where it is known."""
    steps: list[Step] = []
    leg: Leg | None = None
    for run in runs_of(edges):
        if run[0].rise:
            steps.append(_climb(graph, run))
            leg, facing = None, _coming_out(graph, run[-1].b)
            continue
        for leg in legs_of(graph, run):
            steps.append(Step(kind="walk", turn=None if facing is None else octant(facing, leg.out), metres=leg.metres))
            facing = leg.bearing
    return steps, leg, facing


def _climb(graph: Graph, run: Sequence[Edge]) -> Step:
    floor = graph.floors[graph.nodes[run[-1].b].floor]
    return Step(kind=run[0].kind, rise=sum(edge.rise for edge in run), floor_zh=floor.name_zh, floor_en=floor.name_en)


def _coming_out(graph: Graph, node: str) -> float | None:
    """Out of a lift or off the stairs one faces away from where it is drawn."""
    here = graph.nodes[node]
    for place in graph.public_places:
        if (
            place.node == node
            and place.kind in ("lift", "stairs")
            and abs(place.x - here.x) + abs(place.y - here.y) >= AT_HAND
        ):
            return heading(place.x, place.y, here.x, here.y)
    return None
