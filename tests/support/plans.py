"""Plans to test with: small ones by hand, and sound halls of any size drawn from a seed."""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from hall.contract.plan import Floor, Node, Place, Plan, Screen, Way
from hall.contract.wayfinding.bearings import heading

ROOT = Path(__file__).resolve().parents[2]
STEP = 9.0
"""Metres between crossings, at the least."""
GLASS: dict[str, Any] = {"width": 1650, "height": 930, "pitch": 0.86, "farthest": 5.0}
STRIP: dict[str, Any] = {"width": 960, "height": 480, "pitch": 2.5, "farthest": 5.0, "layout": "strip"}


def songjiang() -> Plan:
    return Plan.model_validate_json((ROOT / "assets/plans/songjiang.json").read_text(encoding="utf-8"))


def changed(plan: Plan, field_name: str, id: str, **values: object) -> Plan:
    """The plan with one thing of ``field_name`` ("places", "ways" …) changed."""
    things = tuple(one.model_copy(update=values) if one.id == id else one for one in getattr(plan, field_name))
    return plan.model_copy(update={field_name: things})


def without(plan: Plan, field_name: str, *ids: str) -> Plan:
    return plan.model_copy(update={field_name: tuple(one for one in getattr(plan, field_name) if one.id not in ids)})


def added(plan: Plan, field_name: str, *things: object) -> Plan:
    return plan.model_copy(update={field_name: (*getattr(plan, field_name), *things)})


def beside(plan: Plan, place: str, other: str) -> Plan:
    """``place`` moved to where ``other`` is: its node, floor and zone, a step to the side on the drawing."""
    there = plan.place(other)
    assert there is not None, other
    stand = {"node": there.node, "floor": there.floor, "zone": there.zone, "x": there.x + 1.5, "y": there.y}
    return changed(plan, "places", place, **stand)


@dataclass
class Drawing:
    """A hall being drawn: floors of crossings on a grid, some of the aisles between them, things along the aisles."""

    random: Random
    floors: int
    columns: int
    rows: int
    nodes: list[Node] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    joined: dict[str, list[str]] = field(default_factory=dict)

    def node(self, id: str, floor: int, x: float, y: float, kind: str = "junction") -> str:
        self.nodes.append(
            Node.model_validate({"id": id, "floor": f"f{floor}", "x": round(x, 2), "y": round(y, 2), "kind": kind})
        )
        self.joined[id] = []
        return id

    def way(self, a: str, b: str, **more: object) -> None:
        self.ways.append(Way.model_validate({"id": f"{a}-{b}", "a": a, "b": b, **more}))
        self.joined[a].append(b)
        self.joined[b].append(a)

    def place(self, id: str, kind: str, node: str, dx: float, dy: float, zh: str, en: str, **more: object) -> None:
        at = self.at(node)
        self.places.append(
            Place.model_validate(
                {
                    "id": id,
                    "kind": kind,
                    "node": node,
                    "floor": at.floor,
                    "x": at.x + dx,
                    "y": at.y + dy,
                    "name_zh": zh,
                    "name_en": en,
                    **more,
                }
            )
        )

    def at(self, id: str) -> Node:
        return next(node for node in self.nodes if node.id == id)


def sound_plan(
    seed: int, floors: int = 2, windows: int = 24, screens: int | None = None, columns: int = 4, rows: int = 3
) -> Plan:
    """A hall with nothing wrong: every fork has a screen for everybody who can arrive there, every floor a lift and
    stairs, every name both languages. ``screens``: strips are hung over windows until there are so many (the forks
    may need more)."""
    drawing = Drawing(Random(seed), floors, columns, rows)
    for floor in range(1, floors + 1):
        _aisles(drawing, floor)
    _climbs(drawing)
    _windows(drawing, windows)
    _rooms(drawing)
    hung = _hung(drawing)
    for place in drawing.places if screens else ():
        if place.kind == "window" and len(hung) < (screens or 0):
            hung.append(
                Screen(
                    id=f"strip{place.number}",
                    number=f"W{place.number}",
                    name_zh="窗口牌",
                    node=place.node,
                    heading=0,
                    place=place.id,
                    **STRIP,
                )
            )
    size = {"width": STEP * 2 * (columns + 2), "depth": STEP * 2 * (rows + 2)}
    return Plan(
        name_zh=f"样例大厅 {seed}",
        name_en=f"Sample hall {seed}",
        nodes=tuple(drawing.nodes),
        floors=tuple(
            Floor(id=f"f{n}", level=n, name_zh=f"{n} 层", name_en=f"Floor {n}", **size) for n in range(1, floors + 1)
        ),
        ways=tuple(drawing.ways),
        places=tuple(drawing.places),
        screens=tuple(hung),
    )


