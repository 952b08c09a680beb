"""At this station's doors: who is let in, and what becomes of it. The only copy of *no door opens unwritten*:

shown → decided (the treaty's ``decide``, on the hall's last word) → written, with the report that says why, in one
transaction → unlocked, within two seconds or never → what the lock and the door say of it is told too.

The station needs no hall for any of it. A ledger that cannot write opens nothing (``LedgerFull``).
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from devices.gate import gate as locks
from devices.gate.gate import GateEvent, Release
from hall.contract.access import (
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
from hall.contract.passes import SLACK, NotOpened, opened
from hall.contract.report import DoorTold, EntryTold, PassageTold
from hall.contract.snapshot import HallAlarm
from kiosk.ledger.store import Ledger

CARD_KEPT = timedelta(days=2)  # where somebody went last, for anti-passback

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
