"""What was pressed and may not be written yet. It acts at once, out of memory; a small file keeps it until the database
has taken it, so that neither a full disk nor a new start loses an alarm."""

import contextlib
import fcntl
import json
import logging
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

log = logging.getLogger(__name__)

Alarm = Literal["evacuation", "drill"]

ROOM = 4096
"""Bytes of the file: taken from the disk when the hall starts, so that a press needs none of a disk that is full."""


@dataclass(frozen=True)
class Press:
    """``key`` names it for good: written twice it is still one. ``at``: microseconds since 1970 would say less to who
    reads the file; ISO 8601."""

    key: str
    mode: Alarm
    at: str
    by: str

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


class Pressed:
    """At most one of each mode waits. Processes of one hall share the file: each sees what another was told."""

    def __init__(self, path: Path | None = None) -> None:
        """Without a path it is kept in memory alone."""
        self._waiting: tuple[Press, ...] = ()
        self._file, self._stamp = -1, 0
        if path is not None:
            self._open(path)

    def waiting(self) -> tuple[Press, ...]:
        """In the order in which they are to be written."""
        if self._file >= 0:
            with contextlib.suppress(OSError):
                if (stamp := os.fstat(self._file).st_mtime_ns) != self._stamp:
                    self._waiting, self._stamp = self._read(), stamp
        return self._waiting

    def press(self, mode: Alarm, at: datetime, by: str) -> Press:
        """Kept, then returned; who presses what is waiting already gets that."""
        with self._alone():
            found = next((one for one in self.waiting() if one.mode == mode), None)
            if found is not None:
                return found
            fresh = Press(secrets.token_hex(16), mode, at.isoformat(), by[:64])
            self._keep((*self.waiting(), fresh))
            return fresh

    def written(self, key: str) -> None:
        """The database has it."""
        with self._alone():
            left = tuple(one for one in self.waiting() if one.key != key)
            if left != self._waiting:
                self._keep(left)

    def _open(self, path: Path) -> None:
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            with self._alone():
                size = os.fstat(self._file).st_size
                if size < ROOM:
                    os.pwrite(self._file, b" " * (ROOM - size), size)
                    os.fsync(self._file)
        except OSError:
            log.exception("%s cannot be made ready: an alarm that cannot be written is kept in memory alone", path)

    def _read(self) -> tuple[Press, ...]:
        try:
            told = json.loads(os.pread(self._file, ROOM, 0).rstrip() or b"[]")
            return tuple(Press(**one) for one in told)
        except (ValueError, TypeError):  # torn: the power went while it was written; nobody was told that it is kept
            log.error("what was pressed before cannot be read")
            return ()

    def _keep(self, waiting: tuple[Press, ...]) -> None:
        """In place. The alarm runs all the same where that fails."""
        self._waiting = waiting
        if self._file < 0:
            return
        try:
            text = json.dumps([asdict(one) for one in waiting]).encode()
            os.pwrite(self._file, text.ljust(ROOM), 0)
            os.fsync(self._file)
            self._stamp = os.fstat(self._file).st_mtime_ns
        except OSError:
            log.exception("what was pressed is kept in memory alone")

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        if self._file >= 0:
            fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            if self._file >= 0:
                fcntl.flock(self._file, fcntl.LOCK_UN)
