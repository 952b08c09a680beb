"""What is done to a patch of a frame before an engine reads it. Each preparation is one answer to one symptom, kept for
what it added to the others and what it costs (docs/decisions/0030-codes.md)."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from devices.scanner.camera import engines
from devices.scanner.camera.kinds import KINDS, LINEAR, Gray, Reading

Matrix = npt.NDArray[Any]  # 2×3, from the patch to the prepared image
Engine = Callable[[Gray, frozenset[str]], list[Reading]]
_STRAIGHT: Matrix = np.array([[1.0, 0, 0], [0, 1.0, 0]])
_AREA = 1_000_000  # pixels of a prepared image; beyond, enlarging costs more than it finds
_COHERENT = 0.3    # of the structure tensor: bars with print around them are above, print alone below
_ALONG = 15        # pixels averaged along the bars, at twice the size


@dataclass(frozen=True)
class Preparation:
    prepare: Callable[[Gray], tuple[Gray, Matrix] | None]
    engine: Engine
    kinds: frozenset[str] = frozenset(KINDS)

    def read(self, patch: Gray, kinds: frozenset[str]) -> list[Reading]:
        """Corners are in the patch's pixels."""
        wanted = self.kinds & kinds
        prepared = self.prepare(patch) if wanted else None
        if prepared is None:
            return []
        image, matrix = prepared
        back = cv2.invertAffineTransform(matrix)
        return [Reading(r.kind, r.text, r.corners @ back[:, :2].T + back[:, 2], r.engine, r.margin)
                for r in self.engine(image, wanted)]


def as_it_is(patch: Gray) -> tuple[Gray, Matrix]:
    return patch, _STRAIGHT


def inverted(patch: Gray) -> tuple[Gray, Matrix]:
    """Light bars on dark: zxing-cpp inverts for matrix codes only."""
    return cv2.bitwise_not(patch), _STRAIGHT


def enlarged(patch: Gray, times: float = 2.0) -> tuple[Gray, Matrix]:
    """Modules under two pixels."""
    times = min(times, math.sqrt(_AREA / max(1, patch.size)))
    image = cv2.resize(patch, None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC)
    shift = (times - 1) / 2  # pixel centres
    return image, np.array([[times, 0, shift], [0, times, shift]])


def enlarged_and_sharpened(patch: Gray) -> tuple[Gray, Matrix]:
    """Out of focus, or moved."""
    image, matrix = enlarged(patch)
    return cv2.addWeighted(image, 4, cv2.GaussianBlur(image, (0, 0), 5), -3, 0), matrix


def black_and_white(patch: Gray) -> tuple[Gray, Matrix]:
    """Dark and noisy: smoothed, then a threshold a neighbourhood."""
    smooth = cv2.GaussianBlur(patch, (0, 0), 1)
    return cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 51, 4), _STRAIGHT


def evenly_lit(patch: Gray) -> tuple[Gray, Matrix]:
    """Shadow and veiling glare: divided by the light that falls on it, then enlarged."""
    image, matrix = enlarged(patch)
    small = cv2.resize(image, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    lit = cv2.resize(cv2.GaussianBlur(small, (0, 0), max(patch.shape) / 32), (image.shape[1], image.shape[0]))
    return cv2.divide(image, lit, scale=128), matrix


def along_the_bars(patch: Gray) -> tuple[Gray, Matrix] | None:
    """Turned until the bars stand, and averaged along them: noise, moiré and stains go, bars stay. None where no one
    direction rules."""
    smooth = cv2.GaussianBlur(patch, (0, 0), 1.5)
    gx, gy = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    sine, cosine = 2 * float((gx * gy).sum()), float((gx * gx - gy * gy).sum())
    strength = float((gx * gx + gy * gy).sum())
    if strength == 0 or math.hypot(sine, cosine) < _COHERENT * strength:
        return None
    times = min(2.0, math.sqrt(_AREA) / math.hypot(*patch.shape))
    turned, matrix = turned_and_scaled(patch, math.atan2(sine, cosine) / 2, times)
    return cv2.blur(turned, (1, _ALONG)), matrix


def turned_and_scaled(patch: Gray, angle: float, times: float) -> tuple[Gray, Matrix]:
    """Turned by ``angle`` (radians) about its middle, into a square that holds all of it."""
    height, width = patch.shape
    side = max(1, int(math.hypot(height, width) * times))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(angle), times)
    matrix[:, 2] += (side / 2 - width / 2, side / 2 - height / 2)
    image = cv2.warpAffine(patch, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return image, matrix


_PLAIN_ZXING = partial(engines.zxing, invert=True)
FIRST = Preparation(as_it_is, _PLAIN_ZXING)
ENLARGED = Preparation(enlarged, _PLAIN_ZXING)
BARS = LINEAR | {"pdf417"}

ALONG = Preparation(along_the_bars, partial(engines.zxing, invert=False, rotate=False), LINEAR)
INVERTED = Preparation(inverted, partial(engines.zxing, invert=False), BARS)

ESCALATION: dict[str, Preparation] = {
    "inverted": INVERTED,
    "black_and_white": Preparation(black_and_white, _PLAIN_ZXING),
    "along_the_bars": ALONG,
    "evenly_lit": Preparation(evenly_lit, partial(engines.zxing, invert=False, one_threshold=True)),
    "sharpened": Preparation(enlarged_and_sharpened, partial(engines.zxing, invert=False)),
}
"""In this order until something is read; by name, so that the benchmark can leave one out."""

AGAIN = (Preparation(partial(enlarged, times=1.5), partial(engines.zxing, invert=False)), FIRST, ALONG)
"""The second looks of ``trust``."""
