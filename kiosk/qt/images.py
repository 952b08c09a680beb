"""Pictures for QML: icons in any colour, drawings, two-dimensional codes. Drawn at the size asked for, so always sharp.

``image://icon/NAME/RRGGBB`` · ``image://drawing/NAME`` · ``image://code/PERCENT-ENCODED-TEXT``
"""

from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, unquote

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

import assets

_ASSETS = Path(next(iter(assets.__path__)))


def code_source(text: str) -> str:
    """The image source that draws ``text`` as a QR code; empty for no text."""
    return f"image://code/{quote(text, safe='')}" if text else ""


@lru_cache(maxsize=256)
def _icon(name: str) -> str:
    return (_ASSETS / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def _draw(svg: bytes, wanted: QSize) -> QImage:
    renderer = QSvgRenderer(QByteArray(svg))
    size = (
        renderer.defaultSize().scaled(wanted, Qt.AspectRatioMode.KeepAspectRatio)
        if wanted.width() > 0
        else renderer.defaultSize()
    )
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return image


class Icons(QQuickImageProvider):
    """`assets/icons`, their ``currentColor`` replaced."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:
        name, _, colour = id.partition("/")
        return _draw(_icon(name).replace("currentColor", f"#{colour or '1B2A26'}").encode(), requestedSize)


class Drawings(QQuickImageProvider):
    """`assets/drawings`, as they are."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:
        return _draw((_ASSETS / "drawings" / f"{id}.svg").read_bytes(), requestedSize)


class Codes(QQuickImageProvider):
    """QR codes of level M with the quiet zone of 4 modules that ISO/IEC 18004 asks for, whole pixels a module."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:
        import segno  # not before the first picture; long loaded by the time a code is wanted

        rows = [bytes(row) for row in segno.make_qr(unquote(id), error="m").matrix_iter(border=4)]
        side = len(rows)
        scale = max(1, requestedSize.width() // side)
        image = QImage(side, side, QImage.Format.Format_RGB32)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                image.setPixel(x, y, 0xFF1B2A26 if dark else 0xFFFFFFFF)
        return image.scaled(side * scale, side * scale)
