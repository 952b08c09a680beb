"""Never a false read: a symbology that noise can imitate is believed when two preparations read the same."""

import math

import cv2
import numpy as np

from devices.scanner.camera.kinds import LINEAR, Gray, Reading
from devices.scanner.camera.preparations import AGAIN, FIRST, SMALLER, Preparation

_WEAK = LINEAR | {"microqr"}  # one check digit or none; a Micro QR M1 detects an error or two and corrects none
_SURE = frozenset({"code128"})  # modulo 103 over all, start and stop: as it is, believed at one sight
_MARGIN = 0.2  # PDF417 repaired with more than four fifths of its codewords may be repaired into another text
_TURN = 4  # degrees by which the second look is turned …
_TIMES = (0.7, 1.2)  # … and times it is scaled, less for a large symbol
_AREA = 150_000  # pixels
_SHORTEST = 3  # characters of a Code 39, which has no check digit: shorter ones are found in print


def trusted(reading: Reading, gray: Gray, by: Preparation) -> bool:
    """``by`` is what it was read with; corners are in ``gray``'s pixels."""
    if reading.kind == "code39" and len(reading.text) < _SHORTEST:
        return False
    if reading.kind == "pdf417":
        return reading.margin >= _MARGIN or _seen_again(reading, gray, by)
    if reading.kind not in _WEAK or (reading.kind in _SURE and by is FIRST):
        return True
    return _seen_again(reading, gray, by)


def _seen_again(reading: Reading, gray: Gray, by: Preparation) -> bool:
    """A symbol is still there when its sampling changes; an accident of pixels is not."""
    kinds = frozenset({reading.kind})
    patch = _around(reading, gray)
    by = FIRST if by in SMALLER else by  # less than its full size is no proof
    looks = [(by, _upright_but_turned(reading, gray)), *((other, patch) for other in AGAIN if other is not by)]
    return any(again.text == reading.text for look, image in looks for again in look.read(image, kinds))


def _upright_but_turned(reading: Reading, gray: Gray) -> Gray:
    """The symbol and its quiet zone, ``_TURN`` off upright, larger or smaller than it is."""
    top_left, top_right, bottom_right, bottom_left = reading.corners
    along = top_right + bottom_right - top_left - bottom_left
    width = float(np.hypot(*along)) / 2
    height = float(np.hypot(*(bottom_left + bottom_right - top_left - top_right))) / 2
    margin = 12 + 0.12 * max(width, height)
    size = np.array((width + 2 * margin, height + 2 * margin))
    times = min(max(math.sqrt(_AREA / float(size.prod())), _TIMES[0]), _TIMES[1])
    middle, out = reading.corners.mean(axis=0), size * times
    matrix = cv2.getRotationMatrix2D(middle.tolist(), math.degrees(math.atan2(along[1], along[0])) + _TURN, times)
    matrix[:, 2] += out / 2 - middle
    return cv2.warpAffine(gray, matrix, out.astype(int).tolist(), borderMode=cv2.BORDER_REPLICATE)


def _around(reading: Reading, gray: Gray) -> Gray:
    """The symbol and its quiet zone."""
    low, high = reading.corners.min(axis=0), reading.corners.max(axis=0)
    margin = 12 + 0.12 * float((high - low).max())
    left, top = np.maximum(low - margin, 0).astype(int)
    right, bottom = (high + margin).astype(int) + 1
    return np.ascontiguousarray(gray[top:bottom, left:right])
