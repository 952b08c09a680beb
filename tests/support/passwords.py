"""Quick hashes for a founded hall. What a real one costs is tested where members are made; here it would be paid by
every test in which somebody signs in."""

import contextlib
import sqlite3
from pathlib import Path

from argon2 import PasswordHasher

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""The least that argon2 does. A hash says itself at what cost it is verified."""


def quicken(data_dir: Path, passwords: dict[str, str]) -> None:
    """The same passwords in a hall that nobody runs, hashed anew."""
    with contextlib.closing(sqlite3.connect(data_dir / "hall.sqlite")) as db, db:
        for login, password in passwords.items():
            db.execute("UPDATE accounts_member SET password = ? WHERE login = ?", (QUICK.hash(password), login))
