"""Passes that were used at one gate are used at all: who came in is laid into what each station is told."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from hall.access.granting import Granting
from hall.contract.access.grants import Grants

Came = Callable[[Connection, datetime], Mapping[str, Mapping[str, int]]]
"""Pass → door → how often somebody came in there by it."""

Counts = frozenset[tuple[str, str, int]]


class Entered:
    """The same object for a station as long as neither its rights nor its guests changed."""

    def __init__(self, granting: Granting, came: Came) -> None:
        self._granting, self._came = granting, came
        self._told: dict[str, tuple[Grants, Counts, Grants]] = {}

    def of_station(self, conn: Connection, station: str, place: str, now: datetime) -> Grants:
        grants = self._granting.of_station(conn, station, place, now)
        known = {one.key for one in grants.credentials if one.kind == "pass"}
        came = {key: doors for key, doors in self._came(conn, now).items() if key in known}
        if not came:
            return grants
        counts = frozenset((key, door, n) for key, doors in came.items() for door, n in doors.items())
        last = self._told.get(station)
        if last is None or last[0] is not grants or last[1] != counts:
            zones = {door.id: door.to_zone for door in self._granting.whole(conn, now).grants.doors}
            self._told[station] = last = grants, counts, _with(grants, came, zones)
        return last[2]


def _with(grants: Grants, came: Mapping[str, Mapping[str, int]], zones: Mapping[str, str]) -> Grants:
    def by_zone(key: str) -> dict[str, int]:
        counts: dict[str, int] = {}
        for door, n in came[key].items():
            counts[zones.get(door, "")] = counts.get(zones.get(door, ""), 0) + n
        return counts

    credentials = (
        one.model_copy(update={"entered": by_zone(one.key)}) if one.kind == "pass" and one.key in came else one
        for one in grants.credentials
    )
    return grants.model_copy(update={"credentials": tuple(credentials)})
