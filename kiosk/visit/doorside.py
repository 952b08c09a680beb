"""Doors with readers, whoever else is served here: what they say in, lamps and locks out, and what their boards are to
decide by while nobody is heard. Beside a glass and without one."""

import logging
import time
from collections import deque
from dataclasses import dataclass
from typing import Protocol

from devices.door import door as doors
from devices.door.door import Card, DoorEvent, Side, Sign
from devices.gate import gate as locks
from hall.contract.access import Cause, Door, said_card, said_pin
from hall.contract.parts import CardsWantedPart, CardWanted
from hall.contract.report import CardShown, DeviceTold, DoorTold
from kiosk.boardwork import BoardDrifted, BoardSays, BoardWill, Boardwork
from kiosk.kit.tools import Tools
from kiosk.machine import DoorAnswered, DoorSaid, Stands
from kiosk.porter import Entry

log = logging.getLogger(__name__)

PIN_SECONDS = 10.0  # from the card to the last digit

_AGAIN = frozenset({Cause.SECOND_WANTED, Cause.ESCORT_WANTED, Cause.INTERLOCK, Cause.FIRST_WANTED, Cause.STALE})

DoorEvents = DoorSaid | DoorAnswered | Stands | BoardWill | BoardDrifted | BoardSays


class Hands(Protocol):
    """The machine as seen from here."""

    def tell(self, door: str, side: Side, sign: Sign) -> None: ...
    def kept(self, door: str, index: int) -> None: ...


@dataclass(frozen=True)
class _Laid:
    """A card that waits for its PIN."""

    number: str
    person: str
    at: float


