"""A day that is over: who was inside at some moment of it, and what happened at the doors. For whoever is asked for it
later: read from what stations told, under the doors and the names of then, and as unsure as it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from hall.contract.access import Grants
from hall.doors import store
from hall.doors.desk import Desk, said
from hall.doors.inside import SURE, Inside, doubts
from hall.doors.memory import Memory
from hall.doors.reading import read
from hall.doors.store import EventRow
from hall.doors.view import LEAF, happened
from hall.kit.errors import Problem

MOST = 400
"""Lines of what happened, up to the moment that is asked about; the export has all."""
OVERNIGHT = "前一天进去、过夜没有出来的人不在上面。"
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Then:
    """``grants``: with the doors of then. ``names``: people as the rights that let them in named them."""

    grants: Grants
    names: dict[str, str]

    def name(self, person: str) -> str:
        if named := self.names.get(person):
            return named
        found = self.grants.person_by_id.get(person)
        return said(found) if found is not None else ""


def past(conn: Connection, desk: Desk, at: datetime, now: datetime, kept: timedelta) -> dict[str, Any]:
    """As the page shows it. ``kept``: how long what happened is kept. Raises :class:`Problem`."""
    _check(at, now, kept)
    clock = desk.clock
    morning = clock.start_of(clock.local(at).date())
    rows = store.events_between(conn, morning, at + _INSTANT)
    then = _then(conn, desk, rows, at, now)
    left = {row.who: row.at for row in store.left_since(conn, morning) if row.at <= at}
    roll = Memory.of(rows, morning, then.grants.door_by_id, left)
    told = [row for row in rows if row.what not in LEAF]
    holes = [one for one in desk.holes(conn, morning) if one.at <= at]
    missing = sum(one.last - one.first + 1 for one in holes)
    return {
        "at": at.isoformat(timespec="seconds"),
        "rows": [_row(one, then) for one in roll.inside],
        "people": sum(one.people for one in roll.inside),
        "seen": sum(one.people for one in roll.inside if one.sure == "seen"),
        "left": roll.left,
        "doubts": [
            "前一天进去、过夜没有出来的人不在上面。",
            *doubts(roll, then.grants.doors, (), missing, away=0, over=True),
        ],
        "happened": happened([read(row) for row in reversed(told[-MOST:])], then),
        "more": max(0, len(rows) - MOST),
    }


def _check(at: datetime, now: datetime, kept: timedelta) -> None:
    if at > now:
        raise Problem(422, "to_come", "这个时刻还没有到。", "That moment is still to come.")
    if at < now - kept:
        days = kept.days
        raise Problem(422, "forgotten", f"进出记录只保存 {days} 天，那天的已经清除。", f"Kept for {days} days only.")


def _then(conn: Connection, desk: Desk, rows: Iterable[EventRow], at: datetime, now: datetime) -> Then:
    """A pass of a year ago is on no list any more: the rights it came in by still say what it was for."""
    grants = desk.granting.whole(conn, now).grants
    rules = desk.granting.book.at(conn, at).rules
    known: dict[tuple[str, str], Grants | None] = {}
    names: dict[str, str] = {}
    for row in rows:
        if row.kind == "entry" and row.person and row.grants:
            key = row.station, row.grants
            if key not in known:
                known[key] = store.kept_grants(conn, *key)
            told = known[key]
            if told is not None and (person := told.person_by_id.get(row.person)) is not None:
                names[row.person] = said(person)
    return Then(grants.model_copy(update={"doors": rules.doors}), names)


def _row(one: Inside, then: Then) -> dict[str, Any]:
    door = then.grants.door_by_id.get(one.door)
    return {
        "who": one.who,
        "name": then.name(one.person) or "不在名单上的人",
        "people": one.people,
        "door": door.name_zh if door is not None else one.door,
        "at": one.at.isoformat(timespec="seconds"),
        "words": SURE[one.sure],
    }
