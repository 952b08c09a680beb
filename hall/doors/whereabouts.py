"""Where people went last, told to stations whose doors have anti-passback: who came in by another station's door is
inside for this one too, and who went out by another may come in again."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from hall.accounts import PartReader
from hall.contract.access import Door, Grants
from hall.contract.parts import WentInto, WhereaboutsPart
from hall.doors import store
from hall.doors.desk import Desk
from hall.doors.inside import Went

NOTHING = WhereaboutsPart()


class Whereabouts:
    """The part ``whereabouts``. ``rights``: the rights a station is told. Any thread."""

    def __init__(self, desk: Desk, rights: PartReader) -> None:
        self._desk, self._rights = desk, rights
        self._told: dict[str, tuple[tuple[object, ...], WhereaboutsPart]] = {}

    def of_station(self, conn: Connection, station: str, now: datetime) -> WhereaboutsPart:
        """The same object as long as nothing changed."""
        told = self._rights(conn, station, now)
        zones = _zones(told.doors) if isinstance(told, Grants) else frozenset()
        if not isinstance(told, Grants) or not zones:
            return NOTHING
        whole = self._desk.granting.whole(conn, now).grants
        own = {zone for zone in zones if _all_ours(zone, whole.doors, told)}
        if own == zones:
            return WhereaboutsPart(own=tuple(sorted(own)))
        read, went = self._desk.went(conn)
        left = {row.who: row.at for row in store.left_since(conn, self._desk.morning())}
        of = (told, whole, read, len(left))
        known = self._told.get(station)
        if known is None or any(a is not b and a != b for a, b in zip(known[0], of, strict=True)):
            part = WhereaboutsPart(own=tuple(sorted(own)), went=_went(told, whole, zones, went, left))
            self._told[station] = known = of, part
        return known[1]


def _zones(doors: Iterable[Door]) -> frozenset[str]:
    return frozenset(door.to_zone for door in doors if door.passback != "off" and door.to_zone)


def _all_ours(zone: str, doors: Iterable[Door], told: Grants) -> bool:
    return all(door.id in told.door_by_id for door in doors if zone in (door.from_zone, door.to_zone))


def _went(
    told: Grants, whole: Grants, zones: frozenset[str], went: Mapping[str, Went], left: Mapping[str, datetime]
) -> dict[str, WentInto]:
    found: dict[str, WentInto] = {}
    for who, last in went.items():
        door = whole.door_by_id.get(last.door)
        if who not in told.person_by_id or door is None or not zones & {door.from_zone, door.to_zone}:
            continue
        gone = left.get(who)
        found[who] = WentInto(zone="", at=gone) if gone and gone > last.at else WentInto(zone=door.to_zone, at=last.at)
    return found
