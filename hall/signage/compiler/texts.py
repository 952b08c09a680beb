"""Names: there, in both languages, with glyphs for slips and screens, from left to right; pictograms that are drawn."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator

from hall.contract.glyphs import lacking
from hall.contract.plan import Floor, Place
from hall.contract.wayfinding.graph import Graph
from hall.contract.wayfinding.pictograms import PICTOGRAMS
from hall.signage.compiler.report import Code, Refusal, refuse
from hall.signage.compiler.sentences import place_name, short, some

SCRAMBLES = frozenset({"R", "AL", "AN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
"""Bidirectional classes (UAX #9) that turn the order of digits and words beside them."""
NAMED = 6
"""Characters that one sentence names."""
UNDRAWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""General categories that no font of a screen draws."""


def names(graph: Graph) -> Iterator[Refusal]:
    """All faults of names: one refusal for each kind of fault, with everything that has it."""
    for code, wrong in FAULTS.items():
        them = [place for place in graph.places.values() if place.public and wrong(place)]
        if them:
            yield refuse(
                graph,
                code,
                them[0],
                [place.id for place in them],
                names=some(place_name(place) for place in them),
                chars=_missing(text for place in them for text in _texts(place)),
            )
    for floor in graph.floors.values() if len(graph.floors) > 1 else ():
        for code, wrong in FLOOR_FAULTS.items():  # named on the lines that lead to them
            if wrong(floor):
                name = short(floor.name_zh) or floor.id
                chars = _missing((floor.name_zh, floor.name_en))
                refusal = refuse(
                    graph, code, None, [floor.id], names=(f"楼层 {name}", f"floor {floor.id}"), chars=chars
                )
                yield refusal.model_copy(update={"floor": floor.id})


def _missing(texts: Iterable[str]) -> str:
    """The first few characters without a glyph, one after the other."""
    return " ".join(lacking("".join(texts))[:NAMED])


def scrambles(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in SCRAMBLES for letter in text)


def undrawn(text: str) -> bool:
    return any(unicodedata.category(letter) in UNDRAWN for letter in text) and not scrambles(text)


def glyphless(*texts: str) -> bool:
    """Slips would hold 〓 there, and screens a box."""
    return any(lacking(text) and not undrawn(text) and not scrambles(text) for text in texts)


def _texts(place: Place) -> tuple[str, str, str]:
    return place.name_zh, place.name_en, place.number


FAULTS: dict[Code, Callable[[Place], bool]] = {
    "missing_name": lambda one: not one.name_zh.strip(),
    "missing_translation": lambda one: bool(one.name_zh.strip()) and not one.name_en.strip(),
    "missing_pictogram": lambda one: bool(one.pictogram) and one.pictogram not in PICTOGRAMS,
    "right_to_left": lambda one: any(map(scrambles, _texts(one))),
    "unprintable": lambda one: any(map(undrawn, _texts(one))),
    "no_glyph": lambda one: glyphless(*_texts(one)),
}
FLOOR_FAULTS: dict[Code, Callable[[Floor], bool]] = {
    "missing_name": lambda one: not one.name_zh.strip(),
    "missing_translation": lambda one: bool(one.name_zh.strip()) and not one.name_en.strip(),
    "right_to_left": lambda one: scrambles(one.name_zh + one.name_en),
    "unprintable": lambda one: undrawn(one.name_zh) or undrawn(one.name_en),
    "no_glyph": lambda one: glyphless(one.name_zh, one.name_en),
}
