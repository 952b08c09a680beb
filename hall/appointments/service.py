"""Make, move, extend, close; and what the doors are told of it. Nothing here opens a door: a pass is a right of its
meeting, and a meeting one of its host's."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from hall.access import Pass, Visit, plain
from hall.appointments import store
from hall.appointments.store import MeetingRow, VisitorPassRow
from hall.contract.codes import new_token
from hall.kit.db import Tx
from hall.kit.errors import Problem

Kind = Literal["review", "talk", "visit"]
KINDS: dict[str, str] = {"review": "联合会审", "talk": "专家咨询", "visit": "来访"}

BEFORE = timedelta(minutes=10)
"""A pass holds from so long before the meeting."""
OVERRUN = timedelta(hours=4)
"""A meeting that nobody closes is over so long after its planned end, whoever forgot it; longer codes are not believed
offline anywhere."""
OFFLINE = timedelta(minutes=30)
"""So long after the planned end a door believes it that hears nothing of the hall: a dead server prolongs no visit."""
LONGEST = timedelta(hours=12)
AHEAD = timedelta(days=92)
REMEMBERED = timedelta(days=2)
"""So long a pass that opens nothing any more is told to doors, that its bearer hears why."""
KEPT = timedelta(days=90)
"""So long it is known who came (PIPL 19); that somebody came stays."""
MOST_PASSES, MOST_PEOPLE = 60, 50

DoorsTo = Callable[[Connection, str, bool], tuple[str, ...] | None]
"""(room, step-free) → the doors of the way there; None: nobody gets there so."""
Receives = Callable[[Connection, int, datetime, tuple[str, ...]], str]
"""(host, when, doors) → why he cannot receive anybody there then, as a sentence; empty: he can."""


@dataclass(frozen=True)
class Wanted:
    """A pass to be made. ``label``: what the bearer is called at the desk: a firm, a group."""

    label: str
    people: int
    step_free: bool


@dataclass(frozen=True)
class Meeting:
    """``key`` is the same when the same order comes twice."""

    key: str
    kind: Kind
    title: str
    host: int
    room: str
    starts: datetime
    ends: datetime
    passes: tuple[Wanted, ...] = ()


class Desk:
    """``rooms``: ids and names of places one can meet in. ``ready``: there is a key to sign passes with."""

    def __init__(
        self,
        doors_to: DoorsTo,
        receives: Receives,
        rooms: Callable[[Connection], dict[str, str]],
        ready: Callable[[Tx], None],
    ) -> None:
        self.doors_to, self.receives, self.rooms, self._ready = doors_to, receives, rooms, ready

    def make(self, tx: Tx, said: Meeting, by: str) -> int:
        """Returns its id; for a key that has one already, that one. Raises :class:`Problem`."""
        if (there := store.by_key(tx.conn, said.key)) is not None:
            return there.id
        title = plain("事由", said.title, 30)
        self._check(tx, said.host, said.room, said.starts, said.ends, None)
        id = store.add(
            tx.conn,
            key=said.key,
            kind=said.kind,
            title=title,
            host=said.host,
            room=said.room,
            starts=said.starts,
            ends=said.ends,
            made_by=by,
            made_at=tx.now,
        )
        tx.note(by, "meeting_made", f"meeting:{id}", room=said.room, host=said.host)
        self.give(tx, id, said.passes, by)
        return id

    def give(self, tx: Tx, id: int, wanted: tuple[Wanted, ...], by: str) -> list[int]:
        """More passes for a meeting that is not over. Returns their ids."""
        row = opened(tx, id)
        if len(store.passes(tx.conn, [id]).get(id, [])) + len(wanted) > MOST_PASSES:
            raise Problem(422, "too_many", f"一场会最多 {MOST_PASSES} 张通行证。", f"At most {MOST_PASSES} passes.")
        return [self._give(tx, row, one, by) for one in wanted]

    def _give(self, tx: Tx, row: MeetingRow, one: Wanted, by: str) -> int:
        if not 1 <= one.people <= MOST_PEOPLE:
            raise Problem(
                422, "people", f"一张通行证 1–{MOST_PEOPLE} 人。", f"A pass is for 1 to {MOST_PEOPLE} people."
            )
        label = plain("访客", one.label, 20)
        doors = self.doors_to(tx.conn, row.room, one.step_free)
        if doors is None:
            raise Problem(
                422,
                "no_way",
                f"“{label}”没有路能到这间会议室{'（无台阶）' if one.step_free else ''}：请换一间，或在大厅图上补路。",
                "No way leads to that room; choose another one.",
            )
        if why := self.receives(tx.conn, row.host, row.starts, doors):
            raise Problem(409, "host", why, "The host cannot receive anybody there at that time.")
        self._ready(tx)
        made = store.add_pass(
            tx.conn,
            meeting=row.id,
            cti=_random(),
            token=new_token(),
            label=label,
            people=one.people,
            step_free=one.step_free,
            made_by=by,
            made_at=tx.now,
        )
        tx.note(by, "pass_made", f"meeting:{row.id}", **{"pass": made, "people": one.people})
        return made

    def move(self, tx: Tx, id: int, room: str, starts: datetime, ends: datetime, by: str) -> list[int]:
        """Elsewhere or at another time. The passes end, and the same people get new ones: what was printed is false.
        Returns their ids."""
        row = opened(tx, id)
        self._check(tx, row.host, room, starts, ends, id)
        store.put(tx.conn, id, room=room, starts=starts, ends=ends)
        tx.note(by, "meeting_moved", f"meeting:{id}", was=row.room, room=room)
        before = [one for one in store.passes(tx.conn, [id]).get(id, []) if one.ended_at is None]
        for one in before:
            store.put_pass(tx.conn, one.id, ended_at=tx.now)
        return self.give(tx, id, tuple(Wanted(one.label, one.people, one.step_free) for one in before), by)

    def extend(self, tx: Tx, id: int, minutes: int, by: str) -> datetime:
        """It runs over: the passes go on. Returns its new end."""
        row = opened(tx, id)
        ends = max(row.ends, tx.now) + timedelta(minutes=minutes)
        self._check(tx, row.host, row.room, row.starts, ends, id)
        store.put(tx.conn, id, ends=ends)
        tx.note(by, "meeting_extended", f"meeting:{id}", minutes=minutes)
        return ends

    def _check(self, tx: Tx, host: int, room: str, starts: datetime, ends: datetime, own: int | None) -> None:
        rooms = self.rooms(tx.conn)
        if room not in rooms:
            raise Problem(422, "no_room", "图上没有这间会议室。", "The plan has no such room.")
        if ends <= starts:
            raise Problem(422, "times", "结束要在开始之后。", "A meeting ends after it begins.")
        if ends <= tx.now:
            raise Problem(422, "times", "结束时间已经过了。", "The end has passed already.")
        if ends - starts > LONGEST or starts > tx.now + AHEAD:
            raise Problem(
                422,
                "times",
                f"会议最长 {LONGEST // timedelta(hours=1)} 小时，最多提前 {AHEAD.days} 天：请看一下日期。",
                "A meeting lasts 12 hours at most and is made 92 days ahead at most; look at the date.",
            )
        for other in store.since(tx.conn, starts, ends):
            if other.id != own and other.room == room and other.closed_at is None and other.ends > starts:
                raise Problem(
                    409,
                    "room_taken",
                    f"{rooms[room]}那时有“{other.title}”，还没有结束。",
                    "The room is taken then by another meeting that is not over.",
                )
        if why := self.receives(tx.conn, host, starts, ()):
            raise Problem(409, "host", why, "The host cannot receive anybody then.")


def close(tx: Tx, id: int, *, called_off: bool, by: str) -> None:
    """Its passes end within the second."""
    opened(tx, id)
    store.put(tx.conn, id, closed_at=tx.now, closed_by=by, why="off" if called_off else "over")
    tx.note(by, "meeting_called_off" if called_off else "meeting_closed", f"meeting:{id}")


def end_pass(tx: Tx, id: int, by: str) -> None:
    row = store.get_pass(tx.conn, id)
    if row is None or row.ended_at is not None:
        raise Problem(404, "no_pass", "没有这张通行证，或已作废。", "There is no such pass, or it has ended.")
    store.put_pass(tx.conn, id, ended_at=tx.now)
    tx.note(by, "pass_ended", f"meeting:{row.meeting}", **{"pass": id})


def forget_guests(tx: Tx, most: int) -> int:
    """Who came is nobody's business after a season."""
    return store.forget_guests(tx.conn, tx.now - KEPT, most)


