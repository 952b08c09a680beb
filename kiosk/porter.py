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
from hall.contract.parts import OpenOrder, OrdersPart
from hall.contract.passes import SLACK, NotOpened, opened
from hall.contract.report import DoorTold, EntryTold, PassageTold
from hall.contract.snapshot import HallAlarm
from kiosk.ledger.db import LedgerFull
from kiosk.ledger.store import Ledger

log = logging.getLogger(__name__)

CARD_KEPT = timedelta(days=2)  # where somebody went last, for anti-passback

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
        self._known: dict[str, DoorState] = {}
        self._orders: deque[str] = deque(maxlen=MOST_ORDERS)

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
        entry = self._entry(door, shown, decision, now, until, lock)
        self._known[door.id] = after(state, shown, decision, grants, now)
        return entry

    def _entry(
        self, door: Door, shown: Presented | None, decision: Decision, now: datetime, until: datetime, lock: str = ""
    ) -> Entry:
        """Written, and only then the lock is asked."""
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
        if decision.admitted and self._locks is not None:
            asked = locks.Decision(key, decision.person or "nobody", decision.cause, decided_at)
            self._locks.unlock(door.unlock_seconds, asked, lock or door.id)
        self._tools.asks.nudge()
        return Entry(key, door, decision)

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
        if told.admitted and door is not None and self._locks is not None:
            self._locks.unlock(
                door.unlock_seconds, locks.Decision(order.id, order.by, order.reason, decided_at), door.id
            )
        self._tools.asks.nudge()

    def _own(self, id_: str) -> Door | None:
        """A door that this station drives, and that leads in."""
        door = self.grants.door_by_id.get(id_) if self.grants is not None else None
        mine = door is not None and door.station == self._tools.station and not door.leaves
        return door if mine and self._locks is not None else None

    # -- what became of it -------------------------------------------------------------------------------------------

    def released(self, release: Release, door: str = "") -> None:
        """The lock's answer; ``door`` empty: of the gate's."""
        door = door or self._door_id
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
        known = self._known.get(door.id) or DoorState(door.id)
        used, untold = self._tools.ledger.entries.used(shown.key, door.to_zone)
        return replace(
            known,
            heard=self._tools.hall_seen,
            level=self._level,
            open_doors=frozenset(door.interlock),  # nobody here sees the other door: it counts as open
            where=self._where(shown),
            used={shown.key: used},
            untold={shown.key: untold},
        )

    def _where(self, shown: Presented) -> dict[str, Seen]:
        issued = self._standing().credential_by_key.get((shown.kind, shown.key))
        last = self._tools.ledger.entries.last_of(issued.person) if issued else None
        return {last.person: Seen(last.zone, last.at)} if last else {}

    @property
    def _level(self) -> Level:
        """As this station knows it itself: people are leaving, and nobody comes in."""
        return "fire" if self._tools.alarm == "evacuation" else "normal"

    def _heard_before(self, now: datetime) -> int | None:
        seen = self._tools.hall_seen
        return None if seen is None else max(0, int((now - seen).total_seconds()))
