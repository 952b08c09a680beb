"""What do I need for this? Find the matter, answer what decides, see the list change, take it along.

Everything is decided here, from the station's own part of the hall's word: it works with the hall away. Nothing of it
is anybody's data, and nothing is kept.
"""

from dataclasses import replace
from math import inf
from typing import Literal

from devices.printer.slip import Slip
from hall.contract.codes import Code
from hall.contract.matters import Question, read_carried
from hall.contract.parts import MattersPart
from kiosk.errands import Close, Errand, Hold, Left, Open, Stay, Step, Surroundings, Visit
from kiosk.errands.guide import finding, told
from kiosk.errands.guide.guidance import Guidance
from kiosk.errands.guide.paper import ListPaper
from kiosk.errands.guide.place import slip_to, window_of
from kiosk.errands.guide.sheet import sheet
from kiosk.errands.guide.slip import compose
from kiosk.errands.guide.troubles import disk_full, no_paper, nothing_known, withdrawn
from kiosk.errands.guide.typed import Typed
from kiosk.errands.guide.view import AskView, ChooseView, ListView, Row
from kiosk.kit.tools import Tools
from kiosk.kit.views import Sentence, Touched, TroubleView, View
from kiosk.ledger.db import LedgerFull
from kiosk.ledger.papers import LeftPaper
from kiosk.machine import PrintDone

Place = Literal["branches", "branch", "search", "found", "read", "ask", "list", "answers"]
BACK: dict[Place, Place] = {"found": "search", "read": "found"}
FINDING = ("branch", "search", "found")


