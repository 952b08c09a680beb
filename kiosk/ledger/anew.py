"""Opening the station's memory, whatever became of it.

A file that cannot be read, that knows less than it did, or that belongs to another machine or station is not used: it
is set aside under a dated name, and a new one begins. What it had not told the hall yet and can still be read goes
along under new numbers, and which passes were used, what counts at its doors, and the hall's last word, so that the
glass can say where it stands; its blocks do not: nobody knows what was given of them.
"""

import logging
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from hall.contract.report import LedgerBegun, Report
from kiosk.ledger.birth import used_by
from kiosk.ledger.db import LedgerFull, LedgerTorn, connect
from kiosk.ledger.mark import mark_of, put_mark, read_mark
from kiosk.ledger.store import Ledger

log = logging.getLogger(__name__)

JOBS_BETWEEN = 1000
"""A printer still knows the last job numbers; those of a new ledger begin this far behind."""


def open_ledger(path: Path, station: str, machine: Collection[str] = ()) -> tuple[Ledger, str]:
    """The ledger, and why it had to begin anew (empty: it goes on). Raises ``LedgerFull`` where nothing can be written,
    ``OSError`` where the file can neither be used nor moved."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _finish(path)
    ledger, why = _open(path, station, frozenset(machine))
    if ledger is None:
        _begin(path, why)
        ledger = Ledger(path)
    elif why:
        ledger.outbox.report(LedgerBegun(why=why), datetime.now(UTC))
    used_by(ledger.file, station, machine)
    put_mark(path, ledger.birth.id, ledger.outbox.last)
    return ledger, why


def _begin(path: Path, why: str) -> None:
    """The new one is whole before the old one is moved: a power cut between any two steps loses nothing of either."""
    aside, fresh = _free_name(path), _next(path)
    log.warning("the ledger is set aside as %s (%s); a new one begins", aside.name, why)
    with closing(Ledger(fresh)) as ledger, ledger.file.writing():
        carried = _carry(path, ledger)
        ledger.outbox.report(LedgerBegun(why=why, aside=aside.name, carried=len(carried)), datetime.now(UTC))
        for report in carried:
            ledger.outbox.report(report.body, report.at)
    _move(path, aside)
    _finish(path)


def _finish(path: Path) -> None:
    """What a power cut left of a beginning: taken up where the old ledger was moved already, undone where not."""
    fresh = _next(path)
    if not path.exists() and fresh.exists():
        mark_of(path).unlink(missing_ok=True)
        wanted(path).unlink(missing_ok=True)
        _move(fresh, path)
    for ending in ("", "-wal", "-shm"):
        fresh.with_name(fresh.name + ending).unlink(missing_ok=True)


def _next(path: Path) -> Path:
    return path.with_name(f"{path.name}.next")


def _move(path: Path, to: Path) -> None:
    """With what belongs to it; the file itself last."""
    for ending in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(to.with_name(to.name + ending))


def wanted(path: Path) -> Path:
    """Where it is written down that the next start is to begin anew, and why."""
    return path.with_name(f"{path.name}.anew")


def _open(path: Path, station: str, machine: frozenset[str]) -> tuple[Ledger | None, str]:
    """(ledger, empty) or (None, why not)."""
    if not path.exists():
        return Ledger(path), "lost" if read_mark(path) is not None else ""
    if wanted(path).exists():
        return None, wanted(path).read_text(encoding="utf-8").strip()[:32] or "told"
    try:
        ledger = Ledger(path)
    except LedgerFull as full:
        if "READONLY" in str(full) or "CANTOPEN" in str(full):
            return None, "damaged"
        raise
    except (sqlite3.DatabaseError, LedgerTorn, OSError, ValueError, TypeError):
        return None, "damaged"
    try:
        why = "damaged" if not ledger.sound() else _other(ledger, station, machine)
    except (sqlite3.DatabaseError, LedgerTorn, ValueError, TypeError):
        why = "damaged"
    if why:
        ledger.close()
        return None, why
    return ledger, ""


def _other(ledger: Ledger, station: str, machine: frozenset[str]) -> str:
    birth, mark = ledger.birth, read_mark(ledger.file.path)
    if birth.station not in ("", station):
        return "other_station"
    if birth.machine and machine and not birth.machine & machine:
        return "other_machine"
    return "went_back" if mark is not None and (mark[0] != birth.id or mark[1] > ledger.outbox.last) else ""


def _free_name(path: Path) -> Path:
    """Dated, and not there before."""
    stamp, n = datetime.now(UTC).strftime("%Y%m%d-%H%M%S"), 0
    while (aside := path.with_name(f"{path.name}.aside-{stamp}-{n}")).exists():
        n += 1
    return aside


def _carry(path: Path, ledger: Ledger) -> list[Report]:
    """The reports the hall has not heard, as far as they can be read; the hall's word and the job numbers besides."""
    reports: list[Report] = []
    with suppress(sqlite3.Error), closing(connect(path)) as old:
        with suppress(sqlite3.Error), ledger.file.writing() as new:
            kept = old.execute("SELECT name, revision, at, body FROM parts WHERE name NOT IN ('blocks', 'alarm')")
            new.executemany("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?)", kept.fetchall())
        with suppress(sqlite3.Error), ledger.file.writing() as new:
            job = old.execute("SELECT value FROM counter WHERE name = 'job'").fetchone()
            new.execute("INSERT INTO counter VALUES ('job', ?)", ((job[0] if job else 0) + JOBS_BETWEEN,))
        with suppress(sqlite3.Error), ledger.file.writing() as new:
            latest = old.execute("SELECT value FROM counter WHERE name = 'latest'").fetchone()
            new.execute("INSERT INTO counter VALUES ('latest', ?)", (latest[0] if latest else 0,))
            used = old.execute("SELECT key, door, zone, pass, person, at, until, 0, state FROM entries")
            new.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", used.fetchall())
        with suppress(sqlite3.Error), ledger.file.writing() as new:
            new.executemany(
                "INSERT INTO doors VALUES (?, ?, ?)", old.execute("SELECT id, at, state FROM doors").fetchall()
            )
        with suppress(sqlite3.Error):
            reports.extend(_unheard(old))
    return reports


def _unheard(old: sqlite3.Connection) -> Iterator[Report]:
    heard = old.execute("SELECT value FROM counter WHERE name = 'heard'").fetchone()
    query = "SELECT report FROM outbox WHERE seq > ? ORDER BY seq"
    for (text,) in old.execute(query, (heard[0] if heard else 0,)):
        try:
            yield Report.model_validate_json(text)
        except ValidationError:
            log.warning("a report that was not told yet cannot be read any more")
