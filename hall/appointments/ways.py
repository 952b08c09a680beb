"""The doors of the way to a room and no others: across which ways one walks from the public's entrances, and which
doors stand there. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from hall.contract.access import Door
from hall.contract.plan import Plan
from hall.contract.wayfinding import graph_of


class OnTheWay(NamedTuple):
    """``reached``: from an entrance at all (a wheelchair: without a step)."""

    reached: bool
    doors: tuple[str, ...]


def on_the_way(plan: Plan, doors: Iterable[Door], room: str, *, step_free: bool) -> OnTheWay:
    """By the shortest way from each entrance, also through doors of the back office, since that is what a pass is for.
    Without wheels one may still take the lift: both ways are his."""
    graph = graph_of(_open(plan))
    goal = graph.places.get(room)
    if goal is None or goal.node not in graph.nodes:
        return OnTheWay(False, ())
    ways: set[str] = set()
    reached = False
    for node in graph.nodes.values():
        if node.kind != "entrance":
            continue
        for free in (True,) if step_free else (True, False):
            tree = graph.tree(node.id, free)
            if goal.node in tree.metres:
                reached = True
                ways |= {edge.way for edge in tree.edges_to(goal.node)}
    return OnTheWay(reached, tuple(door.id for door in doors if door.way and door.way in ways))


_opened: list[tuple[Plan, Plan]] = []


def _open(plan: Plan) -> Plan:
    """The plan with no way closed to the public; the same object for the same plan, since its graph is kept by it."""
    if not _opened or _opened[0][0] is not plan:
        _opened[:] = [(plan, plan.model_copy(update={"doors": ()}))]
    return _opened[0][1]
