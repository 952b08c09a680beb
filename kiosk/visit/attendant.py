"""Takes every event the clerk is handed and gives it to the errand whose it is; draws the face when anything changed.

Knows the stack and its guards, and no errand by name.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from devices.gate.gate import EXPIRES
from devices.idcard.card import CardEvent, CardGone, CardTrouble, ReaderBack
from devices.scanner.scan import Scan, ScannerTrouble
from hall.contract.report import HelpWanted
from kiosk.alarm import FireSaid
from kiosk.boardwork import BoardDrifted, BoardSays, BoardWill
from kiosk.calls import Answered
from kiosk.courier import Acknowledged
from kiosk.errands import Errand, Hold, Open, register
from kiosk.kit.tools import Tools
from kiosk.kit.views import Face, Help, Touched
from kiosk.ledger.db import LedgerFull, LedgerTorn
from kiosk.machine import (
    CardSaid,
    DocumentsSaid,
    DoorAnswered,
    DoorSaid,
    GateAnswered,
    GateSaid,
    PrintDone,
    PrinterSaid,
    PrintGoesOn,
    Scanned,
    Stands,
    Works,
)
from kiosk.news import BeginAnew, HallSeen, PartsCame, PartsWrong, TurnedAway
from kiosk.typesetting import Typeset
from kiosk.visit import wakeup
from kiosk.visit.doorside import DoorEvents, Doorside
from kiosk.visit.face import draw
from kiosk.visit.shown import Shown
from kiosk.visit.stack import Stack
from kiosk.visit.surroundings import Surroundings
from kiosk.visit.visit import Patience, Visit

log = logging.getLogger(__name__)

HELP_SECONDS = 5.0  # the hall has not heard the call for help by then: say so
# What a visitor may ask for on any screen, also on one that is out of service.
_ALWAYS = frozenset({"language", "care", "low", "help"})


@dataclass(frozen=True)
class Started:
    """The first event of all. ``clean``: the last run ended in order. ``devices``: which this station has.
    ``anew``: why its ledger is a new one, in the place of another."""

    clean: bool
    devices: tuple[str, ...] | None = None
    anew: str = ""


@dataclass(frozen=True)
class LineOpened:
    """Screens can hear of the fire contact at ``address``, signed under ``key``."""

    address: str
    key: str


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
        restart: Callable[[str], None] = lambda _why: None,
        doors: Doorside | None = None,
    ) -> None:
        """``restart``: start the program over with a new ledger, for the reason that is named. ``doors``: with readers,
        beside this glass; None: there are none."""
        self._tools = tools
        self._show = show
        self._timers = timers
        self._keys = {touch: key.errand for key in register.KEYS for touch in key.touches}
        self._stack = Stack(tools, patience or Patience())
        self._around = Surroundings(tools, has_card=has_card, has_scanner=has_scanner)
        self._shown = Shown(tools, self._stack, self._around)
        self._last_face: Face | None = None
        self._tidied = tools.today()
        self._restart = restart
        self._doors = doors

    @property
    def _visit(self) -> Visit | None:
        return self._stack.visit

    def face(self) -> Face:
        return draw(self._stack, self._shown, self._around, self._tools)

    def handle(self, event: object) -> None:
        """One event, then one face if anything changed. A ledger that cannot write is said on the glass."""
        try:
            self._handle(event)
            self._shown.see_to_kept()
        except LedgerFull:
            self._around.disk_full = True
        except LedgerTorn as error:
            log.warning("the ledger is damaged: %s", error)
            self._around.anew = "damaged"
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
            case Scanned(Scan(text), at):
                self._shown.scan(text, late=time.monotonic() - at > EXPIRES)
            case Scanned(ScannerTrouble() as trouble):
                self._around.scanner(trouble)
                if trouble.what == "nonsense":
                    self._shown.nonsense()
            case Answered():
                self._stack.offer(lambda errand: errand.answered(event))
            case PrintDone():
                self._stack.offer(lambda errand: errand.printed(event))
            case PrintGoesOn():
                self._stack.offer(lambda errand: errand.printing(event))
            case Typeset():
                self._stack.offer(lambda errand: errand.typeset(event))
            case LineOpened(address, key):
                self._around.alarm_line(address, key)
            case FireSaid():
                self._around.fire(event)
            case GateSaid(said):
                self._around.gate(said)
                self._tools.porter.said(said)
                self._stack.offer(lambda errand: errand.gate(said))
            case Stands("", open):
                self._tools.porter.stands(open)
            case DoorSaid() | DoorAnswered() | Stands() | BoardWill() | BoardDrifted() | BoardSays():
                self._at_door(event)
            case GateAnswered(release):
                self._tools.porter.released(release)
                self._stack.offer(lambda errand: errand.released(release))
            case Works(device):
                self._around.works(device)
            case PrinterSaid(health):
                self._around.printer(health)
            case DocumentsSaid(health):
                self._around.documents(health)
            case PartsCame():
                self._around.parts(event)
            case PartsWrong():
                self._around.parts_wrong(event)
            case HallSeen(at):
                self._around.hall(at)
            case BeginAnew(why):
                self._around.anew = self._around.anew or why
                self._tools.ledger.parts.close_blocks()
            case TurnedAway(two):
                self._around.hall_turned_us_away(two)
                if self._visit is not None and self._visit.top is not None and self._visit.hold == Hold.FREE:
                    self._leave()  # before the visitor has given anything
            case Acknowledged(upto):
                self._acknowledged(upto)
            case Tick():
                self._tick()
            case Started(clean, devices, anew):
                self._started(clean, devices)
                if anew:
                    self._around.recovered()
            case _:
                log.debug("nobody wants %s", type(event).__name__)

    def _at_door(self, event: DoorEvents) -> None:
        """Where the gate beside this glass is a door with readers, its visitor sees what it says."""
        if self._doors is None:
            return
        self._doors.handle(event)
        gate = self._tools.porter.gate
        match event:
            case DoorSaid(id_, said) if gate is not None and id_ == gate.id:
                self._stack.offer(lambda errand: errand.gate(said))  # type: ignore[arg-type]
            case DoorAnswered(id_, release) if gate is not None and id_ == gate.id:
                self._stack.offer(lambda errand: errand.released(release))

    # -- beginning and end -------------------------------------------------------------------------------------------

    def _started(self, clean: bool, devices: tuple[str, ...] | None) -> None:
        self._timers.after(1.0, Tick())
        fresh = wakeup.start(self._tools, clean, devices, self._stack.errands.values())
        if fresh is not None:
            self._stack.lay(self._stack.begin(), Open(fresh.errand.name, fresh.left))

    def _tick(self) -> None:
        self._timers.after(1.0, Tick())
        if self._around.anew and (self._visit is None or self._visit.hold < Hold.BUSY):
            self._restart(self._around.anew)
            return
        self._around.watch_clock()
        if self._doors is not None:
            self._doors.tick()
        if self._around.disk_full or self._tidied != self._tools.today():
            wakeup.tidy(self._tools)  # writes: raises as long as the disk is full
            self._around.disk_full, self._tidied = False, self._tools.today()
        self._stack.offer(lambda errand: errand.tick())
        visit, now = self._visit, time.monotonic()
        if visit is None:
            return
        if visit.help is not None and visit.help.told is None and now > visit.help_until:
            visit.help = Help(False)
        if visit.hold == Hold.BUSY:
            self._stack.renew()
        elif now >= visit.ends:
            self._leave()

    def _leave(self) -> None:
        """Nobody is there, or wants to be known any more: what was shown and not looked at goes too."""
        self._shown.kept = None
        self._stack.end()

    # -- touches -----------------------------------------------------------------------------------------------------

    def _touched(self, touch: Touched) -> None:
        visit = self._visit
        if self._around.alarm and touch.what not in _ALWAYS:
            return
        if visit is None:
            if self._around.out_of_service and touch.what not in _ALWAYS:
                return
            visit = self._stack.begin()
            if touch.what not in _ALWAYS:
                return  # the first touch only wakes
        self._stack.renew()
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
        self._stack.renew()

    def _help(self, visit: Visit) -> None:
        visit.help, visit.help_until = Help(None), time.monotonic() + HELP_SECONDS
        visit.help_at = self._tools.now()
        visit.help_seq = self._tools.report(HelpWanted(screen=visit.page))

    def _acknowledged(self, upto: int) -> None:
        self._tools.ledger.outbox.acknowledged(upto)
        if self._visit and self._visit.help and self._visit.help_seq and self._visit.help_seq <= upto:
            self._visit.help = Help(True)

    def _asked_for(self, visit: Visit, touch: Touched) -> None:
        """The errand on the glass first; then the keys of the frame; then, at home, the keys of home."""
        if touch.what == "kept" and self._shown.offered:
            self._shown.look_at_kept()
            return
        top = visit.top
        if top is not None and (step := top.touched(touch)) is not None:
            self._stack.do(visit, top, step)
            return
        match touch.what:
            case "leave":
                self._leave()
            case "done":
                self._stack.end()
            case "home" if top is None or visit.hold > Hold.FREE:
                self._stack.end()
            case "home":
                visit.drop()
            case "back":
                self._back(visit, top)
            case what if top is None and what in self._keys:
                self._stack.lay(visit, Open(self._keys[what], touch))

    def _back(self, visit: Visit, top: Errand | None) -> None:
        if top is None:
            self._stack.end()
        elif visit.can_back:
            self._stack.do(visit, top, top.back())

    # -- cards -------------------------------------------------------------------------------------------------------

    def _card(self, event: CardEvent) -> None:
        if isinstance(event, CardGone):
            self._around.card_lies = False
            if isinstance(event, ReaderBack):
                self._around.reader_works()
        elif isinstance(event, CardTrouble):
            self._around.card_trouble(event.trouble)
            self._shown.card_trouble(event)
        else:
            self._around.reader_works()
            self._around.card_lies = True
            self._shown.card(event)
