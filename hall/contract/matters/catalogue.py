"""The catalogue of matters (事项库): what a hall says is needed for what, by which rule, from which source."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from hall.contract.matters.conditions import WORDS, Band, Condition, Key
from hall.contract.queue import Wire

Conf = Literal["S", "K", "I"]
"""How sure a line is. S: the source was read. K: by national law or standard, as it is known. I: illustrative, to be
settled by the window (以窗口核定为准) before anybody relies on it."""


def _plain(text: str) -> str:
    """A control or a mark that turns the line round has no place on glass or paper."""
    if any(unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for one in text):
        raise ValueError("文字里有看不见的控制符")
    if text != text.strip():
        raise ValueError("文字前后有空白")
    return text


Text = Annotated[str, StringConstraints(max_length=600), AfterValidator(_plain)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_plain)]
Doc = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""Which document a material is. Lines of several matters that ask for the same one are one line in a bundle."""

MATERIALS = 200
"""Of one matter at most."""

DONT_KNOW = "?"
"""An answer to every question."""


class Option(Wire):
    """``band``: the amounts it stands for, of a question about an amount."""

    id: Key
    zh: Name
    en: Text = ""
    band: Band | None = None


class Question(Wire):
    """Asked of the visitor about his project; one answer. ``short``: what it is called where there is no room.
    ``unit``: of its options' bands."""

    id: Key
    zh: Name
    short: Text = ""
    en: Text = ""
    unit: Text = ""
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=12)]

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if self.id in WORDS:
            raise ValueError(f"问题不能叫 {self.id}")
        if len({one.id for one in self.options}) < len(self.options):
            raise ValueError("两个选项编号相同")
        return self

    @property
    def name(self) -> str:
        return self.short or self.zh.rstrip("？?")

    def label(self, answer: str) -> str:
        return next((one.zh for one in self.options if one.id == answer), "不清楚")


class Sourced(Wire):
    """What stands on a source. ``since`` and ``until``: its validity, both days included. ``lapsed``: what is said of a
    source that has run out and is still shown; without it, it may not be published."""

    conf: Conf = "I"
    source: Text = ""
    since: date | None = None
    until: date | None = None
    lapsed: Text = ""


class Ruled(Sourced):
    """``when_conf``: how sure the condition is, where it is less sure than what it decides."""

    when_conf: Conf | None = None


class Material(Ruled):
    """``when`` None: always. ``exempt``: may be waived (免提交), since offices have it. ``doc``: which document it is
    (its name, if it is nobody else's). ``covers``: documents that whoever brings this one need not bring beside it.
    ``copies``: 0 where nobody has said how many."""

    name: Name
    en: Text = ""
    origin: Literal["自备", "核发", "中介", "系统"]
    when: Condition | None = None
    exempt: bool = False
    copies: Annotated[int, Field(ge=0, le=20)] = 0
    doc: Text = ""
    covers: tuple[Doc, ...] = ()

    @property
    def document(self) -> str:
        return self.doc or self.name


class Turn(Ruled):
    """This matter is not the right one: ``to`` another, or none at all; ``say`` is what the visitor reads."""

    when: Condition
    to: Key | None = None
    say: Name


class Note(Ruled):
    """Something to know, always or in a situation."""

    when: Condition | None = None
    say: Name


class Limit(Sourced):
    """``legal`` and ``commit`` as they are written: working days and days are not the same."""

    legal: Text = "—"
    commit: Text = "—"


class Matter(Sourced):
    """事项. ``parts``: of a bundle (一站式、一件事), whose lists become one; of ``core`` also the turns are the
    bundle's. ``gives``: the document that comes out. ``always``: sets of documents of which one is needed in every
    situation. The first of ``turns`` that holds is the one that counts."""

    id: Key
    name: Name
    en: Text = ""
    stage: Name
    lead: Name
    co: tuple[Name, ...] = ()
    way: Literal["", "一站式", "一件事"] = ""
    limit: Limit = Limit()
    result: Text = ""
    gives: Text = ""
    classes: tuple[Name, ...] = ()
    threshold: Text = ""
    parts: Annotated[tuple[Key, ...], Field(max_length=12)] = ()
    core: Key | None = None
    turns: Annotated[tuple[Turn, ...], Field(max_length=30)] = ()
    notes: Annotated[tuple[Note, ...], Field(max_length=60)] = ()
    always: tuple[tuple[Doc, ...], ...] = ()
    materials: Annotated[tuple[Material, ...], Field(max_length=MATERIALS)] = ()


class Service(Wire):
    """What the hall does for people without a list: advice, progress, pick-up."""

    id: Key
    name: Name
    en: Text = ""
    stage: Name


class Catalogue(Wire):
    """``format`` names this shape. ``version`` is the editors'."""

    format: Literal["onedoor-matters-1"] = "onedoor-matters-1"
    version: Name = "0"
    disclaimer: Text = ""
    stages: tuple[Name, ...] = ()
    questions: Annotated[tuple[Question, ...], Field(max_length=500)] = ()
    matters: Annotated[tuple[Matter, ...], Field(max_length=2000)] = ()
    services: Annotated[tuple[Service, ...], Field(max_length=200)] = ()

    @cached_property
    def question(self) -> Mapping[str, Question]:
        return {one.id: one for one in self.questions}

    @cached_property
    def matter(self) -> Mapping[str, Matter]:
        return {one.id: one for one in self.matters}
