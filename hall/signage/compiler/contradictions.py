"""May somebody walk in a circle while some screens still show the old plan?

A walker who follows fixed signs walks one path. Which screens are still old is not known, so every screen that may be
is tried both ways, but only once it is read, and then the same way for the rest of that walk: a circle is found exactly
if some choice of old screens makes one. The number of walks doubles with each screen that matters *on one path*, which
are few; ``MOST`` bounds it, and what is left unproved counts as a circle, since the roll-out must be safe.
"""

from collections.abc import Iterator, Mapping, Set
from datetime import datetime

from hall.contract.plan import Plan, Screen
from hall.contract.queue import Wire
from hall.contract.wayfinding import arrows, graph_of
from hall.contract.wayfinding.graph import Graph
from hall.signage.compiler.journeys import goals_of
from hall.signage.compiler.sight import Sight
from hall.signage.compiler.walker import Goal, Index, Lost, Told, reader, walk

MOST = 4096
"""Walks for one goal from one entrance."""


class Contradiction(Wire):
    """``goal``: id of the place somebody looks for; ``start``: where he begins; ``stale``: screens that, while they
    still show the old plan and the others the new, lead him in a circle through ``node``. ``wheels``: by wheelchair.
    ``proved`` False: too many possibilities to try them all."""

    goal: str
    start: str
    wheels: bool
    stale: tuple[str, ...]
    node: str = ""
    proved: bool = True


class _UndecidedError(Exception):
    """The walk has come to a screen of which it is not decided yet what it shows."""

    def __init__(self, screen: str) -> None:
        super().__init__(screen)
        self.screen = screen


class _Mixed:
    """Signs of both revisions, read by one walker whose choice of old screens grows as he walks."""

    def __init__(self, before: Plan, after: Plan, stale: Set[str], now: datetime | None, wheels: bool) -> None:
        new = graph_of(after)
        self.now = reader(_indexes(after, new, now), wheels)
        self.then = reader(_indexes(before, graph_of(before), now), wheels)
        self.stale = stale
        self.old: dict[str, bool] = {}

    def __call__(self, screen: Screen, goal: Goal) -> Told | None:
        fresh = self.now(screen, goal)
        if screen.id not in self.stale:
            return fresh
        faded = self.then(screen, goal)
        if faded == fresh:
            return fresh
        if screen.id not in self.old:
            raise _UndecidedError(screen.id)
        return faded if self.old[screen.id] else fresh


def contradictions(
    before: Plan, after: Plan, stale: Set[str], now: datetime | None = None
) -> tuple[Contradiction, ...]:
    """Goals for which some walker could go in a circle while any part of ``stale`` (screen ids) still shows ``before``
    and every other screen shows ``after``. One for each goal; empty: any order of roll-out is safe. Walkers begin at
    entrances and kiosks, on foot and by wheelchair, and walk the building as ``after`` draws it."""
    graph = graph_of(after)
    closed = graph.closed(now)
    starts = [
        *(node.id for node in graph.nodes.values() if node.kind == "entrance"),
        *dict.fromkeys(place.node for place in graph.public_places if place.kind == "kiosk"),
    ]
    found: dict[str, Contradiction] = {}
    for wheels in (False, True):
        mixed = _Mixed(before, after, stale, now, wheels)
        sight = Sight(after, wheels, closed)
        for goal in _touched(goals_of(graph, closed), graph.screens, mixed):
            for start in starts:
                if goal.ids[0] not in found and (circle := _circle(sight, goal, start, mixed, wheels)):
                    found[goal.ids[0]] = circle
    return tuple(found.values())


def _indexes(plan: Plan, graph: Graph, now: datetime | None) -> dict[str, Index]:
    return {id: Index(graph, arrows(plan, screen, now)) for id, screen in graph.screens.items()}


def _touched(goals: list[Goal], screens: Mapping[str, Screen], mixed: _Mixed) -> Iterator[Goal]:
    """Goals about which some stale screen says something else."""
    there = [screens[id] for id in mixed.stale if id in screens]
    for goal in goals:
        if any(mixed.now(screen, goal) != mixed.then(screen, goal) for screen in there):
            yield goal


def _circle(sight: Sight, goal: Goal, start: str, mixed: _Mixed, wheels: bool) -> Contradiction | None:
    """Depth first over what the screens on the way may show."""
    todo: list[dict[str, bool]] = [{}]
    for _ in range(MOST):
        if not todo:
            return None
        mixed.old = todo.pop()
        try:
            end = walk(sight, goal, start, mixed)
        except _UndecidedError as undecided:
            todo += [{**mixed.old, undecided.screen: True}, {**mixed.old, undecided.screen: False}]
            continue
        if isinstance(end, Lost) and end.fault == "loop":
            old = tuple(id for id, is_old in mixed.old.items() if is_old)
            return Contradiction(goal=goal.ids[0], start=start, wheels=wheels, stale=old, node=end.state.node)
    return Contradiction(goal=goal.ids[0], start=start, wheels=wheels, stale=tuple(sorted(mixed.stale)), proved=False)
