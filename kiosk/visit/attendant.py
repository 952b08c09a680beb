"""Takes every event the clerk is handed and gives it to the errand whose it is; draws the face when anything changed.

Knows the stack and its guards, and no errand by name.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from devices.idcard.card import CardEvent, CardGone, CardTrouble, IdCard, ReaderBack, Trouble
from devices.scanner.scan import Scan, ScannerTrouble
from hall.contract.codes import Code, read
from hall.contract.ids import subject_of
from hall.contract.report import HelpWanted
from kiosk.alarm import FireSaid
from kiosk.calls import Answered
from kiosk.courier import Acknowledged, HallSeen, PlanCame, SnapshotCame
from kiosk.errands import Close, End, Errand, Hold, Identified, Open, Stay, Step, register
from kiosk.kit.tools import Tools
from kiosk.kit.views import Face, Help, Sentence, Touched
from kiosk.ledger.db import LedgerFull
from kiosk.machine import CardSaid, GateSaid, PrintDone, PrinterSaid, Scanned
from kiosk.visit import wakeup
from kiosk.visit.face import draw
from kiosk.visit.surroundings import Surroundings
from kiosk.visit.visit import Patience, Visit

log = logging.getLogger(__name__)

HELP_SECONDS = 5.0  # the hall has not heard the call for help by then: say so
SHORTEST_CODE = 6  # a pickup code; anything shorter is noise on the line, not somebody who wants something
# What a visitor may ask for on any screen, also on one that is out of service.
_ALWAYS = frozenset({"language", "care", "low", "help"})
# Something lies on the reader: the visitor can do something about these.
_LAID = frozenset({Trouble.LAY_AGAIN, Trouble.UNKNOWN_CARD})


@dataclass(frozen=True)
class Started:
    """The first event of all. ``clean``: the last run ended in order."""

    clean: bool


@dataclass(frozen=True)
class LineOpened:
    """Screens can hear of the fire contact at ``address``, signed under ``key``. ``said``: as it was kept."""

    address: str
    key: str
    said: FireSaid


@dataclass(frozen=True)
class Tick:
    """Once a second."""


class Timers(Protocol):
    """The clerk as seen from here."""

    def after(self, seconds: float, event: object) -> None: ...


class Attendant:
    """``show`` is handed every new face. ``handle`` is the clerk's handler; one thread."""

    def __init__(
        self,
        tools: Tools,
        show: Callable[[Face], None],
        timers: Timers,
        *,
        has_card: bool = True,
        has_scanner: bool = True,
        patience: Patience | None = None,
    ) -> None:
        self._tools = tools
        self._show = show
        self._timers = timers
        self._patience = patience or Patience()
        self._errands = {name: register.errand(name) for name in register.ERRANDS}
        self._keys = {touch: key.errand for key in register.KEYS for touch in key.touches}
        self._visit: Visit | None = None
        self._around = Surroundings(tools, has_card=has_card, has_scanner=has_scanner)
        self._last_face: Face | None = None

    def face(self) -> Face:
        return draw(self._visit, self._around, self._tools)

    def handle(self, event: object) -> None:
        """One event, then one face if anything changed. A ledger that cannot write is said on the glass."""
        try:
            self._handle(event)
        except LedgerFull:
            self._around.disk_full = True
        finally:
            face = self.face()
            if face != self._last_face:
                self._last_face = face
                self._show(face)

    def _handle(self, event: object) -> None:
        match event:
            case Touched():
                self._touched(event)
            case CardSaid(said):
                self._card(said)
            case Scanned(said):
                self._scanned(said)
            case Answered():
                self._offer(lambda errand: errand.answered(event))
            case PrintDone():
                self._offer(lambda errand: errand.printed(event))
            case LineOpened(address, key, said):
                self._around.alarm_line(address, key, said)
            case FireSaid():
                self._around.fire(event)
            case GateSaid(said):
                self._around.gate(said)
                self._offer(lambda errand: errand.gate(said))
            case PrinterSaid(health):
                self._around.printer(health)
            case SnapshotCame():
                self._around.snapshot(event)
            case PlanCame():
                self._around.plan(event)
            case HallSeen(at):
                self._around.hall(at)
            case Acknowledged(upto):
                self._acknowledged(upto)
            case Tick():
                self._tick()
            case Started(clean):
                self._started(clean)
            case _:
                log.debug("nobody wants %s", type(event).__name__)

    # -- beginning and end -------------------------------------------------------------------------------------------

    def _started(self, clean: bool) -> None:
        self._timers.after(1.0, Tick())
        fresh = wakeup.start(self._tools, clean, self._errands.values())
        if fresh is not None:
            self._lay(self._begin(), Open(fresh.errand.name, fresh.left))

    def _begin(self) -> Visit:
        self._visit = Visit()
        self._renew()
        return self._visit

    def _end(self) -> None:
        visit, self._visit = self._visit, None
        if visit is not None:
            visit.drop()

    def _renew(self) -> None:
        if self._visit is not None:
            self._visit.renew(self._patience)

    def _tick(self) -> None:
        self._timers.after(1.0, Tick())
        self._around.watch_clock()
        if self._around.disk_full:
            wakeup.tidy(self._tools)  # writes: raises as long as the disk is full
            self._around.disk_full = False
        self._offer(lambda errand: errand.tick())
        visit, now = self._visit, time.monotonic()
        if visit is None:
            return
        if visit.help is not None and visit.help.told is None and now > visit.help_until:
            visit.help = Help(False)
        if visit.hold == Hold.BUSY:
            self._renew()
        elif now >= visit.ends:
            self._end()

    # -- the stack ---------------------------------------------------------------------------------------------------

    def _offer(self, ask: Callable[[Errand], Step | None]) -> None:
        """From the top down, until one says it is his."""
        visit = self._visit
        for errand in reversed(visit.stack if visit else []):
            if (step := ask(errand)) is not None:
                assert visit is not None
                self._do(visit, errand, step)
                return

    def _do(self, visit: Visit, errand: Errand, step: Step) -> None:
        match step:
            case Open():
                self._lay(visit, step)
            case Close(found, answered):
                visit.drop(errand)
                if found is not None:
                    visit.known(found)
                if found is not None or answered:
                    self._identified(visit, found)
            case End():
                self._end()
            case Stay():
                pass
        self._renew()

    def _lay(self, visit: Visit, step: Open) -> None:
        errand = self._errands[step.errand](self._tools, visit)
        visit.stack.append(errand)
        self._do(visit, errand, errand.open(step.arg))

    def _identified(self, visit: Visit, found: Identified | None) -> None:
        """Who lies on top now is told; if it did not want to know, it gives way to what is offered to the known."""
        if visit.top is not None and (step := visit.top.identified(found)) is not None:
            self._do(visit, visit.top, step)
            return
        visit.drop()
        self._lay(visit, Open(register.WELCOME))

    # -- touches -----------------------------------------------------------------------------------------------------

    def _touched(self, touch: Touched) -> None:
        visit = self._visit
        if self._around.alarm and touch.what not in _ALWAYS:
            return
        if visit is None:
            if self._around.out_of_service and touch.what not in _ALWAYS:
                return
            visit = self._begin()
            if touch.what not in _ALWAYS:
                return  # the first touch only wakes
        self._renew()
        match touch.what:
            case "help":
                self._help(visit)
            case "help_close":
                visit.help = None
            case "language" | "care" | "low":
                self._manners(visit, touch.what)
            case "still_here":
                pass
            case _ if visit.hold < Hold.BUSY:
                self._asked_for(visit, touch)

    def _manners(self, visit: Visit, which: str) -> None:
        """Language, care and low are the visitor's to change at any time."""
        now = visit.manners
        match which:
            case "language":
                visit.manners = replace(now, language="en" if now.language == "zh" else "zh")
            case "care":
                visit.manners = replace(now, care=not now.care)
            case _:
                visit.manners = replace(now, low=not now.low)
        self._renew()

    def _help(self, visit: Visit) -> None:
        visit.help, visit.help_until = Help(None), time.monotonic() + HELP_SECONDS
        visit.help_seq = self._tools.report(HelpWanted(screen=visit.page))

    def _acknowledged(self, upto: int) -> None:
        self._tools.ledger.outbox.acknowledged(upto)
        if self._visit and self._visit.help and self._visit.help_seq and self._visit.help_seq <= upto:
            self._visit.help = Help(True)

    def _asked_for(self, visit: Visit, touch: Touched) -> None:
        """The errand on the glass first; then the keys of the frame; then, at home, the keys of home."""
        top = visit.top
        if top is not None and (step := top.touched(touch)) is not None:
            self._do(visit, top, step)
            return
        match touch.what:
            case "leave" | "done":
                self._end()
            case "home" if top is None or visit.hold > Hold.FREE:
                self._end()
            case "home":
                visit.drop()
            case "back":
                self._back(visit, top)
            case what if top is None and what in self._keys:
                self._lay(visit, Open(self._keys[what], touch))

    def _back(self, visit: Visit, top: Errand | None) -> None:
        if top is None:
            self._end()
        elif visit.can_back:
            self._do(visit, top, top.back())

    # -- cards and codes ---------------------------------------------------------------------------------------------

    @property
    def _shut(self) -> bool:
        return bool(self._around.alarm or self._around.out_of_service)

    def _held(self) -> bool:
        """Something was asked for that stands: what is shown waits for the next visit."""
        return self._visit is not None and self._visit.hold >= Hold.BEGUN

    def _next_visitor(self) -> None:
        """Whoever shows a code or another card while nothing is left to do for the one before is next (or wants to
        know more of that very slip)."""
        if self._visit is not None and self._visit.hold == Hold.DONE:
            self._end()

    def _card(self, event: CardEvent) -> None:
        if isinstance(event, CardGone):
            self._around.card_lies = False
            if isinstance(event, ReaderBack):
                self._around.reader_works()
        elif isinstance(event, CardTrouble):
            self._around.card_trouble(event.trouble)
            self._shown_card(event, opens=event.trouble in _LAID)
        else:
            self._around.reader_works()
            self._around.card_lies = True
            if self._shut or (self._visit and self._visit.hold == Hold.DONE and self._is_theirs(event)):
                return  # the same card read once more is nobody else's
            self._next_visitor()
            self._shown_card(event, opens=True)

    def _is_theirs(self, card: IdCard) -> bool:
        subject = self._visit.subject if self._visit else None
        return subject == subject_of("id_number", card.number, self._tools.subject_key)

    def _shown_card(self, event: IdCard | CardTrouble, *, opens: bool) -> None:
        visit = self._visit
        if self._shut or self._held() or (visit is not None and visit.hold == Hold.DONE):
            return
        if visit is not None and visit.top is not None and (step := visit.top.card(event)) is not None:
            self._do(visit, visit.top, step)
        elif opens:
            self._lay(visit or self._begin(), Open(register.CARD, event))

    def _scanned(self, event: Scan | ScannerTrouble) -> None:
        if isinstance(event, ScannerTrouble):
            self._around.scanner(event)
            if event.what == "nonsense" and self._visit is not None:
                self._visit.notice = Sentence("identify.trouble.code_nonsense")
            return
        if len(event.text.strip()) < SHORTEST_CODE or self._shut:
            return
        self._next_visitor()
        if not self._held():
            self._code(self._visit or self._begin(), read(event.text, self._tools.today()))

    def _code(self, visit: Visit, code: Code) -> None:
        """The errand on top, if it is its kind; else the table."""
        self._renew()
        if visit.top is not None and (step := visit.top.code(code)) is not None:
            self._do(visit, visit.top, step)
        elif (whose := register.SCANS.get(code.kind)) is None:
            visit.notice = Sentence(f"scan.{code.kind}")
        else:
            if not whose.over:
                visit.drop()
            self._lay(visit, Open(whose.errand, code))
