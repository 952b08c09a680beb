"""What every room stands on: database, clock, refusals, pages, live streams. No subject of its own; any room may
come in.

:class:`Kit` is handed to each room's router by ``app``.
"""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from hall.kit.budget import Lane
from hall.kit.clock import Clock
from hall.kit.db import Database, Finish
from hall.kit.live import Live
from hall.kit.pages import Pages
from hall.settings import Settings

__all__ = ["Clock", "Database", "Kit", "Live", "Pages", "keep_secret", "open_database"]


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


def open_database(settings: Settings, clock: Clock, finish: Finish) -> Database:
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Database(settings.url, settings.data_dir / "write.lock", clock.now, finish)


def keep_secret(settings: Settings, name: str) -> bytes:
    """32 random bytes kept in the data directory, made at first use, readable by the hall's user alone. Losing the
    subject key means that nobody who came before is recognised and every station enrols again; back it up apart from
    the data."""
    path: Path = settings.data_dir / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text("ascii"))
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    return bytes.fromhex(path.read_text("ascii"))
