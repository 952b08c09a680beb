"""IMDF features as floors, nodes, ways and places. Pure.

IMDF draws rooms and the openings between them, not ways: a node is put into the middle of every unit one can walk in,
another into every opening, and a way from each opening to the units it touches. Long corridors therefore get one node;
what has to be looked at by hand is said in a note.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot
from typing import NamedTuple

from hall.contract.plan import Door, Floor, Node, NodeKind, Place, PlaceKind, Plan, Way, WayKind
from hall.plan.imdf.archive import Feature, Point, read_archive, unreadable

TOUCHES = 0.6
"""Metres between an opening and the wall it is in: half a thick wall."""
SQUARE = 8.0
"""Metres: a few rooms."""
MOST_LOOKS = 200_000
"""Of openings at walls, a fifth of a second; five times as many of things at nodes, which are quicker. A centre of
1,200 units and as many openings needs 50,000."""
CLIMB = 18.0
"""Metres that a lift or a flight counts for, until somebody measures it."""

UNITS: dict[str, PlaceKind] = {
    "room": "room",
    "office": "room",
    "conferenceroom": "room",
    "classroom": "room",
    "auditorium": "room",
    "restroom": "toilet",
    "restroom.male": "toilet",
    "restroom.female": "toilet",
    "restroom.unisex": "toilet",
    "restroom.wheelchair": "accessible_toilet",
    "restroom.unisex.wheelchair": "accessible_toilet",
    "mothersroom": "nursing_room",
    "elevator": "lift",
    "stairs": "stairs",
    "nonpublic": "room",
}
"""Unit categories that people look for (OGC 20-094, annex on categories)."""
PASSAGES = {"walkway", "walkway.island", "lobby", "waitingroom", "foyer", "ramp", "movingwalkway", "escalator", ""}
AMENITIES: dict[str, PlaceKind] = {
    "information": "desk",
    "service": "desk",
    "drinkingfountain": "water",
    "mothersroom": "nursing_room",
    "restroom": "toilet",
    "elevator": "lift",
    "stairs": "stairs",
}
CLIMBS: dict[str, WayKind] = {"elevator": "lift", "stairs": "stairs", "escalator": "escalator"}
STANDS: dict[str, NodeKind] = {"elevator": "lift", "stairs": "stairs", "escalator": "escalator"}


class Note(NamedTuple):
    zh: str
    en: str


@dataclass
class _Drawn:
    floors: dict[str, Floor] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    """By the id of the feature they stand for."""
    ways: list[Way] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    doors: list[Door] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    winged: dict[str, int] = field(default_factory=dict)
    """Of levels in several parts, how many."""
    looks: int = 0

    def node(self, feature: Feature, floor: Floor, kind: NodeKind) -> None:
        x, y = feature.middle
        id = f"n{len(self.nodes) + 1}"
        self.nodes[feature.id] = Node(id=id, floor=floor.id, x=round(x, 2), y=round(y, 2), kind=kind)

    def way(self, a: Node, b: Node, kind: WayKind = "walk", **more: object) -> Way:
        way = Way.model_validate({"id": f"y{len(self.ways) + 1}", "a": a.id, "b": b.id, "kind": kind, **more})
        self.ways.append(way)
        return way

    def place(self, feature: Feature, kind: PlaceKind, node: Node, at: Point, **more: object) -> None:
        self.places.append(
            Place.model_validate(
                {
                    "id": f"p{len(self.places) + 1}",
                    "kind": kind,
                    "node": node.id,
                    "floor": node.floor,
                    "x": round(at[0], 2),
                    "y": round(at[1], 2),
                    "name_zh": feature.name_zh,
                    "name_en": feature.name_en,
                    **more,
                }
            )
        )


def read_imdf(body: bytes) -> tuple[Plan, list[Note]]:
    """The plan in an archive, and what could not be taken over. Raises :class:`Problem` if it cannot be read."""
    try:
        return translated(read_archive(body))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, RecursionError) as error:
        raise unreadable("有的要素不合 IMDF 规定", "a feature is not as IMDF demands") from error


def translated(found: dict[str, list[Feature]]) -> tuple[Plan, list[Note]]:
    """The plan, and in sentences what could not be taken over."""
    drawn = _Drawn()
    _floors(drawn, found["level"])
    _units(drawn, found["unit"])
    _openings(drawn, found["opening"], found["unit"])
    _climbs(drawn, found["relationship"])
    _points(drawn, found)
    venue = next(iter(found["venue"]), None)
    plan = Plan(
        name_zh=venue.name_zh if venue else "",
        name_en=venue.name_en if venue else "",
        floors=tuple(drawn.floors.values()),
        nodes=tuple(drawn.nodes.values()),
        ways=tuple(drawn.ways),
        places=tuple(drawn.places),
        doors=tuple(drawn.doors),
    )
    return plan, _notes(drawn)


def _floors(drawn: _Drawn, levels: list[Feature]) -> None:
    for level in sorted(levels, key=lambda one: one.properties.get("ordinal", 0)):
        ordinal = int(level.properties.get("ordinal", 0))
        drawn.floors[level.id] = Floor(
            id=f"f{len(drawn.floors) + 1}",
            level=ordinal + 1 if ordinal >= 0 else ordinal,
            name_zh=level.name_zh,
            name_en=level.name_en,
            width=max(x for part in level.parts for x, _ in part) or 1,
            depth=max(y for part in level.parts for _, y in part) or 1,
        )
        if len(level.parts) > 1:
            drawn.winged[level.id] = len(level.parts)


def _units(drawn: _Drawn, units: list[Feature]) -> None:
    for unit in units:
        floor, kind = drawn.floors.get(str(unit.properties.get("level_id"))), UNITS.get(unit.category)
        if floor is None or not unit.points or (kind is None and unit.category not in PASSAGES):
            drawn.left[f"unit · {unit.category}"] += 1
            continue
        drawn.left[f"unit · {unit.category}（分开的另一块）"] += len(unit.parts) - 1
        drawn.node(unit, floor, STANDS.get(unit.category, "junction"))
        if kind is not None:
            outline = () if kind in ("lift", "stairs") else unit.points[:-1]
            drawn.place(
                unit,
                kind,
                drawn.nodes[unit.id],
                unit.middle,
                outline=outline,
                public=unit.category != "nonpublic" and not unit.properties.get("restriction"),
            )


def _openings(drawn: _Drawn, openings: list[Feature], units: list[Feature]) -> None:
    walls = _Walls([unit for unit in units if unit.id in drawn.nodes and unit.points])
    for opening in openings:
        floor = drawn.floors.get(str(opening.properties.get("level_id")))
        beside = walls.beside(opening) if opening.points and floor is not None else []
        if floor is None or not beside or not opening.category.startswith(("pedestrian", "emergencyexit")):
            drawn.left[f"opening · {opening.category}"] += 1
            continue
        outside = len(beside) == 1
        principal = outside and opening.category.endswith("principal")
        drawn.node(opening, floor, "entrance" if principal else "door")
        at = drawn.nodes[opening.id]
        ways = [drawn.way(at, drawn.nodes[unit.id]) for unit in beside]
        if outside:
            drawn.place(opening, "exit", at, (at.x, at.y), pictogram="exit", priority=7)
        if opening.properties.get("access_control") or any(unit.category == "nonpublic" for unit in beside):
            drawn.doors.append(
                Door(
                    id=f"d{len(drawn.doors) + 1}",
                    way=ways[-1].id,
                    name_zh=opening.name_zh,
                    name_en=opening.name_en,
                    staff_only=True,
                )
            )


class _Walls:
    """Units by the squares of the floor that their outlines lie in, so that an opening is measured against its
    neighbours alone."""

    def __init__(self, units: list[Feature]) -> None:
        self._squares: dict[tuple[object, int, int], list[int]] = {}
        self._units, self._measured = units, 0
        for nth, unit in enumerate(units):
            xs, ys = [x for x, _ in unit.points], [y for _, y in unit.points]
            across = range(_square(min(xs) - TOUCHES), _square(max(xs) + TOUCHES) + 1)
            down = range(_square(min(ys) - TOUCHES), _square(max(ys) + TOUCHES) + 1)
            self._count(len(across) * len(down))
            for x in across:
                for y in down:
                    self._squares.setdefault((unit.properties.get("level_id"), x, y), []).append(nth)

    def beside(self, opening: Feature) -> list[Feature]:
        x, y = opening.middle
        near = self._squares.get((opening.properties.get("level_id"), _square(x), _square(y)), ())
        self._count(sum(len(self._units[nth].points) for nth in near))
        return [self._units[nth] for nth in near if _distance((x, y), self._units[nth].points) <= TOUCHES]

    def _count(self, looks: int) -> None:
        self._measured += looks
        if self._measured > MOST_LOOKS:
            raise unreadable("墙和门太密，算不过来", "there are too many walls around too many openings")


def _square(metres: float) -> int:
    return int(metres // SQUARE)


def _climbs(drawn: _Drawn, relationships: list[Feature]) -> None:
    for one in relationships:
        ends = [drawn.nodes.get(str((one.properties.get(end) or {}).get("id"))) for end in ("origin", "destination")]
        kind = CLIMBS.get(one.category)
        if kind is None or ends[0] is None or ends[1] is None or ends[0].floor == ends[1].floor:
            drawn.left[f"relationship · {one.category}"] += one.category != "traversal"
            continue
        drawn.way(
            ends[0],
            ends[1],
            kind,
            length=CLIMB,
            step_free=kind == "lift",
            one_way=one.properties.get("direction") == "directed",
        )


def _points(drawn: _Drawn, found: dict[str, list[Feature]]) -> None:
    anchors = {anchor.id: anchor for anchor in found["anchor"]}
    for one in (*found["amenity"], *found["occupant"], *found["kiosk"], *found["section"]):
        anchor = anchors.get(str(one.properties.get("anchor_id")))
        points = one.points or (anchor.points if anchor else ())
        units = [str(id) for id in one.properties.get("unit_ids") or ()]
        units += [str(anchor.properties.get("unit_id"))] if anchor else []
        kinds: dict[str, PlaceKind | None] = {
            "occupant": "room",
            "kiosk": "kiosk",
            "section": "zone",
            "amenity": AMENITIES.get(one.category),
        }
        kind, floor = kinds[one.type], drawn.floors.get(str(one.properties.get("level_id")))
        node = next((drawn.nodes[id] for id in units if id in drawn.nodes), None)
        if node is None and points:
            node = _nearest(drawn, points[0], floor)
        if kind is None or node is None or not points:
            drawn.left[f"{one.type} · {one.category}"] += 1
            continue
        at = Feature("", "", "", "", "", points, (points,), {}).middle
        drawn.place(one, kind, node, at, outline=one.points[:-1] if kind == "zone" else ())


def _nearest(drawn: _Drawn, at: Point, floor: Floor | None) -> Node | None:
    there = [node for node in drawn.nodes.values() if floor is None or node.floor == floor.id]
    drawn.looks += len(there)
    if drawn.looks > 5 * MOST_LOOKS:
        raise unreadable("要素太密，算不过来", "there are too many things at too many nodes")
    return min(there, key=lambda node: hypot(node.x - at[0], node.y - at[1]), default=None)


def _distance(at: Point, outline: tuple[Point, ...]) -> float:
    """Metres from a point to the nearest edge."""
    return min((_to_edge(at, a, b) for a, b in pairwise(outline)), default=float("inf"))


def _to_edge(at: Point, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, ((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / length)) if length else 0.0
    return hypot(at[0] - a[0] - along * dx, at[1] - a[1] - along * dy)


def _outside(drawn: _Drawn, place: Place) -> bool:
    floor = next(one for one in drawn.floors.values() if one.id == place.floor)
    return not (0 <= place.x <= floor.width and 0 <= place.y <= floor.depth)


def _notes(drawn: _Drawn) -> list[Note]:
    notes = [
        Note(
            "通道是按房间中心和门连起来的，请对照现场核对；导向屏要另外挂上。",
            "Ways join the middles of units and their openings: check them on the spot, and hang the screens.",
        )
    ]
    if any(way.kind != "walk" for way in drawn.ways):
        notes.append(
            Note(
                f"电梯和楼梯的长度按 {CLIMB:g} 米计，请改成实际值。",
                f"Lifts and stairs count as {CLIMB:g} m until you measure them.",
            )
        )
    for id, parts in drawn.winged.items():
        name = drawn.floors[id].name_zh or drawn.floors[id].id
        notes.append(
            Note(
                f"{name}由 {parts} 块分开的轮廓组成，画在同一层图上，中间空着；连廊请补画。",
                f"{drawn.floors[id].name_en or drawn.floors[id].id} is in {parts} parts, drawn on one floor with what "
                "lies between them left empty: draw the passages.",
            )
        )
    if outside := sum(_outside(drawn, place) for place in drawn.places):
        notes.append(
            Note(
                f"有 {outside} 处画在楼层轮廓外面，请核对或挪回来。",
                f"{outside} things lie outside the outline of their floor: check them.",
            )
        )
    notes += [
        Note(f"没有导入 {n} 个 {what}。", f"{n} of {what} were not taken over.")
        for what, n in sorted(drawn.left.items())
        if n
    ]
    return notes
