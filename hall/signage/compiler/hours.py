"""Opening hours: whether something can be reached while it is open and the ways to it are not. A reminder; whether
anybody is in the hall then, the manager knows."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from hall.contract.plan import Place
from hall.contract.wayfinding.graph import Graph
from hall.signage.compiler.connections import Connections
from hall.signage.compiler.report import Refusal, refuse
from hall.signage.compiler.sentences import places

MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001  the hall's own time, any week
DAYS = (
    ("周一", "Monday"),
    ("周二", "Tuesday"),
    ("周三", "Wednesday"),
    ("周四", "Thursday"),
    ("周五", "Friday"),
    ("周六", "Saturday"),
    ("周日", "Sunday"),
)
SHOWN = 2
"""Sentences at most: of the times at which most is cut off."""


def hours(graph: Graph, connections: Connections) -> Iterator[Refusal]:
    """``connections``: as if everything were open."""
    cut: dict[tuple[str, ...], tuple[datetime, bool]] = {}
    for moment in _edges(graph):
        shut = graph.closed(moment)
        for wheels in (False, True):
            lost = tuple(place.id for place in _cut_off(graph, connections, shut, wheels))
            if lost and (not wheels or lost not in cut):
                cut.setdefault(lost, (moment, wheels))
    for lost, (moment, wheels) in sorted(cut.items(), key=lambda one: -len(one[0]))[:SHOWN]:
        day, clock = DAYS[moment.weekday()], f"{moment:%H:%M}"
        yield refuse(
            graph,
            "shut_off",
            graph.places[lost[0]],
            lost,
            "warning",
            when=(f"{day[0]} {clock} ", f"{day[1]} {clock}"),
            names=places(graph, lost),
            who=("坐轮椅", "In a wheelchair") if wheels else ("", "On foot"),
        )


def _edges(graph: Graph) -> list[datetime]:
    """Moments of a week at which something shuts."""
    found: set[datetime] = set()
    for one in (one for _, times in (*graph.timed, *graph.timed_places) for one in times):
        shuts = timedelta(
            days=int(one.closes < one.opens),
            hours=one.closes.hour,
            minutes=one.closes.minute,
            seconds=one.closes.second,
        )
        found |= {MONDAY + (timedelta(days=day - 1) + shuts) % timedelta(days=7) for day in one.days}
    return sorted(found)


def _cut_off(graph: Graph, connections: Connections, shut: frozenset[str], wheels: bool) -> Iterator[Place]:
    """Open, reached from an entrance at other times, and now from none."""
    open_, now = set[str](), set[str]()
    for entrance in connections.entrances:
        open_ |= set((connections.wheels if wheels else connections.feet)[entrance].metres)
        now |= set(graph.tree(entrance, wheels, shut).metres)
    return (
        place for place in graph.public_places if place.id not in shut and place.node in open_ and place.node not in now
    )
