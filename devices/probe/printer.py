"""What a ticket printer can, and what it lies about. Asks only what moves no paper and changes no setting that
survives: real-time status, ``GS I``, ``GS r``, ``GS a``, ``GS ( H``, and the clearing of its buffer.

A printer that does not know a command may take its letters for text; the last thing said is therefore ``ESC @``, which
drops the line begun.
"""

from dataclasses import dataclass, field, replace

from devices.link import Link
from devices.printer.escpos import commands, status
from devices.printer.escpos.status import Automatic, Cleared, Info, Plain, ProcessId, RealTime
from devices.printer.identity import Choice, Identity, choose
from devices.printer.profiles import GENERIC_80, Profile
from devices.printer.verdict import Reason
from devices.probe.ear import ANSWER, Ear, Heard
from devices.probe.findings import Report, words

IDENTITIES = {65: "firmware", 66: "maker", 67: "model", 69: "Chinese font"}
_ASB_OFF = bytes.fromhex("1D 61 00")
_PROBE_ID = commands.identity(1)


@dataclass
class Printer:
    """What was heard. None: not asked, or silence that proves nothing."""

    ear: Ear
    report: Report = field(default_factory=Report)
    replies: dict[int, int] = field(default_factory=dict)
    identity: dict[int, str] = field(default_factory=dict)
    reasons: frozenset[Reason] | None = None
    profile: Profile = GENERIC_80


def look(link: Link, base: Profile | None = None, patience: float = ANSWER) -> Printer:
    """Ask everything, waiting ``patience`` seconds for each answer. ``base``: the profile chosen by setting; else the
    one ``GS I`` names, else a careful one. Raises ``Unplugged``; ``Silent`` if the wire takes no bytes."""
    printer = Printer(Ear(link, patience))
    printer.ear.say(_ASB_OFF)
    unasked = printer.ear.hear(patience / 2)
    cleared = printer.ear.ask(commands.CLEAR, lambda heard: bool(heard.all(Cleared)))
    _statuses(printer)
    if not printer.report.against:
        _names(printer)
    if not printer.report.against:
        printer.profile = _basis(printer, base)
        _judge_state(printer)
        _abilities(printer, cleared, unasked)
    printer.ear.say(commands.INITIALIZE)
    return printer


def _statuses(printer: Printer) -> None:
    """DLE EOT 1–4, twice: each one byte that passes the mask."""
    report, wrong = printer.report, []
    first = _status(printer, 1)
    if not first.raw:
        report.found("DLE EOT 1", "no answer", False)
        report.against.append("it says nothing: no power, a wrong speed, a cable for one direction only, or no ESC/POS")
        return
    heard: dict[int, list[Heard]] = {1: [first], 2: [], 3: [], 4: []}
    for n in (2, 3, 4, 1, 2, 3, 4):
        heard[n].append(_status(printer, n))
    for n, answers in heard.items():
        said = " / ".join(one.raw.hex(" ") or "nothing" for one in answers)
        good = all(len(one.all(RealTime)) == 1 for one in answers)
        report.found(f"DLE EOT {n}", said, good and all(len(one.raw) == 1 and one.raw[0] < 0x80 for one in answers))
        if good:
            printer.replies[n] = answers[-1].all(RealTime)[0].byte
        else:
            wrong.append(n)
    if wrong:
        report.against.append(_why_no_status(wrong, {n: [one.raw for one in heard[n]] for n in wrong}))
    elif all(byte & 0x80 for byte in printer.replies.values()):
        report.against.append("bit 7 is set in every status: it lies, or the line has a parity bit it should not have")
    elif any(one.all(Automatic) for answers in heard.values() for one in answers):
        report.limits.append("it sends automatic status though that was switched off")


