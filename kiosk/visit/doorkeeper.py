"""A station without a glass, beside a door or a rack of them: readers in, locks out, the same porter, the same ledger.

``python -m kiosk --headless`` runs it. Whoever stands before a reader sees its lamp; the sentence is the guard's.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from devices.door import door as doors
from devices.door.door import Card, DoorEvent, Side, Sign
from devices.gate import gate as locks
from devices.idcard.card import CardTrouble, IdCard
from devices.scanner.scan import Scan, ScannerTrouble
from hall.contract.access import Cause, Door, said_card, said_pin
from hall.contract.codes import read
from hall.contract.report import DeviceTold, DoorTold
from kiosk.alarm import FireSaid
from kiosk.courier import Acknowledged
from kiosk.kit.tools import Tools
from kiosk.ledger.db import LedgerFull, LedgerTorn
from kiosk.machine import CardSaid, DoorAnswered, DoorSaid, GateAnswered, GateSaid, Scanned, Works
from kiosk.news import BeginAnew, HallSeen, PartsCame, PartsWrong, TurnedAway
from kiosk.porter import Entry
from kiosk.visit import wakeup
from kiosk.visit.attendant import LineOpened, Started, Tick, Timers
from kiosk.visit.surroundings import Surroundings

log = logging.getLogger(__name__)

PIN_SECONDS = 10.0  # from the card to the last digit

_AGAIN = frozenset({Cause.SECOND_WANTED, Cause.ESCORT_WANTED, Cause.INTERLOCK, Cause.FIRST_WANTED, Cause.STALE})


class Signs(Protocol):
    """The machine as seen from here."""

    def tell(self, door: str, side: Side, sign: Sign) -> None: ...


@dataclass(frozen=True)
class _Laid:
    """A card that waits for its PIN."""

    number: str
    person: str
    at: float


class Doorkeeper:
    """The clerk's handler in the attendant's place. ``own``: ids of the doors with readers that this station drives."""

    def __init__(
        self,
        tools: Tools,
        signs: Signs,
        timers: Timers,
        own: tuple[str, ...] = (),
        restart: Callable[[str], None] = lambda _why: None,
    ) -> None:
        self._tools, self._signs, self._timers, self._own, self._restart = tools, signs, timers, own, restart
        self._around = Surroundings(tools, has_card=False, has_scanner=False)
        self._laid: dict[tuple[str, Side], _Laid] = {}
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
            case DoorSaid(id_, said):
                self._door_said(id_, said)
            case DoorAnswered(id_, release):
                self._tools.porter.released(release, id_)
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
        if self._around.disk_full or self._tidied != self._tools.today():
            wakeup.tidy(self._tools)  # writes: raises as long as the disk is full
            self._around.disk_full, self._tidied = False, self._tools.today()

    # -- shown -------------------------------------------------------------------------------------------------------

    def _scanned(self, text: str, at: float) -> None:
        """At the gate; a station with one door alone has its scanner there."""
        door = self._tools.porter.gate or (self._door(self._own[0]) if len(self._own) == 1 else None)
        if door is None or read(text).kind != "pass":
            return
        if time.monotonic() - at > locks.EXPIRES:
            self._signs.tell(door.id, Side.IN, Sign.AGAIN)
            return
        self._show(self._tools.porter.code(text.strip(), door), Side.IN)

    def _id_card(self, number: str) -> None:
        door = self._tools.porter.gate
        if door is not None:
            self._show(self._tools.porter.card(said_card(number, self._tools.subject_key), door), Side.IN)

    def _door_said(self, id_: str, said: DoorEvent) -> None:
        match said:
            case doors.CardRead(side, card, at):
                self._card(id_, side, card, at)
            case doors.PinTyped(side, digits, at):
                self._pin(id_, side, digits, at)
            case doors.PresentAgain(side):
                self._signs.tell(id_, side, Sign.AGAIN)
            case doors.Tampered(what, active):
                self._told(DoorTold(door=id_, what="tamper" if active else "tamper_over", why=what))
            case doors.PowerFailed(what, True):
                self._told(DoorTold(door=id_, what="battery_low", why=what))
            case doors.ReaderTrouble(side, trouble):
                self._tools.report(DeviceTold(device=f"reader {id_} {side}", able=False, reasons=(trouble.value,)))
            case doors.ReaderBack(side):
                self._tools.report(DeviceTold(device=f"reader {id_} {side}", able=True))
            case doors.Contradiction(what):
                self._tools.report(DeviceTold(device=f"door {id_}", able=False, reasons=(what.value,)))
            case doors.Hole(first, count):
                self._tools.report(DeviceTold(device=f"door {id_}", able=None, reasons=(f"hole {first} {count}",)))
            case _:
                self._tools.porter.said(said, id_)  # type: ignore[arg-type]

    def _card(self, id_: str, side: Side, card: Card, at: float) -> None:
        self._laid.pop((id_, side), None)
        self._ask(id_, side, _number(card), None, at)

    def _pin(self, id_: str, side: Side, digits: str, at: float) -> None:
        """A PIN counts behind its card alone."""
        laid = self._laid.pop((id_, side), None)
        if laid is None or not 0 <= at - laid.at <= PIN_SECONDS:
            self._signs.tell(id_, side, Sign.AGAIN)
            return
        self._ask(id_, side, laid.number, said_pin(laid.person, digits, self._tools.subject_key), at)

    def _ask(self, id_: str, side: Side, number: str, pin: str | None, at: float) -> None:
        door = self._door(id_, side)
        if door is None:
            self._signs.tell(id_, side, Sign.OUT_OF_ORDER)
            return
        if time.monotonic() - at > locks.EXPIRES:
            self._signs.tell(id_, side, Sign.AGAIN)
            return
        entry = self._tools.porter.card(said_card(number, self._tools.subject_key), door, pin, lock=id_)
        if entry.decision.cause is Cause.PIN_WANTED:
            self._laid[id_, side] = _Laid(number, entry.decision.person, at)
        self._show(entry, side, id_)

    def _door(self, id_: str, side: Side = Side.IN) -> Door | None:
        """As the hall has it. Out of a door leads another one, of the same way, that leaves."""
        grants = self._tools.porter.grants
        found = grants.door_by_id.get(id_) if grants else None
        if found is None or grants is None or side is Side.IN:
            return found
        back = (found.to_zone, found.from_zone)
        return next((one for one in grants.doors if one.leaves and (one.from_zone, one.to_zone) == back), None)

    def _show(self, entry: Entry, side: Side, lock: str = "") -> None:
        cause, admitted = entry.decision.cause, entry.decision.admitted
        sign = Sign.GRANTED if admitted else Sign.PIN if cause is Cause.PIN_WANTED else Sign.DENIED
        self._signs.tell(lock or entry.door.id, side, Sign.AGAIN if cause in _AGAIN else sign)

    def _told(self, told: DoorTold) -> None:
        self._tools.report(told)


def _number(card: Card) -> str:
    """As it is printed on the card, where its format says so; else its bits in hexadecimal."""
    return str(card.number) if card.number is not None else f"{card.value:0{(card.bits + 3) // 4}X}"
