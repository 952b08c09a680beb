"""One visitor's ticket by the kiosk's own flow and ledger, killed (SIGKILL) at a step, or taken up after that.

``python -m tests.bench.peers.killed FOLDER PRINTER STEP``. Steps: ``ordered``, ``planned``,
``sent``, ``judged``, ``written``; a number: after so many bytes to the printer.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from devices.link import Link
from devices.links.serial import serial_factory
from devices.printer.escpos.driver import EscposPrinter
from devices.printer.profiles import TM_T88VI
from devices.printer.slip import Slip
from devices.printer.verdict import PrinterHealth
from hall.contract.queue import TicketOrder
from kiosk.calls import Answered, Call
from kiosk.errands.ticket.errand import TicketErrand
from kiosk.errands.ticket.slip import SlipFacts, compose
from kiosk.kit.tools import Tools
from kiosk.kit.views import Touched, TroubleView
from kiosk.ledger.paper import Paper
from kiosk.ledger.store import Ledger
from kiosk.machine import PrintDone
from kiosk.visit.surroundings import Surroundings
from kiosk.visit.visit import Visit
from tests.support.snapshots import SERVICES, said, snapshot
from tests.support.stage import KEY, ticket_for


def slip(copy_no: int = 0) -> Slip:
    """What the visitor of this bench gets, whatever happens."""
    ticket = ticket_for(TicketOrder(key="0" * 32, service=SERVICES[0].id))
    return compose(ticket, SlipFacts(snapshot(), SERVICES[0], None, None, "zh"), copy_no)


class Killing:
    """The courier, the machine and the executioner of one run. ``step`` ``""``: nobody dies."""

    def __init__(self, folder: Path, printer: str, step: str) -> None:
        self.step, self.bytes = step, 0
        self._open = serial_factory(printer)
        self.driver = EscposPrinter(self.opened, TM_T88VI)
        self.ledger = Ledger(folder / "ledger.db")
        self.ledger.parts.keep(said(snapshot()), snapshot().at)
        self.desk = Tools(self.ledger, self, self, KEY)
        self.desk.printer = PrinterHealth(True)
        self.visit = Visit()
        self.flow = TicketErrand(self.desk, self.visit)
        sending = self.ledger.papers.sending

        def sends(paper: Paper) -> Paper:
            self.here("planned")
            return sending(paper)

        self.ledger.papers.sending = sends

    def here(self, step: str) -> None:
        if step == self.step:
            os.kill(os.getpid(), signal.SIGKILL)

    def opened(self) -> Link:
        return Counted(self._open(), self.count)

    def count(self, data: bytes) -> None:
        if self.step.isdigit() and self.bytes < int(self.step) <= self.bytes + len(data):
            self.here(self.step)
        self.bytes += len(data)

    def ask(self, call: Call[Any]) -> None:
        assert isinstance(call.body, TicketOrder)
        self.here("ordered")
        self.flow.answered(Answered(call.name, ticket_for(call.body)))

    def nudge(self) -> None: ...

    def print(self, paper: str, slip: Slip, job: int) -> None:
        self.here("sent")
        self.bytes = 0
        verdict = self.driver.print(slip, job)
        self.here("judged")
        self.flow.printed(PrintDone(paper, verdict))
        self.here("written")

    def follow(self, paper: str, job: int) -> None: ...

    def drop(self, paper: str, job: int) -> None: ...


class Counted:
    """A link that tells each piece before it is written."""

    def __init__(self, link: Link, tell: Callable[[bytes], None]) -> None:
        self._link, self._tell = link, tell
        self.read, self.close = link.read, link.close

    def write(self, data: bytes, deadline: float) -> None:
        self._tell(data)
        self._link.write(data, deadline)


def first(folder: Path, printer: str, step: str) -> None:
    """The visitor's touch, and what follows."""
    run = Killing(folder, printer, step)
    run.driver.health()
    run.flow.open(Touched("service", SERVICES[0].id))
    run.flow.identified(None)


def again(folder: Path, printer: str, on_paper: Callable[[], int]) -> str:
    """After the restart; the visitor looks where he is asked to. Gives what the station made of it."""
    run = Killing(folder, printer, "")
    left = run.ledger.tickets.unfinished(run.desk.now())
    if not left:
        return "nothing left to do"
    was = left[-1].paper.state if left[-1].paper else "ordered"
    run.flow.open(left[-1])
    if not isinstance(run.flow.view(Surroundings(run.desk, has_card=True, has_scanner=True)), TroubleView):
        return f"{was} → printed"
    if on_paper():
        run.flow.touched(Touched("got_it"))
        return f"{was} → doubtful, in hand"
    run.flow.touched(Touched("reprint"))
    return f"{was} → doubtful, copy"


if __name__ == "__main__":
    first(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
