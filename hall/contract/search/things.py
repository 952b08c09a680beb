"""What can be found: matters, services, other halls; and what is written, policies and answers."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from hall.contract.matters import Catalogue, Matter, Sourced
from hall.contract.search.found import Kind
from hall.contract.search.lines import Says, lines_of
from hall.contract.search.text import normal
from hall.contract.search.words import Asked, Elsewhere, Words


class Thing(NamedTuple):
    """What can be found. ``lines``: of a matter, in the order of its own."""

    kind: Kind
    id: str
    zh: str
    en: str
    fields: dict[str, list[str]]
    lines: tuple[Says, ...] = ()
    matter: Matter | None = None
    where: tuple[str, str] = ("", "")


class Written(NamedTuple):
    """A policy or an answer. ``search``: what else it is looked for in."""

    kind: Kind
    id: str
    title: str
    text: str
    search: str
    clause: str
    dated: date | None
    of: Sourced


def things(catalogue: Catalogue, words: Words) -> Iterator[Thing]:
    asked = {one.id: one for one in words.asked}
    for one in catalogue.matters:
        said = asked.get(one.id) or Asked(id=one.id)
        lines = tuple(lines_of(catalogue, one))
        situation = [*one.classes, one.threshold, one.lead, *(turn.say for turn in (*one.turns, *one.notes))]
        fields = {
            "name": _normal([one.name, said.en or one.en]),
            "phrases": _normal([*said.phrases, *said.en_phrases]),
            "result": _normal([one.result]),
            "materials": _normal([line.name for line in one.materials]),
            "situation": _normal(situation),
        }
        yield Thing("matter", one.id, one.name, said.en or one.en, fields, lines, one)
    for one in catalogue.services:
        said = asked.get(one.id) or Asked(id=one.id)
        yield Thing("service", one.id, one.name, said.en or one.en, _short([one.name, said.en or one.en], said))
    for one in words.elsewhere:
        where = (one.where, one.where_en)
        yield Thing("elsewhere", one.id, one.name, one.en, _short([one.name, one.en], one), where=where)


def written(words: Words) -> Iterator[Written]:
    for one in words.policies:
        yield Written("policy", one.id, one.title, one.text, "", one.clause, one.since, one)
    for one in words.answers:
        also = " ".join(one.also)
        yield Written("answer", one.id, one.asks, one.says, also, one.clause, one.dated or one.since, one)


def _short(names: list[str], said: Asked | Elsewhere) -> dict[str, list[str]]:
    return {"name": _normal(names), "phrases": _normal([*said.phrases, *said.en_phrases])}


def _normal(texts: Sequence[str]) -> list[str]:
    return [text for one in texts if (text := normal(one))]
