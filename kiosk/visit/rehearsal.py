"""A station without wires, for samples: the real ledger, attendant and errands on a made-up hall; hall, visitor and
printer are played by a script. Nothing of it is loaded by a station at work."""

import json
from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from devices.documents.documents import DocumentPrinterHealth, Progress
from devices.gate import gate as locks
from devices.idcard.card import CardGone, CardTrouble, IdCard, Trouble
from devices.printer.verdict import PrinterHealth, Verdict
from devices.scanner.scan import Scan, ScannerTrouble
from hall.contract.parts import parts_of
from hall.contract.plan import Plan
from hall.contract.queue import LiveNumbers, NumbersAsked, Ticket, TicketOrder, TicketState, TicketStatus
from hall.contract.report import Body
from hall.contract.snapshot import PublishedPlan, Snapshot
from kiosk.calls import Answered, Away, Call
from kiosk.errands import Open
from kiosk.kit.hall_clock import HallClock
from kiosk.kit.paper_wish import PaperWish
from kiosk.kit.played import NOW, NUMBER, Script
from kiosk.kit.tools import Tools
from kiosk.kit.views import Face, Touched
from kiosk.ledger.db import LedgerFull
from kiosk.ledger.paper import Sheet
from kiosk.ledger.parts import written
from kiosk.ledger.store import Ledger
from kiosk.machine import (
    AnyVerdict,
    CardSaid,
    DocumentsSaid,
    GateAnswered,
    GateSaid,
    PrintDone,
    PrinterSaid,
    PrintGoesOn,
    Scanned,
)
from kiosk.news import HallSeen, PartsCame
from kiosk.typesetting import typeset
from kiosk.visit.attendant import Attendant, Started, Tick
from kiosk.visit.counter import counter
from kiosk.visit.gatehouse import sample_grants
from kiosk.visit.library import sample_matters
from kiosk.visit.visit import Patience, Visit

CARD = IdCard("resident", "张样例", NUMBER, None)


class Stopped(HallClock):
    """It is always the same moment."""

    def now(self) -> datetime:
        return NOW


