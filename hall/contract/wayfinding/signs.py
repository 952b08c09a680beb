"""``arrows``: what a screen shows. Targets become entries with a direction, entries lines, and lines pages."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from hall.contract.frame import Direction, Line, Sign
from hall.contract.plan import Place, Plan, Screen
from hall.contract.queue import windows_text
from hall.contract.wayfinding.bearings import octant
from hall.contract.wayfinding.graph import REMEMBERED, Graph, Lead, Tree, graph_of
from hall.contract.wayfinding.letters import glass_letters, letter_mm, line_width, rows
from hall.contract.wayfinding.pictograms import WHEELCHAIR, pictogram_of
from hall.contract.wayfinding.targets import Target, fixed_targets, lead_to, nearest_targets

ORDER: tuple[Direction, ...] = (
    "here",
    "ahead",
    "up",
    "down",
    "left_ahead",
    "left",
    "left_behind",
    "right_ahead",
    "right",
    "right_behind",
    "behind",
)
"""On a page: straight on first, then what is to the left, then to the right."""
TOGETHER = {"facility": "facility", "passage": "facility", "room": "room"}
"""Sorts that may share a line when they lie in one direction, if it fits the glass."""
MOST_TOGETHER = 3
JOINED_FIRST = ("toilet", "accessible_toilet")
"""So that the one's picture finds a place beside the other's name."""


class Entry(NamedTuple):
    """A target with its direction. ``free``: the direction on wheels (perhaps to another toilet); None where no wheels
    get there. ``floor``: the target's where it is another than the reader's, else ""; ``free_floor``: on wheels."""

    target: Target
    direction: Direction
    free: Direction | None
    metres: float
    floor: str
    free_floor: str
    free_covers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A line in the making. ``near``: metres by which it is placed; runs of one name stand beside one another, where
    the nearest of them does."""

    line: Line
    sort: str
    priority: int
    kinds: tuple[str, ...]
    near: int


def arrows(plan: Plan, screen: Screen | str, now: datetime | None = None) -> Sign:
    """What ``screen`` shows at ``now`` (hall's local time; None: as if everything were open).

    A strip shows its own window as "here". What lies straight behind the reader is left off. A call board and a screen
    on no node guide nobody. Raises KeyError for an id the plan does not have.
    """
    graph = graph_of(plan)
    screen = graph.screens[screen] if isinstance(screen, str) else screen
    closed = graph.closed(now)
    if graph.screens.get(screen.id) is not screen:  # somebody's own screen, held to the plan for once
        return _sign(graph, screen, closed)
    key = (screen.id, closed)
    if (sign := graph.signs.get(key)) is None:
        if len(graph.signs) >= REMEMBERED:
            graph.signs.clear()
        sign = graph.signs[key] = _sign(graph, screen, closed)
    return sign


def _sign(graph: Graph, screen: Screen, closed: frozenset[str]) -> Sign:
    letter = letter_mm(screen)
    if screen.layout == "strip":
        place = graph.places.get(screen.place)
        return Sign(screen=screen.id, letter_mm=letter, pages=((_plate(place),),) if place else ())
    if screen.layout == "board" or screen.node not in graph.nodes:
        return Sign(screen=screen.id, letter_mm=letter, pages=())
    drafts = _lines(graph, screen, closed)
    return Sign(screen=screen.id, letter_mm=letter, pages=_pages(drafts, rows(screen)))


def _plate(window: Place) -> Line:
    return Line(direction="here", zh=window.name_zh, en=window.name_en, tag=window.number, places=(window.id,))


def direction(lead: Lead | None, facing: float) -> Direction:
    """What an arrow says to somebody who faces ``facing``."""
    if lead is None:
        return "here"
    if lead.rise:
        return "up" if lead.rise > 0 else "down"
    return octant(facing, lead.bearing)


