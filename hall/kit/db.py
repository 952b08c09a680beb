"""The database: one writer thread a process with group commit, short reads beside it.

All writes go through :class:`Writer`. It takes what is queued, opens one transaction, gives each job its own savepoint,
commits once, and only then answers: nobody hears of a number that is not on disk. Several processes on one SQLite file
take turns through two file locks (a turnstile and the lock itself), which is fair where SQLite's own busy polling
starves; on PostgreSQL an advisory lock does the same.
"""

import asyncio
import contextlib
import fcntl
import logging
import os
import queue
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import (
    URL,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
)
from sqlalchemy import select as sql_select
from sqlalchemy import update as sql_update
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.types import TypeDecorator
from starlette.concurrency import run_in_threadpool

from hall.kit import deadline
from hall.kit.errors import Problem, busy, storage_failed, storage_full, unstorable
from hall.kit.prepared import Prepared

log = logging.getLogger(__name__)

metadata = MetaData()
"""Every room's tables."""

BigKey = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit key; SQLite only counts up by itself on INTEGER."""

BATCH = 256
"""Jobs in one transaction at most: bounds how long the first waits for the last."""

BACKLOG = 4000
"""Jobs waiting at most, about a second of work; beyond that callers are told to come back."""

STILL_EVERY = 10.0
"""Seconds between two words that something long is still under way."""

_WRITE_LOCK = 7_602_551
"""PostgreSQL advisory lock of the hall's writers; any number of our own."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime as whole microseconds since 1970, UTC: exact, ordered, the same in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> int | None:
        return None if value is None else micros(value)

    def process_result_value(self, value: int | None, dialect: object) -> datetime | None:
        return (
            None
            if value is None
            else datetime.fromtimestamp(value // 1_000_000, UTC).replace(microsecond=value % 1_000_000)
        )


def micros(value: datetime) -> int:
    if value.tzinfo is None:
        raise ValueError("a naive datetime has no place in the database")
    whole = value.replace(microsecond=0).timestamp()
    return int(whole) * 1_000_000 + value.microsecond


pulse = Table(
    "kit_pulse",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("n", BigInteger, nullable=False),
    Column("epoch", String(16), nullable=False),
    Column("writes", BigInteger, nullable=False),
    Column("wrote_at", Instant),
    Column("restored", Boolean, nullable=False),
)
"""One row. ``n`` is counted up by every transaction with a write that is not quiet: somebody may be looking at it. The
others are :mod:`hall.kit.marks`' own."""


_BEAT = Prepared(sql_update(pulse).values(n=pulse.c.n + 1))
_PULSE = Prepared(sql_select(pulse.c.n))


@dataclass(frozen=True)
class Note:
    """What the audit trail will keep of a change."""

    actor: str
    action: str
    about: str
    detail: dict[str, Any]


@dataclass
class Tx:
    """A job's view of the write transaction. Everything noted is kept or dropped together with what was written."""

    conn: Connection
    now: datetime
    notes: list[Note] = field(default_factory=list)

    def note(self, actor: str, action: str, about: str, **detail: object) -> None:
        self.notes.append(Note(actor, action, about, detail))

    @contextlib.contextmanager
    def attempt(self) -> Iterator[None]:
        """A part that may fail alone: on an exception its writes and notes are undone, and the exception goes on."""
        kept = len(self.notes)
        with self._savepoint("part", kept):
            yield

    @contextlib.contextmanager
    def _savepoint(self, name: str, kept: int) -> Iterator[None]:
        cursor = self.conn.connection.cursor()
        cursor.execute(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException as error:
            del self.notes[kept:]
            try:
                cursor.execute(f"ROLLBACK TO SAVEPOINT {name}")
                cursor.execute(f"RELEASE SAVEPOINT {name}")
            except Exception:  # on a full disk SQLite ends the whole transaction: there is nothing to go back to
                if isinstance(error, Problem):
                    raise
                raise error from None
            raise
        cursor.execute(f"RELEASE SAVEPOINT {name}")


Work = Callable[[Tx], Any]
Finish = Callable[[Connection, datetime, list[Note]], None]


@dataclass
class _Job:
    work: Work
    quiet: bool
    answer: Future[Any]
    good_until: datetime | None


def open_engine(url: str) -> Engine:
    """An engine whose transactions begin as we say: SQLite in WAL with synchronous=FULL (a committed number survives a
    power cut; NORMAL may lose it), foreign keys on."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=8, pool_pre_ping=True)
    # Not as an address: in a folder's name ``?`` and ``#`` are letters like any other.
    where = URL.create("sqlite", database=url.removeprefix("sqlite:///"))
    engine = create_engine(where, connect_args={"timeout": 10}, paramstyle="named")

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("hall_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


class Turnstile:
    """A fair lock between processes on one machine. Who waits for the lock holds the turnstile, so that the last holder
    cannot overtake him."""

    def __init__(self, path: Path) -> None:
        self._turnstile = os.open(f"{path}.next", os.O_CREAT | os.O_RDWR, 0o600)
        self._lock = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)

    def __enter__(self) -> None:
        fcntl.flock(self._turnstile, fcntl.LOCK_EX)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        fcntl.flock(self._turnstile, fcntl.LOCK_UN)

    def __exit__(self, *_: object) -> None:
        fcntl.flock(self._lock, fcntl.LOCK_UN)

    def close(self) -> None:
        os.close(self._turnstile)
        os.close(self._lock)


class Counting(Protocol):
    """What counts the writes and knows whether the database went back: :class:`hall.kit.marks.Marks`."""

    recover: Callable[[Tx, Any], None] | None
    new_epoch: list[Callable[[], None]]

    def begin(self, tx: Tx) -> bool: ...
    def committed(self) -> None: ...
    def close(self) -> None: ...


class Writer(threading.Thread):
    """The only thread of a process that writes. ``finish`` runs inside every transaction, last, with all notes."""

    def __init__(
        self,
        engine: Engine,
        turn: Turnstile | None,
        now: Callable[[], datetime],
        finish: Finish,
        marks: Counting | None,
    ) -> None:
        super().__init__(name="hall-writer", daemon=True)
        self._engine, self._turn, self._now, self._finish, self._marks = engine, turn, now, finish, marks
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._listeners: list[Callable[[], None]] = []
        self.closed = False

    def submit(self, work: Work, quiet: str = "") -> Future[Any]:
        """Run ``work`` in the next transaction. The future is answered after the commit, never before. Every page and
        whoever else is watching looks again then, unless it is said why nobody need: ``quiet``."""
        if self.closed or self._jobs.qsize() >= BACKLOG:
            raise busy()
        job = _Job(work, bool(quiet), Future(), deadline.GOOD_UNTIL.get())
        self._jobs.put(job)
        return job.answer

    def on_shown(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` (from the writer's thread) after each commit that is not quiet."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Finish what is queued, then stop."""
        self.closed = True
        self._jobs.put(None)
        self.join(10)

    def run(self) -> None:
        while (first := self._jobs.get()) is not None:
            batch = [first]
            stop = False
            while len(batch) < BATCH and not self._jobs.empty():
                job = self._jobs.get()
                if job is None:
                    stop = True
                    break
                batch.append(job)
            self._write(batch)
            if stop:
                return

    def _write(self, batch: list[_Job]) -> None:
        batch = [job for job in batch if job.answer.set_running_or_notify_cancel()]  # who has left asks for nothing
        try:
            with self._turn or contextlib.nullcontext():
                answers, shown = self._transact(batch)
                if self._marks is not None:
                    self._marks.committed()
        except BaseException as error:
            refusal = _as_problem(error)
            for job in batch:
                job.answer.set_exception(refusal)
            return
        for job, answer in zip(batch, answers, strict=True):
            if isinstance(answer, BaseException):
                job.answer.set_exception(answer)
            else:
                job.answer.set_result(answer)
        if shown:
            for listener in self._listeners:
                listener()

    def _transact(self, batch: list[_Job]) -> tuple[list[Any], bool]:
        with self._engine.connect().execution_options(hall_write=True) as conn, conn.begin():
            if conn.dialect.name == "postgresql":
                conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")
            driver = conn.dialect.loaded_dbapi
            tx = Tx(conn, self._now())
            answers: list[Any] = []
            shown = self._marks is not None and self._marks.begin(tx)
            for job in batch:
                try:
                    deadline.check(job.good_until, tx.now)
                    with tx._savepoint("job", len(tx.notes)):
                        answers.append(job.work(tx))
                    shown |= not job.quiet
                except Problem as refusal:
                    answers.append(refusal)
                except (DataError, driver.DataError):  # a value no column can hold: this job's alone
                    log.warning("a write was refused by the database", exc_info=True)
                    answers.append(unstorable())
                except (DBAPIError, driver.Error):
                    raise
                except Exception as error:
                    log.exception("a write failed")
                    answers.append(error)
            self._finish(conn, tx.now, tx.notes)
            if shown:
                _BEAT.run(conn)
        return answers, shown


def _as_problem(error: BaseException) -> Problem:
    origin = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(origin, "sqlite_errorcode", None)
    if (
        code == sqlite3.SQLITE_FULL
        or getattr(origin, "sqlstate", None) == "53100"
        or (isinstance(origin, OSError) and origin.errno == 28)
    ):
        log.error("disk full: nothing was written")
        return storage_full()
    log.error("write transaction failed", exc_info=error)
    return storage_failed()


def pulse_of(conn: Connection) -> int:
    """Grows with every write that is not quiet, whichever process made it."""
    row = _PULSE.first(conn)
    return row.n if row else 0


class Database:
    """Engine and writer together. ``lock`` is the lock file shared by all processes on this SQLite database."""

    def __init__(
        self,
        url: str,
        lock: Path,
        now: Callable[[], datetime],
        finish: Finish,
        marks: Counting | None = None,
    ) -> None:
        self.engine = open_engine(url)
        self._driver_error: type[Exception] = self.engine.dialect.loaded_dbapi.Error
        self.inline = self.engine.dialect.name == "sqlite"
        self.turn = Turnstile(lock) if self.inline else None
        self.writer = Writer(self.engine, self.turn, now, finish, marks)
        self.marks = marks
        self.writer.start()

    def look(self, read: Callable[[Connection], Any]) -> Any:
        """One short read, in one transaction, on this thread."""
        try:
            with self.engine.connect() as conn:
                return read(conn)
        except (DBAPIError, self._driver_error) as error:
            raise _as_problem(error) from error

    async def read(self, read: Callable[[Connection], Any]) -> Any:
        """Local SQLite answers faster than a thread switch; a server is waited for on another thread."""
        return self.look(read) if self.inline else await run_in_threadpool(self.look, read)

    def write(self, work: Work, *, quiet: str = "") -> Awaitable[Any]:
        """Answered after the commit. ``quiet``: why nobody who is watching need look again (a sign of life)."""
        return asyncio.wrap_future(self.writer.submit(work, quiet))

    def write_now(self, work: Work, *, quiet: str = "") -> Any:
        """The same, for programs without an event loop."""
        return self.writer.submit(work, quiet).result(30)

    def write_long(self, work: Work, waiting: Callable[[int], None]) -> Any:
        """The same for what may take minutes (a migration of a large hall): however long it takes, it is waited for.
        ``waiting`` is told every ten seconds how many have passed."""
        answer, began = self.writer.submit(work), time.monotonic()
        while not answer.done():
            with contextlib.suppress(TimeoutError):
                answer.exception(STILL_EVERY)
            if not answer.done():
                waiting(round(time.monotonic() - began))
        return answer.result()

    def close(self) -> None:
        """A second time does nothing."""
        if self.writer.closed:
            return
        self.writer.close()
        self.engine.dispose()
        if self.turn is not None:
            self.turn.close()
        if self.marks is not None:
            self.marks.close()
