"""A gate's contacts, live, as a technician pushes the door and presses the button. Opens it only when told to."""

import time
from collections.abc import Callable

from devices.gate.gate import Decision, FireInput, Forced, GateEvent, GateTrouble, Inputs, NotReleased, Trouble
from devices.gate.relay.driver import RelayGate
from devices.probe.findings import Report

Say = Callable[[str], None]
_LATE = 0.5
"""Seconds beyond its time in which a relay must have been let go."""
_TROUBLES = {
    Trouble.UNPLUGGED: "there is nothing at that address",
    Trouble.SILENT: "it says nothing: no power, a wrong speed, a wrong unit, or A and B of the line exchanged",
    Trouble.GARBLED: "what it says is no Modbus answer: a wrong speed, framing or unit",
    Trouble.REFUSED: "it refuses to be read: it has fewer inputs than the address says, or another register table",
}


def decide() -> Decision:
    """For the one release that a technician asked for."""
    now = time.monotonic()
    return Decision(f"probe-{now:.3f}", "technician", "commissioning", now)


class Pulse:
    """One release, watched at the relay itself: a board must end it by itself."""

    def __init__(self, gate: RelayGate, seconds: float, report: Report, say: Say) -> None:
        self._gate, self._seconds, self._report, self._say = gate, seconds, report, say
        self._began = time.monotonic()
        self._drawn: bool | None = None
        self.over = not self._released()

    def _released(self) -> bool:
        told = self._gate.unlock(self._seconds, decide())
        name = type(told).__name__ + (f" ({told.why})" if isinstance(told, NotReleased) else "")
        self._report.found(f"unlock for {self._seconds:g} s", name, not isinstance(told, NotReleased))
        self._say(f"  unlock: {name}")
        if isinstance(told, NotReleased):
            self._report.against.append(f"it was not released: {told.why}")
            return False
        self._drawn = self._gate.relay_drawn()
        return True

    @property
    def ends_at(self) -> float:
        return self._began + self._seconds + _LATE

    def judge(self) -> None:
        """When its time is over: is the relay at rest?"""
        self.over = True
        still = self._gate.relay_drawn()
        words = {True: "drawn", False: "at rest", None: "not told"}
        self._report.found("its relay, then and now", f"{words[self._drawn]}, {words[still]}", still is False or None)
        if still:
            self._report.against.append("its relay is still drawn after its time: wire no lock to it")
        elif still is None or not self._drawn:
            self._report.open_questions.append("whether the relay was drawn and let go: look at its lamp")


def watch(gate: RelayGate, seconds: float, say: Say, unlock: float | None = None) -> Report:
    """Say every change for ``seconds``. ``unlock``: release once, for so long, when the first reading has come, and
    watch until that must be over."""
    report, shown, changes = Report(), None, 0
    end = time.monotonic() + seconds
    trouble: Trouble | None = None
    pulse: Pulse | None = None
    while time.monotonic() < end:
        event = gate.poll()
        if isinstance(event, GateTrouble):
            trouble = event.trouble
        if event is not None:
            say(f"  {_told(event)}")
        inputs = gate.inputs()
        if inputs is not None and inputs != shown:
            changes += shown is not None
            shown = inputs
            say(f"  {_shown(inputs)}")
        if inputs is not None and unlock is not None and pulse is None:
            pulse = Pulse(gate, unlock, report, say)
            end = max(end, pulse.ends_at + _LATE)
        if pulse is not None and not pulse.over and time.monotonic() >= pulse.ends_at:
            pulse.judge()
    _weigh(report, shown, changes, trouble)
    return report


def _weigh(report: Report, shown: Inputs | None, changes: int, trouble: Trouble | None) -> None:
    if shown is None:
        report.found("inputs", "never read", False)
        report.against.append(_TROUBLES.get(trouble, "no reading came") if trouble else "no reading came")
        return
    report.found("inputs", _shown(shown), True)
    report.found("changes seen", str(changes))
    if trouble is not None:
        report.limits.append(f"the line failed in between: {_TROUBLES[trouble]}")
    if shown.open is None:
        report.limits.append("no door contact is wired: whether somebody passed will never be known")
    if shown.fire is None:
        report.limits.append("no fire contact is wired: fire will look like a forced door")
    if not changes:
        report.open_questions.append("whether the contacts move: push the door and press the button while it watches")


def _shown(inputs: Inputs) -> str:
    words = {True: ("OPEN", "PRESSED", "FIRE"), False: ("shut", "not pressed", "no fire")}
    parts = (("door", inputs.open), ("exit", inputs.exit), ("fire", inputs.fire))
    return "   ".join(f"{name}: {'not wired' if on is None else words[on][at]}" for at, (name, on) in enumerate(parts))


def _told(event: GateEvent) -> str:
    if isinstance(event, FireInput):
        return "fire" if event.active else "fire is over"
    seen = " (not seen)" if isinstance(event, Forced) and not event.seen else ""
    trouble = f": {_TROUBLES[event.trouble]}" if isinstance(event, GateTrouble) else ""
    return type(event).__name__ + seen + trouble