class Doorside:
    """``boards``: None where no door hangs on a board that decides for itself."""

    def __init__(self, tools: Tools, hands: Hands, boards: Boardwork | None = None) -> None:
        self._tools, self._hands, self._boards = tools, hands, boards
        self._laid: dict[tuple[str, Side], _Laid] = {}
        self._told: deque[str] = deque(maxlen=64)
        """Waits for cards that were answered."""

    def handle(self, event: DoorEvents) -> None:
        match event:
            case DoorSaid(id_, said):
                self._said(id_, said)
            case DoorAnswered(id_, release):
                self._tools.porter.released(release, id_)
            case Stands(id_, open):
                self._tools.porter.stands(open, id_)
            case BoardWill(board, digest):
                self._tools.ledger.doors.board_holds(board, digest)
                event.done.set()
            case BoardDrifted(_, ids, what):
                for id_ in ids:
                    self._tools.report(DoorTold(door=id_, what="drift", why=what[:80]))
            case BoardSays(board, why):
                self._tools.report(DeviceTold(device=board, able=not why, reasons=(why,) if why else ()))

    def tick(self) -> None:
        """Boards are told of the hall's last word, and of a new day."""
        if self._boards is not None and (grants := self._tools.porter.grants) is not None:
            self._boards.hear(grants, self._tools.today())

    def show(self, entry: Entry, side: Side, lock: str = "") -> None:
        cause, admitted = entry.decision.cause, entry.decision.admitted
        sign = Sign.GRANTED if admitted else Sign.PIN if cause is Cause.PIN_WANTED else Sign.DENIED
        self._hands.tell(lock or entry.door.id, side, Sign.AGAIN if cause in _AGAIN else sign)

    def door(self, id_: str, side: Side = Side.IN) -> Door | None:
        """As the hall has it. Out of a door leads another one, of the same way, that leaves."""
        grants = self._tools.porter.grants
        found = grants.door_by_id.get(id_) if grants else None
        if found is None or grants is None or side is Side.IN:
            return found
        back = (found.to_zone, found.from_zone)
        return next((one for one in grants.doors if one.leaves and (one.from_zone, one.to_zone) == back), None)

    # -- what a door says --------------------------------------------------------------------------------------------

    def _said(self, id_: str, said: DoorEvent) -> None:
        match said:
            case doors.CardRead(side, card, at):
                self._card(id_, side, card, at)
            case doors.PinTyped(side, digits, at):
                self._pin(id_, side, digits, at)
            case doors.PresentAgain(side):
                self._hands.tell(id_, side, Sign.AGAIN)
            case doors.Tampered(what, active):
                self._tools.report(DoorTold(door=id_, what="tamper" if active else "tamper_over", why=what))
            case doors.PowerFailed(what, True):
                self._tools.report(DoorTold(door=id_, what="battery_low", why=what))
            case doors.ReaderTrouble(side, trouble):
                self._tools.report(DeviceTold(device=f"reader {id_} {side}", able=False, reasons=(trouble.value,)))
            case doors.ReaderBack(side):
                self._tools.report(DeviceTold(device=f"reader {id_} {side}", able=True))
            case doors.Contradiction(what):
                self._tools.report(DeviceTold(device=f"door {id_}", able=False, reasons=(what.value,)))
            case doors.Hole(first, count):
                self._tools.report(DeviceTold(device=f"door {id_}", able=None, reasons=(f"hole {first} {count}",)))
            case doors.Recorded():
                self._recorded(id_, said)
            case _:
                self._tools.porter.said(said, id_)  # type: ignore[arg-type]

    def _recorded(self, id_: str, said: doors.Recorded) -> None:
        """What a board did by itself is written down here before the board is told that it may forget it."""
        door = self.door(id_, said.side)
        if said.let_in and door is not None:
            key = said_card(str(said.card), self._tools.subject_key)
            self._tools.porter.let_in_by_board(door, key, said.at, f"{id_}-{said.index}")
        self._hands.kept(id_, said.index)

    def _card(self, id_: str, side: Side, card: Card, at: float) -> None:
        self._laid.pop((id_, side), None)
        if (wanted := self._wanted(id_)) is not None:
            self._enrol(wanted, id_, side, _number(card))
            return
        self._ask(id_, side, _number(card), None, at)
        if self._boards is not None and card.number is not None:
            self.tick()
            self._boards.learn(card.number, said_card(_number(card), self._tools.subject_key))

    def _wanted(self, id_: str) -> CardWanted | None:
        """Somebody of the staff waits for a new card at this reader."""
        part, now = self._tools.parts.get("cards_wanted"), self._tools.porter.now()
        waiting = part.wanted if isinstance(part, CardsWantedPart) else ()
        return next((one for one in waiting if one.door == id_ and now <= one.until and one.id not in self._told), None)

    def _enrol(self, wanted: CardWanted, id_: str, side: Side, number: str) -> None:
        """Its number goes no further than this: the hall has it as a point under this station's key. It opens nothing;
        the lamp says *present again*, which is how its bearer tries it."""
        self._told.append(wanted.id)
        card = said_card(number, self._tools.subject_key)
        self._tools.report(CardShown(key=wanted.id, door=id_, card=card, last4=number[-4:]))
        self._hands.tell(id_, side, Sign.AGAIN)

    def _pin(self, id_: str, side: Side, digits: str, at: float) -> None:
        """A PIN counts behind its card alone."""
        laid = self._laid.pop((id_, side), None)
        if laid is None or not 0 <= at - laid.at <= PIN_SECONDS:
            self._hands.tell(id_, side, Sign.AGAIN)
            return
        self._ask(id_, side, laid.number, said_pin(laid.person, digits, self._tools.subject_key), at)

    def _ask(self, id_: str, side: Side, number: str, pin: str | None, at: float) -> None:
        door = self.door(id_, side)
        if door is None:
            self._hands.tell(id_, side, Sign.OUT_OF_ORDER)
            return
        if time.monotonic() - at > locks.EXPIRES:
            self._hands.tell(id_, side, Sign.AGAIN)
            return
        entry = self._tools.porter.card(said_card(number, self._tools.subject_key), door, pin, lock=id_)
        if entry.decision.cause is Cause.PIN_WANTED:
            self._laid[id_, side] = _Laid(number, entry.decision.person, at)
        self.show(entry, side, id_)


def _number(card: Card) -> str:
    """As it is printed on the card, where its format says so; else its bits in hexadecimal."""
    return str(card.number) if card.number is not None else f"{card.value:0{(card.bits + 3) // 4}X}"
