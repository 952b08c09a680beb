"""What answers decide, exactly: a condition is settled when no answer that is still possible changes it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import product
from math import prod

from hall.contract.matters.catalogue import DONT_KNOW, Question
from hall.contract.matters.conditions import Between, ByWindow, Is, Kind, atoms, truth, windows

Answers = Mapping[str, str]
"""Question → option, or :data:`DONT_KNOW`. What is not asked, or not an option, counts as not answered."""

MOST = 4096
"""Combinations looked at for one condition. Beyond it whatever is open is asked: too many questions, never a wrong
list."""


def tested(atom: Is | Between, question: Question | None, answer: str | None) -> bool | None:
    """What an answer says of one test."""
    option = next((one for one in question.options if one.id == answer), None) if question else None
    if option is None:
        return None
    if isinstance(atom, Is):
        return option.id in atom.options
    return None if option.band is None else atom.band.holds(option.band)


def alike(question: Question, tests: Iterable[Is | Between]) -> list[tuple[str, ...]]:
    """Its options, those together that no test tells apart."""
    mine = [one for one in tests if one.question == question.id]
    groups: dict[tuple[bool | None, ...], list[str]] = {}
    for option in question.options:
        groups.setdefault(tuple(tested(one, question, option.id) for one in mine), []).append(option.id)
    return [tuple(one) for one in groups.values()]


class Deciding:
    """Over one catalogue's questions; remembers what it worked out, so it is made for one use and dropped."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self.questions = questions
        self._asks: dict[int, tuple[Kind, dict[str, list[tuple[str, ...]]]]] = {}
        self._known: dict[tuple[int, tuple[str | None, ...]], tuple[bool | None, frozenset[str]]] = {}

    def asks(self, condition: Kind | None) -> dict[str, list[tuple[str, ...]]]:
        """The questions it tests, each with its options in groups that it treats alike."""
        if condition is None:
            return {}
        if (found := self._asks.get(id(condition))) is None:
            tests = list(atoms(condition))
            names = dict.fromkeys(one.question for one in tests if one.question in self.questions)
            found = condition, {one: alike(self.questions[one], tests) for one in names}
            self._asks[id(condition)] = found  # with the condition itself: nobody else gets its id meanwhile
        return found[1]

    def decided(self, condition: Kind | None, answers: Answers) -> tuple[bool | None, frozenset[str]]:
        """Whether it holds, and the unanswered questions that may still change that. None and no question: left to the
        window, or to an answer that the visitor does not have."""
        if condition is None:
            return True, frozenset()
        asks = self.asks(condition)
        said = tuple(answers.get(one) for one in asks)
        key = id(condition), said
        if key not in self._known:
            self._known[key] = self._worked_out(condition, asks, dict(zip(asks, said, strict=True)))
        return self._known[key]

    def _worked_out(
        self, condition: Kind, asks: dict[str, list[tuple[str, ...]]], said: dict[str, str | None]
    ) -> tuple[bool | None, frozenset[str]]:
        value = self._truth(condition, said, {})
        if value is not None:
            return value, frozenset()
        valid = {one: {id for group in groups for id in group} for one, groups in asks.items()}
        unsure = [one for one in asks if said[one] == DONT_KNOW]
        unanswered = [one for one in asks if said[one] != DONT_KNOW and said[one] not in valid[one]]
        left = [one for one, times in Counter(windows(condition)).items() if times > 1]  # once: three values are exact
        if prod(len(asks[one]) for one in (*unsure, *unanswered)) * 2 ** len(left) > MOST:
            return None, frozenset(unanswered)

        def whatever(answers: dict[str, str | None]) -> bool | None:
            """Its truth, if that is the same whatever turns out that nobody here knows."""
            seen = {
                self._truth(
                    condition, answers | dict(zip(unsure, chosen, strict=True)), dict(zip(left, how, strict=True))
                )
                for chosen in product(*([group[0] for group in asks[one]] for one in unsure))
                for how in product((True, False), repeat=len(left))
            }
            return seen.pop() if len(seen) == 1 else None

        values = {
            chosen: whatever(said | dict(zip(unanswered, chosen, strict=True)))
            for chosen in product(*([group[0] for group in asks[one]] for one in unanswered))
        }
        moving = frozenset(one for n, one in enumerate(unanswered) if _moves(values, n))
        return (None if moving else next(iter(values.values()))), moving

    def _truth(self, condition: Kind, said: Mapping[str, str | None], left: Mapping[str, bool]) -> bool | None:
        def known(one: Is | Between | ByWindow) -> bool | None:
            if isinstance(one, ByWindow):
                return left.get(one.window)
            return tested(one, self.questions.get(one.question), said.get(one.question))

        return truth(condition, known)


def _moves(values: Mapping[tuple[str, ...], bool | None], n: int) -> bool:
    """Whether the ``n``-th answer makes a difference, whatever the others are."""
    seen: dict[tuple[str, ...], bool | None] = {}
    return any(seen.setdefault(chosen[:n] + chosen[n + 1 :], value) is not value for chosen, value in values.items())
