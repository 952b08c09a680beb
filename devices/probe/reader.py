"""An OSDP line: who answers on it, without a key; and a door on it, live, with one."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from devices.door.door import CardRead, Door, DoorEvent, PinTyped, ReaderTrouble
from devices.door.osdp.codec import Frames, identify, identity, who
from devices.gate.gate import GateTrouble, Leaf, NotReleased, Trouble
from devices.link import Link
from devices.probe.findings import Report
from devices.probe.gate import decide

Say = Callable[[str], None]
ADDRESSES = range(32)
_ANSWER = 0.08  # a reader must begin within 200 ms by the standard; those that live do within 20
_TROUBLES = {
    Trouble.UNPLUGGED: "there is nothing at that address",
    Trouble.SILENT: "it says nothing in the secure channel: another key or address, no power, or A and B exchanged",
}


@dataclass(frozen=True)
class Found:
    """What a reader says of itself in clear (PDID)."""

    address: int
    vendor: str
    model: int
    serial: int
    firmware: str


def search(link: Link, say: Say) -> Iterator[Found]:
    """Asks each address who it is. Nothing is set, and no key is needed. Raises ``DeviceError``."""
    for address in ADDRESSES:
        frames = Frames()
        link.write(identify(address), time.monotonic() + 0.5)
        end = time.monotonic() + _ANSWER
        while data := link.read(end):
            for frame in frames.hear(data):
                if who(frame) == address and (said := identity(frame)) is not None:
                    found = Found(address, *said)
                    say(f"  {found.address}: vendor {found.vendor}, model {found.model}, serial {found.serial}")
                    yield found
                    end = 0.0


def found(link: Link, say: Say) -> Report:
    """A line without a key."""
    report = Report()
    readers = list(search(link, say))
    for one in readers:
        report.found(
            f"reader {one.address}", f"vendor {one.vendor}, serial {one.serial}, firmware {one.firmware}", True
        )
    if not readers:
        report.against.append("nobody answers at addresses 0 to 31: a wrong speed, no power, or A and B exchanged")
    else:
        report.open_questions.append("whether it speaks in the secure channel: give it a key, and probe with key=FILE")
        report.to_do.append("python -m devices key FILE makes one; the reader's own tool puts it into the reader")
    return report


def watch(door: Door, seconds: float, say: Say, unlock: float | None = None) -> Report:
    """Says every change for ``seconds``. ``unlock``: releases once, for so long, when its contacts are known."""
    report, shown, trouble, events = Report(), Leaf.UNKNOWN, None, 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        event = door.poll()
        if event is not None:
            events += 1
            trouble = event.trouble if isinstance(event, GateTrouble | ReaderTrouble) else trouble
            say(f"  {_told(event)}")
        leaf = door.state().leaf
        if leaf is not shown:
            shown = leaf
            say(f"  the door is {leaf.value.replace('_', ' ')}")
        if unlock is not None and shown is not Leaf.UNKNOWN:
            told = door.unlock(unlock, decide())
            name = type(told).__name__ + (f" ({told.why})" if isinstance(told, NotReleased) else "")
            report.found(f"unlock for {unlock:g} s", name, not isinstance(told, NotReleased))
            say(f"  unlock: {name}")
            unlock = None
    state = door.state()
    report.found("the door", f"{state.leaf.value.replace('_', ' ')}", state.leaf is not Leaf.UNKNOWN)
    report.found("events", str(events))
    if state.trouble is not None:
        report.against.append(_TROUBLES.get(state.trouble, f"its line is in trouble: {state.trouble}"))
    elif trouble is not None:
        report.limits.append("the line failed in between")
    elif state.leaf is Leaf.UNKNOWN:
        report.limits.append("it never told its contacts: whether somebody passed will not be known (door=none)")
    return report


def _told(event: DoorEvent) -> str:
    """No card and no digit is shown."""
    if isinstance(event, CardRead):
        return f"a card of {event.card.bits} bits, {event.side}"
    if isinstance(event, PinTyped):
        return f"{len(event.digits)} digits typed, {event.side}"
    return type(event).__name__
