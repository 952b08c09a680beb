"""At this station's doors: who is let in, and what becomes of it. The only copy of *no door opens unwritten*:

shown → decided (the treaty's ``decide``, on the hall's last word) → written, with the report that says why, in one
transaction → unlocked, within two seconds or never → what the lock and the door say of it is told too.

The station needs no hall for any of it. A ledger that cannot write opens nothing (``LedgerFull``).
"""

import logging
import secrets
import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from devices.gate import gate as locks
from devices.gate.gate import GateEvent, Release
from hall.contract.access import (
    AccessEvent,
    Cause,
    Decision,
    Door,
    DoorState,
    Grants,
    Level,
    Presented,
    Seen,
    after,
    decide,
    refused,
)
from hall.contract.parts import OpenOrder, OrdersPart, WhereaboutsPart
from hall.contract.passes import SLACK, NotOpened, opened
from hall.contract.report import DoorTold, EntryTold, PassageTold
from hall.contract.snapshot import HallAlarm
from kiosk.ledger.db import LedgerFull
from kiosk.ledger.doors import lasting
from kiosk.ledger.store import Ledger

log = logging.getLogger(__name__)

CARD_KEPT = timedelta(days=2)  # where somebody went last, for anti-passback

OTHERS_HEARD = timedelta(seconds=30)
"""So long after the hall spoke, what it said of other stations' doors is believed to be all."""

MOST_ORDERS = 64  # remembered, refused ones too; what was obeyed stands in the ledger
_BY_HAND: Mapping[str, tuple[str, str]] = {
    "by_hand": ("值班人员开门一次", "Opened once by the staff on duty"),
    "expired": ("开门指令到得太晚，没有执行；请看清门前的人再按一次", "The order came too late and was not obeyed"),
    "not_here": ("这个站点现在管不到这扇门，没有执行", "This door is not this station's; the order was not obeyed"),
}

_WHY: Mapping[str, Cause] = {
    "forged": Cause.CODE_FORGED,
    "other_hall": Cause.CODE_OTHER_HALL,
    "other_kind": Cause.CODE_OTHER_KIND,
    "ended": Cause.CODE_ENDED,
    "not_yet": Cause.CODE_NOT_YET,
}


class Locks(Protocol):
    """The machine as seen from here; answered by ``GateAnswered``, or ``DoorAnswered``."""

    def unlock(self, seconds: float, decision: locks.Decision, door: str = "") -> None: ...
    def open(self, door: str, *, gate: bool = False) -> bool | None: ...


class Nudged(Protocol):
    def nudge(self) -> None: ...


class Clock(Protocol):
    @property
    def checked(self) -> bool: ...


class DoorTools(Protocol):
    """What doors need of the station's tools. ``station``: its id; empty before the hall has said anything."""

    parts: dict[str, Any]
    revisions: dict[str, str]
    hall_seen: datetime | None

    @property
    def station(self) -> str: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def asks(self) -> Nudged: ...
    @property
    def alarm(self) -> HallAlarm: ...
    def now(self) -> datetime: ...


@dataclass(frozen=True)
class Entry:
    """What was decided at ``door``, and under which ``key`` it is written."""

    key: str
    door: Door
    decision: Decision


