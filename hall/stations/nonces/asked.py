"""What stations asked in the last minutes, so that nothing is answered twice: on this machine as files, and where
several servers may have one database, there too."""

import os
import shutil
from collections import deque
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from hall.contract.signed import Signature
from hall.kit import Kit
from hall.kit.errors import Problem
from hall.stations.nonces import store

WITHIN = timedelta(seconds=60)
"""Between the moment of signing and now, by the hall's clock. So long a nonce has to be remembered, twice over."""

SHARED = "that something was asked is nothing that anybody sees"


async def first_time(kit: Kit, said: Signature, now: datetime, *, away: bool) -> bool:
    """False: this was asked before, whichever server was asked. ``away``: the database was not heard just now, and what
    waits for nothing (an alarm) does not wait for it."""
    if not Nonces(kit.settings.data_dir / "nonces").first_time(said, now):
        return False
    if kit.db.inline or away:
        return True
    try:
        return await kit.db.write(lambda tx: _kept(tx.conn, said, now), quiet=SHARED)
    except Problem as problem:
        if problem.status < 500:
            raise
        return True  # a full disk must not stop the stations


def _kept(conn: Connection, said: Signature, now: datetime) -> bool:
    """Writers of all servers wait for each other: between the look and the row nobody else is."""
    if store.is_kept(conn, said.station, said.nonce):
        return False
    store.forget(conn, now - 2 * WITHIN)
    store.keep(conn, said.station, said.nonce, now)
    return True


class Nonces:
    """Empty files: made once or not at all, whichever process of this machine is asked, and remembered over its
    restart. A folder a minute, so that forgetting is one step."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def first_time(self, said: Signature, now: datetime) -> bool:
        name, minute = f"{said.station}-{said.nonce}".replace("/", "_"), self._folder / str(said.at // 60_000)
        if str(minute / name) in _HELD:
            return False
        try:
            if not minute.exists():
                minute.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._forget(now)
            os.close(os.open(minute / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            return False
        except OSError:
            _HELD.append(str(minute / name))  # a full disk must not stop the stations
        return True

    def _forget(self, now: datetime) -> None:
        oldest = int(now.timestamp()) // 60 - 2
        for minute in self._folder.iterdir():
            with suppress(ValueError, OSError):
                if int(minute.name) < oldest:
                    shutil.rmtree(minute)


_HELD: deque[str] = deque(maxlen=4096)
