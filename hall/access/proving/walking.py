"""The laws that are walked: who comes from the public side into the back office, and whether one gets out. Pure."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from hall.access.proving.building import Building, Passage
from hall.contract.access import Level

Path = tuple[Passage, ...]


class Entry(NamedTuple):
    """The last of ``path`` leads into a part of the back office in which nothing admitted him."""

    path: Path
    goal: str


class Stuck(NamedTuple):
    """From ``start`` one comes along ``path`` to where it does not go on: at ``stop``, if anything is there."""

    start: str
    path: Path
    stop: Passage | None
    region: frozenset[str]


def entries(building: Building, opened: Collection[str], free: Collection[str]) -> list[Entry]:
    """``opened``: doors that let him in by a right of his; ``free``: those that let anybody pass.

    Wherever in the back office he comes, he is behind a door that let him in there, with no other door between.
    """
    passed = {"", *opened, *free}
    came = _spread(building.entrances, building.out_of, lambda one: one.door in passed)
    doors = [one.b for one in building.passages if one.door in opened and one.a in came]
    rightly = _spread(doors, building.out_of, lambda one: one.plain)
    wrongly = [node for node in came if node in building.back and node not in rightly]
    inside = set(wrongly)
    return [
        Entry(path, _goal(building, node, inside))
        for node in wrongly
        if (path := _path(came, node)) and path[-1].a not in inside
    ]


def stuck(building: Building, free: Collection[str], level: Level, shut: Collection[str]) -> Iterator[Stuck]:
    """Parts of the building without a way out for somebody who shows nothing. In a fire no lift is one."""

    def passable(one: Passage) -> bool:
        lift = one.lift and level == "fire"
        return one.drawn and not lift and one.way not in shut and (not one.door or one.door in free)

    out = _spread_back(building, passable)
    left = [node for node in building.out_of if node not in out and (building.out_of[node] or building.into[node])]
    while left:
        region = _region(building, left[0], set(left))
        left = [node for node in left if node not in region]
        start = min(region, key=lambda node: (building.place_at(node) == node, node not in building.back))
        came = _spread([start], building.out_of, passable)
        stops = (one for node in came for one in building.out_of[node] if one.b not in region and one.drawn)
        stop = next(iter(stops), None)
        yield Stuck(start, _path(came, stop.a) if stop else (), stop, frozenset(region))


def _spread(
    starts: Iterable[str], out_of: dict[str, list[Passage]], passable: Callable[[Passage], bool]
) -> dict[str, Passage | None]:
    """Every node one comes to, nearest first, and by which passage."""
    came: dict[str, Passage | None] = dict.fromkeys(starts)
    waiting = deque(came)
    while waiting:
        for one in out_of[waiting.popleft()]:
            if one.b not in came and passable(one):
                came[one.b] = one
                waiting.append(one.b)
    return came


def _spread_back(building: Building, passable: Callable[[Passage], bool]) -> set[str]:
    """Every node from which one comes to an exit."""
    out, waiting = set(building.exits), deque(building.exits)
    while waiting:
        for one in building.into[waiting.popleft()]:
            if one.a not in out and passable(one):
                out.add(one.a)
                waiting.append(one.a)
    return out


def _region(building: Building, start: str, among: set[str]) -> set[str]:
    found, waiting = {start}, deque([start])
    while waiting:
        node = waiting.popleft()
        for other in (*(one.b for one in building.out_of[node]), *(one.a for one in building.into[node])):
            if other in among and other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _path(came: dict[str, Passage | None], node: str) -> Path:
    found: list[Passage] = []
    while (one := came[node]) is not None:
        found.append(one)
        node = one.a
    return tuple(reversed(found))


def _goal(building: Building, node: str, inside: set[str]) -> str:
    """What one would say one has come into: the nearest place of that part, or the node itself."""
    for near in _spread([node], building.out_of, lambda one: one.plain and one.b in inside):
        if (place := building.place_at(near)) != near:
            return place
    return node
