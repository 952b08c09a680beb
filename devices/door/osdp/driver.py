"""The door's role over OSDP: readers on one line, and on one of them the relay and the contacts. Says *temporarily on*
to a relay inside ``unlock`` and nowhere else."""

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from queue import Empty, SimpleQueue

from osdp import CompletionStatus

from devices.door.card import Misread
from devices.door.conflicts import Conflicts
from devices.door.door import (
    CardRead,
    Conflict,
    Contradiction,
    DoorEvent,
    PinTyped,
    PowerFailed,
    PresentAgain,
    ReaderBack,
    ReaderTrouble,
    Side,
    Sign,
    Tampered,
)
from devices.door.osdp import codec
from devices.door.osdp.codec import INPUTS, LOCAL, OUTPUTS, Capability, Event, Keypad
from devices.door.osdp.panel import Done, Panel, Said
from devices.gate.gate import (
    Decision,
    GateBack,
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
from devices.gate.passage import Passage
from devices.gate.wiring import Wiring

_WAIT = 0.05  # for something to be said; contacts are judged as often
_ANSWER = 0.6  # until a command must have been done
_READ_BACK = 0.3  # until the relay must be told drawn
_QUIET = 0.5  # without a reply for so long, nothing is known any more
_MEETING = 2.0  # a reader may take so long to be met, until it is in trouble
_UNTOLD = 0.3  # after so long without its inputs a reader is asked, once


class OsdpDoor:
    """Implements :class:`devices.door.door.Door`. ``readers``: side → address; ``at``: the address that has the lock
    and the contacts, None for readers alone. The panel is shared with the other doors of the line."""

    def __init__(
        self, panel: Panel, readers: Mapping[Side, int], at: int | None, wiring: Wiring, *, held: float = 20.0
    ) -> None:
        self._panel, self._readers, self._at, self._wiring = panel, dict(readers), at, wiring
        self._said: SimpleQueue[Said | Done] = SimpleQueue()
        panel.join()
        for address in {*self._readers.values(), *([] if at is None else [at])}:
            panel.listen(address, self._said)
        self._keypads = {side: Keypad() for side in self._readers}
        self._passage, self._once, self._conflicts = Passage(held), Once(), Conflicts()
        self._inputs: Inputs | None = None
        self._drawn: bool | None = None  # as the reader says of itself; None: it never did
        self._local = [False, False]  # tamper, power
        self._there_since: float | None = None
        self._asks = True  # until it once said that it does not know the question
        self._away: set[Side] = set()
        self._trouble: Trouble | None = None
        self._told: deque[DoorEvent] = deque()
        self._closed = False
        self._looked_at = 0.0
        self._patient_until = time.monotonic() + _MEETING

    def poll(self) -> DoorEvent | None:
        if not self._told:
            self._hear(_WAIT)
        if not self._told or time.monotonic() - self._looked_at > 2 * _WAIT:  # a flood of cards must not blind it
            self._look(time.monotonic())
        return self._told.popleft() if self._told else None

    def state(self) -> GateState:
        state = self._passage.state(time.monotonic())
        return replace(state, trouble=self._trouble, tamper=None if self._trouble else self._local[0])

    def tell(self, side: Side, sign: Sign) -> None:
        address = self._readers.get(side)
        if address is None or not self._panel.there(address):
            return
        for capability, command in codec.shown(sign).items():
            if self._panel.can(address, capability):
                self._panel.submit(address, command)

    def kept(self, index: int) -> None:
        """A reader has no memory of its own."""

    def close(self) -> None:
        """The line goes on for its other doors."""
        if not self._closed:
            self._closed = True
            self._panel.leave()

    # -- unlocking -----------------------------------------------------------------------------------------------------

    def unlock(self, seconds: float, decision: Decision) -> Release:
        command = codec.output(self._wiring.relay, seconds)
        self._hear(0.0)
        self._look(time.monotonic())
        why_not = self._why_not(decision)
        if self._at is None or why_not is not None:
            return NotReleased(decision, why_not or Why.NO_PULSE)
        self._once.use(decision)
        if not self._panel.submit(self._at, command):
            return NotReleased(decision, Why.NO_WATCH)
        self._conflicts.released(seconds + _ANSWER, time.monotonic())
        how = self._await_done(command["command"])
        if how == CompletionStatus.Flushed:
            return NotReleased(decision, Why.NO_WATCH)
        self._passage.released(decision, seconds, time.monotonic())
        if how != CompletionStatus.Ok:
            return MaybeReleased(decision, Trouble.SILENT if how is None else Trouble.REFUSED)
        return self._read_back(decision)

    def _why_not(self, decision: Decision) -> Why | None:
        now = time.monotonic()
        if why_not := self._once.why_not(decision, now):
            return why_not
        if self._at is None:
            return Why.NO_PULSE
        if self._passage.waiting:
            return Why.BUSY
        if not self._panel.there(self._at) or self._trouble or not self._passage.watched(now):
            return Why.NO_WATCH
        return None if self._panel.can(self._at, Capability.OutputControl) >= self._wiring.relay else Why.NO_PULSE

    def _await_done(self, command: int) -> int | None:
        """How it ended; None: nothing came, and what was not sent by now never will be."""
        end = time.monotonic() + _ANSWER
        while (left := end - time.monotonic()) > 0:
            heard = self._hear(left)
            if isinstance(heard, Done) and heard.address == self._at and heard.command["command"] == command:
                return heard.how
        if self._at is not None:
            self._panel.forget(self._at)
        return None

    def _read_back(self, decision: Decision) -> Release:
        """A reader that tells its relays at all must tell this one drawn."""
        if self._drawn is None:
            return Released(decision)
        end = time.monotonic() + _READ_BACK
        while not self._drawn and (left := end - time.monotonic()) > 0:
            self._hear(left)
        if self._drawn:
            return Released(decision)
        self._told.append(Contradiction(Conflict.SAID_AND_NOT_DONE))
        return MaybeReleased(decision, Trouble.GARBLED)

    # -- hearing -------------------------------------------------------------------------------------------------------

    def _hear(self, wait: float) -> Said | Done | None:
        """One thing that was said, or nothing."""
        try:
            heard = self._said.get(timeout=wait) if wait > 0 else self._said.get_nowait()
        except Empty:
            return None
        if isinstance(heard, Done):
            if heard.command["command"] == codec.Command.Status and heard.how != CompletionStatus.Ok:
                self._asks = False
        elif heard.event["event"] in (Event.CardRead, Event.KeyPress):
            self._presented(heard)
        elif heard.event["event"] == Event.Status and heard.address == self._at:
            self._reported(heard)
        return heard

    def _presented(self, heard: Said) -> None:
        for side in (side for side, address in self._readers.items() if address == heard.address):
            keypad = self._keypads[side]
            if heard.stale:
                keypad.clear()
                self._told.append(PresentAgain(side))
            elif heard.event["event"] == Event.KeyPress:
                pins = keypad.press(heard.event["data"], heard.at)
                self._told += [PinTyped(side, pin, heard.at) for pin in pins]
            else:
                self._told.append(_card(side, heard))

    def _reported(self, heard: Said) -> None:
        report = [bool(one) for one in heard.event["report"]]
        kind = heard.event["type"]
        if kind == INPUTS and len(report) >= self._wiring.count:
            self._inputs = self._wiring.inputs(report)
            if self._inputs.exit or self._inputs.fire:
                self._conflicts.excused(heard.at)
        elif kind == OUTPUTS and len(report) >= self._wiring.relay:
            self._drawn = report[self._wiring.relay - 1]
        elif kind == LOCAL and len(report) >= 2:
            for at, (event, now) in enumerate(zip((Tampered, PowerFailed), report, strict=False)):
                if now != self._local[at]:
                    self._told.append(event("reader", now))
            self._local = report[:2]

    # -- looking -------------------------------------------------------------------------------------------------------

    def _look(self, now: float) -> None:
        self._looked_at = now
        for side, address in self._readers.items():
            if self._missed(address, now) and side not in self._away:
                self._away.add(side)
                self._keypads[side].clear()
                self._told.append(ReaderTrouble(side, self._why_away()))
            elif side in self._away and self._present(address, now):
                self._away.remove(side)
                self._told.append(ReaderBack(side))
        if self._at is not None:
            self._watch(self._at, now)

    def _watch(self, at: int, now: float) -> None:
        if not self._present(at, now):
            self._inputs, self._drawn, self._there_since = None, None, None
            self._tell(self._passage.lost())
            if self._missed(at, now) and self._trouble != (trouble := self._why_away()):
                self._trouble = trouble
                self._told.append(GateTrouble(trouble))
            return
        if self._trouble is not None:
            self._trouble = None
            self._told.append(GateBack())
        self._there_since = self._there_since or now
        if self._inputs is None and self._wiring.count:
            self._ask_once(at, now)
            return
        self._tell(self._passage.read(self._inputs or Inputs(None), self._panel.heard_at(at) or now))
        if self._drawn is not None:
            self._told += self._conflicts.relay(self._drawn, now)

    def _ask_once(self, at: int, now: float) -> None:
        """Most readers tell their inputs by themselves when they change; some only when asked; some take the question
        for a mistake and are gone for a second."""
        if self._asks and now - (self._there_since or now) > _UNTOLD:
            self._there_since = now
            if self._panel.can(at, Capability.ContactStatusMonitoring):
                self._panel.submit(at, codec.status(INPUTS))

    def _tell(self, events: list) -> None:
        for event in events:
            self._told.append(event)
            self._told += self._conflicts.heard(event)

    def _present(self, address: int, now: float) -> bool:
        heard_at = self._panel.heard_at(address)
        return self._panel.there(address) and heard_at is not None and now - heard_at <= _QUIET

    def _missed(self, address: int, now: float) -> bool:
        patient = self._panel.heard_at(address) is None and now < self._patient_until
        return not self._present(address, now) and not patient

    def _why_away(self) -> Trouble:
        return Trouble.SILENT if self._panel.plugged else Trouble.UNPLUGGED


def _card(side: Side, heard: Said) -> DoorEvent:
    try:
        return CardRead(side, codec.card(heard.event), heard.at)
    except Misread:
        return PresentAgain(side)
