"""The way from this kiosk to the window that serves, by the hall's last plan: the treaty's own rules, so that the kiosk
says what the signs say, with the hall there or away."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from math import atan2, degrees
from typing import Literal

from hall.contract.plan import Floor, Node, Place, Plan
from hall.contract.wayfinding import Walk, brief, is_open, way, words
from kiosk.kit.floor import Area, Directions, FloorMap, Landmark, Plate, Point

Rotation = Callable[[float, float], Point]
CLIMBS: dict[str, Literal["lift", "stairs", "escalator"]] = {
    "lift": "lift", "stairs": "stairs", "escalator": "escalator"}  # fmt: skip
LANDMARKS = frozenset({"desk", "lift", "stairs", "exit", "toilet"})
LEAST_LEG = 0.3  # metres: people stand nearer to a kiosk than this only where nobody said where they stand


@dataclass(frozen=True)
class Question:
    """From the place ``kiosk`` to ``window`` (its number) once it has called, else to the nearest that serves
    ``service``, as things are at ``now`` (hall time, whole minutes). ``place``: to that room instead, by its id."""

    revision: int
    kiosk: str
    service: str
    window: str | None
    step_free: bool
    now: datetime
    place: str = ""


class Wayfinder:
    """Asked at every drawing of the face, it answers from memory until plan, question or minute change."""

    def __init__(self) -> None:
        self._asked: Question | None = None
        self._answer: Directions | None = None

    def answer(self, plan: Plan, asked: Question) -> Directions | None:
        """None where the plan knows no such window, not this kiosk, or no way."""
        if asked != self._asked:
            self._asked, self._answer = asked, directions(plan, asked)
        return self._answer


def directions(plan: Plan, asked: Question) -> Directions | None:
    here, goals = plan.place(asked.kiosk), _goals(plan, asked)
    stands = next((node for node in plan.nodes if here and node.id == here.node), None)
    if here is None or stands is None or not goals:
        return None
    facing = _facing(stands, here)

    def nearest(to: tuple[Place, ...], step_free: bool) -> tuple[Walk, Place] | None:
        walks = [(way(plan, stands.id, goal.id, step_free, asked.now, facing), goal) for goal in to]
        return min(((walk, goal) for walk, goal in walks if walk), key=lambda found: found[0].metres, default=None)

    best = nearest(goals, asked.step_free)
    barred = asked.step_free and best is None
    if barred:
        best = nearest(goals, step_free=False)
    if best is None:
        return None
    walk, goal = best
    other = walk if barred else (nearest((goal,), not asked.step_free) or (None,))[0]
    floor = _floor(plan, walk.points[-1][0])
    zone = plan.place(goal.zone) if len({one.zone for one in goals}) == 1 else None
    return Directions(
        target=tuple(one.number for one in goals),
        goal=goal.number,
        place_zh=_joined(floor.name_zh if floor else "", zone.name_zh if zone else "", " "),
        place_en=_joined(zone.name_en if zone else "", floor.name_en if floor else "", ", "),
        metres=round(walk.metres),
        zh=words(walk, "zh"),
        en=words(walk, "en"),
        brief_zh=brief(walk, "zh"),
        brief_en=tuple(line[:1].lower() + line[1:] for line in brief(walk, "en")),  # they follow one another
        maps=_maps(plan, walk, goal, goals, _turn(facing)),
        step_free=asked.step_free and not barred,
        other=other is None or other.nodes != walk.nodes,
        barred=barred,
        revision=asked.revision,
    )


def _goals(plan: Plan, asked: Question) -> tuple[Place, ...]:
    if asked.place:
        room = plan.place(asked.place)
        return (room,) if room is not None else ()
    return _windows(plan, asked.service, asked.window, asked.now)


def _windows(plan: Plan, service: str, window: str | None, now: datetime) -> tuple[Place, ...]:
    """Those to go to, as the plan has them now: in the order of their numbers. Before the call none that is shut, while
    another is open."""
    all_ = [p for p in plan.places if p.kind == "window" and p.public and p.number]
    found = [p for p in all_ if p.number == window] if window else [p for p in all_ if service in p.services]
    found = [p for p in found if is_open(p.open, now)] or found
    return tuple(sorted(found, key=lambda p: (len(p.number), p.number)))


def _facing(stands: Node, kiosk: Place) -> float | None:
    """The way a visitor looks who stands before this kiosk; None where the plan does not tell."""
    dx, dy = kiosk.x - stands.x, kiosk.y - stands.y
    return degrees(atan2(dx, -dy)) % 360 if abs(dx) + abs(dy) >= LEAST_LEG else None


def _turn(facing: float | None) -> Rotation:
    """Turns the drawing so that what the visitor faces is up; by right angles, so that walls stay upright."""
    turns: dict[int, Rotation] = {
        0: lambda x, y: (x, y), 1: lambda x, y: (y, -x), 2: lambda x, y: (-x, -y), 3: lambda x, y: (-y, x)}  # fmt: skip
    return turns[round((facing or 0) / 90) % 4]


# -- the drawing -------------------------------------------------------------------------------------------------------


def _maps(plan: Plan, walk: Walk, goal: Place, goals: tuple[Place, ...], turn: Rotation) -> tuple[FloorMap, ...]:
    """One for each floor, in the order they are walked."""
    legs = [(floor, list(points)) for floor, points in groupby(walk.points, key=lambda point: point[0])]
    climbs = _climbs(plan, walk)
    maps = []
    for n, (id_, points) in enumerate(legs):
        floor, last = _floor(plan, id_), n == len(legs) - 1
        if floor is None:
            continue
        on = [place for place in plan.places if _floor_of(plan, place) == id_]
        maps.append(
            FloorMap(
                zh=floor.name_zh,
                en=floor.name_en,
                outline=tuple(turn(*p) for p in _corners(floor)),
                areas=tuple(_area(p, turn) for p in on if len(p.outline) >= 3 and p.kind != "window"),
                plates=tuple(_plate(p, goal, goals, turn) for p in on if p.kind == "window" and p.number),
                landmarks=tuple(_landmark(p, turn) for p in on if p.kind in LANDMARKS and p.public and not p.outline),
                path=tuple(turn(x, y) for _, x, y in points),
                here=n == 0,
                leaving="" if last or n >= len(climbs) else climbs[n],
                goal=turn(goal.x, goal.y) if last else None,
            )
        )
    return tuple(maps)


def _climbs(plan: Plan, walk: Walk) -> list[Literal["", "lift", "stairs", "escalator"]]:
    """How each floor is left, by what joins the two nodes."""
    nodes = {node.id: node for node in plan.nodes}
    kinds = {(w.a, w.b): w.kind for w in plan.ways} | {(w.b, w.a): w.kind for w in plan.ways if not w.one_way}
    pairs = zip(walk.nodes, walk.nodes[1:], strict=False)
    changes = [(a, b) for a, b in pairs if nodes[a].floor != nodes[b].floor]
    return [CLIMBS.get(kinds.get(pair, ""), "") for pair in changes]


def _area(place: Place, turn: Rotation) -> Area:
    return Area(tuple(turn(*p) for p in place.outline), place.name_zh, place.name_en, place.public)


def _plate(place: Place, goal: Place, goals: tuple[Place, ...], turn: Rotation) -> Plate:
    mark = "goal" if place.id == goal.id else "served" if any(one.id == place.id for one in goals) else ""
    return Plate(turn(place.x, place.y), place.number, mark)


def _landmark(place: Place, turn: Rotation) -> Landmark:
    return Landmark(turn(place.x, place.y), place.name_zh, place.name_en)


def _corners(floor: Floor) -> tuple[Point, ...]:
    return ((0.0, 0.0), (floor.width, 0.0), (floor.width, floor.depth), (0.0, floor.depth))


def _floor(plan: Plan, id_: str) -> Floor | None:
    return next((floor for floor in plan.floors if floor.id == id_), None)


def _floor_of(plan: Plan, place: Place) -> str:
    """A place may leave its floor to its node."""
    return place.floor or next((node.floor for node in plan.nodes if node.id == place.node), "")


def _joined(a: str, b: str, between: str) -> str:
    return between.join(part for part in (a, b) if part)