def entries(graph: Graph, node: str, facing: float, closed: frozenset[str]) -> Iterable[Entry]:
    """Everything one can be led to from ``node``, with its direction."""
    tree, free = graph.tree(node, False, closed), graph.tree(node, True, closed)
    here, nodes = graph.nodes[node].floor, graph.nodes
    said: dict[Lead, Direction] = {lead: direction(lead, facing) for lead in {*tree.lead.values(), *free.lead.values()}}

    def led(by: Tree, target: Target) -> Direction | None:
        if target.place.node not in by.metres:
            return None
        lead = lead_to(graph, by, node, target.place)
        return "here" if lead is None else said.get(lead) or direction(lead, facing)

    def floor(target: Target) -> str:
        other = nodes[target.place.node].floor
        return other if other != here else ""

    reached, leads, free_leads = tree.metres, tree.lead, free.lead
    for target, there, on in fixed_targets(graph):
        if there in reached and target.place.id not in closed:
            if there == node:
                way, wheels = led(tree, target) or "here", led(free, target)
            else:  # a hundred of them: what led would say
                lead = free_leads.get(there)
                way, wheels = said[leads[there]], None if lead is None else said[lead]
            other = on if on != here else ""
            yield Entry(target, way, wheels, reached[there], other, other, target.covers)
    nearest = {target.wanted: target for target in nearest_targets(graph, node, free, closed)}
    for target in nearest_targets(graph, node, tree, closed):
        way, other = led(tree, target) or "here", nearest.get(target.wanted, target)
        wheels = led(free, other)
        if target.place.kind == "stairs":  # nobody on wheels looks for them
            wheels, other = way, target
        yield Entry(target, way, wheels, tree.metres[target.place.node], floor(target), floor(other), other.covers)


def _lines(graph: Graph, screen: Screen, closed: frozenset[str]) -> list[Draft]:
    """Lines with the same words in the same direction are one line."""
    groups: dict[tuple[object, ...], list[Entry]] = {}
    on_wheels: dict[tuple[Direction, str], list[Entry]] = {}
    for entry in entries(graph, screen.node, screen.heading, closed):
        if entry.direction != "behind":
            groups.setdefault(_group(entry), []).append(entry)
        if entry.free not in (None, "behind", entry.direction):
            on_wheels.setdefault((entry.free, entry.free_floor), []).append(entry)
    width = glass_letters(screen)
    drafts = [draft for them in groups.values() for draft in _fitting(graph, them, width)]
    drafts += [_wheels(graph, way, them) for (way, _), them in on_wheels.items()]
    return _joined(drafts, width)


def _group(entry: Entry) -> tuple[object, ...]:
    """Windows of one zone (or, without a zone, of one name) share a line; everything else stands for itself."""
    title = entry.target.title
    if entry.target.sort == "windows":
        word = title.id if title.kind == "zone" else title.name_zh
        return "windows", word, entry.direction, entry.floor, entry.free == entry.direction
    return entry.target.sort, title.id, entry.direction


def _fitting(graph: Graph, them: list[Entry], width: float) -> Iterable[Draft]:
    """One line, or one for each run of windows where their numbers (1–2、4–5) are too wide for the glass."""
    draft = _draft(graph, them)
    line = draft.line
    if "、" in line.tag and line_width(line.zh, line.en, line.tag, len(line.pictograms), line.floor_zh) > width:
        said = [(runs((one.target.place.number,)), one) for one in them]
        parts = [[one for number, one in said if number in run] for run in map(_numbers, line.tag.split("、"))]
        left = [one for _, one in said if not any(one in part for part in parts)]  # a number with a comma of its own
        for part in (*parts, left):
            if part:
                yield replace(_draft(graph, part), priority=draft.priority, near=draft.near)
    else:
        yield draft


def _numbers(run: str) -> set[str]:
    """1–3 → 1, 2, 3."""
    ends = run.split("–")
    if len(ends) == 2 and all(end.isdecimal() for end in ends):
        return {str(n) for n in range(int(ends[0]), int(ends[1]) + 1)}
    return {run}


def _draft(graph: Graph, them: list[Entry]) -> Draft:
    head, title = them[0], them[0].target.title
    floor = graph.floors.get(head.floor)
    pictogram = pictogram_of(title)
    covers = [
        id for one in them for id in (*one.target.covers, *(one.free_covers if one.free == one.direction else ()))
    ]
    line = Line(
        direction=head.direction,
        zh=title.name_zh,
        en=title.name_en,
        tag=_tag(them),
        pictograms=(pictogram,) if pictogram else (),
        floor_zh=floor.name_zh if floor else "",
        floor_en=floor.name_en if floor else "",
        step_free=all(one.free == one.direction for one in them),
        metres=round(min(one.metres for one in them)),
        places=tuple(dict.fromkeys(covers)),
    )
    priority = min(title.priority, *(one.target.place.priority for one in them))
    return Draft(line, head.target.sort, priority, (title.kind,), line.metres)


def _tag(them: list[Entry]) -> str:
    return runs(tuple(one.target.place.number for one in them if one.target.place.number))