def opened(tx: Tx, id: int) -> MeetingRow:
    """A meeting that is not over. Raises :class:`Problem`."""
    row = store.get(tx.conn, id)
    if row is None:
        raise Problem(404, "no_meeting", "没有这场会。", "There is no such meeting.")
    if row.closed_at is not None or last(row) <= tx.now:
        raise Problem(409, "over", "这场会已经结束：要再进人，请另约一场。", "This meeting is over.")
    return row


def last(row: MeetingRow) -> datetime:
    """When it is over though nobody says so."""
    return row.ends + OVERRUN


def ended(conn: Connection, now: datetime) -> dict[str, datetime]:
    """Meetings that are over, as doors name their papers, and since when: closed in the hall, else past their end."""
    over = {f"a{row.id}": row.closed_at or row.ends for row in store.since(conn, now - OVERRUN - REMEMBERED)}
    return {id: at for id, at in over.items() if at <= now}


def visits(doors_to: DoorsTo) -> Callable[[Connection, datetime], list[Visit]]:
    """What the doors are told."""

    def told(conn: Connection, now: datetime) -> list[Visit]:
        rows = store.since(conn, now - OVERRUN - REMEMBERED)
        passes = store.passes(conn, [row.id for row in rows])
        return [_visit(conn, doors_to, row, passes.get(row.id, [])) for row in rows]

    return told


def _visit(conn: Connection, doors_to: DoorsTo, row: MeetingRow, passes: list[VisitorPassRow]) -> Visit:
    return Visit(
        id=row.id,
        title=KINDS[row.kind],
        host=row.host,
        room=row.room,
        begins=row.starts - BEFORE,
        ends=last(row),
        offline_until=row.ends + OFFLINE,
        closed=row.closed_at is not None,
        passes=tuple(
            Pass(
                one.cti,
                one.people,
                doors_to(conn, row.room, one.step_free) or (),
                one.ended_at is not None,
                one.step_free,
            )
            for one in passes
        ),
    )


def _random() -> str:
    """64 bits: the number in a code that only the hall can sign."""
    return secrets.token_hex(8)
