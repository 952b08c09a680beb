"""What only hands and eyes can tell: a technician opens the cover, takes the paper out, and says what stands on the
commissioning page. An empty answer is "not tried", never yes or no."""

import time
from collections.abc import Callable
from dataclasses import replace

from devices.printer.escpos import commands, status
from devices.printer.escpos.status import RealTime
from devices.printer.profiles import CHARSETS, Charset
from devices.printer.verdict import NO_PAPER, Reason
from devices.probe.findings import words
from devices.probe.printer import Printer, ask_full_status

WATCHED = 60.0
"""Seconds a page is left in the mouth; presenters pull back after 10 to 60 [K]."""

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
        told = bool(_now(printer) & NO_PAPER)
        report.found("without paper", "paper end" if told else "not told", told)
        if not told:
            report.against.append("it has no paper and does not say so: slips would be lost in silence")
        ask("Put the paper back, then press Enter ")


def _cover(printer: Printer) -> None:
    report, told = printer.report, _now(printer)
    if Reason.COVER_OPEN in told:
        report.found("with the cover open", "cover open", True)
        printer.profile = replace(printer.profile, cover_as_paper_end=False)
    elif told & NO_PAPER:
        report.found("with the cover open", "paper end", None)
        report.limits.append("an open cover is told as paper end (SNBC BTP-M300: memory switch 8-5)")
        printer.profile = replace(printer.profile, cover_as_paper_end=True)
    elif status.worst(told) is not None:
        report.found("with the cover open", words(told))
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
    lines = ask("Which of the lines 1 2 3 look like the drawn one below each, e.g. 12? 0: none (Enter: not looked) ")
    charset = _charset(lines)
    if charset:
        profile = replace(profile, charset=charset)
        checked.add("charset")
    elif lines.strip() == "0":
        printer.report.limits.append("it prints no Chinese of its own: every line must be drawn, which is slow")
    whole = yes_or_no(ask("Is the ruler one line that ends at the paper's right margin? y/n (Enter: not looked) "))
    if whole:
        checked |= {"columns", "dots"}
    elif whole is False:
        printer.report.against.append(
            f"it does not have {profile.columns} columns: set columns and dots in the profile and probe again"
        )
    first = yes_or_no(ask("Can the first of the two codes be scanned? y/n (Enter: not looked) "))
    if first is not None:
        profile = replace(profile, native_qr=first)
        checked.add("native_qr")
    cut = yes_or_no(ask("Was the page cut, and still held in the mouth? y/n (Enter: not looked) "))
    if cut is False:
        printer.report.limits.append("it did not cut, or dropped the page: look at its cutter and mouth")
    printer.profile = replace(profile, checked=tuple(sorted(checked)))


def presenter(printer: Printer, ask: Asker, watched: float = WATCHED) -> None:
    """Whether its sensor sees the page that was just cut, and whether the page is pulled back, and when."""
    report, cut_at = printer.report, time.monotonic()
    if not _holds(printer):
        report.found("slip sensor", "sees no page", None)
        report.limits.append("its sensor does not see a page in the mouth: a slip left behind will not be told")
        return
    report.found("slip sensor", "sees the page", True)
    if _skipped(ask(f"Leave the page where it is for {watched:g} s, to see if it is pulled back; Enter (s: skip) ")):
        report.open_questions.append("whether a slip nobody takes is pulled back (retract_s)")
        return
    while (seconds := time.monotonic() - cut_at) < watched and _holds(printer) is not False:
        time.sleep(0.2)
    if seconds >= watched:
        report.found("a page nobody takes", f"still there after {watched:g} s")
        report.open_questions.append("whether a slip nobody takes is pulled back later (retract_s; 0: never)")
    elif yes_or_no(ask("It is gone. Was it pulled back? y/n (Enter: not looked) ")):
        report.found("a page nobody takes", f"pulled back after {seconds:.0f} s", True)
        printer.profile = replace(printer.profile, presenter=True, retract_s=float(round(seconds)))


def _holds(printer: Printer) -> bool | None:
    """None: it did not answer."""
    if printer.profile.full_status:
        return bool(raw[2] & 0x20) if len(raw := ask_full_status(printer)) == 6 else None
    told = printer.ear.ask(commands.ask_status(1), lambda one: bool(one.all(RealTime))).all(RealTime)
    return bool(told[0].byte & 0x80) if told else None


def _charset(lines: str) -> Charset | None:
    """The largest charset whose line and all lines above it are right."""
    good = 0
    while good < len(CHARSETS) and str(good + 1) in lines:
        good += 1
    return CHARSETS[good - 1] if good else None


def _skipped(typed: str) -> bool:
    return typed.strip().lower() == "s"


def yes_or_no(typed: str) -> bool | None:
    """None: neither was typed."""
    return {"y": True, "是": True, "n": False, "否": False}.get(typed.strip().lower())
