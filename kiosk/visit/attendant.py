"""Takes every event the clerk is handed and gives it to the flow that is open; draws the face when anything changed."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from devices.idcard.card import CardEvent, CardGone, CardTrouble, ReaderBack, Trouble
from devices.scanner.scan import Scan, ScannerTrouble
from hall.contract.codes import slip_token
from hall.contract.ids import Subject, subject_of
from hall.contract.report import HelpWanted, StationStarted
from kiosk.alarm import FireSaid
from kiosk.calls import Answered
from kiosk.courier import Acknowledged, HallSeen, PlanCame, SnapshotCame
from kiosk.errands.identify.errand import Identified, IdentifyFlow
from kiosk.errands.lookup.errand import LookupFlow
from kiosk.errands.ticket.errand import Party, TicketFlow
from kiosk.kit.tools import Desk
from kiosk.kit.views import Face, Help, Sentence, SlipView, Touched
from kiosk.ledger.db import LedgerFull
from kiosk.machine import CardSaid, GateSaid, PrintDone, PrinterSaid, Scanned
from kiosk.visit.face import draw
from kiosk.visit.patience import Patience, Visit
from kiosk.visit.surroundings import Surroundings

log = logging.getLogger(__name__)

VERSION = "0.1.0"
RESUME_SECONDS = 180.0  # a power cut longer than this: nobody waits for the slip any more
HELP_SECONDS = 5.0  # the hall has not heard the call for help by then: say so
LEDGER_DAYS = 3
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
        desk: Desk,
        show: Callable[[Face], None],
        timers: Timers,
        *,
        has_card: bool = True,
        has_scanner: bool = True,
        patience: Patience | None = None,
    ) -> None:
        self._desk = desk
        self._show = show
        self._timers = timers
        self._patience = patience or Patience()
        self._visit: Visit | None = None
        self._around = Surroundings(desk, has_card=has_card, has_scanner=has_scanner)
        self._last_face: Face | None = None

    def face(self) -> Face:
        return draw(self._visit, self._around, self._desk)

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
                self._answered(event)
            case PrintDone() if self._visit and self._visit.ticket and self._visit.ticket.print_done(event):
                self._renew()
            case LineOpened(address, key, said):
                self._around.alarm_line(address, key, said)
            case FireSaid():
                self._around.fire(event)
            case GateSaid(said):
                self._around.gate(said)
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
        self._desk.report(StationStarted(version=VERSION, clean=clean))
        self._tidy()
        left = self._desk.ledger.tickets.unfinished(self._desk.now())
        # A clock that jumped back makes the age negative: rather ask a visitor too many than one too few.
        fresh = [one for one in left if one.age < RESUME_SECONDS]
        for old in left:
            if old is not (fresh[-1] if fresh else None):
                self._new_ticket(Visit()).abandon(old)
        if fresh:
            visit = self._begin("ticket")
            visit.ticket = self._new_ticket(visit)
            visit.ticket.resume(fresh[-1])

    def _tidy(self) -> None:
        self._desk.ledger.tickets.forget_before(self._desk.now() - timedelta(days=LEDGER_DAYS))

    def _begin(self, page: str) -> Visit:
        self._visit = Visit(page=page)
        self._renew()
        return self._visit

    def _end(self) -> None:
        if self._visit is not None:
            self._visit.drop_flows()
        self._visit = None

    def _renew(self) -> None:
        if self._visit is not None:
            self._visit.renew(self._patience)

    def _tick(self) -> None:
        self._timers.after(1.0, Tick())
        self._around.watch_clock()
        if self._around.disk_full:
            self._tidy()  # writes: raises as long as the disk is full
            self._around.disk_full = False
        visit, now = self._visit, time.monotonic()
        if visit is None:
            return
        if visit.help is not None and visit.help.told is None and now > visit.help_until:
            visit.help = Help(False)
        if visit.working:
            self._renew()
        elif now >= visit.ends:
            self._end()

    # -- touches -----------------------------------------------------------------------------------------------------

    def _touched(self, touch: Touched) -> None:
        visit = self._visit
        if self._around.alarm and touch.what not in _ALWAYS:
            return
        if visit is None:
            if self._around.out_of_service and touch.what not in _ALWAYS:
                return
            visit = self._begin("home")
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
            case _ if not visit.working:
                self._errand(visit, touch)

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
        if visit.ticket is not None:
            visit.ticket.language, visit.ticket.step_free = visit.manners.language, visit.manners.low

    def _help(self, visit: Visit) -> None:
        visit.help, visit.help_until = Help(None), time.monotonic() + HELP_SECONDS
        visit.help_seq = self._desk.report(HelpWanted(screen=visit.page))

    def _acknowledged(self, upto: int) -> None:
        self._desk.ledger.outbox.acknowledged(upto)
        if self._visit and self._visit.help and self._visit.help_seq and self._visit.help_seq <= upto:
            self._visit.help = Help(True)

    def _errand(self, visit: Visit, touch: Touched) -> None:
        ticket = visit.ticket
        match touch.what:
            case "leave" | "done":
                self._end()
            case "got_it" | "no_slip" if ticket is not None:
                ticket.settle("slip_in_hand" if touch.what == "got_it" else "number_remembered")
                self._end()
            case "home":
                self._home(visit)
            case "back" if visit.way:
                visit.way = False
            case "back":
                self._back(visit)
            case "way" if isinstance(view := self.face().view, SlipView) and view.way is not None:
                visit.way = True
            case "step_free":
                visit.step_free = not visit.without_steps
            case "take":
                self._open_ticket(visit)
            case "service":
                self._choose(visit, touch.arg)
            case "skip" if visit.page == "identify":
                self._take(visit, Party())
            case _ if ticket is not None and ticket.touched(touch):
                pass
            case _ if visit.page == "identify" and visit.identify is not None:
                visit.identify.touched(touch)

    # -- from page to page -------------------------------------------------------------------------------------------

    def _home(self, visit: Visit) -> None:
        if visit.page == "home" or visit.begun:
            self._end()
            return
        visit.drop_flows()
        visit.page = "home"

    def _back(self, visit: Visit) -> None:
        if visit.page == "identify" and visit.identify is not None and visit.identify.view().mode == "type":
            visit.identify.touched(Touched("lay"))
        elif visit.page == "identify":
            visit.page = "ticket"
        else:
            self._home(visit)

    def _new_ticket(self, visit: Visit) -> TicketFlow:
        return TicketFlow(self._desk, visit.manners.language, step_free=visit.manners.low)

    def _open_ticket(self, visit: Visit) -> TicketFlow:
        if visit.ticket is None:
            visit.ticket = self._new_ticket(visit)
        visit.page = "ticket"
        return visit.ticket

    def _choose(self, visit: Visit, service: str) -> None:
        ticket = self._open_ticket(visit)
        if not ticket.choose(service):
            return
        if visit.subject is not None and visit.visitor is not None:
            self._take(visit, Party(visit.subject, visit.visitor.how))
        else:
            self._open_identify(visit).for_service(ticket.chosen)

    def _open_identify(self, visit: Visit) -> IdentifyFlow:
        if visit.identify is None:
            visit.identify = IdentifyFlow(self._desk, lambda found: self._identified(visit, found))
        visit.page = "identify"
        return visit.identify

    def _take(self, visit: Visit, party: Party) -> None:
        if visit.ticket is not None:
            visit.page = "ticket"
            visit.identify = None
            visit.ticket.take(party)

    def _identified(self, visit: Visit, found: Identified) -> None:
        visit.visitor, visit.subject, visit.notice = found.visitor, found.subject, found.notice
        visit.identify = None
        if self._open_ticket(visit).chosen is not None:
            self._take(visit, Party(found.subject, found.visitor.how))

    # -- cards, codes, answers ---------------------------------------------------------------------------------------

    def _busy(self) -> bool:
        """A number has been asked for, or the station is out of service: a card or code waits for the next visit."""
        visit = self._visit
        shut = self._around.alarm or self._around.out_of_service
        return bool(shut or (visit is not None and (visit.begun or visit.working)))

    def _next_visitor(self, subject: Subject | None = None) -> None:
        """Whoever shows a code or another card while a slip that is out stands on the glass is next (or wants to know
        the way of that very slip). The same card read once more is nobody else's."""
        visit = self._visit
        if self._around.alarm or visit is None or visit.ticket is None or not visit.ticket.out:
            return
        if subject is None or subject != visit.subject:
            self._end()

    def _card(self, event: CardEvent) -> None:
        if isinstance(event, CardGone):
            self._around.card_lies = False
            if isinstance(event, ReaderBack):
                self._around.reader_works()
        elif isinstance(event, CardTrouble):
            self._around.card_trouble(event.trouble)
            if self._visit is not None and self._visit.page == "identify" and self._visit.identify is not None:
                self._visit.identify.card(event)
            elif event.trouble in _LAID and not self._busy():
                self._open_identify(self._visit or self._begin("identify")).card(event)
        else:
            self._around.reader_works()
            self._around.card_lies = True
            self._next_visitor(subject_of("id_number", event.number, self._desk.subject_key))
            if not self._busy():
                self._open_identify(self._visit or self._begin("identify")).card(event)
                self._renew()

    def _scanned(self, event: Scan | ScannerTrouble) -> None:
        if isinstance(event, ScannerTrouble):
            self._around.scanner(event)
            if event.what == "nonsense" and self._visit is not None and self._visit.page == "identify":
                self._visit.notice = Sentence("identify.trouble.code_nonsense")
            return
        if len(event.text.strip()) < SHORTEST_CODE or self._around.out_of_service or self._around.alarm:
            return
        self._next_visitor()
        if self._busy():
            return
        visit = self._visit or self._begin("identify")
        if (token := slip_token(event.text.strip())) is not None:
            visit.drop_flows()
            visit.lookup = LookupFlow(self._desk, token)
            visit.page = "lookup"
        else:
            self._open_identify(visit).code(event.text)
        self._renew()

    def _answered(self, event: Answered) -> None:
        visit = self._visit
        if visit is None:
            return
        flows = (visit.ticket, visit.identify, visit.lookup)
        if any(flow is not None and flow.answered(event) for flow in flows):
            self._renew()
