"""The database: one writer thread a process with group commit, short reads beside it.

All writes go through ``writer``. Several processes on one SQLite file take turns through two file locks (a turnstile
and the lock itself), which is fair where SQLite's own busy polling starves; on PostgreSQL an advisory lock does the
same.
"""

from hall.kit.db.beats import pulse, pulse_of
from hall.kit.db.columns import BigKey, Instant, metadata, micros
from hall.kit.db.database import Database
from hall.kit.db.engine import open_engine
from hall.kit.db.failures import unkept
from hall.kit.db.turnstile import Turnstile
from hall.kit.db.tx import Finish, Note, Tx
from hall.kit.db.writer import BACKLOG, WRITE_LOCK

__all__ = [
    "BACKLOG",
    "WRITE_LOCK",
    "BigKey",
    "Database",
    "Finish",
    "Instant",
    "Note",
    "Turnstile",
    "Tx",
    "metadata",
    "micros",
    "open_engine",
    "pulse",
    "pulse_of",
    "unkept",
]
