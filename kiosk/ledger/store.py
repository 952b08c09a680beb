"""The ledger's tables and every statement that touches them."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from devices.printer.slip import Slip
from hall.contract.codes import new_token
from hall.contract.ids import Subject
from hall.contract.queue import Block, BlockTicket, Ticket
from hall.contract.report import Body, PaperTold, Report, TicketTaken
from hall.contract.snapshot import PublishedPlan, Snapshot
from kiosk.ledger.paper import Paper, State, slip_from_json, slip_to_json

SCHEMA_VERSION = 2
_SCHEMA = """
CREATE TABLE outbox   (seq INTEGER PRIMARY KEY AUTOINCREMENT, report TEXT NOT NULL);
CREATE TABLE tickets  (key TEXT PRIMARY KEY, service TEXT NOT NULL, ordered_at REAL NOT NULL, ticket TEXT,
                       closed INTEGER NOT NULL DEFAULT 0);
CREATE TABLE papers   (id TEXT PRIMARY KEY, ticket_key TEXT NOT NULL REFERENCES tickets(key), copy_no INTEGER NOT NULL,
                       state TEXT NOT NULL, job INTEGER NOT NULL DEFAULT 0, slip TEXT);
CREATE UNIQUE INDEX one_original ON papers(ticket_key, copy_no);
CREATE TABLE blocks   (service TEXT NOT NULL, day TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
                       next INTEGER NOT NULL, PRIMARY KEY (service, day, first));
