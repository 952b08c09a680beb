"""The personal list (一次性告知): what is needed by these answers, and what to ask next. Pure; a kiosk that has
lost the hall runs the same rule on its last catalogue."""

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from hall.contract.matters.bundles import one_list
from hall.contract.matters.catalogue import DONT_KNOW, Catalogue, Material, Matter, Note, Question, Ruled, Sourced, Turn
from hall.contract.matters.conditions import Kind, atoms, windows
from hall.contract.matters.deciding import Answers, Deciding, alike

State = Literal["needed", "waived", "not", "open", "maybe"]
"""``waived``: needed, and the offices have it (免提交). ``open``: depends on a question not answered yet. ``maybe``:
left to the window, or to what the visitor did not know; it stays on the list with a mark."""
Doubt = Literal["", "illustrative", "lapsed"]


class Line(NamedTuple):
    """``because``: the answered questions it hangs on; ``unsure``: those answered by "don't know"; ``depends``: those
    still to be asked; ``window``: what the window decides."""

    material: Material
    state: State
    doubt: Doubt
    because: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    window: tuple[str, ...] = ()


class Checklist(NamedTuple):
    """``turned``: this matter is not for them, and there are no lines. ``perhaps``: turns before
    that, or before the list, that nobody could settle."""

    matter: str
    lines: tuple[Line, ...]
    notes: tuple[Note, ...]
    turned: Turn | None = None
    perhaps: tuple[Turn, ...] = ()
    doubt: Doubt = ""


def checklist(catalogue: Catalogue, matter: str, answers: Answers, today: date) -> Checklist:
    """KeyError: no such matter."""
    return Guide(catalogue, catalogue.matter[matter]).checklist(answers, today)


def next_question(catalogue: Catalogue, matter: str, answers: Answers) -> Question | None:
    """The one whose answer decides most; None: no answer changes the list any more. KeyError: no such matter."""
    return Guide(catalogue, catalogue.matter[matter]).next_question(answers)


class Guide:
    """One matter or bundle of one catalogue, asked again and again while a visitor answers."""

    def __init__(self, catalogue: Catalogue, matter: Matter) -> None:
        self.matter = one_list(catalogue, matter)
        self._order = {one.id: n for n, one in enumerate(catalogue.questions)}
        self._questions = catalogue.question
        self._deciding = Deciding(catalogue.question)

    def conditions(self) -> Iterator[Kind]:
        """Every rule of it."""
        for one in (*self.matter.turns, *self.matter.notes, *self.matter.materials):
            if one.when is not None:
                yield one.when

    def asked(self) -> tuple[str, ...]:
        """Questions that could ever be asked, in the catalogue's order."""
        names = {name for one in self.conditions() for name in self._deciding.asks(one)}
        return tuple(sorted(names, key=self._order.__getitem__))

    def groups(self, question: str) -> list[tuple[str, ...]]:
        """Its options, those together that are all one to this matter."""
        from_all = [atom for one in self.conditions() for atom in atoms(one)]
        return alike(self._questions[question], from_all)

    def checklist(self, answers: Answers, today: date) -> Checklist:
        turned, perhaps, _ = self._turned(answers)
        doubt = doubted(self.matter, today)
        if turned is not None:
            return Checklist(self.matter.id, (), (), turned, perhaps, doubt)
        lines = tuple(self._line(one, answers, today) for one in self.matter.materials)
        notes = tuple(one for one in self.matter.notes if self._deciding.decided(one.when, answers)[0])
        return Checklist(self.matter.id, lines, notes, None, perhaps, doubt)

    def next_question(self, answers: Answers) -> Question | None:
        """First whether this matter is the right one, by the question that settles it soonest; then what decides most
        lines."""
        turned, perhaps, opens = self._turned(answers)
        if turned is not None:
            return None
        votes = {one: self._settled_by(one, perhaps[-1].when, answers) for one in opens}
        if not votes:
            for one in (*self.matter.materials, *self.matter.notes):
                for name in self._deciding.decided(one.when, answers)[1]:
                    votes[name] = votes.get(name, 0) + 1
        if not votes:
            return None
        return self._questions[min(votes, key=lambda one: (-votes[one], self._order[one]))]

    def _settled_by(self, question: str, condition: Kind, answers: Answers) -> float:
        """The share of its options after which nothing more has to be asked."""
        options = self._questions[question].options
        after = (self._deciding.decided(condition, {**answers, question: one.id})[1] for one in options)
        return sum(not moving for moving in after) / len(options)

    def _turned(self, answers: Answers) -> tuple[Turn | None, tuple[Turn, ...], frozenset[str]]:
        """The first turn that holds; those that may, for all anybody knows; and what is to be asked first."""
        perhaps: list[Turn] = []
        for one in self.matter.turns:
            value, moving = self._deciding.decided(one.when, answers)
            if moving:
                return None, (*perhaps, one), moving
            if value:
                return one, tuple(perhaps), frozenset()
            if value is None:
                perhaps.append(one)
        return None, tuple(perhaps), frozenset()

    def _line(self, material: Material, answers: Answers, today: date) -> Line:
        value, moving = self._deciding.decided(material.when, answers)
        asks = self._deciding.asks(material.when)
        state: State = "open" if moving else "maybe" if value is None else "needed" if value else "not"
        if state == "needed" and material.exempt:
            state = "waived"
        return Line(
            material,
            state,
            doubted(material, today),
            tuple(one for one in asks if answers.get(one, DONT_KNOW) != DONT_KNOW),
            tuple(one for one in asks if answers.get(one) == DONT_KNOW) if state == "maybe" else (),
            tuple(one for one in asks if one in moving),
            tuple(windows(material.when)) if state == "maybe" else (),
        )


def doubted(one: Sourced, today: date) -> Doubt:
    """What glass and paper have to say of it: its source has run out or has not begun, or it is illustrative."""
    if (one.until is not None and one.until < today) or (one.since is not None and one.since > today):
        return "lapsed"
    unsure = one.conf == "I" or (isinstance(one, Ruled) and one.when_conf == "I")
    return "illustrative" if unsure else ""
