"""This station's devices: one thread each, so that a mute one keeps nobody waiting. What they say is posted to the
clerk; what the clerk wants printed is queued here."""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from devices.gate.gate import Gate, GateEvent
from devices.idcard.card import CardEvent, IdCardReader
from devices.printer.slip import Slip
from devices.printer.verdict import Doubtful, PrinterHealth, Reason, TicketPrinter, Verdict
from devices.scanner.scan import ScanEvent, Scanner

log = logging.getLogger(__name__)

HEALTH_SECONDS = 1.0  # a cover that opens is told within this, before the visitor needs the printer


@dataclass(frozen=True)
class CardSaid:
    event: CardEvent


@dataclass(frozen=True)
class Scanned:
    event: ScanEvent


@dataclass(frozen=True)
class GateSaid:
    event: GateEvent


@dataclass(frozen=True)
class PrinterSaid:
    health: PrinterHealth


@dataclass(frozen=True)
class PrintDone:
    paper: str
    verdict: Verdict


@dataclass(frozen=True)
class _Job:
    paper: str
    slip: Slip
    job: int


class Poller(Protocol):
    def poll(self) -> object: ...
    def close(self) -> None: ...


class Machine:
    """Owns the roles it is given (None: this station has no such device) and closes them. ``fire`` is told each
    reading of the gate's fire contact (None: not known), on the gate's own thread."""

    def __init__(
        self,
        post: Callable[[Any], None],
        *,
        printer: TicketPrinter | None = None,
        idcard: IdCardReader | None = None,
        scanner: Scanner | None = None,
        gate: Gate | None = None,
        fire: Callable[[bool | None], None] = lambda fire: None,
    ) -> None:
        self._post = post
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._roles = [role for role in (printer, idcard, scanner, gate) if role is not None]
        self._threads: list[threading.Thread] = []
        if printer is not None:
            self._add("printer", self._serve_printer, printer)
        if idcard is not None:
            self._add("idcard", self._watch, idcard, CardSaid)
        if scanner is not None:
            self._add("scanner", self._watch, scanner, Scanned)
        if gate is not None:
            self._add("gate", self._watch_gate, gate, fire)
        self.has_card = idcard is not None
        self.has_scanner = scanner is not None

    def _add(self, name: str, target: Callable[..., None], *args: object) -> None:
        self._threads.append(threading.Thread(target=target, args=args, name=name, daemon=True))

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End every thread and close every device; waits for a print under way to come to its verdict."""
        self._stopping.set()
        self._jobs.put(None)
        for thread in self._threads:
            if thread.is_alive():
                thread.join()
        for role in self._roles:
            role.close()

    def print(self, paper: str, slip: Slip, job: int) -> None:
        """Queue one slip; answered by a ``PrintDone``."""
        self._jobs.put(_Job(paper, slip, job))

    def _serve_printer(self, printer: TicketPrinter) -> None:
        last: PrinterHealth | None = None
        while not self._stopping.is_set():
            try:
                job = self._jobs.get(timeout=HEALTH_SECONDS if last is not None else 0)
            except queue.Empty:
                health = printer.health()
                if health != last:
                    self._post(PrinterSaid(health))
                    last = health
                continue
            if job is not None:
                self._post(PrintDone(job.paper, _verdict(printer, job)))

    def _watch_gate(self, gate: Gate, fire: Callable[[bool | None], None]) -> None:
        while not self._stopping.is_set():
            try:
                said, inputs = gate.poll(), gate.inputs()
                fire(inputs.fire if inputs else None)
            except Exception:
                log.exception("a driver broke its promise not to raise")
                self._stopping.wait(HEALTH_SECONDS)
                continue
            if said is not None:
                self._post(GateSaid(said))

    def _watch(self, device: Poller, event: Callable[[Any], object]) -> None:
        while not self._stopping.is_set():
            try:
                said = device.poll()
            except Exception:
                log.exception("a driver broke its promise not to raise")
                self._stopping.wait(HEALTH_SECONDS)
                continue
            if said is not None:
                self._post(event(said))


def _verdict(printer: TicketPrinter, job: _Job) -> Verdict:
    try:
        return printer.print(job.slip, job.job)
    except Exception:
        log.exception("the printer driver broke its promise not to raise")
        return Doubtful(Reason.GARBLED)
