"""What a printer's keywords and numbers mean (RFC 8011, PWG 5100.9, IANA's IPP registrations). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from devices.documents.documents import DocumentPrinterHealth, Options, Reason, Trouble
from devices.documents.ipp.codec import Attribute, Group, Range, Tag, Value, attribute

PDF = "application/pdf"


class Operation(IntEnum):
    """RFC 8011 5.4.15."""

    PRINT_JOB = 0x0002
    VALIDATE_JOB = 0x0004
    CREATE_JOB = 0x0005
    SEND_DOCUMENT = 0x0006
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B


class JobState(IntEnum):
    """RFC 8011 5.3.7. ``job-state-reasons`` is for people: some printers say ``processing-to-stop-point`` for ever."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELLED = 7
    ABORTED = 8
    COMPLETED = 9


class PrinterState(IntEnum):
    """RFC 8011 5.4.11."""

    IDLE = 3
    PROCESSING = 4
    STOPPED = 5


class Status(IntEnum):
    """RFC 8011 appendix B, as far as we act on one."""

    OK = 0x0000
    NOT_POSSIBLE = 0x0404
    NOT_FOUND = 0x0406
    TOO_LARGE = 0x0408
    FORMAT_NOT_SUPPORTED = 0x040A
    VALUES_NOT_SUPPORTED = 0x040B
    CONFLICT = 0x040E
    FORMAT_ERROR = 0x0411
    NOT_SUPPORTED = 0x0501
    TEMPORARY = 0x0505
    NOT_ACCEPTING = 0x0506
    BUSY = 0x0507
    DEACTIVATED = 0x050A
    TOO_MANY_JOBS = 0x050B


WAIT_AND_ASK_AGAIN = frozenset({Status.TEMPORARY, Status.BUSY, Status.TOO_MANY_JOBS})
FIRST_ERROR = 0x0400

_REASONS: dict[str, Reason] = {
    "connecting-to-device": Reason.CONNECTING,
    "cover-open": Reason.COVER_OPEN,
    "developer-empty": Reason.TONER_OUT,
    "developer-low": Reason.TONER_LOW,
    "door-open": Reason.COVER_OPEN,
    "fuser-over-temp": Reason.PART_WORN,
    "input-tray-missing": Reason.TRAY_MISSING,
    "interlock-open": Reason.COVER_OPEN,
    "marker-supply-empty": Reason.TONER_OUT,
    "marker-supply-low": Reason.TONER_LOW,
    "marker-supply-missing": Reason.TONER_OUT,
    "marker-waste-almost-full": Reason.WASTE_LOW,
    "marker-waste-full": Reason.WASTE_FULL,
    "media-empty": Reason.TRAY_EMPTY,
    "media-jam": Reason.JAM,
    "media-low": Reason.PAPER_LOW,
    "media-needed": Reason.TRAY_EMPTY,
    "moving-to-paused": Reason.PAUSED,
    "offline": Reason.OFFLINE,
    "opc-life-over": Reason.PART_WORN,
    "opc-near-eol": Reason.TONER_LOW,
    "output-area-almost-full": Reason.OUTPUT_LOW,
    "output-area-full": Reason.OUTPUT_FULL,
    "output-tray-missing": Reason.OUTPUT_FULL,
    "paused": Reason.PAUSED,
    "shutdown": Reason.OFFLINE,
    "spool-area-full": Reason.SPOOL_FULL,
    "stopped-partly": Reason.PAUSED,
    "stopping": Reason.PAUSED,
    "timed-out": Reason.OFFLINE,
    "toner-empty": Reason.TONER_OUT,
    "toner-low": Reason.TONER_LOW,
}
_SOON = frozenset({Reason.PAPER_LOW, Reason.TONER_LOW, Reason.WASTE_LOW, Reason.OUTPUT_LOW, Reason.CONNECTING})
"""It prints all the same."""
_NO_TROUBLE = frozenset(
    {"none", "cups-waiting-for-job-completed", "cups-remote-processing", "identify-printer-requested"}
)
_SEVERITIES = ("-report", "-warning", "-error")


def troubles(keywords: tuple[str, ...]) -> tuple[Trouble, ...]:
    """``printer-state-reasons`` (RFC 8011 5.4.12), worst first, each reason once. The severity is dropped: printers
    disagree about it (ippeveprinter calls an empty tray a report while idle)."""
    found: dict[Reason | str, Trouble] = {}
    for keyword in keywords:
        bare = next((keyword.removesuffix(end) for end in _SEVERITIES if keyword.endswith(end)), keyword)
        if bare not in _NO_TROUBLE:
            reason = _REASONS.get(bare, Reason.UNKNOWN)
            found.setdefault(bare if reason is Reason.UNKNOWN else reason, Trouble(reason, bare))
    return tuple(sorted(found.values(), key=lambda one: (one.reason in _SOON, one.reason is Reason.UNKNOWN)))


