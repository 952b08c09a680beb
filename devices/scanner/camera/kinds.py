"""The symbologies we read, and what a reading engine hands over."""

from dataclasses import dataclass, field
from typing import Any

import numpy.typing as npt

KINDS = ("qr", "microqr", "datamatrix", "pdf417", "aztec", "code128", "code39", "ean13", "ean8")
LINEAR = frozenset({"code128", "code39", "ean13", "ean8"})
"""One line of bars: a check digit at most, so noise can pass for one."""

Gray = npt.NDArray[Any]  # H×W, uint8; OpenCV's own types say no more
Frame = npt.NDArray[Any]  # H×W×3, uint8, BGR
Corners = npt.NDArray[Any]  # 4×2, x and y in pixels


@dataclass(frozen=True)
class Reading:
    """``margin`` is the unused share of the symbol's error correction, 0 … 1; 1 where there is none to tell."""

    kind: str
    text: str = field(repr=False)
    corners: Corners = field(repr=False)
    engine: str
    margin: float = 1.0
