"""The door's role at a UHPPOTE board. One watch looks at the board for all its doors; *open* is said inside ``unlock``
and nowhere else, once, and believed when the relay reads back drawn."""

import threading
import time
from collections import deque
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from devices.door.board import BoardFailed, Policy
from devices.door.conflicts import Conflicts
from devices.door.door import (
    Card,
    CardRead,
    Conflict,
    Contradiction,
    DoorEvent,
    Hole,
    PresentAgain,
    Recorded,
    Side,
    Sign,
)
from devices.door.uhppote.board import UhppoteBoard
from devices.door.uhppote.records import Records
from devices.door.uhppote.words import Control, Kind, Listener, Mode, Reason, Record, Status, word
from devices.errors import DeviceError, Garbled, Refused, Silent
from devices.gate.gate import (
    Decision,
    GateBack,
    GateEvent,
    GateState,
    GateTrouble,
    Inputs,
    MaybeReleased,
    NotReleased,
    Release,
    Released,
    Trouble,
    Why,
)
from devices.gate.once import Once
from devices.gate.passage import EXIT_TIME, UNWATCHED, Passage
from devices.links.udp import UdpEar

ZONE = "Asia/Shanghai"
"""Whose clock a board is given unless said otherwise."""
_MOVED = 30.0  # seconds its clock may drift until somebody is suspected
_COUNT = 10.0  # seconds between two countings of its cards
_INTERVAL = 0.1  # between two looks
_REST = 0.5  # between two attempts at a board that is not there
_FRESH = 0.5  # seconds between two looks after which a card found in between may be old
_OLD = 2.0  # seconds by the board's own clock after which it is
_FORGOTTEN = 30.0  # and after which nobody stands there any more
_READ_BACK = 3  # looks at the relay after it said that it opened
_LONGEST = 255  # seconds


class BoardWatch:
    """One board, for all its doors. Any thread may call; ``ear``: where the board pushes its events, which only makes
    the next look come sooner. ``at``: the last record known, None: as the board itself remembers."""

    def __init__(
        self, board: UhppoteBoard, *, ear: UdpEar | None = None, tell: Listener | None = None, at: int | None = None,
        zone: str = ZONE,
    ) -> None:  # fmt: skip
        self.board, self.lock = board, threading.RLock()
        self._ear, self._tell = ear, tell
        self._doors: dict[int, UhppoteDoor] = {}
        self._records: Records | None = None
        self._start, self.zone = at, ZoneInfo(zone)
        self._due = 0.0
        self._closing = threading.Event()
        self.status: Status | None = None
        self.read_at = float("-inf")
        self._newest = -1
        self._intended = Policy()  # as long as nobody says otherwise a board decides nothing by itself
        self._awaited = self._decides = False
        self._writing = threading.Lock()
        self._counted_at = float("-inf")
        self.trouble: Trouble | None = None

    def add(self, number: int, door: "UhppoteDoor") -> None:
        with self.lock:
            self._doors[number] = door

    def leave(self, number: int) -> None:
        """The last door shuts it."""
        with self.lock:
            self._doors.pop(number, None)
        if not self._doors:
            self.close()

    def look(self) -> None:
        """Waits until it is time, and looks. Never raises ``DeviceError``."""
        with self.lock:
            self._wait()
            now = time.monotonic()
            self._due = now + _INTERVAL
            try:
                status = self.board.status(once=self.trouble is not None)
                self._prepare()
                self._count(now)
                self._take(status, now)
                self.trouble = None
            except DeviceError as error:
                self._fail(_trouble(error))

    @property
    def name(self) -> str:
        return f"board {self.board.serial}"

    def awaited(self) -> None:
        self._awaited = True

    def held(self) -> Policy:
        try:
            return self.board.patiently().held()
        except DeviceError as error:
            raise BoardFailed(_trouble(error).value, str(error)) from None

    def write(self, policy: Policy) -> None:
        """From now on the board decides by this, and by nothing else, and only while we are not heard. May take
        seconds. Raises :class:`BoardFailed`, and ``ValueError`` for a policy that would open more than it says."""
        with self._writing:
            if self._records is None or self.trouble is not None:
                raise BoardFailed(Trouble.SILENT.value, "the board is not met, or away")
            try:
                self.board.set_host_control(True)
                self._decides = True
                self.board.patiently().write(policy)
            except DeviceError as error:
                raise BoardFailed(_trouble(error).value, str(error)) from None
            self._intended, self._awaited = policy, False

    def keep(self, index: int) -> None:
        with self.lock:
            try:
                if self.board.kept() != index:
                    self.board.keep(index)
            except DeviceError:
                return  # it is told again after a restart, under the same number

    def close(self) -> None:
        self._closing.set()
        if self._ear is not None:
            self._ear.close()
        with self.lock:
            self.board.close()

    def _wait(self) -> None:
        if self._closing.is_set() or time.monotonic() >= self._due:
            return
        if self._ear is not None:
            self._ear.read(self._due)
        else:
            self._closing.wait(self._due - time.monotonic())

    def _prepare(self) -> None:
        """Once after each time it was away: it may be another one, or have lost its memory."""
        if self._records is not None and self.trouble is None:
            return
        board = self.board
        board.clear_passcodes()
        board.record_everything()
        board.set_time(self._wall_clock())
        if self._tell is not None:
            board.set_listener(self._tell)
        if self._decides:
            board.set_host_control(True)
        self._counted_at = float("-inf")
        for number, door in self._doors.items():
            board.set_control(number, Control(Mode.CONTROLLED, door.delay))
        if self._records is None:
            self._records = Records(board, board.kept() if self._start is None else self._start)

    def _take(self, status: Status, asked_at: float) -> None:
        fresh = asked_at - self.read_at <= _FRESH
        if status.clock is None or abs((status.clock - self._wall_clock()).total_seconds()) > _MOVED:
            self._set_back()
        self.status, self.read_at = status, asked_at
        newest = status.last.index if status.last is not None else 0
        if fresh and status.last is not None and newest == self._newest + 1:
            self._door_of(status.last).present(status.last)  # whoever stands there does not wait for older records
        self._newest = newest
        if self._records is not None:
            for one in self._records.fetch(newest):
                self._door_of(one).hear(one, fresh)

    def _set_back(self) -> None:
        """Whoever moves its clock makes old rights new."""
        moved = self._records is not None and self.status is not None
        self.board.set_time(self._wall_clock())
        for door in self._doors.values() if moved else ():
            door.contradict(Conflict.CLOCK_MOVED)

    def _wall_clock(self) -> datetime:
        """The hall's, wherever this machine thinks it is: a board decides by its own hours and knows no zone."""
        return datetime.now(self.zone).replace(tzinfo=None)

    def _count(self, now: float) -> None:
        """Cards that nobody here gave it would open without a decision of ours."""
        if now - self._counted_at < _COUNT or self._awaited or not self._writing.acquire(blocking=False):
            return
        try:
            self._counted_at = now
            if self.board.count() != len(self._intended.cards):
                for door in self._doors.values():
                    door.contradict(Conflict.FOREIGN_CARDS)
                self.board.write(self._intended)
        finally:
            self._writing.release()

    def _door_of(self, one: Record | Hole) -> "UhppoteDoor":
        """What belongs to none of ours is told by the first."""
        at = one.door if isinstance(one, Record) and one.door in self._doors else min(self._doors)
        return self._doors[at]

    def _fail(self, trouble: Trouble) -> None:
        self._due = time.monotonic() + _REST
        self.trouble = trouble


