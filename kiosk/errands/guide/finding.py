"""Which matter: the catalogue as a tree of few large keys. Pure."""

from hall.contract.matters import Catalogue, Matter
from kiosk.errands.guide.view import Row
from kiosk.kit.views import Sentence

BUNDLES, ADVICE = "bundles", "advice"
"""Branches beside the stages, which are called by their place."""


def branches(catalogue: Catalogue) -> tuple[Row, ...]:
    """The first choice: what is handed in once, each stage, and what needs no list."""
    rows: list[Row] = []
    if any(one.way for one in catalogue.matters):
        rows.append(Row("group", BUNDLES, Sentence("guide.bundles"), Sentence("guide.bundles_hint")))
    for n, stage in enumerate(catalogue.stages):
        names = [one.name for one in catalogue.matters if one.stage == stage and not one.way]
        if names:
            rows.append(Row("group", str(n), (stage, stage), _some(names)))
    if catalogue.services:
        rows.append(Row("group", ADVICE, Sentence("guide.advice"), _some([one.name for one in catalogue.services])))
    return tuple(rows)


def branch(catalogue: Catalogue, group: str) -> tuple[Row, ...]:
    """What stands on one of them; nothing, where there is no such branch (any more)."""
    if group == BUNDLES:
        return tuple(matter_row(one) for one in catalogue.matters if one.way)
    if group == ADVICE:
        return tuple(Row("advice", one.id, (one.name, one.en or one.name)) for one in catalogue.services)
    if not group.isdecimal() or int(group) >= len(catalogue.stages):
        return ()
    stage = catalogue.stages[int(group)]
    return tuple(matter_row(one) for one in catalogue.matters if one.stage == stage and not one.way)


def matter_row(matter: Matter, line: str = "") -> Row:
    """``line``: the very line that answers what was searched for; else who decides."""
    hint = line or matter.lead
    return Row("matter", matter.id, (matter.name, matter.en or matter.name), (hint, hint), matter.way)


def title(catalogue: Catalogue, group: str) -> tuple[str, str] | Sentence:
    if group in (BUNDLES, ADVICE):
        return Sentence(f"guide.{group}")
    stage = catalogue.stages[int(group)] if group.isdecimal() and int(group) < len(catalogue.stages) else ""
    return stage, stage


def _some(names: list[str]) -> tuple[str, str]:
    """The first of them; a key is no list."""
    text = "、".join(names[:2]) + ("…" if len(names) > 2 else "")
    return text, text
