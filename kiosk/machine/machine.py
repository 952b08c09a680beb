"""The lanes of one station, and what is answered for a device that it does not have."""

import logging
import threading
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Protocol

from devices.documents import documents as a4
from devices.documents.documents import DocumentPrinter
from devices.door.door import Door, Side, Sign
from devices.gate.gate import Decision, Gate, NotReleased, Why
from devices.idcard.card import IdCardReader
from devices.printer.slip import Slip
from devices.printer.verdict import NotPrinted, Reason, TicketPrinter
from devices.scanner.scan import Scanner
from kiosk.ledger.paper import Sheet
from kiosk.machine.documents import DocumentLane
from kiosk.machine.doors import DoorLane
from kiosk.machine.events import CardSaid, GateAnswered, PrintDone, Scanned, Works
from kiosk.machine.gate import GateLane
from kiosk.machine.slips import SlipLane

log = logging.getLogger(__name__)

BROKEN_SECONDS = 1.0  # between two looks of a driver that raises


class Poller(Protocol):
    def poll(self) -> object: ...
    def works(self) -> bool | None: ...
    def close(self) -> None: ...


class Machine:
    """Owns the roles it is given (None: this station has no such device) and closes them. ``fire``: of ``GateLane``.
    ``doors``: by the id the hall knows them under."""

    def __init__(
        self,
        post: Callable[[Any], None],
        *,
        printer: TicketPrinter | None = None,
        documents: DocumentPrinter | None = None,
        idcard: IdCardReader | None = None,
        scanner: Scanner | None = None,
        gate: Gate | None = None,
        fire: Callable[[bool | None], None] = lambda fire: None,
        doors: Mapping[str, Door] = MappingProxyType({}),
    ) -> None:
        self._post = post
        self._stopping = threading.Event()
        self._roles = [
            role for role in (printer, documents, idcard, scanner, gate, *doors.values()) if role is not None
        ]
        self._slips = SlipLane(printer, post, self._stopping) if printer else None
        self._documents = DocumentLane(documents, post, self._stopping) if documents else None
        self._gate = GateLane(gate, post, self._stopping, fire) if gate else None
        self._doors = {name: DoorLane(name, door, post, self._stopping) for name, door in doors.items()}
        self._lanes = {"printer": self._slips, "documents": self._documents, "gate": self._gate}
        self._lanes |= {f"door {name}": lane for name, lane in self._doors.items()}
        self._threads = [_thread(name, lane.run) for name, lane in self._lanes.items() if lane is not None]
        if idcard is not None:
            self._threads.append(_thread("idcard", lambda: self._watch(idcard, CardSaid, Works("idcard"))))
        if scanner is not None:
            self._threads.append(_thread("scanner", lambda: self._watch(scanner, Scanned, Works("scanner"))))
        self.devices = frozenset(thread.name for thread in self._threads)
        """Which this station has: ``printer``, ``documents``, ``gate``, ``idcard``, ``scanner``."""

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End every thread and close every device; waits for a slip under way to come to its verdict."""
        self._stopping.set()
        for lane in self._lanes.values():
            if lane is not None:
                lane.wake()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()
        for role in self._roles:
            role.close()

    # -- what the clerk wants done -----------------------------------------------------------------------------------

    def print(self, paper: str, sheet: Sheet, job: int) -> None:
        """Answered by a ``PrintDone``; before it, of an A4 document, by ``PrintGoesOn``."""
        if isinstance(sheet, Slip):
            if self._slips is None:
                self._post(PrintDone(paper, NotPrinted(Reason.UNPLUGGED)))
            else:
                self._slips.print(paper, sheet, job)
        elif self._documents is None:
            self._post(PrintDone(paper, a4.Failed(_NO_PRINTER, 0)))
        else:
            self._documents.print(paper, sheet, job)

    def follow(self, paper: str, job: int) -> None:
        """An A4 document that an earlier process of ours may have handed over; answered as ``print`` is."""
        if self._documents is None:
            self._post(PrintDone(paper, a4.Doubtful(_NO_PRINTER)))
        else:
            self._documents.follow(paper, job)

    def drop(self, paper: str, job: int) -> None:
        """Nobody waits for this A4 document any more: it is taken back, without an answer."""
        if self._documents is not None:
            self._documents.drop(paper, job)

    def unlock(self, seconds: float, decision: Decision, door: str = "") -> None:
        """Answered by a ``GateAnswered``; of a door with readers by a ``DoorAnswered``."""
        if door in self._doors:
            self._doors[door].unlock(seconds, decision)
        elif self._gate is None:
            self._post(GateAnswered(NotReleased(decision, Why.NO_WATCH)))
        else:
            self._gate.unlock(seconds, decision)

    def open(self, door: str, *, gate: bool = False) -> bool | None:
        """Whether that door (``gate``: this station's gate) stands open or is being opened; None: nobody here sees it.
        At once; any thread."""
        lane = self._doors.get(door) or (self._gate if gate else None)
        return lane.standing.open() if lane is not None else None

    def kept(self, door: str, index: int) -> None:
        """What a board remembers of ``door`` is written down here, up to ``index``."""
        if door in self._doors:
            self._doors[door].kept(index)

    def tell(self, door: str, side: Side, sign: Sign) -> None:
        """What the door's reader shows; a gate has nothing to show it with."""
        if door in self._doors:
            self._doors[door].tell(side, sign)

    def _watch(self, device: Poller, event: Callable[[Any], object], works: Works) -> None:
        answered = False
        while not self._stopping.is_set():
            try:
                said = device.poll()
                if not answered and device.works():
                    answered = True
                    self._post(works)
            except Exception:
                log.exception("a driver broke its promise not to raise")
                self._stopping.wait(BROKEN_SECONDS)
                continue
            if said is not None:
                self._post(event(said))


_NO_PRINTER = a4.Trouble(a4.Reason.UNPLUGGED)


def _thread(name: str, run: Callable[[], None]) -> threading.Thread:
    return threading.Thread(target=run, name=name, daemon=True)
