"""Where in a frame a code may be: patches with many edges, most likely first."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from devices.scanner.camera.kinds import Gray, Reading

Box = tuple[int, int, int, int]  # left, top, right, bottom; pixels, the last two excluded

_CELL = 16  # pixels; a code of 21 modules at 1.4 pixels still covers two by two
_SHARE = 0.35  # of the strongest cell: a patch's own edge, against print and wood grain beside it
_LEAST = 4  # cells of a patch
_FAINTEST = 3.0  # grey levels; below it is noise
_QUIET = 20  # percentile; a fifth of the frame has no print, even where a code fills most of it


@dataclass(frozen=True)
class Region:
    """``density`` is the mean edge in it, grey levels; print is thin, a code is dense."""

    box: Box
    density: float

    @property
    def area(self) -> int:
        left, top, right, bottom = self.box
        return (right - left) * (bottom - top)

    def holds(self, reading: Reading) -> bool:
        left, top, right, bottom = self.box
        x, y = reading.corners.mean(axis=0)
        return left < x < right and top < y < bottom


class Edges:
    """The edges of a frame in cells of 16 pixels. Each call of ``regions`` looks without what the calls before it
    gave: there a pale code shows that lies beside a bold poster."""

    def __init__(self, gray: Gray) -> None:
        half = cv2.resize(gray, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        edges = cv2.morphologyEx(half, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
        cells = (max(1, half.shape[1] * 2 // _CELL), max(1, half.shape[0] * 2 // _CELL))
        energy = cv2.resize(edges, cells, interpolation=cv2.INTER_AREA).astype(np.float32)
        noise = float(np.percentile(energy, _QUIET))  # what is everywhere is the sensor's
        self._all = np.maximum(energy - noise, 0)
        self._left = self._all.copy()
        self._shape = gray.shape

    def regions(self, most: int) -> list[Region]:
        """Up to ``most``, those with most edges first."""
        return [Region(_with_margin(box, self._shape), density) for box, density in self._patches(self._left)[:most]]

    def beside(self, readings: Sequence[Reading], thinnest: float, most: int) -> list[Region]:
        """What is as dense as ``thinnest`` times the codes read, and none of them."""
        energy, density = self._all.copy(), 0.0
        for reading in readings:
            rows, columns = _cells(reading)
            density = max(density, float(np.mean(self._all[rows, columns])))
            energy[rows, columns] = 0
        patches = self._patches(energy, thinnest * density)
        return [Region(_with_margin(box, self._shape), dense) for box, dense in patches][:most]

    def _patches(self, energy: np.ndarray, faintest: float = _FAINTEST) -> list[tuple[Box, float]]:
        """Boxes in cells; blanks them in ``energy`` for the next round."""
        threshold = max(_SHARE * float(np.percentile(energy, 99.5)), faintest)
        on = cv2.morphologyEx((energy > threshold).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
        _, _, stats, _ = cv2.connectedComponentsWithStats(on, connectivity=8)
        patches = []
        for x, y, w, h, cells in stats[1:].tolist():
            if cells >= _LEAST:
                total = float(energy[y : y + h, x : x + w].sum())
                patches.append((total, (x, y, x + w, y + h), total / (w * h)))
        energy[cv2.dilate(on, np.ones((3, 3), np.uint8)) > 0] = 0
        return [(box, density) for _, box, density in sorted(patches, reverse=True)]


def _cells(reading: Reading) -> tuple[slice, slice]:
    """The cells it covers, and one around them."""
    low = np.maximum(reading.corners.min(axis=0) // _CELL - 1, 0).astype(int)
    high = (reading.corners.max(axis=0) // _CELL + 2).astype(int)
    return slice(low[1], high[1]), slice(low[0], high[0])


def _with_margin(cells: Box, shape: tuple[int, ...]) -> Box:
    """In pixels, with room for the quiet zone."""
    left, top, right, bottom = (n * _CELL for n in cells)
    margin = 24 + (right - left) // 10
    return max(0, left - margin), max(0, top - margin), min(shape[1], right + margin), min(shape[0], bottom + margin)