class Rehearsal:
    """One station, one script. ``word`` None: the hall was never reached."""

    def __init__(self, word: Snapshot | None, plan: Plan | None = None, patience: Patience | None = None) -> None:
        self._folder = TemporaryDirectory()
        self._asked: list[Call[Any]] = []
        self._printed: list[str] = []
        self.numbers: LiveNumbers | None = LiveNumbers()  # None: the hall does not say
        self.ledger = Ledger(Path(self._folder.name) / "ledger.db")
        self._unlocked: list[locks.Decision] = []
        self._wished: list[tuple[str, str, Any]] = []
        self.tools = Tools(self.ledger, self, self, b"k" * 32, locks=self, papers=self)
        self.tools.clock = Stopped()
        self.attendant = Attendant(self.tools, lambda face: None, self, patience=patience)
        self.tell(Started(clean=True))
        if word is not None:
            self.tell(came(word), HallSeen(word.at), PrinterSaid(PrinterHealth(True)))
        if plan is not None:
            self.tell(PartsCame(NOW, written({"plan": PublishedPlan(revision=1, at=NOW, plan=plan)})))

    def play(self, script: Script) -> Face:
        script(self)
        return self.attendant.face()

    def close(self) -> None:
        self.ledger.close()
        self._folder.cleanup()

    def tell(self, *events: object) -> None:
        for event in events:
            self.attendant.handle(event)
            self._look_up()
            while self._wished:
                self.attendant.handle(typeset(*self._wished.pop(0)))

    # -- the courier, the machine and the clerk, as the station sees them ----------------------------------------------

    def ask(self, call: Call[Any]) -> None:
        self._asked.append(call)

    def _look_up(self) -> None:
        """The hall says at once which numbers the visitor has: as many as the script says."""
        if (found := self.numbers) is None:
            return
        for call in [one for one in self._asked if isinstance(one.body, NumbersAsked)]:
            self._asked.remove(call)
            self.attendant.handle(Answered(call.name, found))

    def nudge(self) -> None: ...

    def typeset(self, key: str, name: str, values: Any) -> None:
        self._wished.append((key, name, values))

    def print(self, paper: str, sheet: Sheet, job: int) -> None:
        self._printed.append(paper)

    def follow(self, paper: str, job: int) -> None: ...

    def drop(self, paper: str, job: int) -> None: ...

    def unlock(self, seconds: float, decision: locks.Decision, door: str = "") -> None:
        self._unlocked.append(decision)

    def open(self, door: str, *, gate: bool = False) -> bool | None: ...

    def after(self, seconds: float, event: object) -> None: ...

    # -- what is played ------------------------------------------------------------------------------------------------

    def touch(self, *touches: str) -> None:
        for touch in touches:
            what, _, arg = touch.partition(" ")
            self.tell(Touched(what, arg))

    def type(self, text: str) -> None:
        self.touch(*(f"key {character}" for character in text))

    def lay(self) -> None:
        self.tell(CardSaid(CARD))

    def lift(self) -> None:
        self.tell(CardSaid(CardGone()))

    def trouble(self, trouble: Trouble) -> None:
        self.tell(CardSaid(CardTrouble(trouble)))

    def scan(self, text: str) -> None:
        self.tell(Scanned(Scan(text)))

    def no_scanner(self) -> None:
        self.tell(Scanned(ScannerTrouble("unplugged")))

    def hall(self, answer: Any = Away()) -> None:  # noqa: B008 frozen
        self.tell(Answered(self._asked.pop(0).name, answer))

    def ticket(self, **changes: Any) -> Ticket | TicketStatus:
        """The rest of it is as for A012 of the first service."""
        asked = self._asked[0].body
        if isinstance(asked, TicketOrder):
            return self._number(**{"service": asked.service, "key": asked.key, **changes})
        return self._status(**changes)

    def _number(self, **changes: Any) -> Ticket:
        assert self.tools.snapshot is not None
        services = self.tools.snapshot.services
        given = {"n": 12, "ahead": 3, "wait_low": 8, "wait_high": 12, "service": services[0].id, "key": "k" * 16}
        given |= {"day": NOW.date(), "token": "T" * 16, "issued_at": NOW, "as_of": NOW, **changes}
        letter = next(one.letter for one in services if one.id == given["service"])
        return Ticket(letter=letter, **given)

    def _status(self, state: TicketState = "waiting", window: str | None = None, **changes: Any) -> TicketStatus:
        return TicketStatus(ticket=self._number(**changes), state=state, window=window)

    def has(self, *numbers: dict[str, Any]) -> None:
        self.numbers = LiveNumbers(numbers=tuple(self._status(**one) for one in numbers))

    def slow(self) -> None:
        self.numbers = None

    def printer(self, verdict: Verdict) -> None:
        self.tell(PrintDone(self._printed.pop(0), verdict))

    def doors(self, **changes: Any) -> None:
        grants = sample_grants(self.tools.station, NOW, **changes)
        self.tell(PartsCame(NOW, written({"grants": grants})))

    def matters(self, revision: int = 7, without: str = "", phones: str = "") -> None:
        self.tell(PartsCame(NOW, sample_matters(revision, without, phones)), Tick())

    def receipt(self, verdict: str) -> None:
        at = counter(verdict, NOW)
        if at.receipts is not None and at.known is not None:
            self.tell(PartsCame(NOW, written({"receipts": at.receipts, "receipts_known": at.known})))
        self.scan(at.text)

    def gate(self, became: str) -> None:
        decision = self._unlocked[-1]
        answers: dict[str, object] = {
            "released": GateAnswered(locks.Released(decision)),
            "maybe_released": GateAnswered(locks.MaybeReleased(decision, locks.Trouble.SILENT)),
            "not_released": GateAnswered(locks.NotReleased(decision, locks.Why.NO_WATCH)),
            "passed": GateSaid(locks.Passed(decision)),
            "not_passed": GateSaid(locks.NotPassed(decision)),
        }
        self.tell(answers[became])

    def health(self, health: PrinterHealth) -> None:
        self.tell(PrinterSaid(health))

    def paper(self, name: str, lines: int = 0) -> None:
        values = json.loads(files("assets").joinpath("papers/samples.json").read_text(encoding="utf-8"))[name]
        if lines:
            values["lines"] = [{**values["lines"][n % 3], "copies": "1"} for n in range(lines)]
        self.attendant._stack.lay(self.visit, Open("paper", PaperWish(name, values)))
        self.tell(DocumentsSaid(DocumentPrinterHealth(True)))

    def prints(self, said: Progress | AnyVerdict) -> None:
        paper = self._printed[0]
        if not isinstance(said, Progress):
            self._printed.pop(0)
        self.tell(PrintGoesOn(paper, said) if isinstance(said, Progress) else PrintDone(paper, said))

    def nonsense(self) -> None:
        self.tell(Scanned(ScannerTrouble("nonsense")))

    def fill_disk(self) -> None:
        """The ledger has had no room since somebody asked for help."""
        self.tools.ledger.outbox.report = _no_room
        self.touch("help", "help_close")

    @property
    def visit(self) -> Visit:
        found = self.attendant._visit
        assert found is not None
        return found

    def hall_away(self) -> None:
        self.tools.hall_away, self.tools.hall_seen = True, NOW


def _no_room(body: Body, at: datetime) -> int:
    raise LedgerFull("SQLITE_FULL")


def came(word: Snapshot) -> PartsCame:
    return PartsCame(word.at, written(parts_of(word)))


def standing(face: Face) -> Face:
    """Without the time that runs, so that a picture is the same whenever it is taken."""
    return Face(replace(face.frame, countdown=None), face.view)