def stopping(found: tuple[Trouble, ...]) -> tuple[Trouble, ...]:
    """Those of which we know that nothing comes out until they are mended."""
    return tuple(one for one in found if one.reason not in _SOON and one.reason is not Reason.UNKNOWN)


@dataclass(frozen=True)
class Printer:
    """What a Get-Printer-Attributes answer says. ``queue``: it is CUPS that speaks, of a printer behind it; ``proves``:
    its ``completed`` is the printer's own word (CUPS asks only IPP printers for theirs)."""

    health: DocumentPrinterHealth
    operations: frozenset[int]
    queue: bool
    proves: bool
    copies: Range | None
    sides: tuple[str, ...]
    media: tuple[str, ...]
    formats: tuple[str, ...]

    def cannot(self, options: Options) -> str | None:
        """The name of the first option it does not support; None if all are. What it does not tell it may have."""
        if self.formats and PDF not in self.formats:
            return "document-format"
        if self.copies and options.copies not in self.copies:
            return "copies"
        if (self.sides or options.sides != "one-sided") and options.sides not in self.sides:
            return "sides"
        return "media" if self.media and options.media not in self.media else None


ASKED_OF_A_PRINTER = (
    "printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "operations-supported", "copies-supported",
    "sides-supported", "media-supported", "document-format-supported", "device-uri",
)  # fmt: skip
ASKED_OF_A_JOB = (
    "job-id", "job-name", "job-state", "job-state-reasons", "job-impressions", "job-impressions-completed",
    "job-media-sheets-completed",
)  # fmt: skip
_CUPS_ASKS = ("ipp:", "ipps:", "dnssd:", "implicitclass:")


def printer(group: Group) -> Printer:
    device = texts(group, "device-uri")
    copies = group.get("copies-supported")
    data = copies.values[0].data if copies else None
    return Printer(
        health=_health(group, queue=bool(device)),
        operations=frozenset(v.data for v in _values(group, "operations-supported") if isinstance(v.data, int)),
        queue=bool(device),
        proves=not device or device[0].startswith(_CUPS_ASKS),
        copies=data if isinstance(data, Range) else None,
        sides=texts(group, "sides-supported"),
        media=texts(group, "media-supported"),
        formats=texts(group, "document-format-supported"),
    )


def _health(group: Group, queue: bool) -> DocumentPrinterHealth:
    """An idle queue tells its printer's reasons as they were at the end of the last job: not known, then."""
    found = troubles(texts(group, "printer-state-reasons"))
    accepting = group.get("printer-is-accepting-jobs")
    state = number(group, "printer-state")
    if accepting and accepting.values[0].data is False:
        return DocumentPrinterHealth(False, (Trouble(Reason.PAUSED, "not-accepting-jobs"), *found))
    if state == PrinterState.STOPPED:
        return DocumentPrinterHealth(False, found or (Trouble(Reason.PAUSED, "stopped"),))
    if stopping(found):
        return DocumentPrinterHealth(None if queue and state == PrinterState.IDLE else False, found)
    doubt = state not in (PrinterState.IDLE, PrinterState.PROCESSING)
    return DocumentPrinterHealth(None if doubt or any(t.reason is Reason.UNKNOWN for t in found) else True, found)


def refusal(status: int, unsupported: tuple[Group, ...]) -> Trouble:
    """Why a printer said no."""
    names = ",".join(one.name for group in unsupported for one in group.attributes)
    match status:
        case Status.VALUES_NOT_SUPPORTED | Status.CONFLICT:
            return Trouble(Reason.UNABLE, names)
        case Status.FORMAT_NOT_SUPPORTED | Status.FORMAT_ERROR:
            return Trouble(Reason.UNABLE, "document-format")
        case Status.TOO_LARGE | Status.TOO_MANY_JOBS:
            return Trouble(Reason.SPOOL_FULL, status_name(status))
        case Status.NOT_ACCEPTING | Status.DEACTIVATED:
            return Trouble(Reason.PAUSED, "not-accepting-jobs")
        case Status.BUSY | Status.TEMPORARY:
            return Trouble(Reason.BUSY, status_name(status))
    return Trouble(Reason.REFUSED, status_name(status))


def status_name(code: int) -> str:
    """IPP's status codes in hexadecimal, as the RFC has them; HTTP's, which are all smaller than IPP's errors."""
    return f"{code:04x}" if code >= FIRST_ERROR else f"http-{code}"


def number(group: Group, name: str) -> int | None:
    found = group.get(name)
    return found.integer() if found else None


def texts(group: Group, name: str) -> tuple[str, ...]:
    found = group.get(name)
    return found.strings() if found else ()


def _values(group: Group, name: str) -> tuple[Value, ...]:
    found = group.get(name)
    return found.values if found else ()


def job_template(options: Options) -> tuple[Attribute, ...]:
    """RFC 8011 5.2."""
    return (
        attribute("copies", Tag.INTEGER, options.copies),
        attribute("sides", Tag.KEYWORD, options.sides),
        attribute("media", Tag.KEYWORD, options.media),
    )
