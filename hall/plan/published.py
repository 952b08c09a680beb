"""The plan that stands, and its windows as the trades see them."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection

from hall.contract.plan import Place, Plan
from hall.plan import store


@dataclass(frozen=True)
class Window:
    """``number`` is what people read (3); ``services`` are ids of what is served there. Where it is: its floor, and the
    zone it belongs to (empty: none)."""

    id: str
    number: str
    name_zh: str
    name_en: str
    floor: tuple[str, str]
    zone: tuple[str, str]
    services: tuple[str, ...]

    @property
    def place_zh(self) -> str:
        return where(((self.floor[0], self.zone[0]),), "、")

    @property
    def place_en(self) -> str:
        return where(((self.floor[1], self.zone[1]),), ", ")


@dataclass(frozen=True)
class Published:
    """A plan that stands or stood: its revision, the moment of the commit, and who published it."""

    revision: int
    plan: Plan
    at: datetime
    by: str

    @cached_property
    def windows(self) -> dict[str, Window]:
        """By id, in the order of their numbers. A window without a number cannot be called."""
        floors = {floor.id: (floor.name_zh, floor.name_en) for floor in self.plan.floors}
        nodes = {node.id: node.floor for node in self.plan.nodes}
        zones = {place.id: (place.name_zh, place.name_en) for place in self.plan.places if place.kind == "zone"}
        windows = [place for place in self.plan.places if place.kind == "window" and place.number]
        return {
            place.id: Window(
                place.id,
                place.number,
                place.name_zh,
                place.name_en,
                floors.get(nodes.get(place.node, place.floor), ("", "")),
                zones.get(place.zone, ("", "")),
                place.services,
            )
            for place in sorted(windows, key=_order)
        }


class Plans:
    """Reads the revision each time and the plan once a revision: a published change is everywhere at the next look."""

    def __init__(self) -> None:
        self._last: Published | None = None

    def forget(self) -> None:
        """The database is another than it was: its revisions may be other plans."""
        self._last = None

    def current(self, conn: Connection) -> Published | None:
        """None: nothing was published yet."""
        number = store.last_revision(conn)
        last = self._last
        if number and (last is None or last.revision != number):
            self._last = last = self.at(conn, number)
        return last if number else None

    def at(self, conn: Connection, revision: int) -> Published | None:
        row = store.revision(conn, revision)
        return Published(revision, store.unpack(row.body), row.at, row.by) if row else None

    def plan_at(self, conn: Connection, revision: int) -> Plan | None:
        return at.plan if (at := self.at(conn, revision)) else None

    def windows(self, conn: Connection) -> dict[str, Window]:
        published = self.current(conn)
        return published.windows if published else {}

    def serving(self, conn: Connection, service: str) -> list[Window]:
        return [window for window in self.windows(conn).values() if service in window.services]


def where(places: tuple[tuple[str, str], ...], comma: str) -> str:
    """(floor, zone) pairs in words; a floor is said once: 一层 A 区、B 区."""
    zones: dict[str, list[str]] = {}
    for floor, zone in dict.fromkeys(places):
        zones.setdefault(floor, []).append(zone)
    return comma.join(f"{floor} {comma.join(zone for zone in named if zone)}".strip() for floor, named in zones.items())


def _order(place: Place) -> tuple[tuple[int, int | str], ...]:
    """2 before 10, and A2 before A10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", place.number)
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts)
