"""The walker: knows what he looks for and what he can see, nothing else. He reads the nearest sign that names it, does
what the arrow says, and between signs goes on as he was."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from hall.contract.frame import Direction, Line, Sign
from hall.contract.plan import PlaceKind, Screen
from hall.contract.wayfinding.bearings import bearing_of, turn
from hall.contract.wayfinding.graph import Edge, Graph
from hall.contract.wayfinding.pictograms import WHEELCHAIR
from hall.signage.compiler.sight import Leg, Sight

OCTANT = 22.6
"""Degrees to either side that one of eight arrows stands for."""
APART = 30.0
"""Degrees. Two ways out closer together than this cannot be told apart by an arrow between them."""


@dataclass(frozen=True, slots=True)
class Goal:
    """``ids``: any of these on a sign is it (all toilets are one goal); ``nodes``: where one has found it."""

    ids: tuple[str, ...]
    nodes: frozenset[str]
    kind: PlaceKind | None = None
    """Where any of a kind will do."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a sign says about a goal. ``floor``: id of the floor to get to, where it is another one."""

    direction: Direction
    floor: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """``back``: where he came from on this floor; ``floor``: the one he wants to get to, as last told."""

    node: str
    back: str = ""
    floor: str = ""


Fault = Literal["no_sign", "not_named", "dead_end", "loop", "unclear_arrow", "staff_door_arrow"]


@dataclass(frozen=True, slots=True)
class Found:
    node: str


@dataclass(frozen=True, slots=True)
class Lost:
    """``screen``: the one that led astray, if one did."""

    fault: Fault
    state: State
    screen: str = ""


Reader = Callable[[Screen, Goal], Told | None]


class Index:
    """What one sign says, by the place one looks for."""

    def __init__(self, graph: Graph, sign: Sign) -> None:
        self.feet: dict[str, Told] = {}
        self.wheels: dict[str, Told] = {}
        for page in sign.pages:
            for line in page:
                for id in line.places:
                    self._add(graph, line, id)

    def _add(self, graph: Graph, line: Line, id: str) -> None:
        place = graph.places.get(id)
        node = graph.nodes.get(place.node) if place is not None else None
        told = Told(line.direction, node.floor if node is not None and line.floor_zh else "")
        if WHEELCHAIR in line.pictograms:
            self.wheels[id] = told
            return
        self.feet.setdefault(id, told)
        if line.step_free:
            self.wheels.setdefault(id, told)


def reader(signs: Mapping[str, Index], wheels: bool) -> Reader:
    def read(screen: Screen, goal: Goal) -> Told | None:
        index = signs.get(screen.id)
        if index is None:
            return None
        said = index.wheels if wheels else index.feet
        return next((said[id] for id in goal.ids if id in said), None)

    return read


def walk(sight: Sight, goal: Goal, start: str, read: Reader) -> Found | Lost:
    """Where he ends. Never longer than there are states: he remembers where he has been, if not what it means."""
    state, been = State(start), set[State]()
    while True:
        if state.node in goal.nodes:
            return Found(state.node)
        if state in been:
            return Lost("loop", state)
        been.add(state)
        then = step(sight, goal, state, read)
        if isinstance(then, Lost):
            return then
        state = then


def step(sight: Sight, goal: Goal, state: State, read: Reader) -> State | Lost:
    """One decision, and the walk to where the next is due."""
    facing = _facing(sight, state)
    seen = sight.seen(state.node, facing)
    for one in seen:
        told = read(one.screen, goal)
        if told is None:
            continue
        floor = told.floor or state.floor
        if one.towards:
            return _go(sight, goal, one.towards, floor)
        return _obey(sight, goal, state, one.screen, told, floor)
    return _on(sight, goal, state, facing, bool(seen))


def _facing(sight: Sight, state: State) -> float | None:
    if not state.back:
        return None
    edge = next((edge for edge in sight.graph.edges[state.back] if edge.b == state.node), None)
    return None if edge is None else sight.bearing(edge)


def _obey(sight: Sight, goal: Goal, state: State, screen: Screen, told: Told, floor: str) -> State | Lost:
    if told.direction in ("up", "down"):
        return _climb(sight, state, 1 if told.direction == "up" else -1, floor) or Lost("dead_end", state, screen.id)
    if told.direction == "here":
        return Lost("dead_end", state, screen.id)
    meant = bearing_of(screen.heading, told.direction)
    legs = sorted(
        (leg for leg in sight.legs(state.node) if abs(turn(meant, leg.bearing)) <= OCTANT),
        key=lambda leg: abs(turn(meant, leg.bearing)),
    )
    if not legs:
        return Lost("dead_end", state, screen.id)
    if legs[0].staff:
        return Lost("staff_door_arrow", state, screen.id)
    if _alike(legs):
        return Lost("unclear_arrow", state, screen.id)
    return _go(sight, goal, legs[0].edges, floor)


def _alike(legs: list[Leg]) -> bool:
    """Whether another way out lies so near the first that the arrow may mean either."""
    first = legs[0]
    return any(
        not leg.staff and leg.edges[0] != first.edges[0] and abs(turn(first.bearing, leg.bearing)) < APART
        for leg in legs[1:]
    )


def _on(sight: Sight, goal: Goal, state: State, facing: float | None, any_seen: bool) -> State | Lost:
    """No sign names it: up or down where he was sent to another floor; the only way there is; else he is at a loss."""
    if state.floor and state.floor != sight.graph.nodes[state.node].floor:
        level = sight.graph.floors[state.floor].level
        rise = 1 if level > sight.graph.level(state.node) else -1
        climbed = _climb(sight, state, rise, state.floor)
        if climbed is not None:
            return climbed
    exits = sight.exits(state.node, state.back)
    if len(exits) == 1:
        return _go(sight, goal, exits[:1], state.floor)
    if not exits:
        return Lost("dead_end", state)
    return Lost("not_named" if any_seen else "no_sign", state)


def _go(sight: Sight, goal: Goal, edges: tuple[Edge, ...], floor: str) -> State:
    """Along ``edges``, but he stops where he finds it and where a sign hangs before him."""
    for edge in edges:
        bearing = sight.bearing(edge)
        if edge.b in goal.nodes or any(not one.towards for one in sight.seen(edge.b, bearing)):
            return State(edge.b, edge.a, floor)
    return State(edges[-1].b, edges[-1].a, floor)


def _climb(sight: Sight, state: State, rise: int, floor: str) -> State | None:
    """By lift or stairs in one direction until ``floor``; None where they do not go there."""
    node, been = state.node, {state.node}
    while True:
        edge = next((edge for edge in sight.climbs(node) if (edge.rise > 0) == (rise > 0) and edge.b not in been), None)
        if edge is None:
            return None
        node = edge.b
        been.add(node)
        if not floor or sight.graph.nodes[node].floor == floor:
            return State(node, "", "")
