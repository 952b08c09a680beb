"""Numbers: ordered, granted by the hall or drawn from a block of our own, closed, forgotten. A ticket's slip is the
paper of the errand ``ticket`` under the ticket's key."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from devices.printer.slip import Slip
from hall.contract.codes import new_token
from hall.contract.ids import Subject
from hall.contract.queue import BlockTicket, Ticket
from hall.contract.report import TicketTaken
from kiosk.ledger.db import LedgerFile
from kiosk.ledger.mark import put_mark
from kiosk.ledger.outbox import Outbox
from kiosk.ledger.paper import Paper
from kiosk.ledger.papers import OVER, Papers

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Unfinished:
    """Something that was under way when the program last stopped. ``ticket`` None: ordered, no answer stored.
    ``paper`` None: the number stands, no paper was planned."""

    key: str
    service: str
    age: float
    ticket: Ticket | None
    paper: Paper | None


ERRAND = "ticket"


class Tickets:
    def __init__(self, file: LedgerFile, birth: str, outbox: Outbox, papers: Papers) -> None:
        self._file, self._birth = file, birth
        self._outbox = outbox
        self._papers = papers

    def order(self, key: str, service: str, at: datetime, subject: Subject | None = None) -> None:
        """Before the hall is asked: this visitor is to get one number, under ``key``."""
        with self._file.writing() as db:
            row = (key, service, at.timestamp(), _whose(subject))
            db.execute("INSERT INTO tickets (key, service, ordered_at, subject) VALUES (?, ?, ?, ?)", row)

    def grant(self, ticket: Ticket, slip: Slip, at: datetime) -> Paper:
        """The hall gave a number: store it and plan its slip."""
        with self._file.writing():
            self._store(ticket)
            return self._papers.plan(ERRAND, ticket.key, slip, at)

    def draw(
        self,
        key: str,
        service: str,
        day: date,
        at: datetime,
        *,
        letter: str,
        subject: Subject | None,
        language: Literal["zh", "en"],
        compose: Callable[[Ticket], Slip],
    ) -> tuple[Ticket, Paper] | None:
        """The hall is away: the next number of a block, its report and its slip, in one transaction. None: no number
        left for that day."""
        drawn = self._draw(key, service, day, at, letter, subject, language, compose)
        if drawn is not None:
            self._mark()
        return drawn

    def _draw(
        self,
        key: str,
        service: str,
        day: date,
        at: datetime,
        letter: str,
        subject: Subject | None,
        language: Literal["zh", "en"],
        compose: Callable[[Ticket], Slip],
    ) -> tuple[Ticket, Paper] | None:
        with self._file.writing():
            n = self._next_of_block(service, day)
            if n is None:
                return None
            taken = BlockTicket(
                key=key,
                day=day,
                service=service,
                n=n,
                token=new_token(),
                issued_at=at,
                subject=subject,
                language=language,
            )
            ticket = Ticket(
                key=key, day=day, service=service, letter=letter, n=n, token=taken.token, issued_at=at, origin="block"
            )
            self._store(ticket)
            self._outbox.report(TicketTaken(ticket=taken), at)
            return ticket, self._papers.plan(ERRAND, key, compose(ticket), at)

    def _mark(self) -> None:
        """Before the slip goes to the printer. The number is in the ledger: where the mark fails, it is given still."""
        try:
            put_mark(self._file.path, self._birth, self._outbox.last)
        except OSError as error:
            log.warning("the ledger's mark cannot be written: %s", error)

    def _next_of_block(self, service: str, day: date) -> int | None:
        row = self._file.execute(
            "SELECT first, next FROM blocks WHERE service = ? AND day = ? AND next <= last AND NOT closed"
            " ORDER BY first LIMIT 1",
            (service, day.isoformat()),
        ).fetchone()
        if row is None:
            return None
        first, n = row
        self._file.execute(
            "UPDATE blocks SET next = next + 1 WHERE service = ? AND day = ? AND first = ?",
            (service, day.isoformat(), first),
        )
        return n

    def _store(self, ticket: Ticket) -> None:
        self._file.execute("UPDATE tickets SET ticket = ? WHERE key = ?", (ticket.model_dump_json(), ticket.key))

    def of_code(self, token: str) -> Ticket | None:
        """The ticket whose slip carries ``token``, if it was given out here in the last days."""
        query = "SELECT ticket FROM tickets WHERE json_extract(ticket, '$.token') = ?"
        row = self._file.execute(query, (token,)).fetchone()
        return Ticket.model_validate_json(row[0]) if row else None

    def of_hall(self, day: date) -> list[Ticket]:
        """Numbers of ``day`` and later that the hall gave out here, the oldest first."""
        query = (
            "SELECT ticket FROM tickets WHERE json_extract(ticket, '$.origin') = 'hall'"
            " AND json_extract(ticket, '$.day') >= ? ORDER BY ordered_at, rowid"
        )
        return [Ticket.model_validate_json(row[0]) for row in self._file.execute(query, (day.isoformat(),))]

    def of_subject(self, subject: Subject, day: date) -> list[Ticket]:
        """The numbers of ``day`` that were given out, or printed again, here; the oldest first."""
        query = "SELECT ticket FROM tickets WHERE subject = ? AND ticket IS NOT NULL ORDER BY ordered_at, rowid"
        found = [Ticket.model_validate_json(row[0]) for row in self._file.execute(query, (_whose(subject),))]
        return [one for one in found if one.day == day]

    def take_up(self, ticket: Ticket, at: datetime, subject: Subject | None) -> Paper | None:
        """Its visitor is back for its slip, wherever it was given out: it is open here until he is gone. Returns the
        last paper of it that was planned here."""
        with self._file.writing() as db:
            row = (ticket.key, ticket.service, at.timestamp(), ticket.model_dump_json(), _whose(subject))
            db.execute(
                "INSERT INTO tickets (key, service, ordered_at, ticket, subject) VALUES (?, ?, ?, ?, ?) ON CONFLICT"
                " DO UPDATE SET ordered_at = excluded.ordered_at, ticket = excluded.ticket, closed = 0",
                row,
            )
        return self._papers.latest(ERRAND, ticket.key)

    def forget_subjects(self, before: datetime) -> None:
        """Whose a number was is nobody's business after its day."""
        with self._file.writing() as db:
            db.execute("UPDATE tickets SET subject = NULL WHERE ordered_at < ?", (before.timestamp(),))

    def close(self, key: str) -> None:
        """Nothing more is to be done for this ticket here, nor for its slip."""
        with self._file.writing() as db:
            db.execute("UPDATE tickets SET closed = 1 WHERE key = ?", (key,))
            self._papers.close(ERRAND, key)

    def unfinished(self, now: datetime) -> list[Unfinished]:
        """What a crash or a power cut left behind, oldest first."""
        query = "SELECT key, service, ordered_at, ticket FROM tickets WHERE closed = 0 ORDER BY ordered_at"
        found = [self._unfinished(row, now.timestamp()) for row in self._file.execute(query).fetchall()]
        return [one for one in found if one.paper is None or one.paper.state not in OVER]

    def _unfinished(self, row: tuple, now: float) -> Unfinished:
        key, service, ordered_at, ticket = row
        known = Ticket.model_validate_json(ticket) if ticket else None
        return Unfinished(key, service, now - ordered_at, known, self._papers.latest(ERRAND, key))

    def forget_before(self, moment: datetime, *, blocks: bool) -> None:
        """Tickets from before ``moment`` that are finished, and ``blocks`` of before its day."""
        with self._file.writing() as db:
            waiting = json.dumps([one.key for one in self.unfinished(moment)])
            db.execute(
                "DELETE FROM tickets WHERE ordered_at < ? AND key NOT IN (SELECT value FROM json_each(?))"
                " AND coalesce(json_extract(ticket, '$.day'), '') < ?",
                (moment.timestamp(), waiting, moment.date().isoformat()),
            )
            if blocks:
                db.execute("DELETE FROM blocks WHERE day < ?", (moment.date().isoformat(),))


def _whose(subject: Subject | None) -> str | None:
    return f"{subject.kind}:{subject.hash}" if subject else None