CREATE TABLE snapshot (id INTEGER PRIMARY KEY CHECK (id = 1), etag TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE counter  (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""
_SINCE_2 = "CREATE TABLE plan (id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL, body TEXT NOT NULL);"


class LedgerFull(Exception):
    """Nothing more can be written: the disk is full. Nothing was changed."""


@dataclass(frozen=True)
class Unfinished:
    """Something that was under way when the program last stopped. ``ticket`` None: ordered, no answer stored.
    ``paper`` None: the number stands, no paper was planned."""

    key: str
    service: str
    age: float
    ticket: Ticket | None
    paper: Paper | None


class Ledger:
    """Use from one thread at a time; ``outbox_reader`` gives the courier its own way in."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._db = _connect(path)
        with self._writing():
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            steps = {0: _SCHEMA + _SINCE_2, 1: _SINCE_2}.get(version, "")
            for statement in filter(str.strip, steps.split(";")):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        path.chmod(0o600)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, on disk when the block ends. Raises ``LedgerFull`` where the disk has no more room."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield self._db
            self._db.execute("COMMIT")
        except BaseException as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorname in _FULL:
                raise LedgerFull(error.sqlite_errorname) from error
            raise

    # -- reports -----------------------------------------------------------------------------------------------------

    def report(self, body: Body, at: datetime) -> int:
        """Write one report to the outbox; returns its seq."""
        with self._writing():
            return self._report(body, at)

    def _report(self, body: Body, at: datetime) -> int:
        seq = self._db.execute("INSERT INTO outbox (report) VALUES ('')").lastrowid
        assert seq is not None
        report = Report(seq=seq, at=at, body=body)
        self._db.execute("UPDATE outbox SET report = ? WHERE seq = ?", (report.model_dump_json(), seq))
        return seq

    def acknowledged(self, upto: int) -> None:
        """The hall has everything up to ``upto``: let it go."""
        with self._writing():
            self._db.execute("DELETE FROM outbox WHERE seq <= ?", (upto,))

    def outbox_reader(self) -> Callable[[int], tuple[Report, ...]]:
        """A function for another thread: the oldest ``n`` reports not yet acknowledged."""
        reader: list[sqlite3.Connection] = []

        def read(n: int) -> tuple[Report, ...]:
            if not reader:
                reader.append(_connect(self.path))
            rows = reader[0].execute("SELECT report FROM outbox ORDER BY seq LIMIT ?", (n,)).fetchall()
            return tuple(Report.model_validate_json(row[0]) for row in rows)

        return read

    # -- snapshot and blocks -----------------------------------------------------------------------------------------

    def keep_snapshot(self, snapshot: Snapshot, etag: str) -> None:
        """Store the hall's last word, and the number blocks it grants. A block already known keeps its place."""
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO snapshot VALUES (1, ?, ?)", (etag, snapshot.model_dump_json()))
            for block in snapshot.blocks:
                self._keep_block(block)

    def _keep_block(self, block: Block) -> None:
        row = (block.service, block.day.isoformat(), block.first)
        self._db.execute(
            "INSERT INTO blocks VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
            (*row, block.last, block.first),
        )

    def snapshot(self) -> tuple[Snapshot, str] | None:
        """The last snapshot and its ETag, or None if the hall was never reached."""
        row = self._db.execute("SELECT body, etag FROM snapshot").fetchone()
        return (Snapshot.model_validate_json(row[0]), row[1]) if row else None

    # -- the plan ----------------------------------------------------------------------------------------------------

    def keep_plan(self, published: PublishedPlan) -> None:
        """In place of the one before."""
        with self._writing() as db:
            row = (published.revision, published.model_dump_json())
            db.execute("INSERT OR REPLACE INTO plan VALUES (1, ?, ?)", row)

    def plan(self) -> PublishedPlan | None:
        """The last plan the hall published, as far as it came here; one that cannot be read is none, and is fetched
        again."""
        row = self._db.execute("SELECT body FROM plan").fetchone()
        try:
            return PublishedPlan.model_validate_json(row[0]) if row else None
        except ValidationError:
            return None

    # -- tickets -----------------------------------------------------------------------------------------------------

    def order(self, key: str, service: str, at: datetime) -> None:
        """Before the hall is asked: this visitor is to get one number, under ``key``."""
        with self._writing() as db:
            row = (key, service, at.timestamp())
            db.execute("INSERT INTO tickets (key, service, ordered_at) VALUES (?, ?, ?)", row)

    def grant(self, ticket: Ticket, slip: Slip) -> Paper:
        """The hall gave a number: store it and plan its slip."""
        with self._writing():
            self._store_ticket(ticket)
            return self._plan(ticket.key, 0, slip)

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
        with self._writing() as db:
            row = db.execute(
                "SELECT first, next FROM blocks WHERE service = ? AND day = ? AND next <= last ORDER BY first LIMIT 1",
                (service, day.isoformat()),
            ).fetchone()
            if row is None:
                return None
            first, n = row
            db.execute(
                "UPDATE blocks SET next = next + 1 WHERE service = ? AND day = ? AND first = ?",
                (service, day.isoformat(), first),
            )
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
            self._store_ticket(ticket)
            self._report(TicketTaken(ticket=taken), at)
            return ticket, self._plan(key, 0, compose(ticket))

    def _store_ticket(self, ticket: Ticket) -> None:
        self._db.execute("UPDATE tickets SET ticket = ? WHERE key = ?", (ticket.model_dump_json(), ticket.key))

    def ticket_of(self, token: str) -> Ticket | None:
        """The ticket whose slip carries ``token``, if it was given out here in the last days."""
        query = "SELECT ticket FROM tickets WHERE json_extract(ticket, '$.token') = ?"
        row = self._db.execute(query, (token,)).fetchone()
        return Ticket.model_validate_json(row[0]) if row else None

    def close_ticket(self, key: str) -> None:
        """Nothing more is to be done for this ticket here."""
        with self._writing() as db:
            db.execute("UPDATE tickets SET closed = 1 WHERE key = ?", (key,))

    # -- papers ------------------------------------------------------------------------------------------------------

    def plan_copy(self, ticket_key: str, compose: Callable[[int], Slip]) -> Paper:
        """补打: the next copy of a ticket's slip; ``compose(copy_no)`` draws it with its mark."""
        with self._writing() as db:
            (last,) = db.execute("SELECT max(copy_no) FROM papers WHERE ticket_key = ?", (ticket_key,)).fetchone()
            copy_no = last + 1
            return self._plan(ticket_key, copy_no, compose(copy_no))

    def _plan(self, ticket_key: str, copy_no: int, slip: Slip) -> Paper:
        paper_id = f"{ticket_key}-{copy_no}"
        self._db.execute(
            "INSERT INTO papers (id, ticket_key, copy_no, state, slip) VALUES (?, ?, ?, 'planned', ?)",
            (paper_id, ticket_key, copy_no, slip_to_json(slip)),
        )
        return Paper(paper_id, ticket_key, copy_no, "planned", 0, slip)

    def sending(self, paper: Paper) -> Paper:
        """Before the first byte: the paper is on its way, under a job number no other paper has."""
        with self._writing() as db:
            db.execute("INSERT INTO counter VALUES ('job', 1) ON CONFLICT DO UPDATE SET value = value + 1")
            (job,) = db.execute("SELECT value FROM counter WHERE name = 'job'").fetchone()
            db.execute("UPDATE papers SET state = 'sent', job = ? WHERE id = ?", (job, paper.id))
            return Paper(paper.id, paper.ticket_key, paper.copy_no, "sent", job, paper.slip)

    def outcome(self, paper: Paper, told: PaperTold, at: datetime) -> None:
        """What became of it, and the report that says so, in one transaction. A paper proved not printed may be planned
        again under the same number; in every other outcome its text is erased."""
        with self._writing() as db:
            db.execute("UPDATE papers SET state = ?, slip = NULL WHERE id = ?", (told.state, paper.id))
            if told.state in ("printed", "settled", "abandoned"):
                db.execute("UPDATE tickets SET closed = 1 WHERE key = ?", (paper.ticket_key,))
            self._report(told, at)

    def plan_again(self, paper: Paper, slip: Slip) -> Paper:
        """Nothing of it came out: the same paper, from the beginning."""
        with self._writing() as db:
            row = (slip_to_json(slip), paper.id)
            db.execute("UPDATE papers SET state = 'planned', job = 0, slip = ? WHERE id = ?", row)
            return Paper(paper.id, paper.ticket_key, paper.copy_no, "planned", 0, slip)

    def unfinished(self, now: datetime) -> list[Unfinished]:
        """What a crash or a power cut left behind, oldest first."""
        rows = self._db.execute(
            "SELECT t.key, t.service, t.ordered_at, t.ticket, p.id, p.copy_no, p.state, p.job, p.slip FROM tickets t"
            " LEFT JOIN papers p ON p.ticket_key = t.key AND p.copy_no ="
            " (SELECT max(copy_no) FROM papers WHERE ticket_key = t.key) WHERE t.closed = 0 ORDER BY t.ordered_at"
        ).fetchall()
        return [_unfinished(row, now.timestamp()) for row in rows]

    def forget_before(self, moment: datetime) -> None:
        """Closed tickets and spent blocks older than ``moment`` go."""
        with self._writing() as db:
            old = "SELECT key FROM tickets WHERE closed = 1 AND ordered_at < ?"
            db.execute(f"DELETE FROM papers WHERE ticket_key IN ({old})", (moment.timestamp(),))  # noqa: S608
            db.execute("DELETE FROM tickets WHERE closed = 1 AND ordered_at < ?", (moment.timestamp(),))
            db.execute("DELETE FROM blocks WHERE day < ?", (moment.date().isoformat(),))


_FULL = {"SQLITE_FULL", "SQLITE_IOERR", "SQLITE_IOERR_WRITE", "SQLITE_CANTOPEN", "SQLITE_READONLY"}


def _connect(path: Path) -> sqlite3.Connection:
    # Made on the main thread, used on the clerk's alone once that runs.
    db = sqlite3.connect(path, isolation_level=None, timeout=5, check_same_thread=False)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA secure_delete = ON")
    return db


def _unfinished(row: tuple, now: float) -> Unfinished:
    key, service, ordered_at, ticket, paper_id, copy_no, state, job, slip = row
    paper: Paper | None = None
    if paper_id is not None:
        known: State = state
        paper = Paper(paper_id, key, copy_no, known, job, slip_from_json(slip) if slip else None)
    return Unfinished(key, service, now - ordered_at, Ticket.model_validate_json(ticket) if ticket else None, paper)
