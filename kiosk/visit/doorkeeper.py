"""A station without a glass, beside a door or a rack of them: readers in, locks out, the same porter, the same ledger.

``python -m kiosk --headless`` runs it. Whoever stands before a reader sees its lamp; the sentence is the guard's.
"""

import logging
import time
from collections.abc import Callable

from devices.door.door import Side, Sign
from devices.gate import gate as locks
from devices.idcard.card import CardTrouble, IdCard
from devices.scanner.scan import Scan, ScannerTrouble
from hall.contract.access import said_card
from hall.contract.codes import read
from kiosk.alarm import FireSaid
from kiosk.boardwork import BoardDrifted, BoardSays, BoardWill, Boardwork
from kiosk.courier import Acknowledged
from kiosk.kit.tools import Tools
from kiosk.ledger.db import LedgerFull, LedgerTorn
from kiosk.machine import CardSaid, DoorAnswered, DoorSaid, GateAnswered, GateSaid, Scanned, Stands, Works
from kiosk.news import BeginAnew, HallSeen, PartsCame, PartsWrong, TurnedAway
from kiosk.visit import wakeup
from kiosk.visit.attendant import LineOpened, Started, Tick, Timers
from kiosk.visit.doorside import Doorside, Hands
from kiosk.visit.surroundings import Surroundings

log = logging.getLogger(__name__)


class Doorkeeper:
    """The clerk's handler in the attendant's place. ``own``: ids of the doors with readers that this station drives."""

    def __init__(
        self,
        tools: Tools,
        hands: Hands,
        timers: Timers,
        own: tuple[str, ...] = (),
        restart: Callable[[str], None] = lambda _why: None,
        boards: Boardwork | None = None,
    ) -> None:
        self._tools, self._hands, self._timers, self._own, self._restart = tools, hands, timers, own, restart
        self._doors = Doorside(tools, hands, boards)
        self._around = Surroundings(tools, has_card=False, has_scanner=False)
        self._tidied = tools.today()

    def handle(self, event: object) -> None:
        """A ledger that cannot write opens nothing, and is said in the log."""
        try:
            self._handle(event)
        except LedgerFull as full:
            self._around.disk_full = True
            log.error("nothing can be written, and no door opens: %s", full)
        except LedgerTorn as torn:
            self._around.anew = "damaged"
            log.error("the ledger is damaged, and no door opens: %s", torn)

    def _handle(self, event: object) -> None:
        match event:
            case DoorSaid() | DoorAnswered() | Stands() | BoardWill() | BoardDrifted() | BoardSays():
                self._doors.handle(event)
            case GateSaid(said):
                self._around.gate(said)
                self._tools.porter.said(said)
            case GateAnswered(release):
                self._tools.porter.released(release)
            case Scanned(Scan(text), at):
                self._scanned(text, at)
            case Scanned(ScannerTrouble() as trouble):
                self._around.scanner(trouble)
            case CardSaid(IdCard(number=number)):
                self._id_card(number)
            case CardSaid(CardTrouble(trouble)):
                self._around.card_trouble(trouble)
            case Works(device):
                self._around.works(device)
            case LineOpened(address, key):
                self._around.alarm_line(address, key)
            case FireSaid():
                self._around.fire(event)
            case Tick():
                self._tick()
            case Started(clean, devices):
                self._timers.after(1.0, Tick())
                wakeup.start(self._tools, clean, devices, ())
            case _:
                self._hall(event)

    def _hall(self, event: object) -> None:
        match event:
            case PartsCame():
                self._around.parts(event)
            case PartsWrong():
                self._around.parts_wrong(event)
            case HallSeen(at):
                self._around.hall(at)
            case TurnedAway(two):
                self._around.hall_turned_us_away(two)
            case BeginAnew(why):
                self._around.anew = self._around.anew or why
            case Acknowledged(upto):
                self._tools.ledger.outbox.acknowledged(upto)

    def _tick(self) -> None:
        self._timers.after(1.0, Tick())
        if self._around.anew:
            self._restart(self._around.anew)
            return
        self._around.watch_clock()
        self._doors.tick()
        if self._around.disk_full or self._tidied != self._tools.today():
            wakeup.tidy(self._tools)  # writes: raises as long as the disk is full
            self._around.disk_full, self._tidied = False, self._tools.today()

    # -- shown -------------------------------------------------------------------------------------------------------

    def _scanned(self, text: str, at: float) -> None:
        """At the gate; a station with one door alone has its scanner there."""
        door = self._tools.porter.gate or (self._doors.door(self._own[0]) if len(self._own) == 1 else None)
        if door is None or read(text).kind != "pass":
            return
        if time.monotonic() - at > locks.EXPIRES:
            self._hands.tell(door.id, Side.IN, Sign.AGAIN)
            return
        self._doors.show(self._tools.porter.code(text.strip(), door), Side.IN)

    def _id_card(self, number: str) -> None:
        door = self._tools.porter.gate
        if door is not None:
            self._doors.show(self._tools.porter.card(said_card(number, self._tools.subject_key), door), Side.IN)
