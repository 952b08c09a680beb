"""Waits for one code and says how it came: length, encoding, ending. The code itself is shown masked; it may be a
person's pass."""

import time

from devices.link import Link
from devices.probe.findings import Report
from devices.scanner.lines import codec
from devices.scanner.scan import Scan, Scanner, ScannerTrouble

_GAP = 0.3
_ENDS = {b"\r\n": "CR LF", b"\r": "CR", b"\n": "LF", b"\0": "NUL", b"\t": "TAB (a keyboard wedge's setting)"}


def look(link: Link, seconds: float) -> Report:
    """Raises ``Unplugged``."""
    report = Report()
    raw = link.read(time.monotonic() + seconds)
    while raw and (more := link.read(time.monotonic() + _GAP)):
        raw += more
    if not raw:
        report.found("a code", f"none within {seconds:g} s", False)
        report.against.append("nothing came: no power, a wrong speed, or the scanner is set up as a keyboard")
        return report
    end = next((end for end in _ENDS if raw.endswith(end)), b"")
    text = codec.decode(raw)
    report.found("bytes", f"{len(raw)}")
    report.found("ending", _ENDS.get(end, "none: a pause ends it"), None)
    report.found("code", masked(text) if text else "not a text", bool(text))
    if not text:
        report.against.append("what came is no text: set the scanner to UTF-8, without prefix")
        return report
    try:
        raw.decode("utf-8")
        report.found("encoding", "UTF-8" if not text.isascii() else "plain ASCII", True)
    except UnicodeDecodeError:
        report.found("encoding", "GB18030, or something that looks like it", None)
        report.limits.append("Chinese codes come in GB18030: set the scanner to UTF-8 if it can")
    return report


def watch(scanner: Scanner, seconds: float) -> Report:
    """A scanner that is no plain line (HID): waits for one code from the role itself."""
    report, end = Report(), time.monotonic() + seconds
    trouble = "none came"
    while time.monotonic() < end:
        event = scanner.poll()
        if isinstance(event, Scan):
            report.found("code", masked(event.text), True)
            return report
        if isinstance(event, ScannerTrouble):
            trouble = _TROUBLES[event.what]
    report.found("a code", f"none within {seconds:g} s", False)
    report.against.append(f"no code was read: {trouble}")
    return report


_TROUBLES = {
    "unplugged": "it was unplugged", "back": "it was unplugged and came back",
    "nonsense": "what came is no code: another keyboard layout, or another kind of report",
}  # fmt: skip


def masked(text: str) -> str:
    """Length and the first few characters: enough to know which code it was."""
    return f"{text[:3]}… ({len(text)} characters)" if len(text) > 6 else f"({len(text)} characters)"
