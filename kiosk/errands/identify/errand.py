"""Who is there: a card, a code, or a number typed. Out comes a ``Visitor`` to show (masked) and a ``Subject`` to keep
(keyed hash, last four). What was read or typed is dropped here."""

from dataclasses import replace
from typing import Literal

from devices.idcard.card import CardTrouble, IdCard
from hall.contract import ids
from hall.contract.codes import Code
from hall.contract.ids import IdKind
from hall.contract.queue import ServiceView
from hall.contract.snapshot import CodeLookup, CodeOwner
from kiosk.calls import Answered, Call, Refused
from kiosk.errands import Close, Errand, Identified, Stay, Step, Surroundings, Visit
from kiosk.errands.identify.view import IdentifyView, TypedProblem
from kiosk.kit.tools import Tools
from kiosk.kit.views import Sentence, Touched, View, Visitor

LENGTH = 18


class IdentifyErrand(Errand):
    name = "identify"
    personal = True

    def __init__(self, tools: Tools, visit: Visit) -> None:
        super().__init__(tools, visit)
        self._view = IdentifyView(service=None)
        self._asked: str | None = None

    def view(self, around: Surroundings) -> View:
        return replace(self._view, card=around.card_works, code=around.code_works)

    def open(self, arg: object) -> Step:
        """For a service; or because a card was laid or a code shown that nobody had asked for."""
        match arg:
            case ServiceView():
                self._become(service=arg)
            case IdCard() | CardTrouble():
                return self.card(arg)
            case Code():
                return self.code(arg) or Stay()
        return Stay()

    # -- typing ------------------------------------------------------------------------------------------------------

    def touched(self, touch: Touched) -> Step | None:
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
                return self._confirm()
            case "skip":
                return Close(answered=True)
            case _:
                return None
        return Stay()

    def back(self) -> Step:
        if self._view.mode == "type":
            return self.touched(Touched("lay")) or Stay()
        return Close()

    def _check(self, typed: str) -> ids.Problem | None:
        if self._view.kind == "id_number":
            return ids.check_id_number(typed, self.tools.today())
        return ids.check_credit_code(typed)

    def _type(self, typed: str) -> None:
        """A digit that can already be seen to be wrong is named at once; a missing one only on confirming."""
        problem = self._check(typed) if typed else None
        shown = _typed_problem(problem, self._view.kind, typed) if problem and problem.code != "length" else None
        self._become(typed=typed, problem=shown, complete=bool(typed) and problem is None)

    def _confirm(self) -> Step:
        typed = ids.normalise(self._view.typed)
        if problem := self._check(typed):
            self._become(problem=_typed_problem(problem, self._view.kind, typed), complete=False)
            return Stay()
        return _number(self.tools, self._view.kind, typed, "typed")

    # -- cards and codes ---------------------------------------------------------------------------------------------

    def card(self, event: IdCard | CardTrouble) -> Step:
        """A card was read, or could not be."""
        if isinstance(event, CardTrouble):
            self._become(trouble=Sentence(f"identify.trouble.{event.trouble.value}"))
            return Stay()
        expired = event.expires is not None and event.expires < self.tools.today()
        return Close(
            Identified(
                Visitor(ids.mask_name(event.name), ids.mask_number(event.number), "card"),
                ids.subject_of("id_number", event.number, self.tools.subject_key),
                Sentence("identify.trouble.expired_card") if expired else None,
            )
        )

    def code(self, code: Code) -> Step | None:
        """A number is one; what we cannot read is handed to the hall, and never opened."""
        match code:
            case Code("id_number" | "credit_code" as kind, number):
                return _number(self.tools, kind, number, "code")
            case Code("suishenma" | "unknown", text):
                if text != self._asked:
                    self._asked = text
                    self._become(asking_hall=True, trouble=None)
                    self.tools.asks.ask(Call(_name(text), "identity", CodeOwner, CodeLookup(text=text)))
                return Stay()
        return None

    def answered(self, event: Answered) -> Step | None:
        if self._asked is None or event.name != _name(self._asked):
            return None
        self._asked = None
        self._become(asking_hall=False)
        match event.answer:
            case CodeOwner() as owner:
                visitor = Visitor(owner.name_masked, owner.number_masked, "code", owner.kind)
                return Close(Identified(visitor, owner.subject))
            case Refused(_, zh, en):
                return self._not_known(Sentence("frame.hall_said", {"said": (zh, en)}))
        return self._not_known(Sentence("identify.trouble.code_hall_away"))

    def _not_known(self, why: Sentence) -> Step:
        """Who is known already is not asked again: he hears why, and goes on where he was."""
        if self.visit.visitor is not None:
            self.visit.say(why)
            return Close()
        self._become(trouble=why)
        return Stay()

    def _become(self, **changes: object) -> None:
        self._view = replace(self._view, **changes)  # type: ignore[arg-type]


def _number(tools: Tools, kind: IdKind, number: str, how: Literal["code", "typed"]) -> Close:
    visitor = Visitor("", ids.mask_number(number), how, "person" if kind == "id_number" else "firm")
    return Close(Identified(visitor, ids.subject_of(kind, number, tools.subject_key)))


def _name(text: str) -> str:
    return f"code {text}"


def _typed_problem(problem: ids.Problem, kind: IdKind, typed: str) -> TypedProblem:
    """The sentence that names the wrong digit, or the parts to compare where none can be named."""
    start, end = problem.position, problem.until or problem.position
    key = f"identify.problem.{problem.code}"
    if problem.code == "length" and problem.missing < 0:
        key = "identify.problem.too_long"
    elif problem.code == "check":
        key = f"identify.problem.check_{kind}"
    values: dict[str, str | int | tuple[str, str]] = {
        "position": start or 0,
        "end": end or 0,
        "typed": typed[start - 1 : end] if start else "",
        "missing": abs(problem.missing),
    }
    return TypedProblem(Sentence(key, values), start, end)


ERRAND = IdentifyErrand
