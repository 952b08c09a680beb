"""A counter-example: which law, who, when, and the walk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hall.contract.access import Level

Fact = tuple[str, ...]
"""One thing that is wrong: the law, where, of whom (empty: of anybody), at which level. What was so before is no new
hole, whatever walk shows it."""

Law = Literal["back_office", "way_out", "host", "paper", "two_departments"]

LAWS: dict[Law, tuple[str, str]] = {
    "back_office": (
        "从公共区进后台，每一处都要有一扇准他进的门",
        "Nobody comes from the public side into the back office but by a door that admits him there",
    ),
    "way_out": ("任何时候，从任何地方都走得出去", "From everywhere there is a way out, always"),
    "host": ("来访者都有接待人", "No visitor without a host"),
    "paper": ("没有有效的委托书或预约，就开不了门", "No right without a living document"),
    "two_departments": ("双人门的两个人不属于同一部门", "The two of a two-person door are not of one department"),
}


@dataclass(frozen=True)
class Step:
    """``node``: where one comes to, and through which door (empty: none; an id of the rules' or of the plan's doors).
    ``at``: when, if it is not the moment of the whole."""

    node: str
    door: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Hole:
    """``people``: ids of whom it is true (empty: of anybody). ``doors`` and ``place`` (a place or node): what it is
    about. ``walk``: begins with where one starts; empty where the plan has no place for it. ``facts``: all that it
    stands for."""

    law: Law
    people: tuple[str, ...]
    at: datetime
    level: Level
    doors: tuple[str, ...]
    place: str
    walk: tuple[Step, ...]
    zh: str
    en: str
    facts: frozenset[Fact] = frozenset()
