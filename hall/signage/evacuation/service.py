"""Who starts an evacuation or a drill, who ends it, and what screens show meanwhile."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hall.accounts import Member
from hall.contract.alarm import AlarmLine, Instance
from hall.contract.frame import Frame, Line
from hall.contract.report import AlarmLineTold, FireContact
from hall.contract.snapshot import HallAlarm
from hall.kit.clock import Clock
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.plan import Published
from hall.signage.direct import Direct, off_the_plan
from hall.signage.evacuation import contacts, store
from hall.signage.evacuation.pressed import Alarm, Press, Pressed
from hall.signage.evacuation.ways_out import frames_out
from hall.signage.link import Rendered
from hall.signage.store import screens_paired

ALARMS: tuple[Alarm, ...] = ("evacuation", "drill")

ROLES_TO_CLEAR = 2
"""Different roles that must say all clear: whoever presses alone may not see the other half of the building."""


LATE = timedelta(seconds=1)
"""An alarm that is written later than this after it was pressed says when that was."""

LONG_AGO = timedelta(hours=1)
"""A contact that closed longer ago than this and rests again, told only now: nobody is sent out of the hall for it any
more, and the attention list says that it was so."""


class Evacuation:
    """What goes before everything on the screens; made once for each plan, ahead of need. ``pressed``: what acts before
    the database has it."""

    def __init__(self, clock: Clock, pressed: Pressed | None = None) -> None:
        self._clock = clock
        self.pressed = pressed or Pressed()
        self._made: tuple[int, dict[str, dict[str, Rendered]]] = (-1, {})
        self._last: HallAlarm = ""
        self._listeners: list[Callable[[], None]] = []

    def press(self, mode: Alarm, by: str) -> Press:
        """Acts now: kept on the disk, told to every listener. Who calls sees that it is recorded."""
        if mode == "drill" and self.away() == "evacuation":
            raise no_drill()
        press = self.pressed.press(mode, self._clock.now(), by)
        for listener in self._listeners:
            listener()
        return press

    def on_press(self, listener: Callable[[], None]) -> None:
        """Called at every press, on the event loop."""
        self._listeners.append(listener)

    def mode(self, conn: Connection) -> HallAlarm:
        """What runs now: as it is written, and what was pressed and is not written yet. Asked in this order, so that an
        alarm is seen at every moment of its writing."""
        waiting = [press for press in self.pressed.waiting() if not store.is_written(conn, press.key)]
        alarm = store.running(conn)
        self._last = alarm.mode if alarm is not None else ""
        return _firmer(self._last, waiting)

    def away(self) -> HallAlarm:
        """The same without the database: as it was last read."""
        return _firmer(self._last, self.pressed.waiting())

    def unwritten(self) -> HallAlarm:
        """What was pressed, as long as the database has not taken it."""
        return _firmer("", self.pressed.waiting())

    def overrides(self, conn: Connection, now: datetime, published: Published) -> Mapping[str, Rendered]:
        mode = self.mode(conn)
        return self._shown(mode, now, published, screens_paired(conn)) if mode else {}

    def at_once(self, published: Published, now: datetime, screens: Collection[str]) -> Mapping[str, Rendered]:
        """The same out of memory, for ``screens`` too that are on no plan."""
        mode = self.away()
        return self._shown(mode, now, published, screens) if mode else {}

    def _shown(
        self, mode: Alarm, now: datetime, published: Published, screens: Collection[str]
    ) -> Mapping[str, Rendered]:
        frames = self.ready(published, now)[mode]
        return frames | {
            screen: off_the_plan(screen, published.revision, mode) for screen in set(screens) - set(frames)
        }

    def keep(self, published: Published, now: datetime) -> Mapping[str, Rendered]:
        """For an alarm that comes without us. Asked for soon after each publishing: ours finds them made."""
        return self.ready(published, now)["evacuation"]

    def out(self, conn: Connection, now: datetime, published: Published, screen: str) -> list[Line]:
        """The lines that ``screen`` of the plan shows while an alarm runs."""
        return self._lines(self.mode(conn), now, published, screen)

    def out_at_once(self, now: datetime, screen: str) -> list[Line]:
        """The same out of memory, for the plan whose ways were made last."""
        return self._lines(self.away(), now, None, screen)

    def _lines(self, mode: HallAlarm, now: datetime, published: Published | None, screen: str) -> list[Line]:
        if not mode:
            return []
        made = self._made[1] if published is None else self.ready(published, now)
        frames = made.get(mode, {})
        if screen not in frames:
            return []
        frame = Frame.model_validate_json(frames[screen].text)
        return [line for page in frame.pages for line in page]

    def ready(self, published: Published, now: datetime) -> dict[str, dict[str, Rendered]]:
        """By mode and screen, for the plan that is published."""
        if self._made[0] != published.revision:
            plan, revision, local = published.plan, published.revision, self._clock.local(now)
            self._made = (
                revision,
                {
                    mode: {id: Rendered(frame) for id, frame in frames_out(plan, revision, mode, local).items()}
                    for mode in ALARMS
                },
            )
        return self._made[1]


def _firmer(written: HallAlarm, waiting: Iterable[Press]) -> HallAlarm:
    """A fire goes before a drill."""
    modes = {written, *(press.mode for press in waiting)}
    return "evacuation" if "evacuation" in modes else "drill" if "drill" in modes else ""


def no_drill() -> Problem:
    return Problem(409, "evacuating", "正在疏散，不能开始演练。", "An evacuation is under way: no drill now.")


def record(tx: Tx, press: Press) -> int:
    """What was pressed, as it was: by whom, and when. Once, however often it is tried. Returns the alarm's id."""
    if (known := store.written_as(tx.conn, press.key)) is not None:
        return known
    id = begin(tx, press.mode, press.by, press.moment)
    store.add_press(tx.conn, press.key, alarm=id, at=press.moment, by=press.by, written_at=tx.now)
    return id


