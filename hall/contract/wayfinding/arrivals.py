"""The last words of a walk: on which hand, and the how many-th."""

from math import cos, radians, sin

from hall.contract.frame import Direction
from hall.contract.plan import Place, PlaceKind
from hall.contract.queue import Wire
from hall.contract.wayfinding.bearings import heading, octant
from hall.contract.wayfinding.graph import Graph
from hall.contract.wayfinding.legs import Leg
from hall.contract.wayfinding.targets import beside

COUNTED: frozenset[PlaceKind] = frozenset({"window", "kiosk", "room"})
FAR, WITHIN = 50.0, 0.45
"""Between two nodes of a leg, what is drawn past the one comes before what is drawn before the next."""
LEFT: frozenset[Direction] = frozenset({"left", "left_ahead", "left_behind"})
RIGHT: frozenset[Direction] = frozenset({"right", "right_ahead", "right_behind"})


class Arrival(Wire):
    """``side`` None: nobody can say. ``ordinal``: which one of its kind on that side of the last leg, of ``of``; 0
    where it is the only one, or such things are not counted."""

    side: Direction | None = None
    ordinal: int = 0
    of: int = 0


def arrival(graph: Graph, place: Place, leg: Leg | None, facing: float | None) -> Arrival:
    """``facing``: the heading one arrives with. ``leg``: the last leg, None where there was none."""
    lead = beside(graph, place)
    if facing is None or lead is None:
        return Arrival()
    side = octant(facing, lead.bearing)
    hand = _hand(side)
    if leg is None or hand is None or place.kind not in COUNTED:
        return Arrival(side=side)
    row = sorted(_row(graph, place, leg, facing, hand), key=lambda one: one[0])
    ordinal = next((i for i, (_, id) in enumerate(row, 1) if id == place.id), 0)
    return Arrival(side=side, ordinal=ordinal if len(row) > 1 else 0, of=len(row))


def _hand(side: Direction) -> str | None:
    return "left" if side in LEFT else "right" if side in RIGHT else None


def _row(graph: Graph, place: Place, leg: Leg, facing: float, hand: str) -> list[tuple[tuple[float, float], str]]:
    """Places of the same kind on the same hand along the leg after its first node, by how far along they come."""
    along = {node: i for i, node in enumerate(leg.nodes)}
    found: list[tuple[tuple[float, float], str]] = []
    for other in graph.public_places:
        if other.kind != place.kind or along.get(other.node, 0) == 0:
            continue
        node = graph.nodes[other.node]
        if _hand(octant(facing, heading(node.x, node.y, other.x, other.y))) == hand:
            past, aside = _from_node(graph, other, facing)
            found.append(((along[other.node] + max(-WITHIN, min(past / FAR, WITHIN)), aside), other.id))
    return found


def _from_node(graph: Graph, place: Place, facing: float) -> tuple[float, float]:
    """Metres that ``place`` is drawn past its node (before it: negative) and aside of it, for who walks ``facing``."""
    node, turn = graph.nodes[place.node], radians(facing)
    x, y = place.x - node.x, place.y - node.y
    return round(x * sin(turn) - y * cos(turn), 3), round(abs(x * cos(turn) + y * sin(turn)), 3)
