"""Words that a publish puts before the public for the first time: names and plates, not where anything stands. Pure.

Whoever may draw may move a window at half past eight; nobody alone may write a sentence on twenty-six screens. So what
the plan that stands does not say already, and no building calls its parts by, is read by a second person first.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources

from hall.contract.plan import Plan

_PARTED = re.compile(r"[\s·、，,/（）()]+")


def new_words(before: Plan, after: Plan) -> tuple[str, ...]:
    """In the order of the plan, each once. Of a hall's first plan there is nothing it could be held against."""
    known = set(_read(before))
    return tuple(dict.fromkeys(text for text in _read(after) if text not in known and not settled(text)))


def settled(text: str) -> bool:
    words, plate = _settled()
    return all(word in words or plate.fullmatch(word) for word in _PARTED.split(text))


def _read(plan: Plan) -> Iterator[str]:
    """Every text of the plan that visitors read, on glass, paper or map."""
    for text in (plan.name_zh, plan.name_en, *_of_floors(plan), *_of_places(plan)):
        if shown := " ".join(unicodedata.normalize("NFC", text).split()):
            yield shown


def _of_floors(plan: Plan) -> Iterator[str]:
    for floor in plan.floors:
        yield from (floor.name_zh, floor.name_en)


def _of_places(plan: Plan) -> Iterator[str]:
    for place in plan.places:
        if place.public:
            yield from (place.name_zh, place.name_en, place.number)


@cache
def _settled() -> tuple[frozenset[str], re.Pattern[str]]:
    told = tomllib.loads((resources.files("assets") / "signs" / "words.toml").read_text("utf-8"))
    return frozenset(told["words"]), re.compile(told["plate"])
