"""What only hands and eyes can tell: a technician opens the cover, takes the paper out, and says what stands on the
commissioning page. An empty answer is "not tried", never yes or no."""

from collections.abc import Callable
from dataclasses import replace

from devices.printer.escpos import commands, status
from devices.printer.escpos.status import RealTime
from devices.printer.profiles import CHARSETS, Charset
from devices.printer.verdict import Reason
from devices.probe.printer import Printer

Asker = Callable[[str], str]
"""Shows a sentence, gives what was typed (``input``)."""


def cover_and_paper(printer: Printer, ask: Asker) -> None:
    """Whether the printer tells the truth about its cover and its paper."""
    report = printer.report
    if _skipped(ask("Open the cover, then press Enter (s: skip) ")):
        report.open_questions.append("whether it tells an open cover")
    else:
        _cover(printer)
        ask("Close the cover, then press Enter ")
    if _skipped(ask("Take the paper out and close the cover, then press Enter (s: skip) ")):
        report.open_questions.append("whether it tells missing paper")
    else:
        told = Reason.PAPER_END in _now(printer)
        report.found("without paper", "paper end" if told else "not told", told)
        if not told:
            report.against.append("it has no paper and does not say so: slips would be lost in silence")
        ask("Put the paper back, then press Enter ")


def _cover(printer: Printer) -> None:
    report, told = printer.report, _now(printer)
    if Reason.COVER_OPEN in told:
        report.found("with the cover open", "cover open", True)
        printer.profile = replace(printer.profile, cover_as_paper_end=False)
    elif Reason.PAPER_END in told:
        report.found("with the cover open", "paper end", None)
        report.limits.append("an open cover is told as paper end (SNBC BTP-M300: memory switch 8-5)")
        printer.profile = replace(printer.profile, cover_as_paper_end=True)
    elif status.worst(told) is not None:
        report.found("with the cover open", ", ".join(sorted(told)))
        report.limits.append("an open cover is told only as being offline")
    else:
        report.found("with the cover open", "all well", False)
        report.against.append("its cover is open and it says that all is well: it lies")


def _now(printer: Printer) -> frozenset[Reason]:
    replies = {}
    for n in (1, 2, 3, 4):
        told = printer.ear.ask(commands.ask_status(n), lambda one: bool(one.all(RealTime))).all(RealTime)
        replies[n] = told[0].byte if told else 0x12
    return status.reasons(replies, printer.profile)


def read_page(printer: Printer, ask: Asker) -> None:
    """What stands on the commissioning page; changes the profile by it."""
    profile, checked = printer.profile, set(printer.profile.checked)
    lines = ask("Which of the lines 1 2 3 look like the drawn one below them, e.g. 12? 0: none (Enter: not looked) ")
    charset = _charset(lines)
    if charset:
        profile = replace(profile, charset=charset)
        checked.add("charset")
    elif lines.strip() == "0":
        printer.report.limits.append("it prints no Chinese of its own: every line must be drawn, which is slow")
    whole = _yes_or_no(ask("Is the ruler one line that ends at the paper's right margin? y/n (Enter: not looked) "))
    if whole:
        checked |= {"columns", "dots"}
    elif whole is False:
        printer.report.against.append(
            f"it does not have {profile.columns} columns: set columns and dots in the profile and probe again"
        )
    first = _yes_or_no(ask("Can the first of the two codes be scanned? y/n (Enter: not looked) "))
    if first is not None:
        profile = replace(profile, native_qr=first)
        checked.add("native_qr")
    cut = _yes_or_no(ask("Was the page cut, and still held in the mouth? y/n (Enter: not looked) "))
    if cut is False:
        printer.report.limits.append("it did not cut, or dropped the page: look at its cutter and mouth")
    printer.profile = replace(profile, checked=tuple(sorted(checked)))


def _charset(lines: str) -> Charset | None:
    """The largest charset whose line and all lines above it are right."""
    good = 0
    while good < len(CHARSETS) and str(good + 1) in lines:
        good += 1
    return CHARSETS[good - 1] if good else None


def _skipped(typed: str) -> bool:
    return typed.strip().lower() == "s"


def _yes_or_no(typed: str) -> bool | None:
    return {"y": True, "是": True, "n": False, "否": False}.get(typed.strip().lower())
