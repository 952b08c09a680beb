"""What the tests of doors do again and again."""

import time

from devices.gate.gate import Decision, Leaf, Released
from devices.gate.passage import UNWATCHED

PATIENCE = 20.0  # seconds: a loaded test machine, not a promise


def until(door, look, seconds=PATIENCE):
    """Polls until ``look`` finds something in what is told (an event, or None) and gives it."""
    end, events = time.monotonic() + seconds, []
    while time.monotonic() < end:
        event = door.poll()
        events += [event] if event is not None else []
        if found := look(event):
            return found
    raise AssertionError(f"it never came; told: {events}, state: {door.state()}")


def decision(name="d1", age=0.0):
    return Decision(name, "person-7", "a test", time.monotonic() - age)


def hand(host, what, *arguments):
    """One of the simulator's hands, now."""
    with host.device() as device:
        return getattr(device, what)(time.monotonic(), *arguments)


def told(door, kind, seconds=PATIENCE):
    """The next event of ``kind``; what else is told on the way is passed over."""
    return until(door, lambda event: event if isinstance(event, kind) else None, seconds)


def all_told(door, seconds):
    """Everything it tells for so long."""
    events, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        if (event := door.poll()) is not None:
            events.append(event)
    return events


def standing(door, leaf=Leaf.SHUT, seconds=PATIENCE):
    """Until it stands so, is watched, and nobody is waited for."""

    def look(_event):
        state = door.state()
        return state.leaf is leaf and not state.waiting and state.age is not None and state.age < UNWATCHED

    until(door, look, seconds)


def opened(door, seconds, name):
    """Lets somebody in, again where the line was busy with something else; gives the decision that did it. The lock is
    looked at on the simulator itself, at once."""
    for n in range(5):
        standing(door)
        one = decision(f"{name}-{n}")
        if door.unlock(seconds, one) == Released(one):
            return one
        until(door, lambda _event: not door.state().waiting)
    raise AssertionError(f"never released: {door.state()}")
