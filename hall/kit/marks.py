"""Whether the database is the one we wrote to last: it may have been put back from a backup, by hand, or by a standby
that was half a second behind.

Every write transaction counts one up, under an *epoch* that is random. Both are kept in the database and, after each
commit, in a small file beside it (``mark`` in the data directory). Where the database has less than this file says, it
went back: before anything else is written a new epoch begins, and what that means is done in the same transaction
(:data:`Recover`), so that nothing is ever given out of the old state.
"""

import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from sqlalchemy import BigInteger, Column, Connection, String, Table, Text, bindparam, insert, inspect, select, update

from hall.kit.db import BigKey, Instant, Tx, metadata, pulse
from hall.kit.prepared import Prepared

NAME = "mark"
_SHAPE = re.compile(r"([0-9a-f]{16}) (\d{1,18})\s*")
_WIDTH = 40

Why = Literal["restored", "behind", "other"]
"""Put back by ``restore``; fewer writes than we know of; a database that has never heard of our epoch."""


@dataclass(frozen=True)
class Mark:
    epoch: str
    writes: int


@dataclass(frozen=True)
class Past:
    """What was found. ``at``: the database's last write (None: unknown). ``had``: where it stands; ``seen``: the latest
    that anybody knows of."""

    why: Why
    at: datetime | None
    had: Mark
    seen: Mark | None
    number: int = 0
    """The new epoch's row."""


Recover = Callable[[Tx, Past], None]
"""What has to be done before anything else is written."""

