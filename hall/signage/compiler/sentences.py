"""Words the sentences of a report are filled with: always Chinese and English."""

from collections.abc import Iterable, Sequence

from hall.contract.plan import Place, Plan, Screen
from hall.contract.wayfinding.bearings import octant
from hall.contract.wayfinding.graph import Graph
from hall.contract.wayfinding.signs import runs

SHOWN = 4
"""Names in a list before "and so on": a sentence is read, a list is not."""
LOOKING = {
    "ahead": ("上方", "up"),
    "right_ahead": ("右上方", "up right"),
    "right": ("右方", "right"),
    "right_behind": ("右下方", "down right"),
    "behind": ("下方", "down"),
    "left_behind": ("左下方", "down left"),
    "left": ("左方", "left"),
    "left_ahead": ("左上方", "up left"),
}
"""Headings as seen on the drawing."""


def looking(heading: float) -> tuple[str, str]:
    """读屏的人面向图的上方: the reader's heading, not the glass's, which is the opposite."""
    zh, en = LOOKING[octant(0, heading)]
    return f"读屏的人面向图的{zh}", f"its readers facing {en} on the drawing"


def some(names: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """甲、乙、丙、丁等 9 处."""
    them = list(dict.fromkeys(names))
    shown, more = them[:SHOWN], len(them) - SHOWN
    return (
        "、".join(zh for zh, _ in shown) + (f"等 {len(them)} 处" if more > 0 else ""),
        ", ".join(en for _, en in shown) + (f" and {more} more" if more > 0 else ""),
    )


def ids(them: Iterable[str]) -> tuple[str, str]:
    return some((one, one) for one in them)


def place_name(place: Place) -> tuple[str, str]:
    """The name somebody at the plan knows it by."""
    if place.kind == "window" and place.number.strip():
        number = short(place.number)
        return f"{number} 号窗口", f"window {number}"
    return (
        short(place.name_zh) or short(place.name_en) or place.id,
        short(place.name_en) or short(place.name_zh) or place.id,
    )


def things(plan: Plan, ids: Iterable[str]) -> tuple[str, str]:
    """Whatever they are, by the names somebody at the plan knows them by; ``name_zh``, ``name_en`` are the hall's."""
    named = {"name_zh": ("大厅名称", "the hall's name"), "name_en": ("大厅英文名", "the hall's English name")}
    named |= {one.id: (f"通道 {one.a} – {one.b}", f"way {one.a} – {one.b}") for one in plan.ways}
    named |= {one.id: (f"路口 {one.id}", f"node {one.id}") for one in plan.nodes}
    for one in (*plan.floors, *plan.doors):
        named[one.id] = (short(one.name_zh) or one.id, short(one.name_en) or one.id)
    named |= {one.id: place_name(one) for one in plan.places}
    named |= {one.id: screen_name(one) for one in plan.screens}
    zh, en = some(named.get(id, (id, id)) for id in ids)
    return zh.strip().replace("、 ", "、"), en


def places(graph: Graph, ids: Sequence[str]) -> tuple[str, str]:
    """Windows as ranges, the rest by name."""
    them = [graph.places[id] for id in ids if id in graph.places]
    numbers = tuple(one.number for one in them if one.kind == "window" and one.number.isdecimal())
    names = [place_name(one) for one in them if not (one.kind == "window" and one.number.isdecimal())]
    if numbers:
        text = runs(numbers)
        names.insert(0, (f" {text} 号窗口", f"window{'s' if len(numbers) > 1 else ''} {text.replace('、', ', ')}"))
    zh, en = some(names)
    return zh.replace("、 ", "、"), en


def after(word: str, name: str) -> str:
    """新增 8 号窗口, 移到 A 区, 移到咨询区: a space where Chinese meets letters or digits."""
    return f"{word} {name}" if name[:1].isascii() and name[:1].isalnum() else f"{word}{name}"


def short(text: str, most: int = 20) -> str:
    """Clean enough to stand in a sentence, however it was typed."""
    clean = "".join(letter if letter.isprintable() else " " for letter in text).strip()
    return clean if len(clean) <= most else clean[: most - 1] + "…"


def screen_name(screen: Screen) -> tuple[str, str]:
    """7 号屏（中庭）."""
    name, number = short(screen.name_zh), short(screen.number) or screen.id
    return f" {number} 号屏" + (f"（{name}）" if name else ""), f"screen {number}"


def screen_names(screens: Iterable[Screen]) -> tuple[str, str]:
    zh, en = some(screen_name(one) for one in screens)
    return zh.replace("、 ", "、"), en


def where(graph: Graph, node: str) -> tuple[str, str]:
    """一层 (30, 24.5) 处: the metres of the drawing."""
    at = graph.nodes.get(node)
    if at is None:
        return node, node
    floor = graph.floors[at.floor]
    zh, en = short(floor.name_zh) or floor.id, short(floor.name_en) or floor.id
    spot = f"({round(at.x, 1):g}, {round(at.y, 1):g})"
    return f"{zh} {spot} 处", f"{en} {spot}"