def _why_no_status(wrong: list[int], said: dict[int, list[bytes]]) -> str:
    """A liar says the same wrong thing again; a bad line does not."""
    told = f"its answers to DLE EOT {', '.join(map(str, wrong))} are no status ((byte & 93h) must be 12h): "
    if any(len(set(answers)) > 1 or b"" in answers for answers in said.values()):
        return told + "not the same twice: noise on the line, a wrong speed, or slow (--patience 2)"
    if all(one[: len(one) // 2] * 2 == one for answers in said.values() for one in answers):
        return told + "everything comes twice: an adapter or a cable that echoes"
    return told + "it lies"


def _status(printer: Printer, n: int) -> Heard:
    return printer.ear.ask(commands.ask_status(n), lambda one: bool(one.all(RealTime)))


def _names(printer: Printer) -> None:
    for n, what in IDENTITIES.items():
        told = printer.ear.ask(commands.ask_name(n), lambda one: bool(one.all(Info)))
        texts = told.all(Info)
        if texts:
            printer.identity[n] = texts[0].text.decode("ascii", "replace")
        printer.report.found(f"GS I {n} ({what})", repr(printer.identity[n]) if texts else "no answer")


def _basis(printer: Printer, base: Profile | None) -> Profile:
    """The profile to start from, with what contradicts it said."""
    told, report = printer.identity, printer.report
    choice = choose(base, Identity(told.get(65), told.get(66), told.get(67), told.get(69)))
    report.found("profile", _by(choice), None)
    if choice.contradicts:
        report.limits.append(choice.sentence())
    if choice.why == "unknown":
        report.limits.append("its model is not known to us: choose a profile by hand, or keep to what this probe found")
        return replace(choice.profile, name="probed")
    return choice.profile


def _by(choice: Choice) -> str:
    return f"{choice.profile.name}, by setting" if choice.contradicts else choice.sentence()


def _judge_state(printer: Printer) -> None:
    """How it is now, and bits that only a profile explains."""
    report, profile = printer.report, printer.profile
    printer.reasons = status.reasons(printer.replies, profile)
    report.found("now", words(printer.reasons) or "all well", None if printer.reasons else True)
    hanging = printer.replies[1] & 0x80
    others = [n for n in (2, 3, 4) if printer.replies[n] & 0x80]
    if others:
        report.against.append(f"bit 7 is set in the answers to DLE EOT {others}: it lies")
    elif hanging and not profile.slip_not_taken_bit:
        report.limits.append(
            "bit 7 of DLE EOT 1 is set: a slip not taken, as Cashino tells it? Take the slip away and probe again"
        )


def _abilities(printer: Printer, cleared: Heard, unasked: Heard) -> None:
    report, stopped = printer.report, status.worst(printer.reasons or frozenset()) is not None
    if unasked.raw:
        report.found("unasked", unasked.raw[:16].hex(" "), False)
    clear = bool(cleared.all(Cleared))
    weak = printer.ear.ask(b"\x1dr\x01", lambda one: bool(one.all(Plain)))
    plain: bool | None = bool(weak.all(Plain)) or (None if stopped else False)
    told = printer.ear.ask(commands.process_id(_PROBE_ID), lambda one: bool(one.all(ProcessId)))
    named = [event.identity for event in told.all(ProcessId)]
    process_id: bool | None = _PROBE_ID in named or (None if stopped else False)
    automatic = printer.ear.ask(commands.ASB_ON, lambda one: bool(one.all(Automatic)))
    asb: bool | None = bool(automatic.all(Automatic)) or (None if stopped else False)
    printer.ear.say(_ASB_OFF)
    printer.ear.hear(0.1)
    full = len(ask_full_status(printer)) == 6
    printer.profile = replace(printer.profile, process_id=process_id, asb=asb, clear=clear, full_status=full)
    for what, can in (("GS ( H process id", process_id), ("GS r 1", plain), ("ASB (GS a)", asb),
                      ("DLE DC4 fn 8 clears", clear), ("10 04 14 full status", full)):  # fmt: skip
        report.found(what, _WORDS[can], can or None)
    _weigh(report, process_id, plain, clear)


def ask_full_status(printer: Printer) -> bytes:
    """What answers ``10 04 14``: six bytes, if it is known."""
    return printer.ear.ask(commands.FULL_STATUS, lambda one: len(one.raw) >= 6).raw


_WORDS = {True: "yes", False: "no answer", None: "not known: it is stopped, and answers this only when it prints"}


def _weigh(report: Report, process_id: bool | None, plain: bool | None, clear: bool) -> None:
    if process_id is None:
        report.open_questions.append("whether it proves what it printed: mend what stops it and probe again")
    elif not process_id and not plain:
        report.against.append("neither GS ( H nor GS r is answered: nobody could ever say that a slip was printed")
    elif not process_id:
        report.limits.append("no process id: a slip is proved by GS r after the cut, which is weaker")
    if not clear:
        report.limits.append("clearing is not confirmed: a slip that fails half way stays doubtful")