class Porter:
    """``locks`` None: this station has no gate. One thread, the clerk's."""

    def __init__(self, tools: DoorTools, to_unlock: Locks | None) -> None:
        self._tools, self._locks = tools, to_unlock
        self._orders: deque[str] = deque(maxlen=MOST_ORDERS)
        self._opening: set[str] = set()
        """Doors whose lock was asked and has not answered."""

    @property
    def grants(self) -> Grants | None:
        held = self._tools.parts.get("grants")
        return held if isinstance(held, Grants) else None

    @property
    def gate(self) -> Door | None:
        """The door that this station's own gate is, as the hall has it; None: there is none."""
        if self._locks is None or self.grants is None:
            return None
        own = (door for door in self.grants.doors if door.station == self._tools.station)
        return next((door for door in own if not door.leaves), None)

    def begin(self) -> None:
        """What was decided when the program last stopped: nobody saw what became of it, and it is not opened now."""
        for let in self._tools.ledger.entries.unfinished():
            self._became(let.key, let.door, "unseen", "stopped")

    # -- shown -------------------------------------------------------------------------------------------------------

    def code(self, text: str, door: Door) -> Entry:
        """A signed code was shown. Raises ``LedgerFull``, and then nothing opens."""
        grants, now = self._standing(), self.now()
        try:
            claims = opened(text, grants.pass_keys, grants.iss, now, "pass")
        except NotOpened as wrong:
            return self._entry(door, None, refused(_WHY[wrong.why], grants, now, wrong.moment), now, now)
        shown = Presented("pass", claims.cti.hex())
        return self._asked(door, shown, now, claims.exp + timedelta(seconds=2 * SLACK))

    def card(self, key: str, door: Door, pin: str | None = None, *, lock: str = "") -> Entry:
        """A card was laid; ``key`` and ``pin`` as said under this station's key. ``lock``: of which door, where the way
        out has the lock of the way in. Raises as ``code`` does."""
        now = self.now()
        return self._asked(door, Presented("card", key, pin), now, now + CARD_KEPT, lock)

    def _asked(self, door: Door, shown: Presented, now: datetime, until: datetime, lock: str = "") -> Entry:
        grants = self._standing()
        state = self._state(door, shown, now)
        decision = decide(shown, grants, state, now)
        then = after(state, shown, decision, grants, now)
        return self._entry(door, shown, decision, now, until, lock, then if lasting(then) != lasting(state) else None)

    def _entry(
        self,
        door: Door,
        shown: Presented | None,
        decision: Decision,
        now: datetime,
        until: datetime,
        lock: str = "",
        then: DoorState | None = None,
    ) -> Entry:
        """Written, with what counts at the door from now on, and only then the lock is asked."""
        key = secrets.token_hex(12)
        told = EntryTold(
            key=key, door=door.id, shown=shown.kind if shown else "pass", admitted=decision.admitted,
            event=decision.event, cause=decision.cause, zh=decision.zh, en=decision.en, person=decision.person,
            document=decision.document, grant=decision.grant, credential=shown.key if shown else "",
            silent_alarm=decision.silent_alarm, level=self._level, grants=self._tools.revisions.get("grants", ""),
            heard=self._heard_before(now),
        )  # fmt: skip
        decided_at = time.monotonic()
        entries = self._tools.ledger.entries
        with self._tools.ledger.file.writing():
            if self._tools.clock.checked:
                entries.reached(now)
            entries.decided(told, now, zone=door.to_zone, until=until)
            if then is not None:
                self._tools.ledger.doors.keep(then, now)
        if decision.admitted:
            asked = locks.Decision(key, decision.person or "nobody", decision.cause, decided_at)
            self._unlock(door, asked, lock)
        self._tools.asks.nudge()
        return Entry(key, door, decision)

    def _unlock(self, door: Door, asked: locks.Decision, lock: str = "") -> None:
        if self._locks is not None:
            self._opening.add(lock or door.id)
            self._locks.unlock(door.unlock_seconds, asked, lock or door.id)

    # -- opened by hand ----------------------------------------------------------------------------------------------

    def ordered(self, told: Iterable[OrdersPart], now: datetime) -> None:
        """The guard wants a door open once. ``now``: by the hall's clock, and never earlier than this station has it.
        An order that is older than two seconds opens nothing, and says so; none is tried twice."""
        for order in (order for part in told for order in part.orders):
            if order.id not in self._orders and not self._tools.ledger.entries.known(order.id):
                self._orders.append(order.id)
                self._by_hand(order, max(0.0, (now - order.at).total_seconds()), now)

    def _by_hand(self, order: OpenOrder, age: float, now: datetime) -> None:
        door, decided_at = self._own(order.door), time.monotonic() - age
        cause = "not_here" if door is None else "expired" if age > locks.EXPIRES else "by_hand"
        zh, en = _BY_HAND[cause]
        told = EntryTold(
            key=order.id, door=order.door, shown="hand", admitted=cause == "by_hand",
            event=AccessEvent.GRANTED if cause == "by_hand" else AccessEvent.DENIED_OTHER, cause=cause, zh=zh, en=en,
            level=self._level, grants=self._tools.revisions.get("grants", ""), heard=self._heard_before(now),
            by=order.by, reason=order.reason,
        )  # fmt: skip
        try:
            self._tools.ledger.entries.decided(told, now, zone="", until=now + CARD_KEPT)
        except LedgerFull:
            log.error("an order to open %s is not obeyed: it cannot be written down", order.door)
            return
        if told.admitted and door is not None:
            self._unlock(door, locks.Decision(order.id, order.by, order.reason, decided_at))
        self._tools.asks.nudge()

    def _own(self, id_: str) -> Door | None:
        """A door that this station drives, and that leads in."""
        door = self.grants.door_by_id.get(id_) if self.grants is not None else None
        mine = door is not None and door.station == self._tools.station and not door.leaves
        return door if mine and self._locks is not None else None

    # -- let in by a board -------------------------------------------------------------------------------------------

    def let_in_by_board(self, door: Door, key: str, at: datetime | None, index: str) -> None:
        """A board that did not hear this station let a card in, by the list it was given; ``index``: of its record.
        Nothing is decided here any more: it is written down once, with the right that stands behind it now."""
        at = at or self.now()
        written = f"board-{index}-{int(at.timestamp())}"[:64]
        if self._tools.ledger.entries.known(written):
            return
        shown = Presented("card", key)
        by_now = decide(shown, self._standing(), self._state(door, shown, at), at)
        told = EntryTold(
            key=written, door=door.id, shown="card", admitted=True, event=AccessEvent.GRANTED, cause="by_board",
            zh="控制板按下发的名单放行（当时站点没有应答）",
            en="Let in by the board's own list while the station was silent",
            person=by_now.person, document=by_now.document, grant=by_now.grant, credential=key, level=self._level,
            grants=self._tools.revisions.get("grants", ""),
        )  # fmt: skip
        with self._tools.ledger.file.writing():
            self._tools.ledger.entries.decided(told, at, zone=door.to_zone, until=at + CARD_KEPT)
            self._became(written, door.id, "unseen", "by_board")

    # -- what became of it -------------------------------------------------------------------------------------------

    def released(self, release: Release, door: str = "") -> None:
        """The lock's answer; ``door`` empty: of the gate's."""
        door = door or self._door_id
        self._opening.discard(door)
        match release:
            case locks.Released(decision):
                self._became(decision.id, door, "released")
            case locks.MaybeReleased(decision, trouble):
                self._became(decision.id, door, "maybe_released", trouble.value)
            case locks.NotReleased(decision, why):
                self._became(decision.id, door, "not_released", why.value)

    def said(self, event: GateEvent, door: str = "") -> None:
        """What the gate says of itself, and of whoever was let in."""
        door = door or self._door_id
        match event:
            case locks.Passed(decision):
                self._became(decision.id, door, "passed")
            case locks.NotPassed(decision):
                self._became(decision.id, door, "not_passed")
            case locks.Unseen(decision):
                self._became(decision.id, door, "unseen")
            case locks.Forced(seen):
                self._told(DoorTold(door=door, what="forced", seen=seen))
            case locks.HeldOpen():
                self._told(DoorTold(door=door, what="held_open"))
            case locks.ClosedAgain():
                self._told(DoorTold(door=door, what="closed_again"))
            case locks.ExitPressed():
                self._told(DoorTold(door=door, what="exit_pressed"))
            case locks.FireInput(active):
                self._told(DoorTold(door=door, what="fire" if active else "fire_over"))
            case locks.GateTrouble(trouble):
                self._told(DoorTold(door=door, what="lost", why=trouble.value))
            case locks.GateBack():
                self._told(DoorTold(door=door, what="watched"))

    def stands(self, open: bool, door: str = "") -> None:
        """It was opened or shut, whoever did it."""
        self._told(DoorTold(door=door or self._door_id, what="opened" if open else "closed"))

    @property
    def _door_id(self) -> str:
        """Before the hall has said which door it is, a gate is known by its station."""
        return self.gate.id if self.gate else self._tools.station

    def _became(self, key: str, door: str, became: Any, why: str = "") -> None:
        self._tools.ledger.entries.became(PassageTold(key=key, door=door, became=became, why=why), self._tools.now())
        self._tools.asks.nudge()

    def _told(self, told: DoorTold) -> None:
        self._tools.ledger.outbox.report(told, self._tools.now())
        self._tools.asks.nudge()

    # -- what is known -----------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """The hall's time, and never earlier than it has been here: a clock that was set back makes nothing valid."""
        return max(self._tools.now(), self._tools.ledger.entries.latest)

    def _standing(self) -> Grants:
        grants = self.grants
        assert grants is not None, "a door is known by the hall's word alone"
        return grants

    def _state(self, door: Door, shown: Presented, now: datetime) -> DoorState:
        known = self._tools.ledger.doors.state(door.id)
        used, untold = self._tools.ledger.entries.used(shown.key, door.to_zone)
        return replace(
            known,
            heard=self._tools.hall_seen,
            level=self._level,
            open_doors=frozenset(id for id in door.interlock if self._open(id) is True),
            unseen_doors=frozenset(id for id in door.interlock if self._open(id) is None),
            where=self._where(shown),
            where_known=self._where_known(door.to_zone, now),
            used={shown.key: used},
            untold={shown.key: untold},
        )

    def _open(self, id: str) -> bool | None:
        """Another door of the interlock; None: it is another station's, or its line is down."""
        lock = self._lock_of(id)
        if lock is None or self._locks is None:
            return None
        gate = self.gate
        return True if lock in self._opening else self._locks.open(lock, gate=gate is not None and lock == gate.id)

    def _lock_of(self, id: str) -> str | None:
        """The way out has the lock of the way in."""
        found = self._standing().door_by_id.get(id)
        if found is None or not found.leaves:
            return found and found.id
        back = (found.to_zone, found.from_zone)
        into = (one for one in self._standing().doors if not one.leaves and (one.from_zone, one.to_zone) == back)
        return next((one.id for one in into), None)

    def _where(self, shown: Presented) -> dict[str, Seen]:
        """The later of what was seen at this station's doors and what the hall heard of all others."""
        issued = self._standing().credential_by_key.get((shown.kind, shown.key))
        if issued is None:
            return {}
        last = self._tools.ledger.entries.last_of(issued.person)
        here = Seen(last.zone, last.at) if last else None
        told = self._whereabouts.went.get(issued.person) if self._whereabouts else None
        there = Seen(told.zone, told.at) if told else None
        both = [one for one in (here, there) if one is not None]
        return {issued.person: max(both, key=lambda one: one.at)} if both else {}

    def _where_known(self, zone: str, now: datetime) -> bool:
        """All its doors are this station's, or the hall spoke a moment ago of the others."""
        if self._whereabouts is None:
            return False
        seen = self._tools.hall_seen
        return zone in self._whereabouts.own or (seen is not None and now - seen <= OTHERS_HEARD)

    @property
    def _whereabouts(self) -> WhereaboutsPart | None:
        told = self._tools.parts.get("whereabouts")
        return told if isinstance(told, WhereaboutsPart) else None

    @property
    def _level(self) -> Level:
        """As this station knows it itself: people are leaving, and nobody comes in."""
        return "fire" if self._tools.alarm == "evacuation" else "normal"

    def _heard_before(self, now: datetime) -> int | None:
        seen = self._tools.hall_seen
        return None if seen is None else max(0, int((now - seen).total_seconds()))
