"""Who is there: a card, a code, or a number typed. Out comes a ``Visitor`` to show (masked) and a ``Subject`` to keep
(keyed hash, last four). What was read or typed is dropped here."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from devices.idcard.card import CardTrouble, IdCard
from hall.contract import ids
from hall.contract.ids import IdKind, Subject
from hall.contract.queue import ServiceView
from hall.contract.snapshot import CodeLookup, CodeOwner
from kiosk.calls import Answered, Call, Refused
from kiosk.kit.tools import Desk
from kiosk.kit.views import IdentifyView, Sentence, Touched, TypedProblem, Visitor

# A unified social credit code anywhere in a scanned text (old paper licences carry a URL; some carry the code).
_CREDIT_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])")
LENGTH = 18


@dataclass(frozen=True)
class Identified:
    """``notice``: something the visitor should know (the card has expired)."""

    visitor: Visitor
    subject: Subject
    notice: Sentence | None = None


class IdentifyFlow:
    """``done`` is called once with the result."""

    def __init__(
        self,
        desk: Desk,
        done: Callable[[Identified], None],
    ) -> None:
        self._desk = desk
        self._done = done
        self._view = IdentifyView(service=None)
        self._asked: str | None = None

    def view(self) -> IdentifyView:
        return self._view

    def for_service(self, service: ServiceView | None) -> None:
        self._become(service=service)

    # -- typing ------------------------------------------------------------------------------------------------------

    def touched(self, touch: Touched) -> bool:
        """True if the touch was ours."""
        typed = self._view.typed
        match touch.what:
            case "type":
                self._become(mode="type", trouble=None)
            case "lay":
                self._become(mode="lay", typed="", problem=None, complete=False, trouble=None)
            case "kind" if touch.arg in ("id_number", "credit_code"):
                self._become(kind=touch.arg, typed="", problem=None, complete=False)
            case "key" if len(touch.arg) == 1 and touch.arg.isascii() and touch.arg.isalnum():
                self._type((typed + touch.arg.upper())[:LENGTH])
            case "erase":
                self._type(typed[:-1])
            case "clear":
                self._type("")
            case "confirm":
                self._confirm()
            case _:
                return False
        return True

    def _check(self, typed: str) -> ids.Problem | None:
        if self._view.kind == "id_number":
            return ids.check_id_number(typed, self._desk.today())
        return ids.check_credit_code(typed)

    def _type(self, typed: str) -> None:
        """A digit that can already be seen to be wrong is named at once; a missing one only on confirming."""
        problem = self._check(typed) if typed else None
        shown = _typed_problem(problem, typed) if problem and problem.code != "length" else None
        self._become(typed=typed, problem=shown, complete=bool(typed) and problem is None)

    def _confirm(self) -> None:
        typed = ids.normalise(self._view.typed)
        if problem := self._check(typed):
            self._become(problem=_typed_problem(problem, typed), complete=False)
            return
        self._number(self._view.kind, typed, "typed")

    # -- cards and codes ---------------------------------------------------------------------------------------------

    def card(self, event: IdCard | CardTrouble) -> None:
        """A card was read, or could not be."""
        if isinstance(event, CardTrouble):
            self._become(trouble=Sentence(f"identify.trouble.{event.trouble.value}"), reading=False)
            return
        expired = event.expires is not None and event.expires < self._desk.today()
        self._finish(
            Identified(
                Visitor(ids.mask_name(event.name), ids.mask_number(event.number), "card"),
                ids.subject_of("id_number", event.number, self._desk.subject_key),
                Sentence("identify.trouble.expired_card") if expired else None,
            )
        )

    def code(self, text: str) -> None:
        """A scanned text that is no slip of ours. It is looked at, or handed to the hall; never opened."""
        plain = ids.normalise(text)
        if ids.check_id_number(plain, self._desk.today()) is None:
            self._number("id_number", plain, "code")
        elif (found := _CREDIT_CODE.search(text.upper())) and ids.check_credit_code(found[0]) is None:
            self._number("credit_code", found[0], "code")
        else:
            self._asked = text
            self._become(asking_hall=True, trouble=None)
            self._desk.asks.ask(Call(_name(text), "identity", CodeOwner, CodeLookup(text=text)))

    def answered(self, event: Answered) -> bool:
        if self._asked is None or event.name != _name(self._asked):
            return False
        self._asked = None
        match event.answer:
            case CodeOwner() as owner:
                visitor = Visitor(owner.name_masked, owner.number_masked, "code", owner.kind)
                self._finish(Identified(visitor, owner.subject))
            case Refused(_, zh, en):
                self._become(asking_hall=False, trouble=Sentence("frame.hall_said", {"said": (zh, en)}))
            case _:
                self._become(asking_hall=False, trouble=Sentence("identify.trouble.code_hall_away"))
        return True

    def _number(self, kind: IdKind, number: str, how: Literal["code", "typed"]) -> None:
        visitor = Visitor("", ids.mask_number(number), how, "person" if kind == "id_number" else "firm")
        self._finish(Identified(visitor, ids.subject_of(kind, number, self._desk.subject_key)))

    def _finish(self, identified: Identified) -> None:
        self._view = replace(self._view, typed="", problem=None, complete=False, trouble=None, asking_hall=False)
        self._done(identified)

    def _become(self, **changes: object) -> None:
        self._view = replace(self._view, **changes)  # type: ignore[arg-type]


def _name(text: str) -> str:
    return f"code {text}"


def _typed_problem(problem: ids.Problem, typed: str) -> TypedProblem:
    """The sentence that names the wrong digit."""
    start, end = problem.position, problem.until or problem.position
    key = f"identify.problem.{problem.code}"
    if problem.code == "length" and problem.missing < 0:
        key = "identify.problem.too_long"
    values: dict[str, str | int | tuple[str, str]] = {
        "position": start or 0,
        "end": end or 0,
        "expected": problem.expected or "",
        "typed": typed[start - 1 : end] if start else "",
        "missing": abs(problem.missing),
    }
    return TypedProblem(Sentence(key, values), start, end)
