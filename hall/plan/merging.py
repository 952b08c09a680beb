"""Two changes of one plan, made into one, thing by thing. Pure."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from hall.contract.plan import MOST, Plan
from hall.kit.errors import Problem

KINDS = ("floors", "nodes", "ways", "places", "doors", "screens", "fire_signs")


class Merged(NamedTuple):
    """``clashes``: ids of things that both changed, each in its own way; there ``mine`` has prevailed."""

    plan: Plan
    clashes: tuple[str, ...]


def merge(base: Plan, mine: Plan, theirs: Plan) -> Merged:
    """``theirs`` with what ``mine`` changed since ``base``. A thing that one took away and the other left alone is
    gone; one that ``mine`` changed stays, whatever they did to it. Raises :class:`Problem` where both together are more
    than a plan may hold."""
    clashes: list[str] = []
    values: dict[str, Any] = {}
    for name in ("name_zh", "name_en"):
        values[name] = _pick(name, getattr(base, name), getattr(mine, name), getattr(theirs, name), clashes)
    for kind in KINDS:
        values[kind] = tuple(_things(getattr(base, kind), getattr(mine, kind), getattr(theirs, kind), clashes))
    if any(len(values[kind]) > MOST for kind in KINDS):
        raise Problem(
            409,
            "too_much",
            f"两边的改动合在一起，超过了一张图的上限（每种 {MOST} 个）。请先删去一些。",
            f"Both changes together are more than a plan may hold ({MOST} of a kind); take some away first.",
        )
    return Merged(mine.model_copy(update=values), tuple(dict.fromkeys(clashes)))


def _things(base: Iterable[Any], mine: Iterable[Any], theirs: Iterable[Any], clashes: list[str]) -> Iterable[Any]:
    was, my, their = map(_by_id, (base, mine, theirs))
    for key in dict.fromkeys((*their, *my)):
        kept = _pick(key[0], was.get(key), my.get(key), their.get(key), clashes)
        if kept is not None:
            yield kept


def _by_id(things: Iterable[Any]) -> dict[tuple[str, int], Any]:
    """By id, and which of that id it is: two of one id are a fault to be seen, not to be dropped."""
    met: dict[str, int] = {}
    found: dict[tuple[str, int], Any] = {}
    for one in things:
        met[one.id] = met.get(one.id, 0) + 1
        found[one.id, met[one.id]] = one
    return found


def _pick(name: str, was: Any, my: Any, their: Any, clashes: list[str]) -> Any:
    if my == was:
        return their
    if their not in (was, my):
        clashes.append(name)
    return my
