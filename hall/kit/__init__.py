"""What every room stands on: database, clock, refusals, pages, live streams. No subject of its own; any room may
come in.

:class:`Kit` is handed to each room's router by ``app``.
"""

from dataclasses import dataclass, field

from hall.kit.budget import Lane
from hall.kit.clock import Clock, utc_now
from hall.kit.db import Database, Finish
from hall.kit.keys import keep_key
from hall.kit.live import Live
from hall.kit.marks import NAME as marks_file
from hall.kit.marks import Marks
from hall.kit.memory import keep_memory
from hall.kit.pages import Pages
from hall.kit.steady import Steady
from hall.settings import Settings

__all__ = ["Clock", "Database", "Kit", "Live", "Pages", "keep_secret", "open_clock", "open_database"]


@dataclass(frozen=True)
class Kit:
    settings: Settings
    clock: Clock
    db: Database
    live: Live
    pages: Pages
    subject_key: bytes
    """The root of how people are known here (32 bytes, ``hall.queue.people``): it never leaves the hall."""
    slow: Lane = field(default_factory=lambda: Lane("hall-slow", each=4, most=16))
    """Passwords are checked here, one after the other: argon2 takes 64 MB and every core it gets."""


def open_clock(settings: Settings) -> Clock:
    """The same steady time in every process of this hall."""
    return Clock(settings.timezone, utc_now, Steady(settings.data_dir / "boot", utc_now))


def open_database(settings: Settings, clock: Clock, finish: Finish) -> Database:
    keep_memory()
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    marks = Marks(settings.data_dir / marks_file, clock.jumped)
    return Database(settings.url, settings.data_dir / "write.lock", clock.now, finish, marks)


def keep_secret(settings: Settings, name: str) -> bytes:
    """32 random bytes kept in the data directory. Losing the subject key means that nobody who came before is
    recognised and every station enrols again; ``backup`` keeps it."""
    return keep_key(settings.data_dir, name)
