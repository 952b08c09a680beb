"""Can it be read: letters at their distance, lines on their glass, ink on its ground."""

from collections.abc import Iterator, Mapping

from hall.contract.frame import Line, Sign
from hall.contract.plan import Node, Place, Screen
from hall.contract.wayfinding.graph import Graph
from hall.contract.wayfinding.letters import (
    DISTANCE_FACTOR,
    ENGLISH,
    MARGINS,
    PIXELS,
    ROW,
    SIDES,
    glass_letters,
    letter_mm,
    line_width,
    text_width,
)
from hall.signage.compiler.report import Refusal, refuse
from hall.signage.compiler.sentences import screen_name, screen_names, short

CONTRAST = 7.0
"""WCAG 2.2, success criterion 1.4.6 (AAA): people read these from afar, many of them old."""
PAGES = 4
"""More than this and somebody waits half a minute for their line."""
LONG = 14.0
"""Letter heights. A name wider than this is the fault, not the glass."""
NUMBER = 2.0
"""Letter heights a strip needs at the least: one number with its air."""
BOARD = 0.5 / 74
"""A call board is laid out in units, 1920 × 1080 or, upright, 1080 × 1500; its smallest Chinese words are 74 of them
(screen-board.css), and need half a letter: the floor of ``letters``."""
UPRIGHT = 1.3


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, ground: str) -> float:
    """1 … 21."""
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(graph: Graph, signs: Mapping[str, Sign]) -> Iterator[Refusal]:
    """Faults of every screen that hangs somewhere; ``signs`` by screen id."""
    yield from _pale(graph)
    long: dict[str, tuple[Place, list[Screen]]] = {}
    for screen in graph.screens.values():
        node, sign = graph.nodes.get(screen.node), signs.get(screen.id)
        if sign is None or node is None:
            continue
        if screen.height < needed(screen) * letter_mm(screen):
            yield _unreadable(graph, screen, node)
            continue
        yield from _wide(graph, screen, sign, long)
        if len(sign.pages) > PAGES:
            yield refuse(
                graph,
                "too_many_pages",
                node,
                [screen.id],
                "warning",
                screen=screen_name(screen),
                times=str(len(sign.pages)),
            )
    for place, screens in long.values():
        yield refuse(
            graph,
            "name_too_long",
            place,
            [place.id, *(one.id for one in screens)],
            names=(short(place.name_zh), short(place.name_en)),
            screens=screen_names(screens),
        )


def needed(screen: Screen) -> float:
    """Height for one line, of a call board for all of it, in letter heights."""
    if screen.layout == "board":
        wide, high = (1920, 1080) if screen.width > UPRIGHT * screen.height else (1080, 1500)
        return BOARD * max(high, wide * screen.height / screen.width)
    return NUMBER if screen.layout == "strip" else MARGINS + ROW


def _pale(graph: Graph) -> Iterator[Refusal]:
    groups: dict[tuple[str, str], list[Screen]] = {}
    for screen in graph.screens.values():
        if contrast(screen.ink, screen.ground) < CONTRAST:
            groups.setdefault((screen.ink.upper(), screen.ground.upper()), []).append(screen)
    for (ink, ground), screens in groups.items():
        yield refuse(
            graph,
            "contrast",
            graph.nodes.get(screens[0].node),
            [one.id for one in screens],
            wording="contrast_on_dark" if luminance(ground) < luminance(ink) else "",
            screens=screen_names(screens),
            ratio=f"{contrast(ink, ground):.1f}",
        )


def _unreadable(graph: Graph, screen: Screen, node: Node) -> Refusal:
    """Says from how far it could be read, which is what the manager can change."""
    coarse = PIXELS * screen.pitch * needed(screen) > screen.height
    near = screen.height / needed(screen) * DISTANCE_FACTOR / 1000
    return refuse(
        graph,
        "unreadable",
        node,
        [screen.id],
        wording="coarse" if coarse else "",
        screen=screen_name(screen),
        metres=f"{screen.farthest:g}",
        letter=f"{letter_mm(screen):.0f}",
        near=f"{int(near * 10) / 10:g}",
        pitch=f"{screen.pitch:g}",
    )


def _wide(graph: Graph, screen: Screen, sign: Sign, long: dict[str, tuple[Place, list[Screen]]]) -> Iterator[Refusal]:
    """Lines wider than the glass: a long name is told once for all screens, a narrow glass once for all its lines."""
    room = glass_letters(screen)
    narrow: list[str] = []
    for line in {(line.zh, line.tag): line for page in sign.pages for line in page}.values():
        if _width(screen, line) <= room:
            continue
        place = _named(graph, line)
        if place is not None and max(text_width(line.zh), ENGLISH * text_width(line.en)) > LONG:
            long.setdefault(place.id, (place, []))[1].append(screen)
        else:
            narrow.append(short(line.zh))
    if narrow:
        yield refuse(
            graph,
            "unreadable",
            graph.nodes[screen.node],
            [screen.id],
            wording="narrow_half" if screen.layout == "both" else "narrow",
            screen=screen_name(screen),
            text=narrow[0],
            metres=f"{screen.farthest:g}",
        )


def _width(screen: Screen, line: Line) -> float:
    if screen.layout == "strip":
        return SIDES + max(text_width(line.zh), ENGLISH * text_width(line.en))
    return line_width(line.zh, line.en, line.tag, len(line.pictograms), line.floor_zh)


def _named(graph: Graph, line: Line) -> Place | None:
    """The place whose name is on the line: the zone of its windows, or itself."""
    for id in line.places:
        place = graph.places.get(id)
        zone = graph.places.get(place.zone) if place else None
        for one in (place, zone):
            if one is not None and one.name_zh and one.name_zh in line.zh:
                return one
    return None
