"""A station without wires: the real ledger, attendant and flows; what goes to the hall and the printer is laid on a
table, and the test answers as hall and printer would."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from devices.door.door import Side, Sign
from devices.gate import gate as locks
from devices.idcard.card import CardGone, IdCard
from devices.printer.slip import Slip
from devices.printer.verdict import PrinterHealth, Verdict
from devices.scanner.scan import Scan
from hall.contract.queue import LiveNumbers, Ticket, TicketOrder
from hall.contract.snapshot import Snapshot
from kiosk.calls import Answered, Away, Call, Refused
from kiosk.kit.tools import Tools
from kiosk.kit.views import Face, Touched, View
from kiosk.ledger.store import Ledger
from kiosk.machine import CardSaid, PrintDone, PrinterSaid, Scanned
from kiosk.news import HallSeen
from kiosk.visit import Attendant, Doorside, Patience, Started
from tests.support.snapshots import came, snapshot

NAME, NUMBER = "张样例", "310117199001010013"
CARD = IdCard("resident", NAME, NUMBER, None)
KEY = b"k" * 32


@dataclass
class Table:
    """Both the courier and the machine, as far as flows can see."""

    asked: list[Call[Any]] = field(default_factory=list)
    printed: list[tuple[str, Slip, int]] = field(default_factory=list)
    later: list[tuple[float, object]] = field(default_factory=list)
    unlocked: list[tuple[float, locks.Decision]] = field(default_factory=list)
    leaves: dict[str, bool] = field(default_factory=dict)
    remembered: list[tuple[str, int]] = field(default_factory=list)

    def ask(self, call: Call[Any]) -> None:
        self.asked.append(call)

    def nudge(self) -> None: ...

    def print(self, paper: str, slip: Slip, job: int) -> None:
        self.printed.append((paper, slip, job))

    def follow(self, paper: str, job: int) -> None: ...

    def drop(self, paper: str, job: int) -> None: ...

    def unlock(self, seconds: float, decision: locks.Decision, door: str = "") -> None:
        self.unlocked.append((seconds, decision))

    def tell(self, door: str, side: Side, sign: Sign) -> None: ...

    def open(self, door: str, *, gate: bool = False) -> bool | None:
        return self.leaves.get(door)

    def kept(self, door: str, index: int) -> None:
        self.remembered.append((door, index))

    def after(self, seconds: float, event: object) -> None:
        self.later.append((seconds, event))


class Stage:
    """One run of the station's program on ``path``."""

    def __init__(self, path: Path, *, word: Snapshot | None = None, patience: Patience | None = None) -> None:
        self.table = Table()
        self.ledger = Ledger(path / "ledger.db")
        machine: Any = self.table
        self.desk = Tools(self.ledger, machine, machine, KEY, locks=machine)
        if word is not None:
            self.desk.clock.set(word.at)  # the wall clock is right: the day of the test is the day of the story
        self.faces: list[Face] = []
        self.numbers: LiveNumbers | None = LiveNumbers()
        doors = Doorside(self.desk, machine)
        self.attendant = Attendant(self.desk, self.faces.append, self.table, patience=patience, doors=doors)
        self.tell(Started(clean=True))
        if word is not None:
            self.tell(came(word), HallSeen(word.at))
        self.tell(PrinterSaid(PrinterHealth(True)))

    def close(self) -> None:
        self.ledger.close()

    def tell(self, *events: object) -> View:
        for event in events:
            self.attendant.handle(event)
            self._look_up()
        return self.attendant.face().view

    def _look_up(self) -> None:
        """The hall says at once which numbers a visitor has, unless ``numbers`` is None: then the test answers."""
        if (numbers := self.numbers) is None:
            return
        for call in [one for one in self.table.asked if one.path == "numbers"]:
            self.table.asked.remove(call)
            self.attendant.handle(Answered(call.name, numbers))

    def touch(self, what: str, arg: str = "") -> View:
        return self.tell(Touched(what, arg))

    def type(self, text: str) -> View:
        for character in text:
            self.touch("key", character)
        return self.attendant.face().view

    def lay(self, card: IdCard = CARD) -> View:
        return self.tell(CardSaid(card))

    def lift(self) -> View:
        return self.tell(CardSaid(CardGone()))

    def scan(self, text: str) -> View:
        return self.tell(Scanned(Scan(text)))

    def hall(self, answer: BaseModel | Refused | Away | None = None) -> View:
        """The hall answers the oldest call; by default with A012."""
        call = self.table.asked.pop(0)
        if answer is None:
            assert isinstance(call.body, TicketOrder)
            answer = ticket_for(call.body)
        return self.tell(Answered(call.name, answer))

    def printer(self, verdict: Verdict) -> View:
        """The printer's verdict on the oldest job."""
        paper, _, _ = self.table.printed.pop(0)
        return self.tell(PrintDone(paper, verdict))

    def reports(self) -> list[str]:
        """Kinds of the reports in the outbox, papers with their state."""
        bodies = [report.body for report in self.ledger.outbox.reader()(1000)]
        return [f"paper {body.state}" if body.kind == "paper" else body.kind for body in bodies]


def ticket_for(ask: TicketOrder, n: int = 12) -> Ticket:
    return Ticket(
        key=ask.key,
        day=date(2026, 11, 24),
        service=ask.service,
        letter="A",
        n=n,
        token="T" * 16,
        issued_at=datetime(2026, 11, 24, 1, 42, tzinfo=UTC),
        ahead=3,
        wait_low=8,
        wait_high=12,
        as_of=datetime(2026, 11, 24, 1, 42, tzinfo=UTC),
    )


__all__ = ["CARD", "KEY", "NAME", "NUMBER", "Stage", "snapshot", "ticket_for"]
