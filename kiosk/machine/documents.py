"""The A4 printer's lane: hands over, watches page by page to the verdict, and takes back what nobody waits for."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from devices.documents.documents import (
    DocumentPrinter,
    DocumentPrinterHealth,
    Doubtful,
    Held,
    Options,
    Progress,
    Reason,
    Trouble,
    Verdict,
)
from kiosk.ledger.paper import Document
from kiosk.machine.events import DocumentsSaid, PrintDone, PrintGoesOn

log = logging.getLogger(__name__)

POLL_SECONDS = 0.5  # the printer's rules are kept only while it is asked
HEALTH_SECONDS = 1.0
HEALTH_WHILE_PRINTING = 5.0  # to ask may take 3 s, and progress names what it waits for
LATER_SECONDS = 120.0  # so long a printer that left a document in doubt is asked what became of it


@dataclass
class _Watched:
    """``quiet``: nobody waits for it. ``until``: when to give up one that is in doubt."""

    paper: str
    told: Progress | Verdict | None = None
    quiet: bool = False
    until: float | None = None


class DocumentLane:
    def __init__(self, printer: DocumentPrinter, post: Callable[[Any], None], stopping: threading.Event) -> None:
        self._printer, self._post, self._stopping = printer, post, stopping
        self._wishes: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._watched: dict[str, _Watched] = {}
        self._health: DocumentPrinterHealth | None = None
        self._health_at = 0.0

    def print(self, paper: str, document: Document, job: int) -> None:
        left = document.pages - document.first + 1
        options = Options(sides=document.sides, pages=left, title=document.title)
        name = _name(paper, job)
        self._wishes.put(lambda: self._begin(paper, name, lambda: self._printer.print(document.pdf, name, options)))

    def follow(self, paper: str, job: int) -> None:
        """Handed over by an earlier process of ours, perhaps."""
        name = _name(paper, job)
        self._wishes.put(lambda: self._begin(paper, name, lambda: self._printer.poll(name)))

    def drop(self, paper: str, job: int) -> None:
        """Take it back if it is still there: nobody waits for it."""
        name = _name(paper, job)
        self._wishes.put(lambda: self._begin(paper, name, lambda: self._printer.cancel(name), quiet=True))

    def wake(self) -> None:
        self._wishes.put(None)

    def run(self) -> None:
        """At the end a document may still be under way: it is followed when the program starts again."""
        while not self._stopping.is_set():
            try:
                wish = self._wishes.get(timeout=self._pause())
            except queue.Empty:
                self._look()
                continue
            if wish is not None:
                wish()

    def _pause(self) -> float:
        if self._health is None:
            return 0
        return POLL_SECONDS if self._watched else HEALTH_SECONDS

    def _look(self) -> None:
        for name, one in list(self._watched.items()):
            self._heard(name, one, self._ask(lambda name=name: self._printer.poll(name)))
        if not self._watched or time.monotonic() - self._health_at > HEALTH_WHILE_PRINTING:
            self._ask_health()

    def _ask_health(self) -> None:
        try:
            health = self._printer.health()
        except Exception:
            log.exception("the document printer's driver broke its promise not to raise")
            health = DocumentPrinterHealth(None, (Trouble(Reason.GARBLED),))
        self._health_at = time.monotonic()
        if health != self._health:
            self._health = health
            self._post(DocumentsSaid(health))

    def _begin(self, paper: str, name: str, ask: Callable[[], Progress | Verdict], *, quiet: bool = False) -> None:
        one = self._watched.setdefault(name, _Watched(paper))
        one.quiet = quiet
        self._heard(name, one, self._ask(ask))

    def _ask(self, ask: Callable[[], Progress | Verdict]) -> Progress | Verdict:
        try:
            return ask()
        except Exception:
            log.exception("the document printer's driver broke its promise not to raise")
            return Doubtful(Trouble(Reason.GARBLED))

    def _heard(self, name: str, one: _Watched, said: Progress | Verdict) -> None:
        if isinstance(said, Progress):
            one.until = None
        elif not isinstance(said, Doubtful | Held):
            del self._watched[name]
        elif one.until is None:
            one.until = time.monotonic() + LATER_SECONDS
        elif time.monotonic() >= one.until:
            del self._watched[name]
        if said != one.told and not one.quiet:
            one.told = said
            is_progress = isinstance(said, Progress)
            self._post(PrintGoesOn(one.paper, said) if is_progress else PrintDone(one.paper, said))


def _name(paper: str, job: int) -> str:
    """Unique for all time, as the printer is to know it: a ledger that is made anew counts its jobs anew too."""
    return f"{paper}-{job}"
