"""Where in a frame a code may be: patches with many edges, most likely first."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from devices.scanner.camera.kinds import Gray

Box = tuple[int, int, int, int]  # left, top, right, bottom; pixels, the last two excluded

_CELL = 16       # pixels; a code of 21 modules at 1.4 pixels still covers two by two
_SHARE = 0.35    # of the strongest cell: a patch's own edge, against print and wood grain beside it
_LEAST = 4       # cells of a patch
_FAINTEST = 3.0  # grey levels; below it is noise


@dataclass(frozen=True)
class Region:
    """``density`` is the mean edge in it, grey levels; print is thin, a code is dense."""

    box: Box
    density: float


def regions(gray: Gray) -> Iterator[list[Region]]:
    """Two lists, those with most edges first. The second looks again without the first's finds: there a pale code shows
    that lies beside a bold poster."""
    half = cv2.resize(gray, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    edges = cv2.morphologyEx(half, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    cells = (max(1, half.shape[1] * 2 // _CELL), max(1, half.shape[0] * 2 // _CELL))
    energy = cv2.resize(edges, cells, interpolation=cv2.INTER_AREA).astype(np.float32)
    energy = np.maximum(energy - np.median(energy), 0)  # what is everywhere is the sensor's noise
    for _ in range(2):
        yield [Region(_with_margin(box, gray.shape), density) for box, density in _patches(energy)]


def _patches(energy: np.ndarray) -> list[tuple[Box, float]]:
    """Boxes in cells; blanks them in ``energy`` for the next round."""
    threshold = max(_SHARE * float(np.percentile(energy, 99.5)), _FAINTEST)
    on = cv2.morphologyEx((energy > threshold).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(on, connectivity=8)
    patches = []
    for x, y, w, h, cells in stats[1:].tolist():
        if cells >= _LEAST:
            total = float(energy[y : y + h, x : x + w].sum())
            patches.append((total, (x, y, x + w, y + h), total / (w * h)))
    energy[cv2.dilate(on, np.ones((3, 3), np.uint8)) > 0] = 0
    return [(box, density) for _, box, density in sorted(patches, reverse=True)]


def _with_margin(cells: Box, shape: tuple[int, ...]) -> Box:
    """In pixels, with room for the quiet zone."""
    left, top, right, bottom = (n * _CELL for n in cells)
    margin = 24 + (right - left) // 10
    return max(0, left - margin), max(0, top - margin), min(shape[1], right + margin), min(shape[0], bottom + margin)