@lru_cache(4096)
def runs(numbers: tuple[str, ...]) -> str:
    """1–3、5、7–8: every run of numbers as people say it; what is no number comes last, as written."""
    if len(numbers) == 1 and numbers[0].isdecimal():
        return str(int(numbers[0]))
    whole = sorted({int(one) for one in numbers if one.isdecimal()})
    others = sorted({one for one in numbers if not one.isdecimal()})
    found: list[list[int]] = []
    for one in whole:
        if found and found[-1][-1] == one - 1:
            found[-1].append(one)
        else:
            found.append([one])
    return "、".join([*(windows_text(tuple(map(str, run))) for run in found), *others])


def _wheels(graph: Graph, way: Direction, them: list[Entry]) -> Draft:
    """One line for all that is reached another way on wheels: by lift to a floor, or past the steps on this one."""
    floor = graph.floors.get(them[0].free_floor)
    title = them[0].target.title
    if floor is not None:
        zh, en = "无障碍电梯", "Step-free lift"
    elif len(them) == 1:
        zh, en = title.name_zh, title.name_en
    else:
        zh, en = "无障碍通道", "Step-free way"
    line = Line(
        direction=way,
        zh=zh,
        en=en,
        pictograms=(WHEELCHAIR,),
        floor_zh=floor.name_zh if floor else "",
        floor_en=floor.name_en if floor else "",
        metres=round(min(one.metres for one in them)),
        places=tuple(dict.fromkeys(id for entry in them for id in entry.free_covers)),
    )
    return Draft(line, "wheels", min(one.target.place.priority for one in them), (), line.metres)


def _joined(drafts: list[Draft], width: float) -> list[Draft]:
    """Toilets and lift on one line, rooms of one floor on one line, as long as it fits ``width`` letters."""
    joined: list[Draft] = []
    alone: list[Draft] = []
    for draft in sorted(drafts, key=_rank):
        if draft.sort not in TOGETHER:
            alone.append(draft)
            continue
        for i, other in enumerate(joined):
            both = _both(other, draft, width)
            if both is not None:
                joined[i] = both
                break
        else:
            joined.append(draft)
    return joined + alone


def _rank(draft: Draft) -> tuple[int, int, int]:
    kind = draft.kinds[0] if draft.kinds else ""
    return JOINED_FIRST.index(kind) if kind in JOINED_FIRST else 2, draft.priority, draft.near


def _both(one: Draft, other: Draft, width: float) -> Draft | None:
    a, b = one.line, other.line
    sort = TOGETHER.get(one.sort)
    if sort is None or sort != TOGETHER.get(other.sort) or len(one.kinds) == MOST_TOGETHER:
        return None
    if (a.direction, a.floor_zh, a.step_free) != (b.direction, b.floor_zh, b.step_free):
        return None
    pictograms = tuple(dict.fromkeys(a.pictograms + b.pictograms))
    silent = other.kinds == ("accessible_toilet",) and "toilet" in one.kinds  # its picture says it
    zh, en = (a.zh, a.en) if silent else (f"{a.zh} · {b.zh}", " · ".join(part for part in (a.en, b.en) if part))
    if line_width(zh, en, "", len(pictograms), a.floor_zh) > width:
        return None
    line = a.model_copy(
        update={
            "zh": zh,
            "en": en,
            "pictograms": pictograms,
            "places": a.places + b.places,
            "metres": min(a.metres, b.metres),
        }
    )
    priority, kinds = min(one.priority, other.priority), one.kinds + other.kinds
    return replace(one, line=line, priority=priority, kinds=kinds, near=line.metres)


def _pages(drafts: list[Draft], room: int) -> tuple[tuple[Line, ...], ...]:
    """The most needed lines on the first page; within a page straight on first. Priority 1 is on every page. No page is
    fuller than another by more than a line, so that none is nearly empty."""
    room = max(1, room)
    ranked = sorted(drafts, key=lambda one: (one.priority, ORDER.index(one.line.direction), one.near))
    always = [one for one in ranked if one.priority == 1][: room // 2] if len(ranked) > room else []
    rest = [one for one in ranked if one not in always]
    pages = ceil(len(rest) / (room - len(always)))
    each = ceil(len(rest) / pages) if pages else room
    chunks = [always + rest[i : i + each] for i in range(0, len(rest), each)] or ([always] if always else [])
    return tuple(tuple(one.line for one in sorted(chunk, key=_placed)) for chunk in chunks)


def _placed(draft: Draft) -> tuple[int, int, int]:
    return ORDER.index(draft.line.direction), draft.priority, draft.near
