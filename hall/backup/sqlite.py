"""The SQLite file: copied by its own backup function beside a hall that writes, and put back in one transaction."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from hall.kit.db import Turnstile

FILES = ("", "-wal", "-shm")


def copy(source: Path, target: Path) -> None:
    """``target`` must not exist; only we may read it."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with _opened(source) as data, _opened(target) as into:
        data.backup(into)
        into.execute("PRAGMA journal_mode=DELETE").close()


def sound(path: Path) -> bool:
    try:
        with _opened(path) as data:
            return data.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except sqlite3.DatabaseError:
        return False


def counts(path: Path) -> dict[str, int]:
    """Rows of each table."""
    with _opened(path) as data:
        names = data.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {name: data.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names.fetchall()}  # noqa: S608


def put(source: Path, target: Path, lock: Path) -> None:
    """What is in ``source`` takes the place of all that is in ``target``, as one transaction: whoever reads meanwhile
    sees the old, whoever writes waits. A hall may be running."""
    turn = Turnstile(lock)
    try:
        with turn, _opened(source) as data, _opened(target) as into:
            into.execute("PRAGMA journal_mode=WAL").close()
            data.backup(into)
            into.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    finally:
        turn.close()


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path, timeout=60)) as data:
        yield data
