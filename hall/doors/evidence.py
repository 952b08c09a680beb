"""Whether what stations told of their doors still stands as it was told: each row against its own digest, and against
the line of the audit trail that was written with it. The trail is keyed and chained; a row by itself is not."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hall.audit import lines_of
from hall.doors import store
from hall.doors.store import digest_of

ACTIONS = ("door_entry", "door_passage", "door_door")
SLACK = timedelta(days=2)
"""So much before its time what is old may be gone: it is forgotten once a day."""


@dataclass(frozen=True)
class Fault:
    """Row ``n`` of a station; ``why`` in plain English."""

    station: str
    n: int
    why: str

    def __str__(self) -> str:
        return f"{self.station} door record {self.n}: {self.why}"


@dataclass(frozen=True)
class _Noted:
    digest: str
    at: datetime


def faults(conn: Connection, now: datetime, kept: timedelta) -> Iterator[Fault]:
    """``kept``: how long rows are kept; older ones may be gone. Station by station, in the order of their numbers."""
    noted = _noted(conn)
    since = now - kept + SLACK
    for station in sorted({*noted, *store.stations_of_events(conn)}):
        told = noted.get(station, {})
        there: set[int] = set()
        for row in store.events_of(conn, station):
            there.add(row.n)
            if digest_of(row.station, row.at, row.body) != row.digest:
                yield Fault(station, row.n, "it was changed")
            elif row.n not in told:
                yield Fault(station, row.n, "nobody told it: no line of the trail says so")
            elif told[row.n].digest != row.digest[:16]:
                yield Fault(station, row.n, "it was changed, and its digest with it")
        for n, line in sorted(told.items()):
            if n not in there and line.at >= since:
                yield Fault(station, n, "it was deleted")


def _noted(conn: Connection) -> dict[str, dict[int, _Noted]]:
    """Station → number → the last line that says so: where all rows of a station have grown old, its numbers begin
    anew."""
    found: dict[str, dict[int, _Noted]] = {}
    for line in lines_of(conn, ACTIONS):
        detail = json.loads(line.detail)
        station = line.actor.removeprefix("station:")
        at = datetime.fromisoformat(line.at)
        found.setdefault(station, {})[int(detail["n"])] = _Noted(str(detail["digest"]), at)
    return found
