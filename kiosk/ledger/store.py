"""The front door: one file, and the parts of the station's memory that live in it."""

from datetime import datetime
from pathlib import Path

from kiosk.ledger.birth import birth_of
from kiosk.ledger.db import LedgerFile
from kiosk.ledger.doors import KeptDoors
from kiosk.ledger.entries import Entries
from kiosk.ledger.outbox import Outbox
from kiosk.ledger.papers import Papers
from kiosk.ledger.parts import KeptParts
from kiosk.ledger.tickets import Tickets


class Ledger:
    """Use from one thread at a time; ``outbox.reader()`` gives the courier its own way in."""

    def __init__(self, path: Path) -> None:
        self.file = LedgerFile(path)
        self.birth = birth_of(self.file, carried=self.file.taken > 0)
        self.outbox = Outbox(self.file)
        self.papers = Papers(self.file, self.outbox)
        self.tickets = Tickets(self.file, self.birth.id, self.outbox, self.papers)
        self.entries = Entries(self.file, self.birth.id, self.outbox)
        self.doors = KeptDoors(self.file)
        self.parts = KeptParts(self.file, self.birth.id)

    def forget_before(self, moment: datetime) -> None:
        """What is finished and older than ``moment`` goes; ``moment`` is of the hall's clock, never of ours. A block
        and its cursor stay as long as the hall has not heard every report."""
        with self.file.writing():
            self.tickets.forget_before(moment, blocks=self.outbox.heard >= self.outbox.last)
            self.papers.forget_before(moment)
            self.entries.forget_before(moment)
            self.doors.forget_before(moment)

    def sound(self) -> bool:
        return self.file.sound()

    def close(self) -> None:
        self.file.close()
