"""A pass is shown, or a card laid, at the gate beside this kiosk: it opens, and the way to the room is shown and
printed; or one sentence says why not and whom to ask. What is decided, and that it is written first, is the porter's.

Whoever stands there is known by a number alone: no name on the glass. What was shown a while ago counts no more.
"""

from collections.abc import Callable
from dataclasses import replace
from math import inf
from typing import Literal

from devices.gate import gate as locks
from devices.gate.gate import GateEvent, Release
from devices.idcard.card import CardTrouble, IdCard
from devices.printer.slip import Slip
from hall.contract.access import said_card
from hall.contract.codes import Code
from kiosk.errands import Close, Errand, Hold, Left, Stay, Step, Surroundings, Visit
from kiosk.errands.entry.slip import compose
from kiosk.errands.entry.view import EntryView, GateView
from kiosk.kit.floor import Directions
from kiosk.kit.tools import Tools
from kiosk.kit.views import Sentence, Touched, View
from kiosk.ledger.db import LedgerFull
from kiosk.ledger.papers import LeftPaper
from kiosk.machine import PrintDone
from kiosk.porter import Entry
from kiosk.printing import Print


class EntryErrand(Errand):
    """One visitor, one passage."""

    name = "entry"
    personal = True

    def __init__(self, tools: Tools, visit: Visit) -> None:
        super().__init__(tools, visit)
        self._entry: Entry | None = None
        self._step: Literal["ready", "opening", "open", "maybe", "passed", "over", "refused"] = "ready"
        self._what: Sentence | None = None
        self._print: Print | None = None
        self._tries = 0

    @property
    def hold(self) -> Hold:
        """One at a time: who comes next is asked when the gate has shut behind this one."""
        if self._step == "opening" or (self._print is not None and self._print.sent):
            return Hold.BUSY
        return {"ready": Hold.FREE, "refused": Hold.FREE, "open": Hold.BEGUN, "maybe": Hold.BEGUN}.get(
            self._step, Hold.DONE
        )

    def view(self, around: Surroundings) -> View:
        if self._step == "ready":
            return GateView(around.card_works, around.code_works)
        entry = self._entry
        inside = entry is not None and self._step in ("open", "maybe", "passed")
        return EntryView(
            step=self._step,
            said=(entry.decision.zh, entry.decision.en) if entry and self._what is None else None,
            what=self._what,
            seconds=round(entry.door.unlock_seconds) if entry else 0,
            room=self._room if inside else ("", ""),
            way=self._way if inside else None,
            slip=self._slip if inside else "",
            tries=self._tries,
        )

    # -- shown -------------------------------------------------------------------------------------------------------

    def open(self, arg: object) -> Step:
        """By its key; with a code that was shown now, or (None) one that was shown too long ago."""
        match arg:
            case Touched() if self.tools.porter.gate is None:
                return Close()
            case Code():
                return self.code(arg) or Close()
            case None:
                self._refuse(Sentence("entry.stale"))
        return Stay()

    def code(self, code: Code) -> Step | None:
        if code.kind != "pass":
            return None
        door = self.tools.porter.gate
        if door is None:
            self.visit.say(Sentence("scan.pass"))
            return Close()
        self._guarded(lambda: self.tools.porter.code(code.value, door))
        return Stay()

    def card(self, event: IdCard | CardTrouble) -> Step | None:
        door = self.tools.porter.gate
        if door is None or self._step not in ("ready", "refused"):
            return None
        if isinstance(event, CardTrouble):
            self._refuse(Sentence("entry.card_again"))
            return Stay()
        shown = said_card(event.number, self.tools.subject_key)
        self._guarded(lambda: self.tools.porter.card(shown, door))
        return Stay()

    def touched(self, touch: Touched) -> Step | None:
        if touch.what == "again" and self._step in ("refused", "over"):
            self._entry, self._step, self._what = None, "ready", None
            return Stay()
        if touch.what == "step_free" and self._way is not None:
            self.visit.step_free = not self._without_steps
            return Stay()
        return None

    def _guarded(self, ask: Callable[[], Entry]) -> None:
        self._tries += 1
        try:
            entry = ask()
        except LedgerFull:
            self._refuse(Sentence("entry.disk_full"))
            return
        self._entry, self._what = entry, None
        self._step = "opening" if entry.decision.admitted else "refused"

    def _refuse(self, what: Sentence) -> None:
        self._entry, self._step, self._what = None, "refused", what

    # -- the gate ----------------------------------------------------------------------------------------------------

    def released(self, release: Release) -> Step | None:
        if not self._mine(release.decision) or self._step != "opening":
            return None
        match release:
            case locks.NotReleased(_, why):
                busy = why is locks.Why.BUSY
                self._step, self._what = "over", Sentence("entry.busy" if busy else "entry.not_opened")
            case locks.MaybeReleased():
                self._step = "maybe"
                self._print_way()
            case locks.Released():
                self._step = "open"
                self._print_way()
        return Stay()

    def gate(self, event: GateEvent) -> Step | None:
        match event:
            case locks.Passed(decision) if self._mine(decision):
                self._step = "passed"
            case locks.NotPassed(decision) if self._mine(decision):
                self._step, self._what = "over", Sentence("entry.not_passed")
            case locks.Unseen(decision) if self._mine(decision):
                self._step = "passed"
            case _:
                return None
        return Stay()

    def _mine(self, decision: locks.Decision) -> bool:
        return self._entry is not None and decision.id == self._entry.key

    # -- the way, and its slip ---------------------------------------------------------------------------------------

    @property
    def _room_id(self) -> str:
        grants = self.tools.porter.grants
        if self._entry is None or grants is None:
            return ""
        document = grants.document_by_id.get(self._entry.decision.document)
        return document.room if document is not None else ""

    @property
    def _room(self) -> tuple[str, str]:
        place = self.tools.plan.plan.place(self._room_id) if self.tools.plan and self._room_id else None
        return (place.name_zh, place.name_en or place.name_zh) if place else ("", "")

    @property
    def _way(self) -> Directions | None:
        return self.tools.way_to(self._room_id, step_free=self._without_steps)

    @property
    def _without_steps(self) -> bool:
        """As he chose here; else as he stands before the glass, or as he was invited."""
        grants = self.tools.porter.grants
        guest = grants.person_by_id.get(self._entry.decision.person) if grants and self._entry else None
        invited = self.visit.step_free is None and guest is not None and guest.step_free
        return invited or self.visit.without_steps

    def _print_way(self) -> None:
        """A slip is a help: that it did not come out is said, and stops nobody."""
        if self._entry is None or self._room == ("", "") or self.tools.printer.able is False:
            return
        try:
            slip = self._compose(0, 1)
            paper = self.tools.ledger.papers.plan(self.name, self._entry.key, slip, self.tools.now())
            self._print = Print(self.tools, paper, self._compose)
            self._print.send()
        except LedgerFull:
            self._print = None

    def _compose(self, copy_no: int, _first: int) -> Slip:
        assert self.tools.snapshot is not None
        return compose(self.tools.snapshot, self._room, self._way, self.tools.now(), self.visit.manners.language)

    @property
    def _slip(self) -> Literal["", "printing", "printed", "failed"]:
        if self._print is None:
            return "failed" if self._room != ("", "") and self._step != "opening" else ""
        return {"planned": "printing", "sent": "printing", "printed": "printed"}.get(self._print.paper.state, "failed")  # type: ignore[return-value]

    def printed(self, event: PrintDone) -> Step | None:
        if self._print is None or event.paper != self._print.paper.id:
            return None
        try:
            self._print.done(event)
        except LedgerFull:
            self._print = None
        return Stay()

    @classmethod
    def left(cls, tools: Tools) -> list[LeftPaper]:
        """Whoever wanted it has long gone through: it is never taken up."""
        return [replace(one, age=inf) for one in tools.ledger.papers.unfinished(cls.name, tools.now())]

    def abandon(self, left: Left) -> None:
        assert isinstance(left, LeftPaper)
        Print(self.tools, left.paper, self._compose).abandon()

    def close(self) -> None:
        if self._print is not None:
            try:
                self._print.close()
            except LedgerFull:
                self._print = None


ERRAND = EntryErrand
