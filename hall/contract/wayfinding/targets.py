"""What people look for, as a sign speaks of it: windows by their zone, kiosks by theirs, the nearest of the toilets."""

from collections.abc import Iterator
from math import hypot
from typing import Literal, NamedTuple

from hall.contract.plan import Place, PlaceKind
from hall.contract.wayfinding.bearings import heading
from hall.contract.wayfinding.graph import Graph, Lead, Tree

FACILITIES: frozenset[PlaceKind] = frozenset({"toilet", "accessible_toilet", "nursing_room", "water"})
"""Any will do: the nearest is shown, on this floor if it has one."""
PASSAGES: frozenset[PlaceKind] = frozenset({"lift", "stairs"})
"""Shown on their own floor alone; who wants another floor finds its places with the floor's name beside."""
AT_HAND = 1.0
"""Metres. What is drawn closer to where the reader stands than this is "here"."""

Sort = Literal["windows", "zone", "room", "facility", "passage", "exit"]


class Target(NamedTuple):
    """``place`` to go to; ``title`` is the place whose name is read (the zone of a window); ``covers``: everything
    found where this one is (the kiosks of a zone)."""

    sort: Sort
    place: Place
    title: Place
    covers: tuple[str, ...]

    @property
    def wanted(self) -> str:
        """What is looked for: of toilets or exits any one, so their kind; else the very place."""
        return self.title.kind if self.sort in ("facility", "passage", "exit") else self.title.id


def fixed_targets(graph: Graph) -> tuple[tuple[Target, str, str], ...]:
    """Windows, rooms and desks, in the order of the plan, each with its node and that node's floor."""
    if graph.fixed is None:
        graph.fixed = tuple(
            (
                Target(
                    "windows" if place.kind == "window" else "room",
                    place,
                    (zone_of(graph, place) or place) if place.kind == "window" else place,
                    (place.id,),
                ),
                place.node,
                graph.nodes[place.node].floor,
            )
            for place in graph.public_places
            if place.kind in ("window", "room", "desk")
        )
    return graph.fixed


def _gathered(graph: Graph) -> tuple[Place, ...]:
    """Public places that stand for others of their kind. A zone of windows, with its kiosks, does not: they speak."""
    if graph.gathered is None:
        graph.gathered = tuple(
            place
            for place in graph.public_places
            if place.kind not in ("window", "room", "desk")
            and not ((zone := _zone_at(graph, place)) and any(one.kind == "window" for one in members(graph, zone)))
        )
    return graph.gathered


def nearest_targets(graph: Graph, source: str, tree: Tree, closed: frozenset[str]) -> Iterator[Target]:
    """What there may be several of, the nearest from ``source``: toilets, exits, kiosks of a zone."""
    near: dict[PlaceKind, tuple[tuple[bool, float], Place]] = {}
    floor = graph.nodes[source].floor
    told_zones: set[str] = set()
    for place in _gathered(graph):
        metres = tree.metres.get(place.node)
        if metres is None or place.id in closed:
            continue
        other_floor = graph.nodes[place.node].floor != floor
        if place.kind in FACILITIES or place.kind == "exit" or (place.kind in PASSAGES and not other_floor):
            rank = (other_floor, metres)
            if place.kind not in near or rank < near[place.kind][0]:
                near[place.kind] = (rank, place)
        elif place.kind in ("kiosk", "zone"):
            target = _zone(graph, place, tree, closed)
            if target is not None and target.title.id not in told_zones:
                told_zones.add(target.title.id)
                yield target
    for kind, (_, place) in near.items():
        yield Target(
            "exit" if kind == "exit" else "passage" if kind in PASSAGES else "facility", place, place, (place.id,)
        )


def zone_of(graph: Graph, place: Place) -> Place | None:
    zone = graph.places.get(place.zone)
    return zone if zone is not None and zone.kind == "zone" and zone.public else None


def members(graph: Graph, zone: Place) -> tuple[Place, ...]:
    """Windows and kiosks of a zone: what is shown under its name."""
    return graph.members.get(zone.id, ())


def _zone_at(graph: Graph, place: Place) -> Place | None:
    """The zone itself, or the zone of a kiosk."""
    return place if place.kind == "zone" else zone_of(graph, place) if place.kind == "kiosk" else None


def _zone(graph: Graph, place: Place, tree: Tree, closed: frozenset[str]) -> Target | None:
    """The zone itself, or the zone of a kiosk, led to by its nearest member."""
    zone = _zone_at(graph, place)
    if zone is None:
        return Target("zone", place, place, (place.id,))
    if zone.id in closed:
        return None
    reached = [one for one in (zone, *members(graph, zone)) if one.node in tree.metres and one.id not in closed]
    nearest = min(reached, key=lambda one: tree.metres[one.node], default=None)
    if nearest is None:
        return None
    return Target("zone", nearest, zone, (zone.id, *(one.id for one in reached if one is not zone)))


def lead_to(graph: Graph, tree: Tree, source: str, place: Place) -> Lead | None:
    """How one sets out for ``place``; None: it is here. At its own node people turn to where it is drawn."""
    if place.node != source:
        return tree.lead.get(place.node)
    return beside(graph, place)


def beside(graph: Graph, place: Place) -> Lead | None:
    node = graph.nodes[place.node]
    if hypot(place.x - node.x, place.y - node.y) < AT_HAND:
        return None
    return Lead(heading(node.x, node.y, place.x, place.y))
