"""Edges told as legs: what somebody would call one straight run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hall.contract.wayfinding.bearings import heading, turn
from hall.contract.wayfinding.graph import STUB, Edge, Graph

SAME_LEG = 30.0
"""Degrees. A smaller bend is the corridor's, not a turn."""
CHICANE = 2.0
"""Metres. A leg shorter than this between two others is not worth a word."""


@dataclass(frozen=True, slots=True)
class Leg:
    """``out``: the heading one sets out with (the arrow's); ``bearing``: the heading one walks with."""

    nodes: tuple[str, ...]
    metres: float
    out: float
    bearing: float


def runs_of(edges: Sequence[Edge]) -> Iterator[tuple[Edge, ...]]:
    """Edges split where one leaves a floor: runs on a floor, and climbs by one kind of way."""
    run: list[Edge] = []
    for edge in edges:
        if run and (bool(edge.rise) != bool(run[-1].rise) or (edge.rise and edge.kind != run[-1].kind)):
            yield tuple(run)
            run = []
        run.append(edge)
    if run:
        yield tuple(run)


def legs_of(graph: Graph, run: Sequence[Edge]) -> tuple[Leg, ...]:
    """The legs of a run on one floor."""
    legs: list[Leg] = []
    for edge in run:
        a, b = graph.nodes[edge.a], graph.nodes[edge.b]
        bearing = heading(a.x, a.y, b.x, b.y) if (a.x, a.y) != (b.x, b.y) else legs[-1].bearing if legs else 0.0
        _add(legs, Leg((edge.a, edge.b), edge.metres, bearing, bearing))
    merged: list[Leg] = []
    for i, leg in enumerate(legs):
        if merged and leg.metres < CHICANE and i < len(legs) - 1:
            merged[-1] = _one(merged[-1], leg, merged[-1].bearing)
        elif len(merged) == 1 and merged[0].metres < STUB:
            merged[0] = _one(merged[0], leg, leg.bearing)
        else:
            _add(merged, leg)
    if merged:
        merged[0] = replace(merged[0], out=_setting_out(graph, run))
    return tuple(merged)


def _add(legs: list[Leg], leg: Leg) -> None:
    if legs and abs(turn(legs[-1].bearing, leg.bearing)) < SAME_LEG:
        legs[-1] = _one(legs[-1], leg, leg.bearing)
    else:
        legs.append(leg)


def _one(before: Leg, after: Leg, bearing: float) -> Leg:
    return Leg(before.nodes + after.nodes[1:], before.metres + after.metres, before.out, bearing)


def _setting_out(graph: Graph, run: Sequence[Edge]) -> float:
    """As a sign would point: see ``graph.STUB``."""
    start, end, metres = graph.nodes[run[0].a], graph.nodes[run[0].b], 0.0
    for edge in run:
        if metres >= STUB:
            break
        metres, end = metres + edge.metres, graph.nodes[edge.b]
    return heading(start.x, start.y, end.x, end.y)
