"""What the manager reads of the catalogue: how sure each matter is, and what runs out."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from hall.contract.matters import Catalogue, Material, Matter, Note, Turn, doubted

SOON = timedelta(days=180)
"""Half a year: what a new rule takes to come through the bureaux."""
WORDS = {"": "有依据", "illustrative": "以窗口核定为准", "lapsed": "依据已过期"}


class Ending(NamedTuple):
    """A source that has run out or soon will, and the matters that stand on it."""

    source: str
    until: date
    out: bool
    said: str
    matters: tuple[str, ...]


class Row(NamedTuple):
    """``sure``: how many of its lines the glass shows without a mark; ``unsure``: those it marks, by what they say."""

    matter: Matter
    doubt: str
    sure: int
    unsure: tuple[str, ...]
    parts: str


def rows(catalogue: Catalogue, today: date) -> dict[str, list[Row]]:
    """By stage, in the catalogue's order."""
    found: dict[str, list[Row]] = {one: [] for one in catalogue.stages}
    for matter in catalogue.matters:
        unsure = tuple(_said(one) for one in _lines(matter) if doubted(one, today))
        parts = "、".join(catalogue.matter[one].name for one in matter.parts if one in catalogue.matter)
        row = Row(matter, WORDS[doubted(matter, today)], len([*_lines(matter)]) - len(unsure), unsure, parts)
        found.setdefault(matter.stage, []).append(row)
    return {stage: of for stage, of in found.items() if of}


def endings(catalogue: Catalogue, today: date) -> list[Ending]:
    """The first to end first."""
    ends: dict[tuple[date, str], list[tuple[str, str]]] = {}
    for matter in catalogue.matters:
        for one in (matter, matter.limit, *_lines(matter)):
            if one.until is not None and one.until - today <= SOON:
                ends.setdefault((one.until, one.source), []).append((matter.name, one.lapsed))
    return [
        Ending(source, until, until < today, next((said for _, said in of if said), ""), tuple(dict(of)))
        for (until, source), of in sorted(ends.items())
    ]


def _said(one: Material | Turn | Note) -> str:
    return one.name if isinstance(one, Material) else one.say


def _lines(matter: Matter) -> Iterator[Material | Turn | Note]:
    yield from (*matter.materials, *matter.turns, *matter.notes)
