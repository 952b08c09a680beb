"""Photographs and symbols that others made, out of readers' own distributions (foreign/LICENCES.md)."""

from pathlib import Path

import cv2
import numpy as np

from tests.devices.scanner.frames import light
from tests.devices.scanner.frames.synthetic import Sample

FOLDER = Path(__file__).parent / "foreign"
_ALPHABET = "-ActiveBarcode-ABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890"
_RUNES = "ᚻᛖ ᚳᚹᚫᚦ ᚦᚫᛏ ᚻᛖ ᛒᚢᛞᛖ ᚩᚾ ᚦᚫᛗ ᛚᚪᚾᛞᛖ ᚾᚩᚱᚦᚹᛖᚪᚱᛞᚢᛗ ᚹᛁᚦ ᚦᚪ ᚹᛖᛥᚫ"
EXPECTED: dict[str, set[tuple[str, str]]] = {
    "code39-sheet.jpg": {("code39", f"2015413{n}") for n in (32768, 32863, 50294, 68446, 71885, 93029, 95223)},
    "datamatrix.png": {("datamatrix", "PYZXING-DATAMATRIX-1.2.0")},
    "datamatrix-blurred.png": {("datamatrix", "9411300724000003")},
    "datamatrix-oblong.png": {("datamatrix", "What do you call an angle after it gets in a car crash?")},
    "datamatrix-postage.png": {("datamatrix", "2669394000020000CI")},
    "datamatrix-tilted.png": {("datamatrix", "libdmtx")},
    "gb18030-byte-no-eci.png": {("qr", "生产许可证号：测试-123")},
    "isbn-book-1.jpg": {("ean13", "9780070660489")},
    "isbn-book-2.jpg": {("ean13", "9780071244763")},
    "pdf417.png": {("pdf417", _ALPHABET * 6)},
    "qr-mirrored.jpeg": {("qr", "The quick brown fox jumps over the lazy dog")},
    "qr-rotated.png": {("qr", "Thalassiodracon")},
    "qr-runes.jpeg": {("qr", _RUNES)},
    "qr-two.jpeg": {("qr", "Hello"), ("qr", "World")},
    "readme-on-screen.png": {("code128", "quaggaJS")},
    "shoes.png": set(),
    "sketch.png": set(),
    "specimen-labels.png": {("code128", "Foramenifera"), ("code128", "Rana temporaria")},
}


def photographs() -> list[Sample]:
    return [
        Sample(name, cv2.imread(str(FOLDER / name), cv2.IMREAD_COLOR), frozenset(expected))
        for name, expected in EXPECTED.items()
    ]


def shown_again(seed: int = 4) -> list[Sample]:
    """Each photograph on a sheet before a camera: smaller, turned, out of focus, in the dark, under a lamp, shaded."""
    rng = np.random.default_rng(seed)
    harm = (
        lambda f: _turned(f, rng.uniform(10, 80), 0.8),
        lambda f: _turned(f, rng.uniform(-10, 10), 0.62),
        lambda f: light.defocus(f, rng.uniform(1.2, 2.2)),
        lambda f: light.dim(f, rng, rng.uniform(0.06, 0.14)),
        lambda f: light.glare(f, rng, 0.7),
        lambda f: light.shadow(f, rng),
        lambda f: light.moire(f, rng),
    )
    return [
        Sample(photo.symptom, light.sensor(one(photo.frame), rng, 3), photo.expected)
        for photo in photographs()
        for one in harm
    ]


def _turned(frame: np.ndarray, degrees: float, times: float) -> np.ndarray:
    height, width = frame.shape[:2]
    side = int(np.hypot(height, width) * times) + 20
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, times)
    matrix[:, 2] += (side / 2 - width / 2, side / 2 - height / 2)
    return cv2.warpAffine(
        cv2.GaussianBlur(frame, (0, 0), 0.4 / times),
        matrix,
        (side, side),
        flags=cv2.INTER_LINEAR,
        borderValue=(120, 130, 140),
    )
