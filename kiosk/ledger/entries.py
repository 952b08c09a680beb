"""Who was let in at this station's doors: written before a door is opened, with the report that says so.

A pass is used up here for as long as anybody could show it again, whatever the clock says then: ``latest`` is the
latest moment of the hall that was ever written down here, and no decision is made for an earlier one.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil

from hall.contract.report import EntryTold, PassageTold
from kiosk.ledger.db import LedgerFile
from kiosk.ledger.mark import put_mark
from kiosk.ledger.outbox import Outbox

log = logging.getLogger(__name__)

_NOBODY = "('not_released', 'not_passed')"  # proved: nobody came in by it
_OPEN = "('decided', 'released', 'maybe_released')"  # what became of it was not told yet


@dataclass(frozen=True)
class Let:
    """An entry as it is kept. ``zone``: into which."""

    key: str
    door: str
    person: str
    zone: str
    at: datetime


class Entries:
    def __init__(self, file: LedgerFile, birth: str, outbox: Outbox) -> None:
        self._file, self._birth, self._outbox = file, birth, outbox

    @property
    def latest(self) -> datetime:
        row = self._file.execute("SELECT value FROM counter WHERE name = 'latest'").fetchone()
        return datetime.fromtimestamp(row[0] / 1000 if row else 0, UTC)

    def reached(self, at: datetime) -> None:
        """``at``: by the hall's clock, and never by one that nobody has checked."""
        with self._file.writing() as db:
            db.execute(
                "INSERT INTO counter VALUES ('latest', ?) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)",
                (ceil(at.timestamp() * 1000),),  # never before what was decided then
            )

    def decided(self, told: EntryTold, at: datetime, *, zone: str, until: datetime) -> None:
        """``until``: when what was shown cannot be shown any more."""
        with self._file.writing() as db:
            seq = self._outbox.report(told, at)
            if told.admitted:
                pass_ = told.credential if told.shown == "pass" else None
                row = (told.key, told.door, zone, pass_, told.person, at.timestamp(), until.timestamp(), seq)
                db.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'decided')", row)
        if told.admitted and told.shown == "pass":
            self._mark()

    def _mark(self) -> None:
        """A ledger that was put back would let it in again; its mark says that it knows less than it did."""
        try:
            put_mark(self._file.path, self._birth, self._outbox.last)
        except OSError as error:
            log.warning("the ledger's mark cannot be written: %s", error)

    def became(self, told: PassageTold, at: datetime) -> None:
        with self._file.writing() as db:
            db.execute("UPDATE entries SET state = ? WHERE key = ?", (told.became, told.key))
            self._outbox.report(told, at)

    def known(self, key: str) -> bool:
        """Somebody was let in under it already."""
        return self._file.execute("SELECT 1 FROM entries WHERE key = ?", (key,)).fetchone() is not None

    def used(self, pass_: str, zone: str) -> tuple[int, int]:
        """How often it was let into ``zone`` here; and how often of these the hall has not heard yet."""
        query = (
            "SELECT count(*), count(*) FILTER (WHERE seq > ?) FROM entries"  # noqa: S608
            f" WHERE pass = ? AND zone = ? AND state NOT IN {_NOBODY}"
        )
        return self._file.execute(query, (self._outbox.heard, pass_, zone)).fetchone()

    def last_of(self, person: str) -> Let | None:
        """Where somebody went last through one of these doors."""
        query = (
            "SELECT key, door, person, zone, at FROM entries"  # noqa: S608
            f" WHERE person = ? AND state NOT IN {_NOBODY} ORDER BY at DESC, rowid DESC LIMIT 1"
        )
        row = self._file.execute(query, (person,)).fetchone()
        return _let(row) if row else None

    def unfinished(self) -> list[Let]:
        """What was decided when the program last stopped, and nobody told what became of it."""
        query = f"SELECT key, door, person, zone, at FROM entries WHERE state IN {_OPEN} ORDER BY at"  # noqa: S608
        return [_let(row) for row in self._file.execute(query)]

    def forget_before(self, moment: datetime) -> None:
        """``moment`` is of the hall's clock. It is written down first: nobody shows later what was forgotten here."""
        with self._file.writing() as db:
            self.reached(moment)
            db.execute("DELETE FROM entries WHERE until < ? AND at < ?", (moment.timestamp(), moment.timestamp()))


def _let(row: tuple) -> Let:
    key, door, person, zone, at = row
    return Let(key, door, person, zone, datetime.fromtimestamp(at, UTC))
