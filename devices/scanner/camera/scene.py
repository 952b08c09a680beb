"""Whether anything happens before the camera. Most of a day nothing does, and then nothing is decoded."""

import cv2
import numpy as np

from devices.scanner.camera.kinds import Frame

_SIZE = (64, 36)
_ROWS = 4  # every so many: a tenth of the work, and still 100 pixels in a cell
_CHANGE = 10  # grey levels in a cell of some 20×20 pixels; noise averages out to under 2, lamps flicker by 5
_CELLS = 6  # of 2304; a code of 60 pixels covers 9


class Scene:
    def __init__(self) -> None:
        self._last: np.ndarray | None = None

    def moved(self, frame: Frame) -> bool:
        """Whether ``frame`` differs from the last that did: a slow change adds up until it counts."""
        rows = np.ascontiguousarray(frame[::_ROWS])
        now = cv2.cvtColor(cv2.resize(rows, _SIZE, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY).astype(np.int16)
        moved = self._last is None or int((np.abs(now - self._last) > _CHANGE).sum()) >= _CELLS
        if moved:
            self._last = now
        return moved
