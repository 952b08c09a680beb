"""What an ID card reader says of itself. Reads no card: FIND is asked, and its answer is all."""

import time

from devices.errors import Silent
from devices.idcard.sdt import codec
from devices.idcard.sdt.codec import Command, ModuleState, Status
from devices.idcard.sdt.pipes import FourPipes, OnePair
from devices.idcard.sdt.speed import SpeedHunt
from devices.link import Link, LinkFactory
from devices.probe.findings import Report

_ANSWER = 0.6
_SELF_TEST = {
    ModuleState.READY: "passed",
    ModuleState.SELF_TEST_FAILED: "failed (60): the module takes no commands",
    ModuleState.NOT_AUTHORISED: "not authorised (66): the module may not be used; its maker must authorise it",
}
_FOUR = "four pipes, 02 06 out, 81 85 in: as public descriptions agree [S]"
_PAIR = "one pair of pipes, read like a serial port: a guess [U]"


def wire(factory: LinkFactory, link: Link) -> str:
    """What the link that ``factory`` opened turned out to be; empty when there is nothing to tell."""
    if isinstance(factory, SpeedHunt):
        return f"{factory.baud} baud, found by asking" if factory.baud else "answered at no speed"
    return _FOUR if isinstance(link, FourPipes) else _PAIR if isinstance(link, OnePair) else ""


def look(link: Link, over: str = "") -> Report:
    """``over``: what :func:`wire` said. Raises ``Unplugged``; ``Silent`` if the wire takes no bytes."""
    report = Report()
    if over:
        report.found("wire", over)
    if isinstance(link, FourPipes | OnePair):
        report.open_questions.append("USB: written by public descriptions, tried against a simulator alone so far [U]")
    tested = _ask(link, Command.SAM_STATUS)
    if tested is None:
        report.found("self-test (11 FF)", "no answer", False)
        report.against.append("it says nothing that is SDT: no power, a wrong speed (baud=), or another protocol")
        return report
    state = codec.module_state(tested.status)
    said, good = _SELF_TEST.get(state, f"status {tested.status:02X}"), state is ModuleState.READY
    report.found("self-test (11 FF)", said, good)
    if not good:
        report.against.append(f"its self-test: {said}")
    number = _ask(link, Command.SAM_NUMBER)
    told = codec.sam_number(number.data) if number is not None and number.status == Status.OK else None
    report.found("module number (12 FF)", told or "not told", None)
    if told is None:
        report.open_questions.append("the module's number: it cannot be told from another one")
    found = _ask(link, Command.FIND)
    if found is not None and found.status in (Status.FOUND, Status.NO_CARD):
        report.found("finds cards (20 01)", "a card lies there" if found.status == Status.FOUND else "no card", True)
    elif good:
        report.against.append("it does not answer when asked for a card (20 01)")
    return report


def _ask(link: Link, command: Command) -> codec.Reply | None:
    """One try more than once: the first may complete what somebody else had begun."""
    for _ in range(2):
        frames, end = codec.FrameReader(), time.monotonic() + _ANSWER
        while link.read(time.monotonic()):
            pass
        try:
            link.write(codec.request(command), end)
        except Silent:
            return None
        while data := link.read(end):
            for body in frames.feed(data):
                try:
                    return codec.parse_reply(body)
                except ValueError:
                    continue
    return None
