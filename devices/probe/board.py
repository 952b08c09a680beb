"""UHPPOTE boards: which ones are on the network, and what one of them holds. Reads; writes nothing."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from devices.door.board import ALWAYS, NONE, Policy
from devices.door.uhppote import codec
from devices.door.uhppote.board import UhppoteBoard
from devices.door.uhppote.codec import NotAnAnswer, Question
from devices.door.uhppote.driver import ZONE
from devices.door.uhppote.words import Mode, Status
from devices.errors import DeviceError
from devices.links.udp import shout
from devices.probe.findings import Report

Say = Callable[[str], None]
_LISTEN = 1.0
_CLOCK = 60.0  # seconds a board's clock may be off


def search(host: str, port: int) -> Report:
    """Asks everybody at ``host``, which may be a broadcast address. Raises ``DeviceError``."""
    report = Report()
    question = Question(codec.IDENTIFY)
    serials: Counter[int] = Counter()
    for packet, sender in shout(host, port, question.packet(0), _LISTEN):
        try:
            body = codec.answer(packet, question, 0)
        except NotAnAnswer:
            continue
        one = codec.identity(body, int.from_bytes(packet[4:8], "little"))
        serials[one.serial] += 1
        report.found(f"board {one.serial}", f"at {sender}, firmware {one.version}, says it is {one.host}", True)
        report.to_do.append(f"probe 'uhppote+tcp:{sender}:{port}?serial={one.serial}&door=1'")
    if not serials:
        report.against.append(
            "no board answers: another network, no power, or a switch that keeps broadcasts to itself"
        )
    report.limits += [f"two boards say that they are {one}" for one, times in serials.items() if times > 1]
    return report


def look(board: UhppoteBoard, door: int, seconds: float, say: Say) -> Report:
    """One board, and one of its doors live for ``seconds``. Raises ``DeviceError``."""
    report = Report()
    one = board.identity()
    report.found("board", f"{one.serial}, firmware {one.version}, at {one.host}", True)
    status = board.status()
    _clock(report, status)
    control = board.control(door)
    report.found(f"door {door}", f"{Mode(control.mode).name.lower().replace('_', ' ')}, {control.delay} s")
    if control.mode == Mode.ALWAYS_OPEN:
        report.limits.append(f"door {door} stands open by its setting; the driver sets it back")
    listener = board.listener()
    report.found("pushes to", f"{listener.host}:{listener.port}" if listener.port else "nobody")
    _policy(report, board.held(), say)
    report.open_questions.append("its supervisors' codes: they cannot be read; the driver zeroes them when it starts")
    report.limits.append("it has no authentication: give it a network of its own")
    _watch(report, board, door, seconds, say)
    return report


def _clock(report: Report, status: Status) -> None:
    now = datetime.now(ZoneInfo(ZONE)).replace(tzinfo=None)
    off = None if status.clock is None else abs((status.clock - now).total_seconds())
    report.found("its clock", "makes no sense" if off is None else f"{status.clock}", off is not None and off < _CLOCK)


def _policy(report: Report, held: Policy, say: Say) -> None:
    report.found("cards, profiles", f"{len(held.cards)}, {len(held.profiles)}")
    ids = {one.id for one in held.profiles} | {NONE, ALWAYS}
    dangling = [card for card in held.cards if set(card.doors) - ids]
    report.found("cards without their profile", str(len(dangling)), not dangling)
    if dangling:
        report.limits.append(f"{len(dangling)} cards name a profile that is not there, and open always")


def _watch(report: Report, board: UhppoteBoard, door: int, seconds: float, say: Say) -> None:
    shown, changes, misses, end = "", 0, 0, time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            status = board.status()
        except DeviceError:
            misses += 1
            continue
        told = (
            f"  door {'OPEN' if status.open[door - 1] else 'shut'}"
            f"   exit {'PRESSED' if status.pressed[door - 1] else 'not pressed'}"
            f"   relay {'DRAWN' if status.drawn(door) else 'at rest'}   {'FIRE' if status.fire else 'no fire'}"
        )
        if told != shown:
            changes += bool(shown)
            shown = told
            say(told)
        time.sleep(0.1)
    report.found("changes seen", str(changes))
    if misses:
        report.limits.append(f"{misses} times it did not answer, though asked three times each")
    if not changes:
        report.open_questions.append("whether the contacts move: push the door and press the button while it watches")
