"""From a frame to its codes."""

from collections.abc import Collection
from dataclasses import dataclass, field

import cv2
import numpy as np

from devices.scanner.camera.kinds import KINDS, Frame, Reading
from devices.scanner.camera.search import BUDGET, Search

LONGEST_SIDE = 8192  # pixels; an 8K frame
_SMALLEST = 16  # pixels; no symbol has fewer than 8 modules, and none is read at less than a pixel and a half


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
    gray = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
    return [_code(reading) for reading in Search(gray, wanted, budget).codes()]


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
