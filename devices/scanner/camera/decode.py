"""From a frame to its codes."""

import time
from collections.abc import Collection
from dataclasses import dataclass, field

import cv2
import numpy as np

from devices.scanner.camera import engines
from devices.scanner.camera.kinds import KINDS, Frame, Gray, Reading
from devices.scanner.camera.preparations import ENLARGED, ESCALATION, FIRST, Preparation
from devices.scanner.camera.regions import Region, regions
from devices.scanner.camera.trust import trusted

LONGEST_SIDE = 8192  # pixels; an 8K frame
_SMALLEST = 16  # pixels; no symbol has fewer than 8 modules, and none is read at less than a pixel and a half
BUDGET = 0.12  # seconds of processor; a visitor who holds a code still for half a second gets three tries
_LOOKED_AT = 6  # patches of a frame
_THIN = 0.5     # once a code is found, a patch with so small a share of its edges is print
_WORKED_ON = 3  # patches that are worth more than one look



@dataclass(frozen=True)
class Code:
    """One code in a frame. ``corners``: four (x, y) in the frame's pixels, around the symbol, from its own top left
    where ``engine`` knows it. ``repr`` hides the text, for it may be a person's pass."""

    text: str = field(repr=False)
    symbology: str
    corners: tuple[tuple[float, float], ...]
    engine: str


def decode(frame: Frame, kinds: Collection[str] | None = None, budget: float | None = BUDGET) -> list[Code]:
    """The codes in ``frame``, an H×W×3 uint8 BGR array; ``[]`` if there are none.

    ``kinds`` are of ``KINDS`` (all of them for None). After ``budget`` seconds of processor no preparation is begun
    (None: all are tried). Texts are UTF-8, GB18030 or what their ECI says. Raises ``ValueError`` for what is no such
    frame.
    """
    wanted = _checked_kinds(kinds)
    _check_frame(frame)
    if min(frame.shape[:2]) < _SMALLEST:
        return []
    return [_code(reading) for reading in _read(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), wanted, budget)]


def _read(gray: Gray, kinds: frozenset[str], budget: float | None) -> list[Reading]:
    end = time.thread_time() + budget if budget is not None else float("inf")
    patches: list[Region] = []
    for more in regions(gray):
        patches += more[:_LOOKED_AT]
        if found := _at_first_sight(gray, more[:_LOOKED_AT], kinds):
            return found if len(found) == 1 else _and_the_others(found, gray, patches, kinds)
    if found := _in_all(gray, kinds):
        return _distinct(found)
    for preparation in ESCALATION.values():
        for patch in patches[:_WORKED_ON]:
            if time.thread_time() > end:
                return []
            if found := _in_patch(preparation, gray, patch, kinds):
                return _distinct(found)
    return []


def _at_first_sight(gray: Gray, patches: list[Region], kinds: frozenset[str]) -> list[Reading]:
    found: list[Reading] = []
    thinnest = 0.0
    for patch in patches:
        if patch.density < thinnest:
            continue
        if here := _in_patch(FIRST, gray, patch, kinds):
            found += here
            thinnest = max(thinnest, _THIN * patch.density)
    return _distinct(found)


def _and_the_others(found: list[Reading], gray: Gray, patches: list[Region], kinds: frozenset[str]) -> list[Reading]:
    """Where two codes are there may be a third, smaller or fainter."""
    found = found + _in_all(gray, kinds)
    for patch in patches:
        left, top, right, bottom = patch.box
        centres = [r.corners.mean(axis=0) for r in found]
        if not any(left < x < right and top < y < bottom for x, y in centres):
            found += _in_patch(ENLARGED, gray, patch, kinds)
    return _distinct(found)


def _in_all(gray: Gray, kinds: frozenset[str]) -> list[Reading]:
    """The whole frame, for what no patch held: the largest codes and the faintest."""
    return [r for r in engines.zxing(gray, kinds, downscale=True) if trusted(r, gray, FIRST)]


def _in_patch(preparation: Preparation, gray: Gray, patch: Region, kinds: frozenset[str]) -> list[Reading]:
    left, top, right, bottom = patch.box
    readings = preparation.read(np.ascontiguousarray(gray[top:bottom, left:right]), kinds)
    placed = [Reading(r.kind, r.text, r.corners + np.array((left, top)), r.engine, r.margin) for r in readings]
    return [r for r in placed if trusted(r, gray, preparation)]


def _distinct(readings: list[Reading]) -> list[Reading]:
    """The same text at the same place once."""
    kept: list[Reading] = []
    for reading in readings:
        centre, reach = reading.corners.mean(axis=0), np.ptp(reading.corners, axis=0).max()
        if not any(reading.kind == other.kind and reading.text == other.text
                   and np.abs(centre - other.corners.mean(axis=0)).max() < reach / 2 for other in kept):
            kept.append(reading)
    return kept


def _code(reading: Reading) -> Code:
    corners = tuple((round(float(x), 1), round(float(y), 1)) for x, y in reading.corners)
    return Code(reading.text, reading.kind, corners, reading.engine)


def _checked_kinds(kinds: Collection[str] | None) -> frozenset[str]:
    if kinds is None:
        return frozenset(KINDS)
    if isinstance(kinds, str) or not kinds or not set(kinds) <= set(KINDS):
        raise ValueError(f"kinds must be some of {', '.join(KINDS)}, not {kinds!r}.")
    return frozenset(kinds)


def _check_frame(frame: object) -> None:
    if not isinstance(frame, np.ndarray):
        raise ValueError(f"A frame is a numpy array of height × width × 3, not {type(frame).__name__}.")
    if frame.dtype != np.uint8:
        raise ValueError(f"A frame's values are uint8, not {frame.dtype}.")
    if frame.ndim != 3 or frame.shape[2] != 3:
        raise ValueError(f"A frame is height × width × 3 (BGR), not {' × '.join(map(str, frame.shape))}.")
    if 0 in frame.shape:
        raise ValueError("This frame is empty.")
    if max(frame.shape) > LONGEST_SIDE:
        raise ValueError(f"A frame of {frame.shape[1]} × {frame.shape[0]} is beyond {LONGEST_SIDE} pixels a side.")
