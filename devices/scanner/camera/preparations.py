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
_COHERENT = 0.3  # of the structure tensor: bars with print around them are above, print alone below …
_STACKED = 0.15  # and PDF417, whose rows break its bars, is above this
_BARS_ALONE = 0.55  # … and matrix codes are below it, moved ones too
_QUARTILE = 0.3186 * math.sqrt(6)  # of the absolute second difference of normal noise of one level
_NOISY = 13  # levels; a dark hall's frame has 1 to 6, finely printed codes that fill a frame look like 12
_ALONG = 15  # pixels averaged along the bars, at twice the size


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
        return [
            Reading(r.kind, r.text, r.corners @ back[:, :2].T + back[:, 2], r.engine, r.margin)
            for r in self.engine(image, wanted)
        ]


def denoised(gray: Gray) -> Gray:
    """The whole frame, smoothed where grain would cost the engine five times as long and hide the code. The grain is
    told from the second differences along some rows: their lower quartile, for most of a frame is no edge."""
    rows = gray[:: max(1, gray.shape[0] // 24)].astype(np.int16)
    quartile = np.percentile(np.abs(rows[:, 2:] - 2 * rows[:, 1:-1] + rows[:, :-2]), 25)
    noise = float(quartile) / _QUARTILE
    return cv2.GaussianBlur(gray, (0, 0), 1) if noise > _NOISY else gray


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


def halved(patch: Gray) -> tuple[Gray, Matrix]:
    """Large patches, and noise: it averages out."""
    image = cv2.resize(patch, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return image, np.array([[0.5, 0, -0.25], [0, 0.5, -0.25]])


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


def equalised(patch: Gray, tile: int = 72, clip: float = 4.0) -> tuple[Gray, Matrix]:
    """Glare and bright spots: contrast made alike tile by tile (CLAHE), so that modules under a veil stand out again.
    ``tile``: pixels; a few modules of a code held close."""
    tiles = (max(2, round(patch.shape[1] / tile)), max(2, round(patch.shape[0] / tile)))
    return cv2.createCLAHE(clip, tiles).apply(patch), _STRAIGHT


def crisp(patch: Gray) -> tuple[Gray, Matrix]:
    """Glitter and soft focus: grain smoothed, then what stands out over some modules made to stand out more."""
    smooth = cv2.GaussianBlur(patch, (0, 0), 1)
    return cv2.addWeighted(smooth, 3, cv2.GaussianBlur(smooth, (0, 0), 6), -2, 0), _STRAIGHT


def equalised_and_halved(patch: Gray) -> tuple[Gray, Matrix]:
    """Torn and worn: what is missing of a module's edge averages out."""
    image, matrix = halved(patch)
    return equalised(image, tile=300, clip=8.0)[0], matrix


def along_the_bars(patch: Gray) -> tuple[Gray, Matrix] | None:
    """Turned until the bars stand, and averaged along them: noise, moiré and stains go, bars stay. None where no one
    direction rules."""
    coherence, angle = direction(patch)
    if coherence < _COHERENT:
        return None
    times = min(2.0, math.sqrt(_AREA) / math.hypot(*patch.shape))
    turned, matrix = turned_and_scaled(patch, angle, times)
    return cv2.blur(turned, (1, _ALONG)), matrix


def upright(patch: Gray) -> tuple[Gray, Matrix] | None:
    """PDF417 held askew: zxing-cpp follows its rows over some degrees only. Not averaged, for it has rows."""
    coherence, angle = direction(patch)
    if coherence < _STACKED:
        return None
    return turned_and_scaled(patch, angle, min(1.5, math.sqrt(_AREA) / math.hypot(*patch.shape)))


def direction(patch: Gray) -> tuple[float, float]:
    """Of the structure tensor: how much one direction rules (0 … 1), and the angle across it (radians)."""
    smooth = cv2.GaussianBlur(patch, (0, 0), 1.5)
    gx, gy = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    xx, yy, xy = float(cv2.norm(gx, cv2.NORM_L2SQR)), float(cv2.norm(gy, cv2.NORM_L2SQR)), float((gx * gy).sum())
    coherence = math.hypot(2 * xy, xx - yy) / (xx + yy) if xx + yy else 0.0
    return coherence, math.atan2(2 * xy, xx - yy) / 2


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
HALVED = Preparation(halved, _PLAIN_ZXING)
HALVED_AND_LESS = Preparation(halved, partial(engines.zxing, downscale=True))
ENLARGED = Preparation(enlarged, _PLAIN_ZXING)
BARS = LINEAR | {"pdf417"}

ALONG = Preparation(along_the_bars, partial(engines.zxing, invert=False, rotate=False), LINEAR)
INVERTED = Preparation(inverted, partial(engines.zxing, invert=False), BARS)
UPRIGHT = Preparation(upright, partial(engines.zxing, invert=False, rotate=False), frozenset({"pdf417"}))


def likely(patch: Gray, kinds: frozenset[str]) -> frozenset[str]:
    """Those of ``kinds`` worth the costly preparations: no matrix codes where all edges run one way."""
    return kinds & BARS if direction(patch)[0] > _BARS_ALONE else kinds


ESCALATION: dict[str, Preparation] = {
    "inverted": INVERTED,
    "upright": UPRIGHT,
    "black_and_white": Preparation(black_and_white, _PLAIN_ZXING),
    "along_the_bars": ALONG,
    "evenly_lit": Preparation(evenly_lit, partial(engines.zxing, invert=False, one_threshold=True)),
    "sharpened": Preparation(enlarged_and_sharpened, partial(engines.zxing, invert=False)),
}
"""In this order until something is read; by name, so that the benchmark can leave one out."""

QR = frozenset({"qr"})
_QR_ZXING = partial(engines.zxing, invert=False, downscale=True)
LAMP: dict[str, Preparation] = {
    "equalised": Preparation(equalised, _QR_ZXING, QR),
    "equalised_wide": Preparation(partial(equalised, tile=300, clip=8.0), _QR_ZXING, QR),
    "crisp": Preparation(crisp, _QR_ZXING, QR),
    "equalised_and_halved": Preparation(equalised_and_halved, _QR_ZXING, QR),
}
"""Of the whole frame: under a lamp the code's own patch may not be the one with most edges."""

AGAIN = (Preparation(partial(enlarged, times=1.5), partial(engines.zxing, invert=False)), FIRST, ALONG)
"""The second looks of ``trust``."""
SMALLER = (HALVED, HALVED_AND_LESS)