class UhppoteDoor:
    """Implements :class:`devices.door.door.Door`. ``number``: from 1. ``delay``: seconds a release lasts unless said
    otherwise."""

    def __init__(self, watch: BoardWatch, number: int, *, delay: int = 5, held: float = 20.0) -> None:
        self._watch, self._number, self.delay = watch, number, delay
        self._passage, self._once, self._conflicts = Passage(held), Once(), Conflicts()
        self._told: deque[DoorEvent] = deque()
        self._seen = float("-inf")
        self._trouble: Trouble | None = None
        self._asked_at = float("-inf")
        self._presented = -1  # the last record whose card was told before its turn
        watch.add(number, self)

    @property
    def board(self) -> BoardWatch:
        return self._watch

    @property
    def number(self) -> int:
        return self._number

    def poll(self) -> DoorEvent | None:
        if not self._told:
            self._watch.look()
            self._read()
        return self._told.popleft() if self._told else None

    def state(self) -> GateState:
        return replace(self._passage.state(time.monotonic()), trouble=self._trouble)

    def tell(self, side: Side, sign: Sign) -> None:
        """Its readers show what the board makes them show."""

    def kept(self, index: int) -> None:
        self._watch.keep(index)

    def close(self) -> None:
        """The watch goes on for the board's other doors."""
        self._watch.leave(self._number)

    # -- unlocking -----------------------------------------------------------------------------------------------------

    def unlock(self, seconds: float, decision: Decision) -> Release:
        if not 1 <= seconds <= _LONGEST or seconds != int(seconds):
            raise ValueError(f"a board releases for whole seconds, 1 to {_LONGEST}")
        with self._watch.lock:
            try:
                why_not = self._why_not(decision) or self._set_delay(int(seconds)) or self._late(decision)
            except DeviceError:
                why_not = Why.NO_WATCH
            if why_not is not None:
                return NotReleased(decision, why_not)
            self._once.use(decision)
            return self._open(int(seconds), decision)

    def _why_not(self, decision: Decision) -> Why | None:
        if why_not := self._late(decision):
            return why_not
        if self._passage.waiting:
            return Why.BUSY
        age = time.monotonic() - self._watch.read_at
        return Why.NO_WATCH if self._watch.trouble or self._trouble or age > UNWATCHED else None

    def _late(self, decision: Decision) -> Why | None:
        return self._once.why_not(decision, time.monotonic())

    def _set_delay(self, seconds: int) -> None:
        if seconds != self.delay:
            self._watch.board.set_control(self._number, Control(Mode.CONTROLLED, seconds))
            self.delay = seconds

    def _open(self, seconds: int, decision: Decision) -> Release:
        """Said once. What left us may have been carried out, whatever came back."""
        now = self._asked_at = time.monotonic()
        self._conflicts.released(seconds, now)
        try:
            done = self._watch.board.open(self._number)
        except DeviceError as error:
            self._passage.released(decision, seconds, time.monotonic())
            return MaybeReleased(decision, _trouble(error))
        if not done:
            return NotReleased(decision, Why.REFUSED)
        self._passage.released(decision, seconds, time.monotonic())
        return self._read_back(decision)

    def _read_back(self, decision: Decision) -> Release:
        for _ in range(_READ_BACK):
            try:
                if self._watch.board.status().drawn(self._number):
                    return Released(decision)
            except DeviceError as error:
                return MaybeReleased(decision, _trouble(error))
            time.sleep(0.02)
        self._told.append(Contradiction(Conflict.SAID_AND_NOT_DONE))
        return MaybeReleased(decision, Trouble.GARBLED)

    # -- looking -------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        watch = self._watch
        if watch.trouble != self._trouble:
            self._trouble = watch.trouble
            self._told.append(GateBack() if watch.trouble is None else GateTrouble(watch.trouble))
        if watch.trouble is not None:
            self._tell(self._passage.lost())
            return
        if watch.status is None or watch.read_at == self._seen:
            return
        self._seen = watch.read_at
        at, status = self._number, watch.status
        inputs = Inputs(status.open[at - 1], status.pressed[at - 1], status.fire)
        if inputs.exit or inputs.fire:
            self._conflicts.excused(self._seen)
        self._tell(self._passage.read(inputs, self._seen))
        self._told += self._conflicts.relay(status.drawn(at), self._seen)

    def _tell(self, events: list[GateEvent]) -> None:
        for event in events:
            self._told.append(event)
            self._told += self._conflicts.heard(event)

    # -- its memory ----------------------------------------------------------------------------------------------------

    def hear(self, one: Record | Hole, fresh: bool) -> None:
        """From the watch."""
        if isinstance(one, Hole):
            self._told.append(one)
            return
        told = word(one.reason) if one.door == self._number else f"door {one.door}: {word(one.reason)}"
        side = _side(one)
        let_in = one.kind == Kind.SWIPE and one.granted and bool(one.card)
        self._told.append(
            Recorded(one.index, one.granted, one.reason, side, one.card, self._zoned(one.at), told, let_in)
        )
        age = self._age(one)
        if age is None or age > _FORGOTTEN:
            return
        if one.kind == Kind.SWIPE and one.granted:
            self._passage.excuse(time.monotonic() + EXIT_TIME)
            self._conflicts.excused(time.monotonic())
        elif one.kind == Kind.SWIPE and one.card and one.index > self._presented:
            self._told.append(_read(one) if fresh and age <= _OLD else PresentAgain(side))
        elif one.reason == Reason.SUPERVISOR:
            self._told.append(Contradiction(Conflict.CODE_USED))
        elif one.reason == Reason.REMOTE and fresh and time.monotonic() - self._asked_at > _OLD:
            self._told.append(Contradiction(Conflict.DRAWN_UNASKED))

    def present(self, one: Record) -> None:
        """A card that the board did not let in, a moment ago."""
        age = self._age(one)
        if one.kind == Kind.SWIPE and one.card and not one.granted and age is not None and age <= _OLD:
            self._presented = one.index
            self._told.append(_read(one))

    def contradict(self, what: Conflict) -> None:
        self._told.append(Contradiction(what))

    def _zoned(self, at: datetime | None) -> datetime | None:
        """A board's clock is the hall's."""
        return at and at.replace(tzinfo=self._watch.zone)

    def _age(self, one: Record) -> float | None:
        """Seconds by the board's own clock; None: it makes no sense."""
        status = self._watch.status
        if status is None or status.clock is None or one.at is None:
            return None
        return (status.clock - one.at).total_seconds()


def _read(one: Record) -> CardRead:
    return CardRead(_side(one), Card(0, one.card, one.card), time.monotonic())


def _side(one: Record) -> Side:
    return Side.OUT if one.direction == 2 else Side.IN


def _trouble(error: DeviceError) -> Trouble:
    return _TROUBLES.get(type(error), Trouble.UNPLUGGED)


_TROUBLES: dict[type[DeviceError], Trouble] = {
    Silent: Trouble.SILENT, Garbled: Trouble.GARBLED, Refused: Trouble.REFUSED,
}  # fmt: skip
