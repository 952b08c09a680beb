"""Who a station's request comes from, and whether it is heard under that name."""

import base64
import binascii
import hashlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from fastapi import Request
from sqlalchemy import Connection

from hall.contract.ledger import HEADER, LedgerSaid, ledger_said
from hall.contract.signed import SCHEME
from hall.kit import Kit, peers
from hall.kit.budget import Allowance
from hall.kit.errors import Problem
from hall.queue import Queue
from hall.stations import service
from hall.stations.ledgers import store as ledgers
from hall.stations.ledgers.hearing import Hearing, Standing, refusal, standing
from hall.stations.remembered import Remembered
from hall.stations.service import StationSeen
from hall.stations.signatures import Stands, signed_station
from hall.stations.stolen import service as stolen
from hall.stations.store import StationRow

BIRTHS, BIRTHS_EVERY = 12, 60.0
"""Ledgers of one station that begin at once, and seconds until one more may: each takes blocks of numbers."""


def admitting(queue: Queue, urgent: Callable[[], bool] = bool) -> Callable[[Kit, Request], Awaitable[StationSeen]]:
    """Who a request comes from, and whether it is heard under that name. Reports are taken from every ledger of the
    station: what has happened has happened. ``urgent``: there is an alarm to tell, which waits for no database; who was
    known a moment before is told it."""

    births, remembered = Allowance(BIRTHS, BIRTHS_EVERY), Remembered(urgent)

    async def admit(kit: Kit, request: Request) -> StationSeen:
        seen, heard = await known_station(kit, request, remembered)
        if request.state.away:
            return seen
        if heard is None:
            said = said_of(request)
            if await kit.db.read(lambda conn: ledgers.of(conn, seen.id, said.birth)) is None:
                births.spend(seen.id)
            hearing = Hearing(seen.id, seen.seen_at, queue)
            now = await kit.db.write(lambda tx: hearing.hear(tx, said))
            if now == "anew" or (now != "heard" and not request.url.path.endswith("/reports")):
                raise refusal(now)
        return seen

    return admit


def said_of(request: Request) -> LedgerSaid:
    said = ledger_said(request.headers.get(HEADER))
    if said is None:
        raise Problem(400, "bad_ledger", f"{HEADER} 看不懂。", f"{HEADER} cannot be read.")
    return said


async def still_admitted(kit: Kit, request: Request) -> None:
    """While a question is kept open. It is no new sign of life: who asked may be gone."""
    _, heard = await known_station(kit, request)
    if heard is None:
        raise refusal("wait")


_NOBODY = Remembered(bool)
"""Where nothing is told that does not wait."""


async def known_station(
    kit: Kit, request: Request, remembered: Remembered = _NOBODY
) -> tuple[StationSeen, Standing | None]:
    """By its signature; one enrolled without a key by HTTP Basic (user = station id, password = its secret). And how
    its ledger stands, in the same look. Leaves in the request's state whether it is only ``remembered`` (``away``)."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    said = ledger_said(request.headers.get(HEADER))

    def stands(conn: Connection, station: str) -> Standing | None:
        return standing(conn, station, said) if said is not None else None

    row, heard = await (
        signed_station(kit, request, remembered, stands)
        if scheme == SCHEME
        else _by_secret(kit, request, scheme, encoded, remembered, stands)
    )
    if row.retired_at is not None:
        await _stolen_spoke(kit, row.id)
        raise service.unknown_station()
    return replace(service.seen(row), ledger=said_of(request).birth), heard


async def _stolen_spoke(kit: Kit, station: str) -> None:
    now, source = kit.clock.now(), peers.FROM.get()
    if await kit.db.read(lambda conn: stolen.worth_noting(conn, station, now, source)):
        with suppress(Problem):
            await kit.db.write(lambda tx: stolen.spoke(tx, station))


async def _by_secret(
    kit: Kit, request: Request, scheme: str, encoded: str, remembered: Remembered, stands: Stands
) -> tuple[StationRow, Standing | None]:
    if scheme.lower() != "basic":
        raise service.unknown_station()
    try:
        name, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise service.unknown_station() from error

    def read(conn: Connection) -> tuple[StationRow, Standing | None]:
        row = service.by_secret(conn, name, secret)
        return row, stands(conn, row.id)

    found, request.state.away = await remembered.of(hashlib.sha256(encoded.encode()).hexdigest(), kit.db.read(read))
    return found
