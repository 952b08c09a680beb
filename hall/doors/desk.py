"""What the guard's desk looks at: every door as it stands, and who is inside. Read at each look, never stored."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from hall.access import Granting
from hall.contract.access import Door, Grants, Person
from hall.contract.plan import Plan
from hall.doors import store
from hall.doors.inside import Roll, Went, doubts
from hall.doors.memory import DURESS, Duress, Memory
from hall.doors.standing import Standing, standing
from hall.doors.store import EventRow
from hall.doors.watch import Hole, Holes, Watch, Watches, of_door
from hall.kit import Clock
from hall.plan import Plans

VISITOR = "v"
"""With which the id of whoever comes by a pass begins (``hall.access.granting``)."""

Ended = Callable[[Connection, datetime], dict[str, datetime]]
"""Documents of meetings that are over, and since when."""


@dataclass(frozen=True)
class Wiring:
    """What other rooms know. ``alarm``: whether the hall is being left."""

    watches: Watches
    holes: Holes
    ended: Ended
    alarm: Callable[[Connection], str]


@dataclass(frozen=True)
class Seen:
    now: datetime
    grants: Grants
    plan: Plan | None
    watches: list[Watch]
    last: dict[str, dict[str, EventRow]]
    doors: list[tuple[Door, Standing]]
    roll: Roll
    forced: list[Duress]
    holes: list[Hole]

    def watch(self, door: Door) -> Watch | None:
        return of_door(door, self.watches)

    def name(self, person: str) -> str:
        """张*（区水务局）: masked, since a guard calls nobody by it."""
        found = self.grants.person_by_id.get(person)
        return said(found) if found is not None else ""

    def station_name(self, station: str) -> str:
        return next((one.name for one in self.watches if one.station == station), station)

    def where(self, door: Door) -> str:
        """Into which zone it leads, as the plan names it."""
        return self.zone(door.to_zone)

    def zone(self, id: str) -> str:
        place = self.plan.place(id) if self.plan is not None and id else None
        return place.name_zh if place is not None else ""

    def doubts(self) -> list[str]:
        unknown = [door.name_zh for door, stands in self.doors if stands.state in ("unknown", "unwired")]
        away = sum(not one.alive(self.now) for one in self.watches if any(self.watch(d) is one for d, _ in self.doors))
        holes = sum(one.last - one.first + 1 for one in self.holes)
        return doubts(self.roll, self.grants.doors, unknown, holes, away=away)


class Desk:
    def __init__(self, clock: Clock, granting: Granting, plans: Plans, wiring: Wiring) -> None:
        self.clock, self.granting, self.plans, self._wiring = clock, granting, plans, wiring
        self._memory = Memory()
        self.alarm, self.ended, self.holes = wiring.alarm, wiring.ended, wiring.holes

    def look(self, conn: Connection, now: datetime) -> Seen:
        grants = self.granting.whole(conn, now).grants
        watches = self._wiring.watches(conn)
        published = self.plans.current(conn)
        morning = self.morning()
        left = {row.who: row.at for row in store.left_since(conn, morning)}
        last, inside, forced = self._memory.look(conn, morning, grants.door_by_id, left)
        ours = {one.station for door in grants.doors if (one := of_door(door, watches)) is not None}
        return Seen(
            now=now,
            grants=grants,
            plan=published.plan if published else None,
            watches=watches,
            last=last,
            doors=[(door, standing(door, last.get(door.id, {}), of_door(door, watches), now)) for door in grants.doors],
            roll=inside,
            forced=[one for one in forced if now - one.at < DURESS],
            holes=[one for one in self._wiring.holes(conn, morning) if one.station in ours],
        )

    def went(self, conn: Connection) -> tuple[object, Mapping[str, Went]]:
        """Today's last door of each person, and what that was read from."""
        return self._memory.went(conn, self.morning())

    def morning(self) -> datetime:
        return self.clock.start_of(self.clock.day())

    def door(self, conn: Connection, id: str, now: datetime) -> tuple[Door | None, Watch | None]:
        door = self.granting.whole(conn, now).grants.door_by_id.get(id)
        return door, of_door(door, self._wiring.watches(conn)) if door is not None else None


def said(person: Person) -> str:
    """A visitor has no name here, but what he was invited to."""
    if person.id.startswith(VISITOR):
        return f"{person.label} 访客"
    return f"{person.label}（{person.department_zh}）" if person.department_zh else person.label
