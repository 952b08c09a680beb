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
from concurrent.futures import Future, ThreadPoolExecutor
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
from sqlalchemy.exc import DataError, DBAPIError, DisconnectionError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.types import TypeDecorator

from hall.kit import deadline, peers
from hall.kit.errors import Problem, busy, storage_failed, storage_full, storage_unsure, unstorable
from hall.kit.prepared import Prepared
from hall.kit.watch import Watch

log = logging.getLogger(__name__)

metadata = MetaData()
"""Every room's tables."""

BigKey = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit key; SQLite only counts up by itself on INTEGER."""

LAST = 1.5
"""Seconds for which what is queued is waited for when the hall ends: it ends within five, whatever hangs."""
READERS = 8
"""Looks at a server at once; SQLite is looked at on the event loop."""
BATCH = 256
"""Jobs in one transaction at most: bounds how long the first waits for the last."""

BACKLOG = 4000
"""Jobs waiting at most, about a second of work; beyond that callers are told to come back."""

STILL_EVERY = 10.0
"""Seconds between two words that something long is still under way."""

ANSWERED_WITHIN = 4.5
"""Seconds after which whoever reads or writes hears a sentence, whatever the database does: 5 s of a visitor's
patience, less the way."""
CONNECT, PING, READ, WRITE, RECOVER = 2, 1.0, 3.0, 4.0, 300.0
"""Seconds of a server's connection: to be made, to show that it lives, for a look, a batch of writes, and what may take
minutes (a migration, the aftermath of a restore)."""
SERVER = {
    "connect_timeout": CONNECT,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 4000,
    "options": "-c statement_timeout=4000 -c lock_timeout=4000 -c idle_in_transaction_session_timeout=15000",
}
"""PostgreSQL's own limits (libpq, 34.1.2), so that what we have given up is given up there too."""
BUSY = 3000
"""Milliseconds for which SQLite waits for another program's lock (a backup by hand)."""
LOWEST = 16 * 1024 * 1024
"""Bytes free below which a disk counts as full: SQLite's log alone grows to four between two checkpoints."""
PROBED = 2.0
"""Seconds for which an answer about our health stands: who asks more often costs no more."""

WRITE_LOCK = 7_602_551
"""PostgreSQL advisory lock of the hall's writers; any number of our own."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime as whole microseconds since 1970, UTC: exact, ordered, the same in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> int | None:
        return None if value is None else micros(value)

    def process_result_value(self, value: int | None, dialect: object) -> datetime | None:
        if value is None:
            return None
        value = max(_FIRST, min(value, _LAST))  # one that was written before there were bounds spoils no page
        return datetime.fromtimestamp(value // 1_000_000, UTC).replace(microsecond=value % 1_000_000)


def micros(value: datetime) -> int:
    """Raises ``OverflowError`` for the calendar's first and last day: what somewhere has a year 0 or 10000 could be
    written, and then whoever reads the row falls."""
    if value.tzinfo is None:
        raise ValueError("a naive datetime has no place in the database")
    whole = value.replace(microsecond=0).timestamp()
    found = int(whole) * 1_000_000 + value.microsecond
    if not _FIRST <= found <= _LAST:
        raise OverflowError("an instant at the end of the calendar")
    return found


_FIRST, _LAST = (
    int(at.timestamp()) * 1_000_000 for at in (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC))
)


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
    """What the audit trail will keep of a change. ``source``: the address it was asked from; empty: from within."""

    actor: str
    action: str
    about: str
    detail: dict[str, Any]
    source: str = ""


@dataclass
class Tx:
    """A job's view of the write transaction. Everything noted is kept or dropped together with what was written."""

    conn: Connection
    now: datetime
    notes: list[Note] = field(default_factory=list)
    source: str = ""

    def note(self, actor: str, action: str, about: str, **detail: object) -> None:
        self.notes.append(Note(actor, action, about, detail, self.source))

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
    source: str
    long: bool = False
    """Nobody at a counter waits for it, and it may take minutes: a migration."""


def open_engine(url: str, watch: Watch | None = None) -> Engine:
    """An engine whose transactions begin as we say: SQLite in WAL with synchronous=FULL (a committed number survives a
    power cut; NORMAL may lose it), foreign keys on."""
    if not url.startswith("sqlite"):
        return _server_engine(url, watch or Watch())
    # Not as an address: in a folder's name ``?`` and ``#`` are letters like any other.
    where = URL.create("sqlite", database=url.removeprefix("sqlite:///"))
    engine = create_engine(where, connect_args={"timeout": BUSY / 1000}, paramstyle="named")

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY}"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("hall_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _server_engine(url: str, watch: Watch) -> Engine:
    """A connection that does not answer is left for a new one before anything is asked over it."""
    engine = create_engine(url, pool_size=READERS, max_overflow=4, pool_timeout=CONNECT, connect_args=SERVER)

    @event.listens_for(engine, "checkout")
    def _lives(connection: Any, _record: object, _proxy: object) -> None:
        with watch.over(connection, PING):
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise DisconnectionError from error

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
        watch: Watch | None = None,
    ) -> None:
        super().__init__(name="hall-writer", daemon=True)
        self._watch = watch
        self._engine, self._turn, self._now, self._finish, self._marks = engine, turn, now, finish, marks
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._listeners: list[Callable[[], None]] = []
        self.closed = False

    def submit(self, work: Work, quiet: str = "", *, long: bool = False) -> Future[Any]:
        """Run ``work`` in the next transaction. The future is answered after the commit, never before. Every page and
        whoever else is watching looks again then, unless it is said why nobody need: ``quiet``."""
        if self.closed or self._jobs.qsize() >= BACKLOG:
            raise busy()
        job = _Job(work, bool(quiet), Future(), deadline.GOOD_UNTIL.get(), peers.FROM.get(), long)
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

    def _write(self, batch: list[_Job]) -> None:
        batch = [job for job in batch if job.answer.set_running_or_notify_cancel()]  # who has left asks for nothing
        if not batch:
            return
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
                    with tx._savepoint("job", len(tx.notes)):
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
                _BEAT.run(conn)
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


