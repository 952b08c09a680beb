"""What a station knows of a door at the moment of a question, and what is shown to it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from hall.contract.access.words import Level

TOGETHER = 15.0
"""Seconds within which the second of two comes, or the visitor behind his host."""
TRIES = 3
"""Wrong PINs of one card at one door; then the card is refused there for ``TRIES_MINUTES``."""
TRIES_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Presented:
    """What was laid or shown. ``key`` and ``pin`` as in the part ``grants``: said under the station's own key. ``pin``
    None: none was typed."""

    kind: Literal["card", "pass"]
    key: str = field(repr=False)
    pin: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody with a right stood here a moment ago: the first of two, or a host before his visitor."""

    person: str
    department: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """Where somebody went last: into ``zone``."""

    zone: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DoorState:
    """``heard``: when the hall spoke last (None: never since the start). ``level``: as this station knows it itself, by
    its fire contact or a key beside the door. ``open_doors``: doors that stand open, or are being opened;
    ``unseen_doors``: of which that is not known. ``first_at``: when somebody who may be first came last. ``waiting``:
    who stood here a moment ago. ``where``: who went where; ``where_known``: it can be believed: no word of another door
    was missed. ``used``: how often a pass was let into this door's zone here, by its key; ``untold``: of these, what
    the hall has not heard yet. ``wrong``: when wrong PINs were typed at this door, by card."""

    door: str
    heard: datetime | None = None
    level: Level = "normal"
    open_doors: frozenset[str] = frozenset()
    unseen_doors: frozenset[str] = frozenset()
    first_at: datetime | None = None
    waiting: tuple[Waiting, ...] = ()
    where: Mapping[str, Seen] = field(default_factory=dict)
    where_known: bool = True
    used: Mapping[str, int] = field(default_factory=dict)
    untold: Mapping[str, int] = field(default_factory=dict)
    wrong: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)
