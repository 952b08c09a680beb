"""What was told, folded as it comes: the last of each kind at each door, and of the day who went where. Each process
reads what is new since it looked last, so that a look costs what has happened since and not what the table holds.

Nothing here is the truth: it is read again from the table where that is another than was thought (a new day, a
database that was put back)."""

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from hall.contract.access import Door
from hall.contract.report import DoorTold, EntryTold, PassageTold
from hall.doors import store
from hall.doors.inside import Roll, Went, inside_of
from hall.doors.reading import Told, read
from hall.doors.store import EventRow

DURESS = timedelta(hours=12)
"""So long somebody who was forced stays on the list."""


WENT_BACK = 5.0
"""Seconds for which a look may see less than the one before it."""


@dataclass
class _Day:
    began: datetime
    went: dict[str, dict[str, Went]] = field(default_factory=dict)
    whose: dict[str, str] = field(default_factory=dict)
    hands: set[str] = field(default_factory=set)
    exits: int = 0
    unknown: int = 0

    def roll(self, doors: Mapping[str, Door], left: Mapping[str, datetime]) -> Roll:
        gone, found = 0, []
        for who, went in self.went.items():
            inside, out = inside_of(who, went.values(), doors, left.get(who))
            gone += out
            found += [inside] if inside is not None else []
        return Roll(tuple(sorted(found, key=lambda one: one.at)), gone, self.exits, self.unknown)


@dataclass(frozen=True)
class Duress:
    id: int
    at: datetime
    door: str


class Memory:
    """Any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._upto, self._mark = -1, ""
        self._behind_since: float | None = None
        self._last: dict[str, dict[str, EventRow]] = {}
        self._lasts: tuple[object, Mapping[str, Went]] | None = None
        self._duress: list[Duress] = []
        self._day = _Day(datetime.min.replace(tzinfo=UTC))

    def look(
        self, conn: Connection, morning: datetime, doors: Mapping[str, Door], left: Mapping[str, datetime]
    ) -> tuple[dict[str, dict[str, EventRow]], Roll, list[Duress]]:
        """The last of each kind by door; who is inside since ``morning``; who was forced."""
        with self._lock:
            self._follow(conn, morning)
            roll = self._day.roll(doors, left)
            return {door: dict(of) for door, of in self._last.items()}, roll, list(self._duress)

    def went(self, conn: Connection, morning: datetime) -> tuple[object, Mapping[str, Went]]:
        """By person, the last door he is known to have gone through since ``morning``; and what that was read from."""
        with self._lock:
            self._follow(conn, morning)
            of = self._upto, morning
            if self._lasts is None or self._lasts[0] != of:
                last = {
                    who: max(known, key=lambda one: one.at)
                    for who, went in self._day.went.items()
                    if (known := [one for one in went.values() if not one.by_pass and one.became not in store.NOBODY])
                }
                self._lasts = of, last
            return self._lasts

    @classmethod
    def of(
        cls, rows: Iterable[EventRow], morning: datetime, doors: Mapping[str, Door], left: Mapping[str, datetime]
    ) -> Roll:
        """Who was inside by what these rows tell of the day that began at ``morning``: one that is over."""
        then = cls()
        then._day = _Day(morning)
        for row in rows:
            then._fold(row)
        return then._day.roll(doors, left)

    def _follow(self, conn: Connection, morning: datetime) -> None:
        newest, mark = store.newest(conn)
        if newest < self._upto and not self._behind():
            return  # a look that began earlier than the one before it
        same = newest >= self._upto and (self._upto <= 0 or store.mark_of(conn, self._upto) == self._mark)
        if self._upto < 0 or not same or self._day.began != morning:
            self._last, self._duress, self._day = store.lasts(conn), [], _Day(morning)
            for row in store.events_since(conn, morning - DURESS):
                self._fold(row)
        else:
            for row in store.events_after(conn, self._upto):
                self._last.setdefault(row.door, {})[row.what] = row
                self._fold(row)
        self._upto, self._mark, self._behind_since = newest, mark, None

    def _behind(self) -> bool:
        """For so long that the table itself went back."""
        now = time.monotonic()
        self._behind_since = self._behind_since or now
        return now - self._behind_since > WENT_BACK

    def _fold(self, row: EventRow) -> None:
        told = read(row)
        match told.body:
            case EntryTold() as entry:
                self._entry(told, entry)
            case PassageTold() as passage if passage.key in self._day.whose:
                self._day.went[self._day.whose[passage.key]][passage.key].became = passage.became
            case PassageTold() as passage if passage.key in self._day.hands and passage.became in store.NOBODY:
                self._day.hands.discard(passage.key)
                self._day.unknown -= 1
            case DoorTold() as door if told.at >= self._day.began:
                self._day.exits += door.what == "exit_pressed"
                self._day.unknown += door.what == "forced"

    def _entry(self, told: Told, entry: EntryTold) -> None:
        if entry.silent_alarm:
            self._duress.append(Duress(told.id, told.at, entry.door))
        if not entry.admitted or told.at < self._day.began:
            return
        who = entry.credential if entry.shown == "pass" else entry.person
        if entry.shown == "hand":
            self._day.hands.add(entry.key)
            self._day.unknown += 1
        elif who:
            went = Went(told.at, entry.door, entry.shown == "pass", entry.person, entry.document)
            self._day.whose[entry.key] = who
            self._day.went.setdefault(who, {})[entry.key] = went