UNSTORABLE = (OverflowError, UnicodeEncodeError)
"""As SQLite's driver says that a number has more than 64 bits, and a text half a character."""


def unkept(error: BaseException) -> bool:
    """Whether it says that no column can hold a value, in whatever words: the driver's, SQLAlchemy's, or ours."""
    origin = error.orig if isinstance(error, StatementError) else error
    return isinstance(error, DataError) or isinstance(origin, UNSTORABLE) or _is_data(origin)


def _is_data(error: object) -> bool:
    """A ``DataError`` of a driver (PEP 249), whichever it is."""
    return any(kind.__name__ == "DataError" for kind in type(error).__mro__)


def _as_problem(error: BaseException) -> Problem:
    origin = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(origin, "sqlite_errorcode", None)
    if unkept(error) or isinstance(error, UnicodeError) or type(origin).__name__ in OUT_OF_RANGE:
        return unstorable()
    if (
        code == sqlite3.SQLITE_FULL
        or getattr(origin, "sqlstate", None) == "53100"
        or (isinstance(origin, OSError) and origin.errno == 28)
    ):
        log.error("disk full: nothing was written")
        return storage_full()
    log.error("write transaction failed", exc_info=error)
    return storage_failed()


OUT_OF_RANGE = {"NumericValueOutOfRange", "UntranslatableCharacter", "CharacterNotInRepertoire"}
"""As psycopg names values that no column holds (classes of 22, PostgreSQL, appendix A)."""


def pulse_of(conn: Connection) -> int:
    """Grows with every write that is not quiet, whichever process made it."""
    row = _PULSE.first(conn)
    return row.n if row else 0


def _free(folder: Path) -> int:
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


async def _in_time(answer: Future[Any]) -> Any:
    try:
        return await asyncio.wait_for(asyncio.wrap_future(answer), ANSWERED_WITHIN)
    except TimeoutError:
        raise storage_failed() if answer.cancelled() else storage_unsure() from None


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
        server = not url.startswith("sqlite")
        self._watch = Watch() if server else None
        self.engine = open_engine(url, self._watch)
        self._driver_error: type[Exception] = self.engine.dialect.loaded_dbapi.Error
        self._folder = lock.parent
        self.inline = self.engine.dialect.name == "sqlite"
        self.turn = Turnstile(lock) if self.inline else None
        self.writer = Writer(self.engine, self.turn, now, finish, marks, self._watch)
        self.marks = marks
        self._readers = ThreadPoolExecutor(READERS, "hall-look") if server else None
        self._probe: asyncio.Future[None] | None = None
        self._probed = 0.0
        if self._watch is not None:
            self._watch.start()
        self.writer.start()

    def look(self, read: Callable[[Connection], Any]) -> Any:
        """One short read, in one transaction, on this thread."""
        try:
            with self.engine.connect() as conn:
                if self._watch is None:
                    return read(conn)
                with self._watch.over(conn.connection.dbapi_connection, READ):
                    return read(conn)
        except (StatementError, self._driver_error, PoolTimeout, *UNSTORABLE) as error:
            raise _as_problem(error) from error

    async def read(self, read: Callable[[Connection], Any]) -> Any:
        """Local SQLite answers faster than a thread switch; a server is waited for on another thread."""
        if self._readers is None:
            return self.look(read)
        looking = asyncio.get_running_loop().run_in_executor(self._readers, self.look, read)
        try:
            return await asyncio.wait_for(looking, ANSWERED_WITHIN)
        except TimeoutError:
            raise storage_failed() from None

    def write(self, work: Work, *, quiet: str = "") -> Awaitable[Any]:
        """Answered after the commit. ``quiet``: why nobody who is watching need look again (a sign of life)."""
        return _in_time(self.writer.submit(work, quiet))

    async def check_health(self) -> None:
        """Raises what whoever wants to write would hear now: a full disk, a database that is away or hangs."""
        if self.inline and _free(self._folder) < LOWEST:
            raise storage_full()
        if self._probe is None or (self._probe.done() and time.monotonic() - self._probed > PROBED):
            self._probed = time.monotonic()
            self._probe = asyncio.ensure_future(self.write(lambda tx: _BEAT.run(tx.conn), quiet="nothing has changed"))
        try:
            await asyncio.wait_for(asyncio.shield(self._probe), PROBED)
        except TimeoutError:
            raise storage_failed() from None

    def write_now(self, work: Work, *, quiet: str = "") -> Any:
        """The same, for programs without an event loop."""
        return self.writer.submit(work, quiet, long=True).result(30)

    def write_long(self, work: Work, waiting: Callable[[int], None]) -> Any:
        """The same for what may take minutes (a migration of a large hall): however long it takes, it is waited for.
        ``waiting`` is told every ten seconds how many have passed."""
        answer, began = self.writer.submit(work, long=True), time.monotonic()
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
        if self._readers is not None:
            self._readers.shutdown(wait=False, cancel_futures=True)
        if self._watch is not None:
            self._watch.close()
        self.engine.dispose()
        if self.turn is not None:
            self.turn.close()
        if self.marks is not None:
            self.marks.close()
