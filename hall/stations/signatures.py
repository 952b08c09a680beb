"""Who signed a request of a station's, when, and whether it was asked before."""

from collections.abc import Callable
from datetime import datetime

from fastapi import Request
from sqlalchemy import Connection

from hall.contract.signed import NOW, WRONG_MOMENT, Asked, Signature, holds, read
from hall.kit import Kit
from hall.kit.errors import Problem
from hall.stations import service, store
from hall.stations.keys import store as keys
from hall.stations.ledgers.hearing import Standing
from hall.stations.nonces.asked import WITHIN, first_time
from hall.stations.remembered import Remembered
from hall.stations.store import StationRow

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
    if not await first_time(kit, said, now, away=request.state.away):
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
