"""The front door: one file, and the parts of the station's memory that live in it."""

from datetime import datetime
from pathlib import Path

from kiosk.ledger.db import LedgerFile
from kiosk.ledger.outbox import Outbox
from kiosk.ledger.papers import Papers
from kiosk.ledger.parts import KeptParts
from kiosk.ledger.tickets import Tickets


class Ledger:
    """Use from one thread at a time; ``outbox.reader()`` gives the courier its own way in."""

    def __init__(self, path: Path) -> None:
        self.file = LedgerFile(path)
        self.outbox = Outbox(self.file)
        self.papers = Papers(self.file, self.outbox)
        self.tickets = Tickets(self.file, self.outbox, self.papers)
        self.parts = KeptParts(self.file)

    def forget_before(self, moment: datetime) -> None:
        """What is finished and older than ``moment`` goes."""
        with self.file.writing():
            self.tickets.forget_before(moment)
            self.papers.forget_before(moment)

    def close(self) -> None:
        self.file.close()