def begin(tx: Tx, mode: Alarm, by: str, at: datetime | None = None) -> int:
    """Returns the alarm's id. One that runs goes on; a drill becomes an evacuation, never the other way. ``at``: when
    it truly began, where that is told late."""
    alarm = store.running(tx.conn)
    if alarm is not None and (alarm.mode == mode or mode == "drill"):
        if alarm.mode != mode:
            raise no_drill()
        return alarm.id
    if alarm is not None:
        store.end(tx.conn, alarm.id, tx.now)
    id = store.begin(tx.conn, mode, at or tx.now, by)
    late = {"pressed": at.isoformat(timespec="milliseconds")} if at is not None and tx.now - at > LATE else {}
    tx.note(by, f"{mode}_begun", f"alarm:{id}", **({"instead_of": alarm.id} if alarm is not None else {}), **late)
    return id


def all_clear(tx: Tx, id: int, member: Member) -> bool:
    """``member`` says it is over; True when enough roles have said so. Saying it twice counts once. ``id``: the alarm
    that was seen, so that nobody clears one he has not heard of."""
    alarm = store.running(tx.conn)
    if alarm is None:
        return True
    if alarm.id != id:
        raise Problem(
            409,
            "another_alarm",
            "情况已变：现在是另一次警报，请看清后再按。",
            "This is another alarm than the one you saw; look again.",
        )
    told = {row.role: row.member for row in store.clears(tx.conn, id)}
    if member.role not in told and member.login not in told.values():  # nor one person under two roles
        store.add_clear(tx.conn, id, role=member.role, member=member.login, name=member.shown, at=tx.now)
        tx.note(member.login, "all_clear_said", f"alarm:{id}", role=member.role)
        told[member.role] = member.login
    if len(told) >= ROLES_TO_CLEAR:
        store.end(tx.conn, id, tx.now)
        store.clear_contacts(tx.conn)
        tx.note(member.login, "all_clear", f"alarm:{id}", by=sorted(told.values()))
    return len(told) >= ROLES_TO_CLEAR


def line_told(tx: Tx, station: str, told: AlarmLineTold) -> None:
    """Screens are told where to listen: what a station says of itself, under the secret by which the hall knows it."""
    store.put_line(tx.conn, station, told.address, told.key)
    tx.note(f"station:{station}", "alarm_line_told", f"station:{station}", address=told.address)


def told_directly(conn: Connection, stations: Collection[str]) -> Direct:
    """What screens must know to hear fire contacts without the hall. Only lines of ``stations`` that are still ours."""
    return Direct(
        tuple(
            AlarmLine(station=row.station, address=row.address, key=row.key)
            for row in contacts.heard_at(conn, stations)
        ),
        tuple(Instance(row.station, round(row.since.timestamp() * 1000)) for row in store.cleared(conn)),
    )


def contact_told(tx: Tx, station: str, at: datetime, told: FireContact) -> None:
    """A fire contact has closed or opened again. What it began goes on until two roles say so, also if both
    reports come together because the hall was away; only one that was over ``LONG_AGO`` leaves no evacuation behind."""
    by = f"station:{station}"
    known = store.contact_of(tx.conn, station)
    over = known is not None and known.since == told.since and known.cleared
    store.put_contact(tx.conn, station, active=told.active, since=told.since, at=at, cleared=over)
    alarm = store.running(tx.conn)
    if told.active and not over and contacts.raises(tx, station, told):
        begin(tx, "evacuation", by)
    elif alarm is not None and alarm.began_by == by and alarm.began_at == tx.now and tx.now - told.since > LONG_AGO:
        store.end(tx.conn, alarm.id, tx.now)
        tx.note(by, "evacuation_was_over", f"alarm:{alarm.id}")
