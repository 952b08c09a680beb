"""The lanes with real wires: an A4 printer behind a port, a relay board (pymodbus's own server) behind another."""

import queue
import time
from collections.abc import Iterator
from typing import Any, TypeVar

import pytest

from devices.documents import documents as a4
from devices.documents.documents import DocumentPrinterHealth
from devices.documents.ipp.host import IppHost
from devices.documents.ipp.simulator import IppSimulator
from devices.gate.gate import EXPIRES, Decision, NotReleased, Released, Why
from devices.open import open_documents, open_gate
from devices.printer.slip import Slip, Text
from devices.printer.verdict import NotPrinted, Reason
from kiosk.ledger.paper import Document
from kiosk.machine import DocumentsSaid, GateAnswered, Machine, PrintDone, PrintGoesOn
from tests.devices.documents.pdf import pdf
from tests.support.house import until
from tests.support.modbus import Board, tcp_board

T = TypeVar("T")
TWO = Document(pdf(2), 2, title="收件凭证")


class Heard:
    """The clerk's inbox."""

    def __init__(self) -> None:
        self.all: list[Any] = []
        self._inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def post(self, event: object) -> None:
        self._inbox.put(event)

    def next(self, kind: type[T], patience: float = 20) -> T:
        """The next of its kind; what else comes is kept in ``all``."""
        end = time.monotonic() + patience
        while True:
            event = self._inbox.get(timeout=max(0.01, end - time.monotonic()))
            self.all.append(event)
            if isinstance(event, kind):
                return event


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def a4_printer() -> Iterator[IppHost]:
    host = IppHost(IppSimulator((), 0.02))
    yield host
    host.stop()


def hand(host: IppHost, name: str, *about: object) -> None:
    with host.device() as printer:
        getattr(printer, name)(time.monotonic(), *about)


def printed(host: IppHost) -> list[str]:
    with host.device() as printer:
        return [job.name for job in printer.printed]


@pytest.fixture
def machine(heard: Heard, a4_printer: IppHost) -> Iterator[Machine]:
    machine = Machine(heard.post, documents=open_documents(f"ipp+tcp:{a4_printer.address}/ipp/print?user=k1"))
    machine.start()
    yield machine
    machine.stop()


def test_a_document_is_watched_to_its_verdict_and_printed_once(machine: Machine, heard: Heard, a4_printer: IppHost):
    assert heard.next(DocumentsSaid).health == DocumentPrinterHealth(True)
    hand(a4_printer, "paper_out", 1)
    machine.print("case-r1-0", TWO, 7)
    assert heard.next(PrintGoesOn).paper == "case-r1-0"
    hand(a4_printer, "refill")
    assert heard.next(PrintDone) == PrintDone("case-r1-0", a4.Completed(2))
    assert len(printed(a4_printer)) == 1
    assert printed(a4_printer)[0].startswith("k1/case-r1-0-7")


def test_an_empty_tray_is_told_while_it_waits_and_what_nobody_waits_for_is_taken_back(
    machine: Machine, heard: Heard, a4_printer: IppHost
):
    heard.next(DocumentsSaid)
    hand(a4_printer, "paper_out", 1)
    machine.print("case-r1-0", TWO, 1)
    while a4.Reason.TRAY_EMPTY not in {one.reason for one in heard.next(PrintGoesOn).progress.troubles}:
        pass
    machine.drop("case-r1-0", 1)
    until("what was dropped is gone", lambda: not a4_unfinished(a4_printer))
    hand(a4_printer, "refill")
    machine.print("case-r2-0", TWO, 2)
    assert heard.next(PrintDone).paper == "case-r2-0", "of what was dropped nothing is said any more"
    assert [name.split("/")[1].split(" ")[0] for name in printed(a4_printer)][-1] == "case-r2-0-2"


def a4_unfinished(host: IppHost) -> bool:
    with host.device() as printer:
        return any(not job.over for job in printer.jobs)


def test_after_a_restart_the_printer_is_asked_what_became_of_it(heard: Heard, a4_printer: IppHost):
    address = f"ipp+tcp:{a4_printer.address}/ipp/print?user=k1"
    first = Machine(heard.post, documents=open_documents(address))
    first.start()
    first.print("case-r1-0", TWO, 7)
    heard.next(PrintDone)
    first.stop()
    again = Machine(heard.post, documents=open_documents(address))
    again.start()
    again.follow("case-r1-0", 7)
    assert heard.next(PrintDone) == PrintDone("case-r1-0", a4.Completed(2))
    again.follow("case-r9-0", 9)
    assert heard.next(PrintDone).verdict == a4.Doubtful(a4.Trouble(a4.Reason.FORGOTTEN))
    again.stop()
    assert len(printed(a4_printer)) == 1


def test_what_a_station_does_not_have_is_said_and_never_waited_for(heard: Heard):
    machine = Machine(heard.post)
    machine.print("ticket-k-0", Slip((Text("A012"),)), 1)
    assert heard.next(PrintDone).verdict == NotPrinted(Reason.UNPLUGGED)
    machine.print("case-k-0", TWO, 2)
    assert heard.next(PrintDone).verdict == a4.Failed(a4.Trouble(a4.Reason.UNPLUGGED), 0)
    machine.follow("case-k-0", 2)
    assert heard.next(PrintDone).verdict == a4.Doubtful(a4.Trouble(a4.Reason.UNPLUGGED))
    decision = decided("d1")
    machine.unlock(3, decision)
    assert heard.next(GateAnswered).release == NotReleased(decision, Why.NO_WATCH)
    assert machine.devices == frozenset()


# -- the gate ----------------------------------------------------------------------------------------------------------


def decided(name: str, ago: float = 0.0) -> Decision:
    return Decision(name, "p1", "credential", time.monotonic() - ago)


@pytest.fixture
def board() -> Iterator[Board]:
    with tcp_board() as board:
        yield board


def test_one_thread_looks_and_unlocks_and_what_is_old_opens_nothing(heard: Heard, board: Board):
    fires: queue.SimpleQueue[bool | None] = queue.SimpleQueue()
    gate = open_gate(f"relay+tcp:{board.address}?module=dam&fire=3")
    machine = Machine(heard.post, gate=gate, fire=fires.put)
    machine.start()
    while fires.get(timeout=20) is None:
        pass  # until it is watched
    old = decided("old", ago=EXPIRES + 0.1)
    machine.unlock(3, old)
    assert heard.next(GateAnswered).release == NotReleased(old, Why.EXPIRED)
    assert board.writes() == []
    now = decided("now")
    machine.unlock(3, now)
    assert heard.next(GateAnswered).release == Released(now)
    assert len(board.writes()) == 1
    machine.unlock(3, now)
    assert heard.next(GateAnswered).release == NotReleased(now, Why.USED)
    machine.stop()
    assert len(board.writes()) == 1, "neither stopping nor closing touches a relay"


def test_a_board_that_came_back_late_opens_nothing_for_who_was_there(heard: Heard):
    with tcp_board() as board:
        address = board.address
    machine = Machine(heard.post, gate=open_gate(f"relay+tcp:{address}?module=dam"))
    machine.start()
    machine.unlock(3, decided("d1"))
    assert isinstance(heard.next(GateAnswered).release, NotReleased)
    machine.stop()
