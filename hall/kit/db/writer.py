"""All writes of a process go through one thread, with group commit.

It takes what is queued, opens one transaction, gives each job its own savepoint, commits once, and only then answers:
nobody hears of a number that is not on disk.
"""

import contextlib
import logging
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from hall.kit import deadline, peers
from hall.kit.db.beats import beat
from hall.kit.db.failures import as_problem, unkept
from hall.kit.db.turnstile import Turnstile
from hall.kit.db.tx import Finish, Tx, Work
from hall.kit.errors import Problem, busy, unstorable
from hall.kit.watch import Watch

log = logging.getLogger(__package__)

LAST = 1.5
"""Seconds for which what is queued is waited for when the hall ends: it ends within five, whatever hangs."""
BATCH = 256
"""Jobs in one transaction at most: bounds how long the first waits for the last."""

BACKLOG = 4000
"""Jobs waiting at most, about a second of work; beyond that callers are told to come back."""
WRITE, RECOVER = 4.0, 300.0
"""Seconds on a server for a batch of writes, and for what may take minutes (a migration, what a restore brings)."""

WRITE_LOCK = 7_602_551
"""PostgreSQL advisory lock of the hall's writers; any number of our own."""


@dataclass
class Job:
    work: Work
    quiet: bool
    answer: Future[Any]
    good_until: datetime | None
    source: str
    long: bool = False
    """Nobody at a counter waits for it, and it may take minutes: a migration."""


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
        watch: Watch | None = None,
    ) -> None:
        super().__init__(name="hall-writer", daemon=True)
        self._watch = watch
        self._engine, self._turn, self._now, self._finish, self._marks = engine, turn, now, finish, marks
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._listeners: list[Callable[[], None]] = []
        self.closed = False

    def submit(self, work: Work, quiet: str = "", *, long: bool = False) -> Future[Any]:
        """Run ``work`` in the next transaction. The future is answered after the commit, never before. Every page and
        whoever else is watching looks again then, unless it is said why nobody need: ``quiet``."""
        if self.closed or self._jobs.qsize() >= BACKLOG:
            raise busy()
        job = Job(work, bool(quiet), Future(), deadline.GOOD_UNTIL.get(), peers.FROM.get(), long)
        self._jobs.put(job)
        return job.answer

    def on_shown(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` (from the writer's thread) after each commit that is not quiet."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Finish what is queued, then stop."""
        self.closed = True
        self._jobs.put(None)
        self.join(LAST)

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

    def _write(self, batch: list[Job]) -> None:
        batch = [job for job in batch if job.answer.set_running_or_notify_cancel()]  # who has left asks for nothing
        if not batch:
            return
        try:
            with self._turn or contextlib.nullcontext():
                answers, shown = self._transact(batch)
                if self._marks is not None:
                    self._marks.committed()
        except BaseException as error:
            refusal = as_problem(error)
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

    def _transact(self, batch: list[Job]) -> tuple[list[Any], bool]:
        with (
            self._engine.connect().execution_options(hall_write=True) as conn,
            self._watched(conn) as more,
            conn.begin(),
        ):
            if conn.dialect.name == "postgresql":
                self._take_turn(conn, any(job.long for job in batch), more)
            driver = conn.dialect.loaded_dbapi
            tx = Tx(conn, self._now())
            answers: list[Any] = []
            more(RECOVER)
            shown = self._marks is not None and self._marks.begin(tx)
            for job in batch:
                more(RECOVER if job.long else WRITE)
                tx.source = job.source
                try:
                    deadline.check(job.good_until, tx.now)
                    with tx.savepoint("job", len(tx.notes)):
                        answers.append(job.work(tx))
                    shown |= not job.quiet
                except Problem as refusal:
                    answers.append(refusal)
                except Exception as error:
                    if unkept(error):  # this job's alone
                        log.warning("a write was refused by the database", exc_info=True)
                        answers.append(unstorable())
                        continue
                    if isinstance(error, (DBAPIError, driver.Error)):
                        raise
                    log.exception("a write failed")
                    answers.append(error)
            more(WRITE)
            self._finish(conn, tx.now, tx.notes)
            if shown:
                beat(conn)
        return answers, shown

    @contextlib.contextmanager
    def _watched(self, conn: Connection) -> Iterator[Callable[[float], None]]:
        """What is yielded moves the end."""
        if self._watch is None:
            yield lambda _seconds: None
            return
        with self._watch.over(conn.connection.dbapi_connection, WRITE) as watched:
            yield watched.more

    def _take_turn(self, conn: Connection, long: bool, more: Callable[[float], None]) -> None:
        if long:
            more(RECOVER)
            conn.exec_driver_sql("SET LOCAL statement_timeout = 0")
            conn.exec_driver_sql("SET LOCAL lock_timeout = 0")
        conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")
