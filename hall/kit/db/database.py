"""Engine and writer together: short reads beside the one that writes, and an answer in time, whatever hangs."""

import asyncio
import contextlib
import os
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from hall.kit.db.beats import beat
from hall.kit.db.engine import READERS, open_engine
from hall.kit.db.failures import UNSTORABLE, as_problem
from hall.kit.db.turnstile import Turnstile
from hall.kit.db.tx import Finish, Work
from hall.kit.db.writer import Counting, Writer
from hall.kit.errors import storage_failed, storage_full, storage_unsure
from hall.kit.watch import Watch

STILL_EVERY = 10.0
"""Seconds between two words that something long is still under way."""

ANSWERED_WITHIN = 4.5
"""Seconds after which whoever reads or writes hears a sentence, whatever the database does: 5 s of a visitor's
patience, less the way."""
READ = 3.0
"""Seconds for a look at a server."""
LOWEST = 16 * 1024 * 1024
"""Bytes free below which a disk counts as full: SQLite's log alone grows to four between two checkpoints."""
PROBED = 2.0
"""Seconds for which an answer about our health stands: who asks more often costs no more."""


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
            raise as_problem(error) from error

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
            self._probe = asyncio.ensure_future(self.write(lambda tx: beat(tx.conn), quiet="nothing has changed"))
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


def _free(folder: Path) -> int:
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


async def _in_time(answer: Future[Any]) -> Any:
    try:
        return await asyncio.wait_for(asyncio.wrap_future(answer), ANSWERED_WITHIN)
    except TimeoutError:
        raise storage_failed() if answer.cancelled() else storage_unsure() from None
