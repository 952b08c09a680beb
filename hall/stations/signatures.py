"""Who signed a request of a station's, when, and whether it was asked before."""

import os
import shutil
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from fastapi import Request
from sqlalchemy import Connection

from hall.contract.signed import NOW, WRONG_MOMENT, Asked, Signature, holds, read
from hall.kit import Kit
from hall.kit.errors import Problem
from hall.stations import service, store
from hall.stations.keys import store as keys
from hall.stations.ledgers.hearing import Standing
from hall.stations.remembered import Remembered
from hall.stations.store import StationRow

WITHIN = timedelta(seconds=60)
"""Between the moment of signing and now, by the hall's clock. So long a nonce has to be remembered, twice over."""

Stands = Callable[[Connection, str], Standing | None]
"""How the ledger that a request names stands, of the station by this id."""


async def signed_station(
    kit: Kit, request: Request, remembered: Remembered, stands: Stands
) -> tuple[StationRow, Standing | None]:
    """Also one that is none of ours any more, and what of its ledger ``stands``. Raises :class:`Problem`. A question
    that is kept open is asked about again: its nonce counts once."""
    said = read(request.headers.get("authorization", ""))
    if said is None:
        raise service.unknown_station()
    asking = kit.db.read(lambda conn: (*_of(conn, said.station), stands(conn, said.station)))
    (row, public, heard), request.state.away = await remembered.of(said.station, asking)
    if getattr(request.state, "signed", None) == said:
        return row, heard
    asked = Asked(row.id, request.method, _path(request), await request.body())
    if not public or not holds(public, asked, said):
        raise service.unknown_station()
    now = kit.clock.now()
    _check_moment(said, now)
    if not Nonces(kit.settings.data_dir / "nonces").first_time(said, now):
        raise Problem(
            401,
            "asked_before",
            "这个请求已经用过，不再回答。",
            "This has been asked already; it is not answered again.",
        )
    request.state.signed = said
    return row, heard


def _of(conn: Connection, station: str) -> tuple[StationRow, str]:
    row, kept = store.station_by_id(conn, station), keys.of(conn, station)
    if row is None or kept is None:
        raise service.unknown_station()
    return row, kept.public


def _path(request: Request) -> str:
    """As it stood in the request line."""
    query = request.scope.get("query_string", b"")
    path = request.scope.get("raw_path") or request.scope["path"].encode()
    return (path.split(b"?")[0] + (b"?" + query if query else b"")).decode("ascii", "replace")


def _check_moment(said: Signature, now: datetime) -> None:
    ours = round(now.timestamp() * 1000)
    if abs(said.at - ours) > WITHIN.total_seconds() * 1000:
        raise Problem(
            401,
            WRONG_MOMENT,
            "本机时钟与大厅相差太多，已改用大厅的时间。",
            "This machine's clock differs from the hall's; it goes by the hall's now.",
            {NOW: str(ours)},
        )


class Nonces:
    """What was asked in the last minutes, as empty files: made once or not at all, whichever process of the hall is
    asked, and remembered over its restart. A folder a minute, so that forgetting is one step."""

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
