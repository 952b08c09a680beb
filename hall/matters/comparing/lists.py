"""Which lists change, and how: the answers that lead there, and the list before and after.

Both catalogues are asked by one row of questions, as long as either of them still asks; options that neither tells
apart are one row. So no list can change that is not here.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import NamedTuple

from hall.contract.matters import Catalogue, Checklist, Guide
from hall.matters.parting import Parting
from hall.matters.ways import MOST, first_of

Way = Mapping[str, tuple[str, ...]]
Guides = tuple[Guide | None, ...]
WORDS = {"needed": "要", "waived": "免提交", "maybe": "可能要，以窗口核定为准", "open": "还要再问", "not": "不要"}


class State(NamedTuple):
    """A list in words. ``turned``: where people are sent instead; ``lines``: every line that is not needless, and how
    it stands; ``notes`` and ``perhaps`` what is said beside."""

    turned: str
    lines: dict[str, str]
    notes: tuple[str, ...]
    perhaps: tuple[str, ...]


class Row(NamedTuple):
    """``answers``: question → options, in words; None before or after: the matter, or that answer, is not there."""

    matter: str
    name: str
    answers: tuple[tuple[str, str], ...]
    before: State | None
    after: State | None


class Lists(NamedTuple):
    """``rows``: those that change, of ``of`` that there are; ``too_many``: matters whose combinations nobody can
    review."""

    rows: list[Row]
    of: int
    too_many: list[str]


def changed_lists(before: Catalogue, after: Catalogue) -> Lists:
    """In the order of ``after``, what is gone behind it."""
    rows: list[Row] = []
    of, too_many = 0, []
    for id in dict.fromkeys((*after.matter, *before.matter)):
        pair = Pair((before, after), id, tuple(_guide(one, id) for one in (before, after)))
        if pair.same():
            continue
        found = list(islice((row for one in pair.apart() for row in one.rows()), MOST + 1))
        if len(found) > MOST:
            too_many.append(pair.name)
            continue
        of += len(found)
        rows += [row for row in found if row.before != row.after]
    return Lists(rows, of, too_many)


def _guide(catalogue: Catalogue, id: str) -> Guide | None:
    return Guide(catalogue, catalogue.matter[id]) if id in catalogue.matter else None


def state_of(came: Checklist, catalogue: Catalogue) -> State:
    if came.turned is not None:
        there = catalogue.matter.get(came.turned.to) if came.turned.to else None
        to = there.name if there else ""
        return State(f"{came.turned.say}{f' → {to}' if to else ''}", {}, (), ())
    lines: dict[str, str] = {}
    for one in came.lines:
        if one.state != "not":
            name = one.material.name
            lines[name if name not in lines else f"{name}（{len(lines)}）"] = WORDS[one.state]
    return State("", lines, tuple(one.say for one in came.notes), tuple(one.say for one in came.perhaps))


class Pair:
    """One matter of two catalogues: before, after."""

    def __init__(self, catalogues: tuple[Catalogue, Catalogue], id: str, guides: Guides) -> None:
        self._catalogues, self._guides = catalogues, guides
        self.id = id
        self.name = next(one.matter.name for one in reversed(guides) if one is not None)
        self._groups: dict[str, list[tuple[str, ...]]] = {}
        self._answers = [self._known(n) for n in (0, 1)]

    def apart(self) -> Iterator["Pair"]:
        """A bundle in its parts; any other matter whole."""
        if not any(self.id in one.matter and one.matter[self.id].parts for one in self._catalogues):
            yield self
            return
        parting = Parting(*(one for one in self._guides if one is not None))
        both = zip(self._catalogues, self._guides, strict=True)
        split = [list(parting.parts(one, guide)) if guide else [] for one, guide in both]
        for n in range(len(parting.questions)):
            yield Pair(self._catalogues, self.id, tuple(one[n].guide if one else None for one in split))

    def same(self) -> bool:
        """Whether no rule of it, and no question that it asks, is another."""
        old, new = self._guides
        if old is None or new is None or old.matter != new.matter:
            return False
        before, after = (one.question for one in self._catalogues)
        return all(before.get(one) == after.get(one) for one in dict.fromkeys((*old.asked(), *new.asked())))

    def rows(self) -> Iterator[Row]:
        for way in self._ways({}):
            states = (self._state(0, way), self._state(1, way))
            yield Row(self.id, self.name, tuple(self._said(*one) for one in way.items()), *states)

    def _ways(self, way: dict[str, tuple[str, ...]]) -> Iterator[dict[str, tuple[str, ...]]]:
        answers = first_of(way)
        asked = (one.next_question(answers) for one in reversed(self._guides) if one is not None)
        question = next((one.id for one in asked if one is not None and one.id not in way), None)
        if question is None:
            yield way
            return
        for options in self._grouped(question):
            yield from self._ways(way | {question: options})

    def _grouped(self, question: str) -> list[tuple[str, ...]]:
        """Its options of both catalogues, those together that neither tells apart."""
        if question not in self._groups:
            found: dict[tuple[int | None, ...], list[str]] = {}
            for option in self._options(question):
                key = tuple(self._place(n, question, option) for n in (0, 1))
                found.setdefault(key, []).append(option)
            self._groups[question] = [tuple(one) for one in found.values()]
        return self._groups[question]

    def _options(self, question: str) -> list[str]:
        defined = [one.question[question] for one in reversed(self._catalogues) if question in one.question]
        return list(dict.fromkeys(option.id for one in defined for option in one.options))

    def _place(self, n: int, question: str, option: str) -> int | None:
        """Which group of that catalogue's it falls into; None: it is no answer there."""
        guide = self._guides[n]
        if guide is None or question not in self._catalogues[n].question:
            return -1
        groups = guide.groups(question)
        return next((at for at, one in enumerate(groups) if option in one), None)

    def _known(self, n: int) -> dict[str, set[str]]:
        """The questions that it asks there, and what is an answer to them."""
        guide, questions = self._guides[n], self._catalogues[n].question
        return {one: {option.id for option in questions[one].options} for one in (guide.asked() if guide else ())}

    def _state(self, n: int, way: Way) -> State | None:
        guide, catalogue = self._guides[n], self._catalogues[n]
        if guide is None:
            return None
        answers = self._answers[n]
        if any(question in answers and options[0] not in answers[question] for question, options in way.items()):
            return None
        return state_of(guide.checklist(first_of(way), date.min), catalogue)

    def _said(self, id: str, options: tuple[str, ...]) -> tuple[str, str]:
        question = next(one.question[id] for one in reversed(self._catalogues) if id in one.question)
        old = self._catalogues[0].question.get(id)
        labels = [
            question.label(one) if one in {each.id for each in question.options} else (old or question).label(one)
            for one in options
        ]
        return question.name, "、".join(labels)