class GuideErrand(Errand):
    name = "guide"

    def __init__(self, tools: Tools, visit: Visit) -> None:
        super().__init__(tools, visit)
        part = tools.parts.get("matters")
        self._said = Guidance(part) if isinstance(part, MattersPart) else None
        self._place: Place = "branches"
        self._from: Place = "branches"  # where the matter was chosen
        self._group = ""
        self._typed = Typed(tools)
        self._large = False
        self._paper = ListPaper(tools, self._compose)
        self._trouble: TroubleView | None = None

    @property
    def hold(self) -> Hold:
        return Hold.BUSY if self._paper.sent else Hold.FREE

    # -- what is shown -----------------------------------------------------------------------------------------------

    def view(self, around: Surroundings) -> View:
        if (said := self._said) is None:
            return nothing_known()
        if self._trouble is not None:
            return self._trouble
        if said.guide is None or self._place == "branches":
            return self._find_view(said)
        if self._place == "answers":
            given = told.given(said.catalogue, said.known, said.answers)
            rows = tuple(Row("change", one.question, one.asked, one.label) for one in given)
            return ChooseView(Sentence("guide.answers"), rows, Sentence("guide.answers_lead"))
        question = said.question() if self._place == "ask" else None
        return self._ask_view(said, question) if question is not None else self._list_view(said)

    def _find_view(self, said: Guidance) -> View:
        match self._place:
            case "search":
                return self._typed.pad(said.catalogue)
            case "found":
                return self._typed.results(said.catalogue)
            case "read":
                return self._typed.text()
            case "branch":
                return self._branch_view(said)
        rows, ready = finding.branches(said.catalogue, self._names), self._typed.ready
        lead = Sentence("guide.lead" if ready else "guide.lead_tree")
        return ChooseView(Sentence("guide.title"), rows, lead, find=ready)

    def _branch_view(self, said: Guidance) -> ChooseView:
        lead = Sentence("guide.advice_lead" if self._group == finding.ADVICE else "guide.branch_lead")
        rows = finding.branch(said.catalogue, self._group, self._names)
        return ChooseView(finding.title(said.catalogue, self._group, self._names), rows, lead)

    def _ask_view(self, said: Guidance, question: Question) -> AskView:
        came = said.checklist(self.tools.today())
        return AskView(
            matter=finding.named(said.matter, self._names),
            question=question.id,
            asked=told.said(question),
            options=told.options(question),
            given=told.given(said.catalogue, said.known, said.answers),
            lines=told.moved_first(told.lines(said.catalogue, came, said.answers, said.before)),
            chosen=said.answers.get(question.id, "") if said.again else "",
            left=said.left(self.tools.today()),
        )

    def _list_view(self, said: Guidance) -> ListView:
        today = self.tools.today()
        came, changed, matter = said.checklist(today), said.since(today), said.matter
        turned = came.turned
        to = said.catalogue.matter.get(turned.to) if turned and turned.to else None
        return ListView(
            matter=finding.named(matter, self._names),
            tag=(matter.way or matter.stage, matter.name if matter.en or matter.id in self._names else matter.stage),
            given=told.given(said.catalogue, said.known, said.answers),
            lines=told.lines(said.catalogue, came, said.answers, since=changed),
            facts=told.facts(matter, came, today),
            window=window_of(self.tools, step_free=self.visit.without_steps),
            notes=tuple(one.say for one in (*came.perhaps, *came.notes)),
            turned=turned.say if turned else "",
            to=finding.matter_row(to, self._names) if to else None,
            paper=self._paper.state(said.token(today)),
            code=said.code(today) if turned is None else "",
            phone=bool(said.part.phones),
            large=self._large,
            since=told.changes(changed) if changed else (),
            a4=self.tools.papers is not None and turned is None,
            disclaimer=said.catalogue.disclaimer,
        )

    @property
    def _names(self) -> finding.English:
        return finding.english(self.tools)

    # -- the visitor -------------------------------------------------------------------------------------------------

    def open(self, arg: object) -> Step:
        """By its key, or with the code of a list that was carried along."""
        if isinstance(arg, Code):
            self.code(arg)
        return Stay()

    def code(self, code: Code) -> Step | None:
        if code.kind != "list":
            return None
        carried = read_carried(code.value)
        if self._said is None or carried is None:
            self.visit.say(Sentence("guide.code_unread" if carried is None else "guide.nothing.what"))
        elif self._said.take_up(carried):
            self._place, self._trouble, self._large = "ask", None, False
            self.visit.say(Sentence("guide.code_read"))
        else:
            self._trouble = withdrawn(code=True)
        return Stay()

    def touched(self, touch: Touched) -> Step | None:
        said = self._said
        match touch.what:
            case _ if said is None:
                return None
            case "group":
                self._group, self._place = touch.arg, "branch"
            case "search" if self._typed.ready:
                self._typed.forget()
                self._place = "search"
            case "confirm" if self._place == "search":
                self._place = "found"
            case "read" if self._typed.read(touch.arg):
                self._place = "read"
            case _ if self._place == "search" and said.guide is None and self._typed.touched(touch):
                pass
            case "matter" if said.choose(touch.arg):
                self._from = self._place if self._place in FINDING else "branches"
                self._place, self._large = "ask", False
            case "advice":
                return Open("ticket")
            case "another":
                said.leave()
                self._place, self._trouble = "branches", None
            case _ if said.guide is not None:
                return self._touched_list(said, touch)
            case _:
                return None
        return Stay()

    def _touched_list(self, said: Guidance, touch: Touched) -> Step | None:
        """What there is only once a matter is chosen."""
        match touch.what:
            case "answer" if self._place == "ask":
                question, _, option = touch.arg.partition(" ")
                said.answer(question, option, self.tools.today())
            case "answers":
                self._place = "answers"
            case "change" if said.ask_again(touch.arg):
                self._place = "ask"
            case "list":
                said.again, self._place, self._trouble = "", "list", None
            case "carry":
                self._large = not self._large
            case "print":
                self._on_paper("print")
            case "again" | "reprint" | "no_slip" | "got_it" if self._trouble is not None:
                self._on_paper(touch.what)
            case "a4" if self.tools.papers is not None and self.tools.snapshot is not None:
                version = f"{said.catalogue.version} · {said.part.revision}"
                return Open("paper", sheet(self._list_view(said), self.tools.snapshot, self.tools.now(), version))
            case "queue":
                return Open("ticket", Touched("service", touch.arg))
            case "way" if (to := slip_to(self.tools)) is not None:
                return Open("way", to)
            case _:
                return None
        return Stay()

    def back(self) -> Step:
        """One step of what was shown; an answer given is taken back before a matter is left."""
        said = self._said
        if said is None or (self._place == "branches" and self._trouble is None):
            return Close()
        if self._trouble is not None or self._large or said.again or self._place == "answers":
            self._trouble, self._large, said.again = None, False, ""
            self._place = "ask" if said.guide is not None else "branches"
        elif said.guide is None:
            self._place = BACK.get(self._place, "branches")
        elif (self._place == "list" and said.question() is not None) or said.undo():
            self._place = "ask"
        else:
            said.leave()
            self._place = self._from
        return Stay()

    def tick(self) -> Step | None:
        """The catalogue may be another than it was: that is said, and what was answered stays."""
        now = self.tools.parts.get("matters")
        if not isinstance(now, MattersPart) or self._said is None or now.revision == self._said.part.revision:
            return None
        match self._said.republished(now):
            case "gone":
                self._trouble = withdrawn()
            case "same":
                self.visit.say(Sentence("guide.republished"))
        return None

    # -- the paper ---------------------------------------------------------------------------------------------------

    def _on_paper(self, how: str) -> None:
        """A ledger that cannot write stops the step before anything was done, and says so."""
        assert self._said is not None
        try:
            if how == "print":
                self._paper.print(self._said.token(self.tools.today()))
            else:
                self._paper.otherwise(how)
        except LedgerFull:
            self._trouble = disk_full()
            return
        self._trouble = no_paper(self._paper.failed) if self._paper.failed else None

    def _compose(self, copy_no: int, _first: int) -> Slip:
        assert self._said is not None
        assert self.tools.snapshot is not None
        view = self._list_view(self._said)
        return compose(view, self.tools.snapshot, self.tools.now(), self.visit.manners.language, copy_no)

    def printed(self, event: PrintDone) -> Step | None:
        try:
            if not self._paper.done(event):
                return None
        except LedgerFull:
            self._trouble = disk_full()
            return Stay()
        self._trouble = no_paper(self._paper.failed) if self._paper.failed else None
        return Stay()

    def close(self) -> None:
        self._paper.close()

    # -- after a power cut -------------------------------------------------------------------------------------------

    @classmethod
    def left(cls, tools: Tools) -> list[LeftPaper]:
        """Nothing is lost that cannot be asked again: it is never taken up."""
        return [replace(one, age=inf) for one in tools.ledger.papers.unfinished(cls.name, tools.now())]

    def abandon(self, left: Left) -> None:
        assert isinstance(left, LeftPaper)
        self._paper.abandon(left.paper)


ERRAND = GuideErrand
