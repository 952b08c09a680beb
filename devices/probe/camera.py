"""What a camera gives: its size, its rate, its light, and whether a code is read in it. Frames stay in memory."""

import time
from typing import TYPE_CHECKING

from devices.probe.findings import Report
from devices.probe.scanner import masked
from devices.scanner.camera.source import FrameSource

if TYPE_CHECKING:
    from devices.scanner.camera.kinds import Frame

_MEASURED = 2.0
"""Seconds over which the rate is counted."""
_SLOW = 8.0
"""Frames a second below which a code held for half a second is looked at less than four times."""
_DARK, _BRIGHT = 40, 215
"""Mean grey levels between which a code can be expected to be read."""


def look(source: FrameSource, report: Report, seconds: float, wanted: tuple[int, int] | None) -> None:
    """``wanted``: width and height asked for, None for whatever comes. Raises ``Unplugged``."""
    frame, rate = _rate(source)
    height, width = frame.shape[:2]
    report.found("frames", f"{width}×{height}, {rate:.0f} a second", rate >= _SLOW)
    if wanted is not None and (width, height) != wanted:
        report.limits.append(f"it was asked for {wanted[0]}×{wanted[1]} and gives {width}×{height}")
    if rate < _SLOW:
        report.limits.append(f"{rate:.1f} frames a second: a code must be held still for longer")
    grey = float(frame.mean())
    report.found("light", f"mean grey {grey:.0f} of 255", _DARK <= grey <= _BRIGHT or None)
    if not _DARK <= grey <= _BRIGHT:
        report.limits.append("too dark" if grey < _DARK else "too bright")
    _code(source, report, seconds)


def _rate(source: FrameSource) -> "tuple[Frame, float]":
    source.grab()
    frame, began, count = source.frame(), time.monotonic(), 0
    while (passed := time.monotonic() - began) < _MEASURED:
        if source.grab():
            frame = source.frame()
            count += 1
    return frame, count / passed


def _code(source: FrameSource, report: Report, seconds: float) -> None:
    from devices.scanner.camera import decode

    end, spent, frames = time.monotonic() + seconds, 0.0, 0
    while time.monotonic() < end:
        if not source.grab():
            continue
        began = time.monotonic()
        codes = decode(source.frame())
        spent, frames = spent + time.monotonic() - began, frames + 1
        if codes:
            told = ", ".join(f"{code.symbology} {masked(code.text)}" for code in codes)
            report.found("code", told, True)
            report.found("to decode a frame", f"{1000 * spent / frames:.0f} ms")
            return
    report.found("a code", f"none within {seconds:g} s", False)
    report.against.append("no code was read: hold one still, a hand away from the glass, and turn it out of the glare")
