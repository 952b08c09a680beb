"""What a door's contacts mean over time. Pure: readings and their times go in, events come out. No dialect in it.

A contact must say the same twice before it is believed (it bounces when a door falls shut); the fire contact is
believed at once. After more than ``UNWATCHED`` seconds without a reading nothing is concluded across the gap.
"""

from dataclasses import dataclass

from devices.gate.gate import (
    ClosedAgain,
    Decision,
    ExitPressed,
    FireInput,
    Forced,
    GateEvent,
    GateState,
    HeldOpen,
    Inputs,
    Leaf,
    NotPassed,
    Passed,
    Unseen,
)

UNWATCHED = 1.0
"""Longest time between two readings that still counts as watching."""
TRAVEL = 0.5
"""Seconds beyond the pulse in which an opening still belongs to it: the leaf was pulled at its very end, and the
contact sits behind the first centimetres."""
EXIT_TIME = 5.0
"""Seconds after the exit button in which an opening needs no other reason."""


@dataclass
class _Pending:
    """A release somebody may walk through. ``clouded``: the door stood open in it, or was not watched."""

    decision: Decision
    until: float
    clouded: bool


class Passage:
    """One door. ``held``: seconds it may stand open. Times are ``time.monotonic()`` seconds, never going back."""

    def __init__(self, held: float = 20.0) -> None:
        self._held = held
        self._pending: _Pending | None = None
        self._read_at: float | None = None  # None: the line is down
        self._last = Inputs(None)
        self._last_at: float | None = None  # line or not
        self._raw: bool | None = None  # the contact as last read, believed or not
        self._open: bool | None = None  # as believed; None: not wired, or not known yet
        self._open_since = 0.0
        self._alarmed = self._held_told = False
        self._exit = self._fire = False
        self._excused_until = float("-inf")

    @property
    def waiting(self) -> bool:
        """Released for somebody who has not passed yet."""
        return self._pending is not None

    def watched(self, now: float) -> bool:
        """The last reading is fresh enough to act on."""
        return self._read_at is not None and now - self._read_at <= UNWATCHED

    def state(self, now: float) -> GateState:
        """What is known, and how old it is."""
        age = None if self._last_at is None else now - self._last_at
        if not self.watched(now):
            return GateState(age=age, waiting=self.waiting)
        return GateState(self._leaf, age, self._last.exit, self._last.fire, waiting=self.waiting)

    @property
    def _leaf(self) -> Leaf:
        if not self._open:
            return Leaf.UNKNOWN if self._open is None else Leaf.SHUT
        return Leaf.FORCED if self._alarmed else Leaf.HELD if self._held_told else Leaf.OPEN

    def released(self, decision: Decision, seconds: float, now: float) -> None:
        """The lock is, or may be, released from ``now`` on."""
        self._pending = _Pending(decision, now + seconds + TRAVEL, self._open is not False)

    def excuse(self, until: float) -> None:
        """An opening until then needs no other reason: the board itself let somebody in."""
        self._excused_until = max(self._excused_until, until)

    def lost(self) -> list[GateEvent]:
        """The line is down: whoever was let in is out of sight."""
        self._read_at = None
        return self._settle_unseen()

    def read(self, inputs: Inputs, now: float) -> list[GateEvent]:
        """What one reading tells."""
        gap = not self.watched(now)
        events = self._settle_unseen() if gap else []
        self._read_at = self._last_at = now
        self._last = inputs
        events += self._hear_fire(inputs.fire, now) + self._hear_exit(inputs.exit, now)
        if gap:
            events += self._found(inputs.open, now)
        elif inputs.open == self._raw and inputs.open != self._open:
            events += self._moved(inputs.open, now)
        self._raw = inputs.open
        return events + self._overdue(now)

    def _settle_unseen(self) -> list[GateEvent]:
        pending, self._pending = self._pending, None
        if pending is None:
            return []
        self._excused_until = max(self._excused_until, pending.until)  # found open soon after: it may have been he
        return [Unseen(pending.decision)]

    def _found(self, is_open: bool | None, now: float) -> list[GateEvent]:
        """The first reading, or the first after a gap. A door that was shut and now stands open was opened by somebody
        nobody saw."""
        was, self._open = self._open, is_open
        if not is_open:
            return self._shut()
        if was is not True:
            self._open_since = now
        if was is False and not self._fire and now > self._excused_until:
            self._alarmed = True
            return [Forced(seen=False)]
        return []

    def _moved(self, is_open: bool | None, now: float) -> list[GateEvent]:
        was, self._open = self._open, is_open
        if not is_open:
            return self._shut()
        self._open_since = now
        if was is None:  # never known shut: nothing to conclude
            return []
        if self._pending:
            decision, self._pending = self._pending.decision, None
            return [Passed(decision)]
        if self._fire or now <= self._excused_until:
            return []
        self._alarmed = True
        return [Forced()]

    def _shut(self) -> list[GateEvent]:
        told = self._alarmed or self._held_told
        self._alarmed = self._held_told = False
        return [ClosedAgain()] if told else []

    def _hear_fire(self, fire: bool | None, now: float) -> list[GateEvent]:
        if bool(fire) == self._fire:
            return []
        self._fire = bool(fire)
        if not self._fire:  # doors stood open by right; from here on they should fall shut
            self._open_since, self._excused_until = now, now + EXIT_TIME
        return [FireInput(self._fire)]

    def _hear_exit(self, pressed: bool | None, now: float) -> list[GateEvent]:
        was, self._exit = self._exit, bool(pressed)
        if self._exit:
            self._excused_until = now + EXIT_TIME
        return [ExitPressed()] if self._exit and not was else []

    def _overdue(self, now: float) -> list[GateEvent]:
        events: list[GateEvent] = []
        if self._pending and now > self._pending.until and self._raw == self._open:
            pending, self._pending = self._pending, None
            pending.clouded |= self._open is not False
            events.append(Unseen(pending.decision) if pending.clouded else NotPassed(pending.decision))
        if self._open and not self._fire and not self._held_told and now - self._open_since > self._held:
            self._held_told = True
            events.append(HeldOpen())
        return events
