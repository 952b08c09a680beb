"""The ticket printer's lane."""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from devices.printer.slip import Slip
from devices.printer.verdict import Doubtful, PrinterHealth, Reason, TicketPrinter, Verdict
from kiosk.machine.events import PrintDone, PrinterSaid

log = logging.getLogger(__name__)

HEALTH_SECONDS = 1.0  # a cover that opens is told within this, before the visitor needs the printer


@dataclass(frozen=True)
class _Job:
    paper: str
    slip: Slip
    job: int


class SlipLane:
    """``stopping``: a print under way still comes to its verdict."""

    def __init__(self, printer: TicketPrinter, post: Callable[[Any], None], stopping: threading.Event) -> None:
        self._printer, self._post, self._stopping = printer, post, stopping
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()

    def print(self, paper: str, slip: Slip, job: int) -> None:
        self._jobs.put(_Job(paper, slip, job))

    def wake(self) -> None:
        self._jobs.put(None)

    def run(self) -> None:
        last: PrinterHealth | None = None
        while not self._stopping.is_set():
            try:
                job = self._jobs.get(timeout=HEALTH_SECONDS if last is not None else 0)
            except queue.Empty:
                health = self._printer.health()
                if health != last:
                    self._post(PrinterSaid(health))
                    last = health
                continue
            if job is not None:
                self._post(PrintDone(job.paper, self._verdict(job)))

    def _verdict(self, job: _Job) -> Verdict:
        try:
            return self._printer.print(job.slip, job.job)
        except Exception:
            log.exception("the printer driver broke its promise not to raise")
            return Doubtful(Reason.GARBLED)
