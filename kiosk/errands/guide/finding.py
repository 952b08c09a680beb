"""Which matter: the catalogue as a tree of few large keys. Pure.

English names stand in the catalogue, or beside it in the words of search.
"""

from collections.abc import Mapping, Sequence

from hall.contract.matters import Catalogue, Matter, Service
from hall.contract.parts import WordsPart
from kiosk.errands.guide.view import Row, Said
from kiosk.kit.tools import Tools
from kiosk.kit.views import Sentence

BUNDLES, ADVICE = "bundles", "advice"
"""Branches beside the stages, which are called by their place."""


English = Mapping[str, str]


def english(tools: Tools) -> English:
    """Matter or service, or the name of a stage → its English name, as the hall says it."""
    part = tools.parts.get("words")
    if not isinstance(part, WordsPart):
        return {}
    return {one.id: one.en for one in part.words.asked if one.en} | dict(part.words.stages)


def named(one: Matter | Service, names: English) -> Said:
    return one.name, one.en or names.get(one.id, one.name)


def branches(catalogue: Catalogue, names: English) -> tuple[Row, ...]:
    """The first choice: what is handed in once, each stage, and what needs no list."""
    rows: list[Row] = []
    if any(one.way for one in catalogue.matters):
        rows.append(Row("group", BUNDLES, Sentence("guide.bundles"), Sentence("guide.bundles_hint")))
    for n, stage in enumerate(catalogue.stages):
        found = [named(one, names) for one in catalogue.matters if one.stage == stage and not one.way]
        if found:
            rows.append(Row("group", str(n), (stage, names.get(stage, stage)), _some(found)))
    if catalogue.services:
        some = _some([named(one, names) for one in catalogue.services])
        rows.append(Row("group", ADVICE, Sentence("guide.advice"), some))
    return tuple(rows)


def branch(catalogue: Catalogue, group: str, names: English) -> tuple[Row, ...]:
    """What stands on one of them; nothing, where there is no such branch (any more)."""
    if group == BUNDLES:
        return tuple(matter_row(one, names) for one in catalogue.matters if one.way)
    if group == ADVICE:
        return tuple(Row("advice", one.id, named(one, names)) for one in catalogue.services)
    if not group.isdecimal() or int(group) >= len(catalogue.stages):
        return ()
    stage = catalogue.stages[int(group)]
    return tuple(matter_row(one, names) for one in catalogue.matters if one.stage == stage and not one.way)


def matter_row(matter: Matter, names: English, line: str = "") -> Row:
    """``line``: the very line that answers what was searched for; else who decides. Beside an English name stands the
    one that windows know it by."""
    name = named(matter, names)
    beside = matter.name if name[1] != matter.name else line or matter.lead
    return Row("matter", matter.id, name, (line or matter.lead, beside), matter.way)


def title(catalogue: Catalogue, group: str, names: English) -> tuple[str, str] | Sentence:
    if group in (BUNDLES, ADVICE):
        return Sentence(f"guide.{group}")
    stage = catalogue.stages[int(group)] if group.isdecimal() and int(group) < len(catalogue.stages) else ""
    return stage, names.get(stage, stage)


def _some(names: Sequence[Said]) -> Said:
    """The first of them; a key is no list."""
    more = len(names) > 2
    zh = "、".join(one[0] for one in names[:2]) + ("…" if more else "")
    return zh, ", ".join(one[1] for one in names[:2]) + (", ..." if more else "")
