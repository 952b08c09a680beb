"""Two changes of one plan, made into one, thing by thing. Pure."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from hall.contract.plan import Plan

KINDS = ("floors", "nodes", "ways", "places", "doors", "screens", "fire_signs")


class Merged(NamedTuple):
    """``clashes``: ids of things that both changed, each in its own way; there ``mine`` has prevailed."""

    plan: Plan
    clashes: tuple[str, ...]


def merge(base: Plan, mine: Plan, theirs: Plan) -> Merged:
    """``theirs`` with what ``mine`` changed since ``base``. A thing that one took away and the other left alone is
    gone; one that ``mine`` changed stays, whatever they did to it."""
    clashes: list[str] = []
    values: dict[str, Any] = {}
    for name in ("name_zh", "name_en"):
        values[name] = _pick(name, getattr(base, name), getattr(mine, name), getattr(theirs, name), clashes)
    for kind in KINDS:
        values[kind] = tuple(_things(getattr(base, kind), getattr(mine, kind), getattr(theirs, kind), clashes))
    return Merged(mine.model_copy(update=values), tuple(dict.fromkeys(clashes)))


def _things(base: Iterable[Any], mine: Iterable[Any], theirs: Iterable[Any], clashes: list[str]) -> Iterable[Any]:
    was, my, their = ({one.id: one for one in things} for things in (base, mine, theirs))
    for id in dict.fromkeys((*their, *my)):
        kept = _pick(id, was.get(id), my.get(id), their.get(id), clashes)
        if kept is not None:
            yield kept


def _pick(name: str, was: Any, my: Any, their: Any, clashes: list[str]) -> Any:
    if my == was:
        return their
    if their not in (was, my):
        clashes.append(name)
    return my
