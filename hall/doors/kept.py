"""Keeps the rights that stations are told, so that a decision can be derived again later. What no decision names is
forgotten after a week."""

import asyncio
import contextlib
import hashlib
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Connection

from hall.accounts import PartReader
from hall.contract.access import Grants
from hall.doors import store
from hall.kit import Kit
from hall.kit.db import Tx, pulse_of
from hall.kit.errors import Problem

LOOK_EVERY = 0.5
BY_THE_CLOCK = timedelta(seconds=10)
"""Rights that change though nobody writes: a new day, a key that ends."""
UNNAMED = timedelta(days=7)
QUIET = "what rights a station was told is no news to any page"

Stations = Callable[[Connection], list[str]]


def revision_of(told: Grants) -> str:
    """As stations name it (``hall.stations.parts``): of what they were sent."""
    return hashlib.sha256(told.model_dump_json(exclude_defaults=True).encode()).hexdigest()[:16]


class Keeping:
    def __init__(self, kit: Kit, of_station: PartReader, stations: Stations) -> None:
        self._kit, self._of_station, self._stations = kit, of_station, stations
        self._last: dict[str, tuple[Grants, str]] = {}
        self._pulse, self._looked = -1, kit.clock.now()

    async def run(self) -> None:
        """As long as the hall runs."""
        while True:
            with contextlib.suppress(Problem):  # the database is away for a moment: the next look will do
                await self.look()
            await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        new = await self._kit.db.read(self._new)
        if not new:
            return

        def keep(tx: Tx) -> None:
            for station, revision, told in new:
                store.keep_grants(tx.conn, station, revision, tx.now, told)
            store.forget_grants(tx.conn, tx.now - UNNAMED, 50)

        await self._kit.db.write(keep, quiet=QUIET)
        self._last |= {station: (told, revision) for station, revision, told in new}

    def _new(self, conn: Connection) -> list[tuple[str, str, Grants]]:
        """The same object is the same rights: it is written as JSON once."""
        now, found, pulse = self._kit.clock.now(), [], pulse_of(conn)
        if pulse == self._pulse and timedelta() <= now - self._looked < BY_THE_CLOCK:
            return []
        self._pulse, self._looked = pulse, now
        for station in self._stations(conn):
            told = self._of_station(conn, station, now)
            known = self._last.get(station)
            if isinstance(told, Grants) and told.doors and (known is None or known[0] is not told):
                revision = revision_of(told)
                if known is not None and known[1] == revision:
                    self._last[station] = told, revision
                else:
                    found.append((station, revision, told))
        return found