epoch = Table(
    "kit_epoch",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("epoch", String(16), nullable=False),
    Column("before", String(16), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("why", String(16), nullable=False),
    Column("data_at", Instant),
    Column("detail", Text, nullable=False),
)
"""One row for each time that the database went back. ``before``: the epoch that had been known; ``detail``: JSON of
what was done."""


jump = Table(
    "kit_jump",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("seconds", BigInteger, nullable=False),
)
"""The hall's clock was moved: by how much, and what it said afterwards."""

BACK, AHEAD = timedelta(seconds=60), timedelta(days=30)
"""Against the database's last write: a clock that says earlier was set back (a minute: two servers may differ); one
that says so much later may only have been away for the holidays, and is said to be looked at."""


class JumpRow(NamedTuple):
    id: int
    at: datetime
    seconds: int


class PulseRow(NamedTuple):
    epoch: str
    writes: int
    wrote_at: datetime | None
    restored: bool


class EpochRow(NamedTuple):
    id: int
    epoch: str
    before: str
    began_at: datetime
    why: Why
    data_at: datetime | None
    detail: str


_READ = Prepared(select(pulse.c.epoch, pulse.c.writes, pulse.c.wrote_at, pulse.c.restored), PulseRow)
_COUNT = Prepared(update(pulse).values(writes=pulse.c.writes + 1, wrote_at=bindparam("at", type_=Instant)))
_KNOWS = Prepared(select(epoch.c.id).where(epoch.c.before == bindparam("of")).limit(1))


class Marks:
    """Of one process; ``path``: the file beside the database, which several processes share."""

    def __init__(self, path: Path, jumped: Callable[[], float] = float) -> None:
        """``jumped``: seconds by which the clock was moved since it was last asked."""
        self._jumped = jumped
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._ready = False
        self._last: Mark | None = None
        self._pending: Mark | None = None
        self.recover: Recover | None = None
        """None (commands): what went back is left to the hall that serves."""
        self.new_epoch: list[Callable[[], None]] = []
        """Called, from the writer's thread, whenever this process begins to write in another epoch: what it remembers
        of the database may not be true any more."""

    @property
    def last(self) -> Mark | None:
        """As of this process' last commit."""
        return self._last

    def begin(self, tx: Tx) -> bool:
        """First of all in a write transaction. True if the database was found to have gone back."""
        self._pending = None
        if not self._ready and not inspect(tx.conn).has_table(epoch.name):
            return False  # not migrated yet
        row = _READ.first(tx.conn)
        if row is None:
            return False
        self._ready = True
        self._judge(tx, row.wrote_at)
        _COUNT.run(tx.conn, at=tx.now)
        seen = self._seen()
        why = _why(tx.conn, row, seen)
        if why is None:
            self._pending = Mark(row.epoch, row.writes + 1)
        elif self.recover is not None:
            had = Mark(row.epoch, row.writes)
            self._pending = Mark(secrets.token_hex(8), max(row.writes, seen.writes if seen else 0) + 1)
            number = _begin(tx, self._pending, had, seen, why, row.wrote_at)
            self.recover(tx, Past(why, row.wrote_at, had, seen, number))
            return True
        return False

    def _judge(self, tx: Tx, before: datetime | None) -> None:
        """Whether the clock was moved: against the monotonic one in this process, against the last write at its
        start. Of several processes the first says it."""
        off = round(self._jumped())
        if not off and before is not None and self._last is None and not -BACK < tx.now - before < AHEAD:
            off = round((tx.now - before).total_seconds())
        if (
            off
            and not tx.conn.execute(select(jump.c.id).where(jump.c.at.between(tx.now - BACK, tx.now + BACK))).first()
        ):
            tx.conn.execute(insert(jump).values(at=tx.now, seconds=off))
            tx.note("hall", "clock_moved", "clock", seconds=off)

    def committed(self) -> None:
        """After the commit, still in turn."""
        mark, self._pending = self._pending, None
        if mark is None:
            return
        os.pwrite(self._file, f"{mark.epoch} {mark.writes}".ljust(_WIDTH).encode(), 0)
        before, self._last = self._last, mark
        if before is not None and before.epoch != mark.epoch:
            for forget in self.new_epoch:
                forget()

    def close(self) -> None:
        os.close(self._file)

    def _seen(self) -> Mark | None:
        """The latest of the file's and our own. Not written at once to the disk itself: a power cut
        may lose the file's last words, never the database's, and then we know a little less."""
        found = _SHAPE.fullmatch(os.pread(self._file, _WIDTH, 0).decode("ascii", "replace"))
        known = [Mark(found[1], int(found[2]))] if found else []
        known += [self._last] if self._last and (not known or self._last.epoch == known[0].epoch) else []
        return max(known, key=lambda one: one.writes, default=None)


def epochs(conn: Connection, since: datetime) -> list[EpochRow]:
    """The latest first."""
    rows = conn.execute(select(epoch).where(epoch.c.began_at >= since).order_by(epoch.c.id.desc()))
    return [EpochRow._make(row) for row in rows]


def jumps(conn: Connection, since: datetime) -> list[JumpRow]:
    """The latest first."""
    rows = conn.execute(select(jump).where(jump.c.at >= since).order_by(jump.c.id.desc()).limit(20))
    return [JumpRow._make(row) for row in rows]


def standing(conn: Connection) -> PulseRow | None:
    return _READ.first(conn)


def put_detail(conn: Connection, number: int, detail: str) -> None:
    conn.execute(update(epoch).where(epoch.c.id == number).values(detail=detail))


def set_restored(conn: Connection) -> None:
    """Of a database that is about to take the place of another: whoever serves it begins a new epoch."""
    conn.execute(update(pulse).values(restored=True))


def _why(conn: Connection, row: PulseRow, seen: Mark | None) -> Why | None:
    if row.restored:
        return "restored"
    if seen is None:
        return None
    if row.epoch == seen.epoch:
        return "behind" if row.writes < seen.writes else None
    return None if _KNOWS.first(conn, of=seen.epoch) else "other"


def _begin(tx: Tx, mark: Mark, had: Mark, seen: Mark | None, why: Why, data_at: datetime | None) -> int:
    tx.conn.execute(update(pulse).values(epoch=mark.epoch, writes=mark.writes, restored=False))
    row = {"epoch": mark.epoch, "before": seen.epoch if seen else had.epoch, "began_at": tx.now, "why": why}
    number = tx.conn.execute(insert(epoch).values(**row, data_at=data_at, detail="{}").returning(epoch.c.id))
    tx.note("hall", "data_went_back", f"epoch:{mark.epoch}", why=why, had=had.writes, seen=seen and seen.writes)
    return number.scalar_one()
