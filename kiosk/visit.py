"""Who stands at the glass: one visit after another, each with its manners, its countdown and its end.

Takes every event the clerk is handed, gives it to the flow that is open, and draws the face. When a visit ends,
everything personal goes with it: the object is dropped and nothing of it was kept anywhere else.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from devices.idcard.card import CardEvent, CardGone, CardTrouble, ReaderBack, Trouble
from devices.printer.verdict import PrinterHealth
from devices.scanner.scan import Scan, ScannerTrouble
from hall.contract.codes import slip_token
from hall.contract.ids import Subject
from hall.contract.report import ClockJumped, DeviceTold, HelpWanted, StationStarted
from kiosk.courier import Acknowledged, Answered, HallSeen, SnapshotCame
from kiosk.flows.desk import Desk
from kiosk.flows.identify import Identified, IdentifyFlow
from kiosk.flows.lookup import LookupFlow
from kiosk.flows.ticket import Party, TicketFlow
from kiosk.flows.views import (
    AttractView,
    Countdown,
    Face,
    Frame,
    Help,
    HomeView,
    Manners,
    OutOfServiceView,
    Sentence,
    SlipView,
    Touched,
    TroubleView,
    View,
    Visitor,
)
from kiosk.ledger import LedgerFull
from kiosk.machine import CardSaid, PrintDone, PrinterSaid, Scanned

log = logging.getLogger(__name__)

VERSION = "0.1.0"
ASK_SECONDS = 10.0  # "还在吗？" this long before the end
CARE_FACTOR = 1.5  # longer times in care mode
RESUME_SECONDS = 180.0  # a power cut longer than this: nobody waits for the slip any more
HELP_SECONDS = 5.0  # the hall has not heard the call for help by then: say so
CLOCK_JUMP_SECONDS = 30.0
HALL_AWAY_SECONDS = 6.0  # one lost round is not an outage
LEDGER_DAYS = 3


@dataclass(frozen=True)
class Started:
    """The first event of all. ``clean``: the last run ended in order."""

    clean: bool


@dataclass(frozen=True)
class Tick:
    """Once a second."""


@dataclass
class Visit:
    """Everything that ends with the visitor."""

    manners: Manners = field(default_factory=Manners)
    page: str = "home"
    visitor: Visitor | None = None
    subject: Subject | None = None
    notice: Sentence | None = None
    ends: float = 0.0
    total: float = 0.0
    ticket: TicketFlow | None = None
    identify: IdentifyFlow | None = None
    lookup: LookupFlow | None = None
    help: Help | None = None
    help_seq: int = 0
    help_until: float = 0.0


class Timers(Protocol):
    """The clerk as seen from here."""

    def after(self, seconds: float, event: object) -> int: ...


@dataclass(frozen=True)
class Patience:
    """Seconds without a touch: ``idle`` on a page with nothing personal, ``personal`` on one with."""

    idle: float = 60.0
    personal: float = 30.0


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
        self._card_works, self._code_works = has_card, has_scanner
        self._has_card, self._has_scanner = has_card, has_scanner
        self._card_on_reader = False
        self._hall_seen: datetime | None = None
        self._hall_heard = time.monotonic()
        self._hall_away = False
        self._wall = (time.time(), time.monotonic())
        self._last_face: Face | None = None
        self._trouble: Sentence | None = None

    # -- events ------------------------------------------------------------------------------------------------------

    def handle(self, event: object) -> None:
        """One event, then one face if anything changed. Whatever goes wrong, the visitor is told."""
        try:
            self._handle(event)
        except LedgerFull:
            self._trouble = Sentence("out.why.disk_full")
        finally:
            self._draw()

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
                self._touch_clock()
            case PrinterSaid(health):
                self._printer(health)
            case SnapshotCame(snapshot, etag):
                self._desk.snapshot = snapshot
                self._desk.clock.set(snapshot.at)
                self._desk.ledger.keep_snapshot(snapshot, etag)
            case HallSeen(at):
                self._hall(at)
            case Acknowledged(upto):
                self._acknowledged(upto)
            case Tick():
                self._tick()
            case Started(clean):
                self._started(clean)
            case _:
                log.debug("nobody wants %s", type(event).__name__)

    def _started(self, clean: bool) -> None:
        self._timers.after(1.0, Tick())
        self._desk.report(StationStarted(version=VERSION, clean=clean))
        self._tidy()
        left = self._desk.ledger.unfinished(self._desk.now())
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
        self._desk.ledger.forget_before(self._desk.now() - timedelta(days=LEDGER_DAYS))

    # -- touches -----------------------------------------------------------------------------------------------------

    def _touched(self, touch: Touched) -> None:
        visit = self._visit
        if visit is None:
            if self._out_of_service() and touch.what not in _ALWAYS:
                return
            visit = self._begin("home")
            if touch.what not in _ALWAYS:
                return  # the first touch only wakes
        self._touch_clock()
        if touch.what == "help":
            self._help(visit)
        elif touch.what in _ALWAYS:
            self._manners(visit, touch)
        elif touch.what == "help_close":
            visit.help = None
        elif touch.what != "still_here":
            self._errand(visit, touch)

    def _manners(self, visit: Visit, touch: Touched) -> None:
        """Language, care and low are the visitor's to change at any time."""
        now = visit.manners
        match touch.what:
            case "language":
                visit.manners = replace(now, language="en" if now.language == "zh" else "zh")
            case "care":
                visit.manners = replace(now, care=not now.care)
            case "low":
                visit.manners = replace(now, low=not now.low)
        if visit.ticket is not None:
            visit.ticket.language = visit.manners.language

    def _errand(self, visit: Visit, touch: Touched) -> None:
        ticket = visit.ticket
        if self._working(visit):
            return
        match touch.what:
            case "leave" | "done":
                self._end()
            case "got_it" | "no_slip" if ticket is not None:
                ticket.settle("slip_in_hand" if touch.what == "got_it" else "number_remembered")
                self._end()
            case "home":
                self._home(visit)
            case "back":
                self._back(visit)
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

    def _working(self, visit: Visit) -> bool:
        return any(flow is not None and flow.working for flow in (visit.ticket, visit.lookup))

    def _home(self, visit: Visit) -> None:
        if visit.page == "home" or (visit.ticket is not None and visit.ticket.begun):
            self._end()
            return
        self._drop_flows(visit)
        visit.page = "home"

    def _back(self, visit: Visit) -> None:
        if visit.page == "identify" and visit.identify is not None and visit.identify.view().mode == "type":
            visit.identify.touched(Touched("lay"))
        elif visit.page == "identify":
            visit.page = "ticket"
        else:
            self._home(visit)

    def _open_ticket(self, visit: Visit) -> None:
        if visit.ticket is None:
            visit.ticket = self._new_ticket(visit)
        visit.page = "ticket"

    def _choose(self, visit: Visit, service: str) -> None:
        self._open_ticket(visit)
        if visit.ticket is None or not visit.ticket.choose(service):
            return
        if visit.subject is not None and visit.visitor is not None:
            self._take(visit, Party(visit.subject, visit.visitor.how))
            return
        self._open_identify(visit).for_service(visit.ticket.chosen)

    def _open_identify(self, visit: Visit) -> IdentifyFlow:
        if visit.identify is None:
            visit.identify = IdentifyFlow(
                self._desk,
                lambda found: self._identified(visit, found),
                lambda: None,
                card=self._card_works,
                code=self._code_works,
            )
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
        self._open_ticket(visit)
        if visit.ticket is not None and visit.ticket.chosen is not None:
            self._take(visit, Party(found.subject, found.visitor.how))

    def _help(self, visit: Visit) -> None:
        visit.help, visit.help_until = Help(None), time.monotonic() + HELP_SECONDS
        visit.help_seq = self._desk.report(HelpWanted(screen=visit.page))

    # -- cards and codes ---------------------------------------------------------------------------------------------

    def _card(self, event: CardEvent) -> None:
        if isinstance(event, CardGone):
            self._card_on_reader = False
            if isinstance(event, ReaderBack):
                self._reader_works()
            return
        if isinstance(event, CardTrouble):
            self._card_trouble(event.trouble)
            if self._visit is not None and self._visit.page == "identify" and self._visit.identify is not None:
                self._visit.identify.card(event)
            elif event.trouble in _LAID and not self._busy():
                self._open_identify(self._visit or self._begin("identify")).card(event)
            return
        self._reader_works()
        self._card_on_reader = True
        if not self._busy():
            self._open_identify(self._visit or self._begin("identify")).card(event)
            self._touch_clock()

    def _card_trouble(self, trouble: Trouble) -> None:
        if trouble in _READER_DOWN and self._card_works:
            self._card_works = False
            self._desk.report(DeviceTold(device="idcard", able=False, reasons=(trouble.value,)))

    def _reader_works(self) -> None:
        if not self._card_works:
            self._card_works = True
            self._desk.report(DeviceTold(device="idcard", able=True))

    def _scanned(self, event: Scan | ScannerTrouble) -> None:
        if isinstance(event, ScannerTrouble):
            works = event.what != "unplugged"
            if works != self._code_works and event.what != "nonsense":
                self._code_works = works
                reasons = () if works else ("unplugged",)
                self._desk.report(DeviceTold(device="scanner", able=works, reasons=reasons))
            elif event.what == "nonsense" and self._visit is not None and self._visit.page == "identify":
                self._visit.notice = Sentence("identify.trouble.code_nonsense")
            return
        if self._busy():
            return
        visit = self._visit or self._begin("identify")
        self._touch_clock()
        if (token := slip_token(event.text)) is not None:
            self._drop_flows(visit)
            visit.lookup = LookupFlow(self._desk, token, lambda: None)
            visit.page = "lookup"
        else:
            self._open_identify(visit).code(event.text)

    def _busy(self) -> bool:
        """A number has been asked for, or the station is out of service: a card or code waits for the next visit."""
        visit = self._visit
        begun = visit is not None and visit.ticket is not None and visit.ticket.begun
        return begun or self._out_of_service() or (visit is not None and self._working(visit))

    # -- the hall and the printer ------------------------------------------------------------------------------------

    def _answered(self, event: Answered) -> None:
        visit = self._visit
        if visit is None:
            return
        flows = (visit.ticket, visit.identify, visit.lookup)
        if any(flow is not None and flow.answered(event) for flow in flows):
            self._touch_clock()

    def _hall(self, at: datetime | None) -> None:
        if at is not None:
            self._hall_seen, self._hall_heard, self._hall_away = datetime.now(UTC), time.monotonic(), False
        elif time.monotonic() - self._hall_heard > HALL_AWAY_SECONDS:
            self._hall_away = True

    def _acknowledged(self, upto: int) -> None:
        self._desk.ledger.acknowledged(upto)
        if self._visit and self._visit.help and self._visit.help_seq and self._visit.help_seq <= upto:
            self._visit.help = Help(True)

    def _printer(self, health: PrinterHealth) -> None:
        self._desk.printer = health
        reasons = tuple(sorted(health.reasons))
        self._desk.report(DeviceTold(device="printer", able=health.able, reasons=reasons))

    # -- time --------------------------------------------------------------------------------------------------------

    def _tick(self) -> None:
        self._timers.after(1.0, Tick())
        self._watch_clock()
        if self._trouble is not None:
            self._tidy()  # writes: raises as long as the disk is full
            self._trouble = None
        visit, now = self._visit, time.monotonic()
        if visit is None:
            return
        if visit.help is not None and visit.help.told is None and now > visit.help_until:
            visit.help = Help(False)
        if self._working(visit):
            self._touch_clock()
        elif now >= visit.ends:
            self._end()

    def _watch_clock(self) -> None:
        """A wall clock that jumps moves no timer and no ticket; the hall is told."""
        wall, mono = time.time(), time.monotonic()
        jumped = (wall - self._wall[0]) - (mono - self._wall[1])
        self._wall = (wall, mono)
        if abs(jumped) > CLOCK_JUMP_SECONDS:
            self._desk.report(ClockJumped(seconds=round(jumped, 1)))

    def _touch_clock(self) -> None:
        visit = self._visit
        if visit is None:
            return
        personal = visit.visitor is not None or visit.page == "identify" or (visit.ticket and visit.ticket.begun)
        total = self._patience.personal if personal else self._patience.idle
        visit.total = total * (CARE_FACTOR if visit.manners.care else 1.0)
        visit.ends = time.monotonic() + visit.total

    # -- beginning and end -------------------------------------------------------------------------------------------

    def _begin(self, page: str) -> Visit:
        self._visit = Visit(page=page)
        self._touch_clock()
        return self._visit

    def _end(self) -> None:
        if self._visit is not None:
            self._drop_flows(self._visit)
        self._visit = None

    def _drop_flows(self, visit: Visit) -> None:
        if visit.ticket is not None:
            visit.ticket.close()
        visit.ticket = visit.identify = visit.lookup = None

    def _new_ticket(self, visit: Visit) -> TicketFlow:
        return TicketFlow(self._desk, visit.manners.language, lambda: None)

    # -- the face ----------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        face = self.face()
        if face != self._last_face:
            self._last_face = face
            self._show(face)

    def face(self) -> Face:
        view = self._view()
        return Face(self._frame(view), view)

    def _out_of_service(self) -> bool:
        return self._trouble is not None or self._desk.snapshot is None

    def _view(self) -> View:
        visit = self._visit
        snapshot = self._desk.snapshot
        if visit is None or snapshot is None:
            if self._out_of_service():
                return self._out_view()
            return AttractView(self._card_works, self._code_works)
        if visit.page == "identify" and visit.identify is not None:
            view = visit.identify.view()
            return replace(view, card=self._card_works, code=self._code_works)
        if visit.page == "lookup" and visit.lookup is not None:
            return visit.lookup.view()
        if visit.page == "ticket" and visit.ticket is not None:
            return visit.ticket.view()
        return HomeView(snapshot.services, self._card_works, self._code_works, self._attention())

    def _out_view(self) -> OutOfServiceView:
        snapshot = self._desk.snapshot
        why = self._trouble or Sentence("out.why.no_hall")
        return OutOfServiceView(
            why=why,
            nearest_zh=snapshot.nearest_zh if snapshot else "",
            nearest_en=snapshot.nearest_en if snapshot else "",
        )

    def _attention(self) -> Sentence | None:
        """What the visitor should know before choosing, not after."""
        return Sentence("home.attention.printer") if self._desk.printer.able is False else None

    def _frame(self, view: View) -> Frame:
        visit, snapshot = self._visit, self._desk.snapshot
        frame = Frame(
            hall_zh=snapshot.hall.name_zh if snapshot else "",
            hall_en=snapshot.hall.name_en if snapshot else "",
            manners=visit.manners if visit else Manners(),
            hall_away=self._hall_away,
            hall_seen=self._hall_seen,
            card_left=self._card_on_reader and isinstance(view, _CARD_SHOULD_BE_GONE),
        )
        if visit is None:
            return frame
        working = self._working(visit)
        return replace(
            frame,
            visitor=visit.visitor,
            countdown=None if working else self._countdown(visit),
            help=visit.help,
            can_back=not working and not (visit.ticket is not None and visit.ticket.begun),
            can_home=not working,
            notice=visit.notice,
        )

    def _countdown(self, visit: Visit) -> Countdown:
        return Countdown(visit.ends, visit.total, visit.ends - time.monotonic() <= ASK_SECONDS)


# Where a card that was read should have been taken back.
_CARD_SHOULD_BE_GONE = (AttractView, SlipView, TroubleView)
# What a visitor may ask for on any screen, also on one that is out of service.
_ALWAYS = frozenset({"language", "care", "low", "help"})
# Something lies on the reader: the visitor can do something about these.
_LAID = frozenset({Trouble.LAY_AGAIN, Trouble.UNKNOWN_CARD})
# The reader itself cannot be used.
_READER_DOWN = frozenset(
    {Trouble.READER_FAULT, Trouble.NOT_AUTHORISED, Trouble.SILENT, Trouble.UNPLUGGED, Trouble.GARBLED}
)
