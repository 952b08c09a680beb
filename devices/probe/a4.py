"""What an A4 printer or its queue can, and whether it keeps its word: a page of our own, followed to its end."""

import io
import time

from devices.documents.documents import Completed, Options, Progress, Reason, Trouble, Verdict
from devices.documents.ipp.driver import IppPrinter
from devices.documents.ipp.words import Operation, Printer
from devices.printer import glyphs
from devices.probe.findings import Report, words
from devices.probe.hands import Asker, yes_or_no

_NOBODY = frozenset({Reason.UNPLUGGED, Reason.SILENT, Reason.GARBLED, Reason.REFUSED})
_POLL = 0.5
_SIDES = {"one-sided": "one", "two-sided-long-edge": "both", "two-sided-short-edge": "both, short edge"}
_A4 = (1654, 2339)
"""A page in dots, 200 dpi."""


def look(printer: IppPrinter, report: Report) -> None:
    """Asks; nothing is printed."""
    health = printer.health()
    report.found("now", _troubles(health.troubles) or "all well", health.able)
    if any(one.reason in _NOBODY for one in health.troubles):
        report.against.append(f"nobody answers who could be understood: {_troubles(health.troubles)}")
        return
    if health.able is None:
        report.limits.append(f"how it is cannot be known: {_troubles(health.troubles) or 'it does not say'}")
    elif not health.able:
        report.limits.append(f"it cannot print now: {_troubles(health.troubles)}")
    _abilities(printer.description(), report)


def _abilities(can: Printer, report: Report) -> None:
    report.found("who answers", "a CUPS queue before a printer" if can.queue else "the printer itself")
    if can.queue:
        report.limits.append("a queue: it knows what it handed over, not what became of it (docs/devices.md)")
    by_number = {Operation.CREATE_JOB, Operation.SEND_DOCUMENT} <= can.operations
    report.found("takes documents by number", _WORDS[by_number], by_number or None)
    if not by_number:
        report.limits.append("no Create-Job: a document whose answer is lost can only be looked for by name")
    report.found("copies", f"{can.copies.low} to {can.copies.high}" if can.copies else "not told")
    report.found("sides", ", ".join(_SIDES.get(one, one) for one in can.sides) or "not told")
    report.found("formats", ", ".join(can.formats) or "not told")
    option = can.cannot(Options())
    if option:
        report.against.append(f"it does not take a PDF on A4: {option}")


def print_page(printer: IppPrinter, report: Report, address: str, now: str, ask: Asker) -> None:
    """One page, under an id of its own."""
    job, end = f"probe-{time.time_ns()}", time.monotonic() + 180
    said: Progress | Verdict = printer.print(page(address, now), job, Options(pages=1, title="OneDoor"))
    while isinstance(said, Progress) and time.monotonic() < end:
        time.sleep(_POLL)
        said = printer.poll(job)
    done = isinstance(said, Completed)
    report.found("the page", _told(said), done)
    if not done:
        report.against.append(f"it did not print a page: {_told(said)}")
        return
    assert isinstance(said, Completed)
    report.found("counts printed sides", _WORDS[said.impressions is not None], said.impressions is not None or None)
    if said.impressions is None:
        report.limits.append("it counts nothing: no progress by page can be shown")
    if yes_or_no(ask("Did the page come out, whole and with all its Chinese? y/n (Enter: not looked) ")) is False:
        report.against.append("it says that it printed, and no page came out")


def page(address: str, now: str) -> bytes:
    """A PDF of one A4 page: Chinese, a ruler, what was asked. Raises ``glyphs.NoFont``."""
    from PIL import Image, ImageDraw

    image = Image.new("L", _A4, 255)
    pen = ImageDraw.Draw(image)
    for top, size, bold, text in (
        (220, 96, True, "文件打印机检验"), (360, 44, False, "OneDoor 一门"), (520, 40, False, f"地址  {address}"),
        (590, 40, False, f"时间  {now}"), (720, 40, False, "汉字  建设工程规划许可证 〇 ㎡ 䶮 ： ， 。 ￥"),
        (860, 40, False, "四周的边框应完整，都在纸上；标尺一格为 10 毫米"),
    ):  # fmt: skip
        pen.text((180, top), text, fill=0, font=glyphs.font(size, bold))
    pen.rectangle((80, 80, _A4[0] - 80, _A4[1] - 80), outline=0, width=4)
    for at in range(15):
        left = 180 + round(at * 10 / 25.4 * 200)
        pen.line((left, 960, left, 1000 if at % 5 else 1030), fill=0, width=3)
    pen.line((180, 960, 180 + round(140 / 25.4 * 200), 960), fill=0, width=3)
    out = io.BytesIO()
    image.convert("1").save(out, "PDF", resolution=200.0)
    return out.getvalue()


def _told(said: Progress | Verdict) -> str:
    if isinstance(said, Completed):
        return f"printed, by the {said.proof}'s word"
    if isinstance(said, Progress):
        return f"no end of it within 3 minutes: {_troubles(said.troubles) or 'it does not say why'}"
    trouble = said.trouble
    return type(said).__name__.lower() + (f": {_troubles((trouble,))}" if trouble else "")


def _troubles(troubles: tuple[Trouble, ...]) -> str:
    """``tray empty (media-empty)``"""
    return ", ".join(words([one.reason]) + (f" ({one.said})" if one.said else "") for one in troubles)


_WORDS = {True: "yes", False: "no"}
