"""What this room is told of stations by the wiring: who drives a door, and whether it is heard."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hall.contract.access import Door

HEARD = timedelta(seconds=30)
"""A station that was silent for longer says nothing any more of how its doors stand."""
GATE = "gate"


@dataclass(frozen=True)
class Device:
    """``able`` None: not known. ``at``: since when."""

    able: bool | None
    at: datetime


@dataclass(frozen=True)
class Watch:
    """One station, and its devices by name: ``gate``, ``door back``."""

    station: str
    name: str
    place: str
    seen_at: datetime | None
    started_at: datetime | None = None
    devices: Mapping[str, Device] = field(default_factory=dict)

    def alive(self, now: datetime) -> bool:
        return self.seen_at is not None and now - self.seen_at < HEARD

    def device(self, door: Door) -> Device | None:
        """What drives this door there; None: nothing does."""
        return self.devices.get(f"door {door.id}") or self.devices.get(GATE)

    def answers(self, door: Door) -> bool:
        """A gate says when it works. A door with readers is driven from the start, and says when it is lost; what else
        stands against it there is that it contradicts itself."""
        found = self.device(door)
        return found is not None and (found.able is True or f"door {door.id}" in self.devices)

    def contradicts(self, door: Door) -> bool:
        found = self.devices.get(f"door {door.id}")
        return found is not None and found.able is False

    def heard_anew(self, door: Door) -> datetime | None:
        """Since when what was said of its line before counts no more: it is said anew after a start."""
        found = self.device(door)
        if found is not None and found.able is True:
            return found.at
        return self.started_at


@dataclass(frozen=True)
class Hole:
    """Reports ``first`` to ``last`` of a station that will never come."""

    station: str
    first: int
    last: int
    at: datetime


Watches = Callable[[Connection], list[Watch]]
Holes = Callable[[Connection, datetime], list[Hole]]


def of_door(door: Door, watches: list[Watch]) -> Watch | None:
    """A door names its station, or the place where it stands; of several there, whoever has a device for it."""
    there = [one for one in watches if door.station and door.station in (one.station, one.place)]
    named = f"door {door.id}"
    return max(there, key=lambda one: (named in one.devices, one.device(door) is not None), default=None)
