"""Pages of the paper on the glass, as the pictures that were made with it. They go with the screen that shows them."""

from collections.abc import Sequence
from hashlib import sha256

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

_kept: dict[str, bytes] = {}


def keep(pictures: Sequence[bytes]) -> list[str]:
    """Their sources; what was kept before is gone."""
    _kept.clear()
    _kept.update((sha256(one).hexdigest()[:24], one) for one in pictures)
    return [f"image://page/{key}" for key in _kept]


class Pages(QQuickImageProvider):
    """``image://page/KEY``"""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:
        image = QImage.fromData(_kept.get(id, b""))
        if image.isNull():
            return QImage(1, 1, QImage.Format.Format_RGB32)
        if requestedSize.width() <= 0:
            return image
        ratio, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        return image.scaled(requestedSize, ratio, smooth)
