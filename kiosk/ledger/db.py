"""The ledger's file: its tables, and the one way to write to them.

SQLite, WAL, ``synchronous=FULL``: what was committed survives a power cut.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

_STEPS = (
    """
    CREATE TABLE outbox   (seq INTEGER PRIMARY KEY AUTOINCREMENT, report TEXT NOT NULL);
    CREATE TABLE tickets  (key TEXT PRIMARY KEY, service TEXT NOT NULL, ordered_at REAL NOT NULL, ticket TEXT,
                           closed INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE papers   (id TEXT PRIMARY KEY, ticket_key TEXT NOT NULL REFERENCES tickets(key),
                           copy_no INTEGER NOT NULL, state TEXT NOT NULL, job INTEGER NOT NULL DEFAULT 0, slip TEXT);
    CREATE UNIQUE INDEX one_original ON papers(ticket_key, copy_no);
    CREATE TABLE blocks   (service TEXT NOT NULL, day TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
                           next INTEGER NOT NULL, PRIMARY KEY (service, day, first));
    CREATE TABLE snapshot (id INTEGER PRIMARY KEY CHECK (id = 1), etag TEXT NOT NULL, body TEXT NOT NULL);
    CREATE TABLE counter  (name TEXT PRIMARY KEY, value INTEGER NOT NULL)
    """,
    "CREATE TABLE plan (id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL, body TEXT NOT NULL)",
    # Papers belong to errands; those of before were all slips of tickets.
    """
    ALTER TABLE papers RENAME TO slips;
    DROP INDEX one_original;
    CREATE TABLE papers (errand TEXT NOT NULL, key TEXT NOT NULL, copy_no INTEGER NOT NULL, form TEXT NOT NULL,
                         state TEXT NOT NULL, job INTEGER NOT NULL DEFAULT 0, sheet BLOB, pages INTEGER, out INTEGER,
                         planned_at REAL NOT NULL, closed INTEGER NOT NULL DEFAULT 0,
                         PRIMARY KEY (errand, key, copy_no));
    INSERT INTO papers (errand, key, copy_no, form, state, job, sheet, out, planned_at, closed)
        SELECT 'ticket', s.ticket_key, s.copy_no, 'slip', s.state, s.job, CAST(s.slip AS BLOB),
               CASE s.state WHEN 'planned' THEN 0 WHEN 'sent' THEN 0 END, t.ordered_at, t.closed
        FROM slips s JOIN tickets t ON t.key = s.ticket_key ORDER BY s.rowid;
    DROP TABLE slips
    """,
    # The hall's word is kept part by part; what was kept whole is taken along, and asked for again by its new name.
    """
    CREATE TABLE parts (name TEXT PRIMARY KEY, revision TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL);
    INSERT INTO parts SELECT 'hall', '', json_extract(body, '$.at'), json_object('hall', json_extract(body, '$.hall'),
        'missed_rule_zh', json_extract(body, '$.missed_rule_zh'),
        'missed_rule_en', json_extract(body, '$.missed_rule_en')) FROM snapshot WHERE json_valid(body);
    INSERT INTO parts SELECT 'station', '', json_extract(body, '$.at'),
        json_object('station', json_extract(body, '$.station'), 'nearest_zh', json_extract(body, '$.nearest_zh'),
        'nearest_en', json_extract(body, '$.nearest_en')) FROM snapshot WHERE json_valid(body);
    INSERT INTO parts SELECT 'services', '', json_extract(body, '$.at'),
        json_object('services', json_extract(body, '$.services')) FROM snapshot WHERE json_valid(body);
    INSERT INTO parts SELECT 'plan', '', json_extract(body, '$.at'), body FROM plan WHERE json_valid(body);
    DROP TABLE snapshot;
    DROP TABLE plan
    """,
    # Whose number it is (a keyed hash), for its day: so that the visitor's card finds it while the hall is away.
    "ALTER TABLE tickets ADD COLUMN subject TEXT",
    # Which memory this is; what the hall has heard stays a while, in case the hall forgets it; a block can be closed.
    """
    CREATE TABLE birth (id INTEGER PRIMARY KEY CHECK (id = 1), ledger TEXT NOT NULL, station TEXT NOT NULL,
                        machine TEXT NOT NULL);
    ALTER TABLE blocks ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;
    INSERT INTO counter SELECT 'heard', coalesce((SELECT min(seq) - 1 FROM outbox),
                                                 (SELECT seq FROM sqlite_sequence WHERE name = 'outbox'), 0)
    """,
    # Who was let in at this station's door, before it was opened: a pass counts once.
    """
    CREATE TABLE entries (key TEXT PRIMARY KEY, door TEXT NOT NULL, zone TEXT NOT NULL, pass TEXT,
                          person TEXT NOT NULL, at REAL NOT NULL, until REAL NOT NULL, seq INTEGER NOT NULL,
                          state TEXT NOT NULL);
    CREATE INDEX entries_of_pass ON entries(pass, zone)
    """,
    # What counts at a door beyond one decision: who waits, who was first, wrong PINs. What boards were given to hold.
    """
    CREATE INDEX entries_of_person ON entries(person, at);
    CREATE TABLE doors  (id TEXT PRIMARY KEY, at REAL NOT NULL, state TEXT NOT NULL);
    CREATE TABLE boards (name TEXT PRIMARY KEY, digest TEXT NOT NULL)
    """,
)
"""From one shape of the file to the next; how many were taken is its ``user_version``."""

_TABLES = {"outbox", "tickets", "papers", "blocks", "counter", "parts", "birth", "entries", "doors", "boards"}

_FULL = {"SQLITE_FULL", "SQLITE_IOERR", "SQLITE_IOERR_WRITE", "SQLITE_CANTOPEN", "SQLITE_READONLY"}


_TORN = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}


class LedgerFull(Exception):
    """Nothing more can be written: the disk is full. Nothing was changed."""


class LedgerTorn(Exception):
    """The file is damaged: nothing of it can be relied on any more."""


def torn(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorname", "").startswith(tuple(_TORN))


class LedgerFile:
    """One connection, for one thread at a time; opening brings an older file to today's shape."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        _keep_to_ourselves(path)
        self._db = connect(path)
        with self.writing() as db:
            (self.taken,) = db.execute("PRAGMA user_version").fetchone()
            if self.taken > len(_STEPS):
                raise ValueError(f"the ledger is of a later program (shape {self.taken})")
            for step in _STEPS[self.taken :]:
                for statement in step.split(";"):
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {len(_STEPS)}")

    def close(self) -> None:
        self._db.close()

    def execute(self, statement: str, values: tuple = ()) -> sqlite3.Cursor:
        try:
            return self._db.execute(statement, values)
        except sqlite3.DatabaseError as error:
            raise LedgerTorn(str(error)) if torn(error) else error from None

    def sound(self) -> bool:
        """Every page is what it should be, and every table is there."""
        (said,) = self._db.execute("PRAGMA quick_check(1)").fetchone()
        there = {name for (name,) in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return said == "ok" and there >= _TABLES

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, on disk when the outermost block ends: what parts write inside one another's blocks stands
        or falls together. Raises ``LedgerFull`` where the disk has no more room."""
        if self._db.in_transaction:
            yield self._db
            return
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield self._db
            self._db.execute("COMMIT")
        except BaseException as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorname in _FULL:
                raise LedgerFull(error.sqlite_errorname) from error
            if isinstance(error, sqlite3.DatabaseError) and torn(error):
                raise LedgerTorn(str(error)) from error
            raise


def _keep_to_ourselves(path: Path) -> None:
    """Before SQLite makes the file: its ``-wal``, where the same stands, gets the rights that the file has then."""
    with suppress(OSError):  # of a disk that cannot be written SQLite tells by itself
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
        for one in path.parent.glob(f"{escape(path.name)}*"):
            one.chmod(0o600)


def connect(path: Path) -> sqlite3.Connection:
    # Made on the main thread, used on the clerk's alone once that runs.
    db = sqlite3.connect(path, isolation_level=None, timeout=5, check_same_thread=False)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA secure_delete = ON")
    return db
