"""What a visitor has told of his project so far, and what follows from it. No glass, no paper.

Answers belong to the visit, not to a matter: who turns to another is asked nothing twice.
"""

from collections.abc import Callable
from datetime import date
from typing import Literal, TypeVar, cast

from hall.contract.codes import list_code
from hall.contract.matters import (
    DONT_KNOW,
    Carried,
    Catalogue,
    Checklist,
    Guide,
    Matter,
    Question,
    Since,
    carry,
    since,
)
from hall.contract.parts import MattersPart

T = TypeVar("T")


class Guidance:
    """``again``: a question that was answered and is asked once more. ``before``: the list before the last answer."""

    def __init__(self, part: MattersPart) -> None:
        self.part = part
        self.guide: Guide | None = None
        self.answers: dict[str, str] = {}
        self.again = ""
        self.before: Checklist | None = None
        self.carried: Carried | None = None
        self._order: list[str] = []
        self._worked_out: dict[object, object] = {}

    @property
    def catalogue(self) -> Catalogue:
        return self.part.catalogue

    @property
    def known(self) -> Guide:
        """Once a matter is chosen."""
        assert self.guide is not None
        return self.guide

    @property
    def matter(self) -> Matter:
        """With one list, if it is a bundle."""
        return self.known.matter

    def checklist(self, today: date) -> Checklist:
        return self._once(today, lambda: self.known.checklist(self.answers, today))

    def question(self) -> Question | None:
        """What is asked now; None: nothing changes the list any more."""
        return self.catalogue.question[self.again] if self.again else self.following()

    def following(self) -> Question | None:
        """What is asked after what is asked once more."""
        return self._once("following", lambda: self.known.next_question(self.answers))

    def left(self, today: date) -> int:
        """How many questions may follow at most."""
        open_ones = {name for one in self.checklist(today).lines for name in one.depends}
        following = self.following()
        return len(open_ones | ({following.id} if following else set()))

    def _once(self, what: object, work: Callable[[], T]) -> T:
        """The glass is drawn once a second and more: the same answers are not worked out anew. A bundle takes 20 ms."""
        stands = (self.known, tuple(self.answers.items()))
        if self._worked_out.get("for") != stands:
            self._worked_out = {"for": stands}
        if what not in self._worked_out:
            self._worked_out[what] = work()
        return cast(T, self._worked_out[what])

    # -- what the visitor does ---------------------------------------------------------------------------------------

    def choose(self, matter: str) -> bool:
        """Whether there is such a matter (any more)."""
        if matter not in self.catalogue.matter:
            return False
        self.guide = Guide(self.catalogue, self.catalogue.matter[matter])
        self._order, self.again, self.before = [], "", None
        return True

    def leave(self) -> None:
        self.guide, self.again, self.before = None, "", None

    def answer(self, question: str, option: str, today: date) -> None:
        """Only what is being asked: the second touch of a shaky finger answers nothing more."""
        asked = self.question()
        if asked is None or asked.id != question:
            return
        if option == DONT_KNOW or any(one.id == option for one in asked.options):
            self.before = self.checklist(today)
            self.answers[question] = option
            self._order = [*(one for one in self._order if one != question), question]
            self.again = ""

    def ask_again(self, question: str) -> bool:
        if question not in self.catalogue.question:
            return False
        self.again = question
        return True

    def undo(self) -> bool:
        """The last answer of this matter is taken back; False: there is none."""
        self.before = None
        while self._order:
            if self.answers.pop(self._order.pop(), None) is not None:
                return True
        return False

    def take_up(self, carried: Carried) -> bool:
        """A list that was carried along, with its own answers alone; False: its matter is no longer there."""
        if not self.choose(carried.matter):
            return False
        self.carried, self.answers = carried, dict(carried.answers)
        return True

    def republished(self, part: MattersPart) -> Literal["", "same", "gone"]:
        """Another catalogue stands. What it means to the matter that is open, if one is; what was answered stays."""
        self.part, self.before, shown = part, None, self.guide
        if shown is None:
            return ""
        if shown.matter.id not in part.catalogue.matter:
            self.leave()
            return "gone"
        self.guide = Guide(part.catalogue, part.catalogue.matter[shown.matter.id])
        self.again = self.again if self.again in part.catalogue.question else ""
        return "same"

    # -- the list to carry along -------------------------------------------------------------------------------------

    def token(self, today: date) -> str:
        return carry(self.part.revision, self.known, self.answers, self.checklist(today))

    def code(self, today: date) -> str:
        return list_code(self.token(today), self.part.phones)

    def since(self, today: date) -> Since | None:
        """What changed since the list that was carried along, while it is that very list."""
        carried = self.carried
        if carried is None or carried.matter != self.matter.id:
            return None
        asked = self.known.asked()
        if any(self.answers.get(one) != carried.answers.get(one) for one in asked):
            return None
        return since(carried, self.checklist(today))
