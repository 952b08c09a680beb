"""The questions: every class at every door, at every hour and level, to the one ``decide``. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from hall.access.may import has_right
from hall.access.proving.classes import Class, Week
from hall.contract.access import (
    LEVELS,
    Cause,
    Decision,
    Door,
    DoorState,
    Grants,
    Level,
    Presented,
    Waiting,
    decide,
)

STRANGER = Presented("card", "f" * 64)
"""Somebody with a card that nobody gave out."""


@dataclass(frozen=True)
class Right:
    """One may pass ``door`` at all of ``moments``, because of ``decision``."""

    door: str
    level: Level
    moments: tuple[datetime, ...]
    decision: Decision


@dataclass
class Questions:
    """``count``: how many were asked."""

    grants: Grants
    week: Week
    count: int = 0
    free: dict[Level, frozenset[str]] = field(default_factory=dict)
    """Doors that let anybody pass, at all hours."""

    def ask(
        self, shows: Presented, door: str, level: Level, at: datetime, waiting: tuple[Waiting, ...] = ()
    ) -> Decision:
        """With the hall in reach, the door shut, and nobody else about but who is ``waiting``."""
        self.count += 1
        return decide(shows, self.grants, DoorState(door, heard=at, level=level, waiting=waiting), at)

    def of_strangers(self) -> list[Right]:
        """What opens to anybody although it is no way out. Ways out are kept in ``free``."""
        wrong: list[Right] = []
        for level in LEVELS:
            free = []
            for door in self.grants.doors:
                found = [(at, self.ask(STRANGER, door.id, level, at)) for at in self.week.hours]
                if all(said.cause is Cause.LEAVING for _, said in found):
                    free.append(door.id)
                elif opened := [(at, said) for at, said in found if has_right(said)]:
                    wrong.append(Right(door.id, level, tuple(at for at, _ in opened), opened[0][1]))
            self.free[level] = frozenset(free)
        return wrong

    def of_class(self, one: Class) -> list[Right]:
        """A door that no right of his names is asked about once: of hour and level nothing is read for it."""
        kinds, opens = self.week.kinds(one), self.grants.opens
        found: list[Right] = []
        for door in self.grants.doors:
            named = any(opens(right, door.id) for right in one.rights)
            if not named and not self._opens(self.ask(one.shows, door.id, LEVELS[0], kinds[0][0])):
                continue
            for level in LEVELS:
                for moments in kinds:
                    said = self.ask(one.shows, door.id, level, moments[0])
                    if self._opens(said):
                        found.append(Right(door.id, level, moments, said))
        return found

    @staticmethod
    def _opens(said: Decision) -> bool:
        """Him, and not just anybody."""
        return has_right(said) and said.cause is not Cause.LEAVING


def of_level(rights: Iterable[Right], level: Level) -> list[Right]:
    return [one for one in rights if one.level == level]


def two_person_doors(doors: Iterable[Door], rights: Iterable[Right], grants: Grants) -> set[str]:
    """Those, and those which somebody passes by a right that wants a second person."""
    two = {one.id for one in grants.grants if one.two}
    return {door.id for door in doors if door.two} | {one.door for one in rights if one.decision.grant in two}
