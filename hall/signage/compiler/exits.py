"""Our arrows beside the fixed, lit exit signs of the building (GB 51309): never against them."""

from collections.abc import Collection, Iterator, Mapping

from hall.contract.frame import Sign
from hall.contract.plan import FireSign, Plan, Screen
from hall.contract.wayfinding.bearings import bearing_of, heading, turn
from hall.contract.wayfinding.graph import Graph
from hall.signage.compiler.report import Refusal, refuse
from hall.signage.compiler.sentences import screen_names

AGAINST = 100.0
"""Degrees between two arrows that send people different ways; a quarter turn may be the same corridor bending."""


def exits(plan: Plan, graph: Graph, signs: Mapping[str, Sign], closed: frozenset[str]) -> Iterator[Refusal]:
    fixed: dict[str, list[FireSign]] = {}
    for sign in plan.fire_signs:
        fixed.setdefault(sign.node, []).append(sign)
    against: dict[str, list[Screen]] = {}
    for screen in graph.screens.values():
        for id in _contradicted(graph, screen, signs.get(screen.id), fixed, closed):
            against.setdefault(id, []).append(screen)
    for sign in plan.fire_signs:
        if sign.id in against:
            yield refuse(
                graph,
                "against_fire_sign",
                graph.nodes.get(sign.node),
                [sign.id, *(one.id for one in against[sign.id])],
                sign=sign.id,
                screens=screen_names(against[sign.id]),
            )


def _contradicted(
    graph: Graph, screen: Screen, sign: Sign | None, fixed: Mapping[str, list[FireSign]], closed: frozenset[str]
) -> Iterator[str]:
    """Ids of fire signs that the way out shown by ``screen`` goes against, here or further on."""
    for line in (line for page in (sign.pages if sign else ()) for line in page):
        place = next((graph.places[id] for id in line.places if graph.places[id].kind == "exit"), None)
        if place is None or line.direction in ("here", "up", "down"):
            continue
        arrow = bearing_of(screen.heading, line.direction)
        yield from _against(fixed.get(screen.node, ()), arrow)
        for edge in graph.tree(screen.node, False, closed).edges_to(place.node)[1:]:
            a, b = graph.nodes[edge.a], graph.nodes[edge.b]
            if not edge.rise:
                yield from _against(fixed.get(edge.a, ()), heading(a.x, a.y, b.x, b.y))


def _against(lit: Collection[FireSign], bearing: float) -> Iterator[str]:
    """Ids of the signs of one node, if ``bearing`` goes against every one of them: two may point to two exits."""
    if lit and all(abs(turn(bearing, one.heading)) > AGAINST for one in lit):
        yield from (one.id for one in lit)
