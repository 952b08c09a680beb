"""Processes on one machine take turns at one SQLite file: fair where SQLite's own busy polling starves."""

import fcntl
import os
from pathlib import Path


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