def _aisles(drawing: Drawing, floor: int) -> None:
    """A spanning tree of the grid and a few aisles more, so that there are ways round."""
    random, columns, rows = drawing.random, drawing.columns, drawing.rows
    xs = [STEP + sum(random.uniform(STEP, STEP * 1.7) for _ in range(i)) for i in range(columns)]
    ys = [STEP + sum(random.uniform(STEP, STEP * 1.7) for _ in range(i)) for i in range(rows)]
    xs, ys = sorted(xs), sorted(ys)
    xs = [x + STEP * i for i, x in enumerate(xs)]
    ys = [y + STEP * i for i, y in enumerate(ys)]
    for i, x in enumerate(xs):
        for j, y in enumerate(ys):
            drawing.node(f"n{floor}{i}{j}", floor, x, y)
    pairs = [((i, j), (i + 1, j)) for i in range(columns - 1) for j in range(rows)]
    pairs += [((i, j), (i, j + 1)) for i in range(columns) for j in range(rows - 1)]
    random.shuffle(pairs)
    tree = {(i, j): (i, j) for i in range(columns) for j in range(rows)}

    def root(one: tuple[int, int]) -> tuple[int, int]:
        while tree[one] != one:
            one = tree[one]
        return one

    spare = 2
    for a, b in pairs:
        if root(a) == root(b):
            if not spare:
                continue
            spare -= 1
        tree[root(a)] = root(b)
        drawing.way(f"n{floor}{a[0]}{a[1]}", f"n{floor}{b[0]}{b[1]}")
    if floor == 1:
        _entrances(drawing)


def _entrances(drawing: Drawing) -> None:
    for name, (i, j), (dx, dy) in (("e1", (1, drawing.rows - 1), (0.0, STEP)), ("e2", (0, 0), (-STEP, 0.0))):
        inside = drawing.at(f"n1{i}{j}")
        drawing.way(drawing.node(name, 1, inside.x + dx, inside.y + dy, "entrance"), inside.id)
        drawing.place(f"exit-{name}", "exit", name, dx / 5, dy / 5, "出口", "Exit", priority=8)


def _climbs(drawing: Drawing) -> None:
    """A lift and stairs, each at the end of a short aisle of its own, one above another."""
    last = drawing.columns - 1
    for kind, j, zh, en in (("lift", 0, "电梯", "Lift"), ("stairs", drawing.rows - 1, "楼梯", "Stairs")):
        for floor in range(1, drawing.floors + 1):
            near = drawing.at(f"n{floor}{last}{j}")
            node = drawing.node(f"{kind}{floor}", floor, near.x + 5, near.y, kind)
            drawing.way(near.id, node)
            drawing.place(f"{kind}-{floor}", kind, node, 2, 0, zh, en, priority=6)
            if floor > 1:
                drawing.way(
                    f"{kind}{floor - 1}", node, kind=kind, length=20 if kind == "lift" else 15, step_free=kind == "lift"
                )


def _windows(drawing: Drawing, windows: int) -> None:
    """Along the aisles, in zones of about eight; each stands at a node of its own in the middle of an aisle."""
    aisles = [way for way in drawing.ways if way.kind == "walk" and way.a.startswith("n") and way.b.startswith("n")]
    drawing.random.shuffle(aisles)
    each = -(-windows // len(aisles))
    number = 0
    for z, aisle in enumerate(aisles):
        here = min(each, windows - number)
        if here <= 0:
            return
        numbers = [str(number + i + 1) for i in range(here)]
        number += here
        nodes = _split(drawing, aisle, here)
        letter = chr(65 + z % 26)
        drawing.place(f"zone{z}", "zone", nodes[0], 3, 3, f"{letter} 区", f"Zone {letter}", priority=2)
        for node, text in zip(nodes, numbers, strict=True):
            side = drawing.random.choice((-3, 3))
            along = drawing.at(aisle.a).y == drawing.at(aisle.b).y
            dx, dy = (0, side) if along else (side, 0)
            drawing.place(
                f"w{text}",
                "window",
                node,
                dx,
                dy,
                "综合窗口",
                "Reception",
                number=text,
                zone=f"zone{z}",
                services=("intake",),
                priority=3,
            )


def _split(drawing: Drawing, aisle: Way, parts: int) -> list[str]:
    """Put ``parts`` nodes on an aisle, in order."""
    a, b = drawing.at(aisle.a), drawing.at(aisle.b)
    drawing.ways.remove(aisle)
    drawing.joined[a.id].remove(b.id)
    drawing.joined[b.id].remove(a.id)
    before, found = a.id, []
    for i in range(1, parts + 1):
        t = i / (parts + 1)
        node = drawing.node(f"{a.id}-{b.id}-{i}", int(a.floor[1:]), a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
        drawing.way(before, node)
        before = node
        found.append(node)
    drawing.way(before, b.id)
    return found


def _rooms(drawing: Drawing) -> None:
    """On every floor: toilets, and rooms by the side of crossings."""
    kinds = (
        ("toilet", "洗手间", "Toilets"),
        ("accessible_toilet", "无障碍洗手间", "Accessible toilet"),
        ("room", "会议室", "Meeting room"),
        ("water", "饮水处", "Drinking water"),
    )
    for floor in range(1, drawing.floors + 1):
        crossings = [node.id for node in drawing.nodes if node.id.startswith(f"n{floor}") and "-" not in node.id]
        for i, (kind, zh, en) in enumerate(kinds):
            drawing.place(f"{kind}{floor}", kind, drawing.random.choice(crossings), 3, -3, zh, en, priority=4 + i)


def _hung(drawing: Drawing) -> list[Screen]:
    """A screen at each fork for each way one can come to it."""
    hung: list[Screen] = []
    for node in drawing.nodes:
        beside = [drawing.at(one) for one in drawing.joined[node.id]]
        level = [one for one in beside if one.floor == node.floor]
        for one in level if len(level) > 2 else ():
            hung.append(
                Screen(
                    id=f"s{len(hung) + 1}",
                    number=str(len(hung) + 1),
                    name_zh="岔口",
                    node=node.id,
                    heading=heading(one.x, one.y, node.x, node.y),
                    **GLASS,
                )
            )
    return hung
