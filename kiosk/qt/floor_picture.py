"""Floors drawn beside the glass's own thread: QML says what and how large, and gets an image source when it is there.

A Python thread and not Qt's loader (``Image.asynchronous``): that one waits for Python while Python, on the glass's
thread, may wait for it, and both stand still for ever.
"""

import hashlib
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from weakref import WeakSet

from PySide6.QtCore import Property, QObject, QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickImageProvider
from shiboken6 import isValid

from kiosk.qt.floor_map import paint

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1

KEPT = 6  # pictures: the slip's, and two floors of a way both ways
LEAST = 100  # pixels: a layout that has not settled asks for less
_painter = ThreadPoolExecutor(1, thread_name_prefix="floors")
_drawn: OrderedDict[str, QImage] = OrderedDict()
_lock = Lock()


class Floors(QQuickImageProvider):
    """``image://floor/KEY``: what `FloorPicture` has had drawn."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:
        with _lock:
            return _drawn.get(id) or QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)


def settled() -> None:
    """Waits until everything asked for so far has been drawn; for pictures and tests."""
    _painter.submit(lambda: None).result()


def _draw(key: str, drawing: str, size: QSize) -> None:
    with _lock:
        known = key in _drawn
    if not known:
        image = paint(drawing, size)
        with _lock:
            _drawn[key] = image
            while len(_drawn) > KEPT:
                _drawn.popitem(last=False)


class _Announcer(QObject):
    """From the painter's thread to the glass's. It outlives every picture: one that QML takes down while its own signal
    is emitted elsewhere would take the program with it."""

    came = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.pictures: WeakSet[FloorPicture] = WeakSet()
        self.came.connect(self._deliver)  # queued: it lives on the glass's thread

    def _deliver(self, key: str) -> None:
        for picture in list(self.pictures):
            if isValid(picture):
                picture.take(key)


@QmlElement
class FloorPicture(QObject):
    """``drawing`` at ``across`` × ``down`` pixels. ``source`` is empty until it is there, and keeps the picture before
    while the next is being drawn."""

    changed = Signal()
    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drawing, self._across, self._down = "", 0, 0
        self._wanted = self._source = ""
        _announcer.pictures.add(self)

    def _ask(self) -> None:
        self.changed.emit()
        if not self._drawing or min(self._across, self._down) < LEAST:
            return
        size = QSize(self._across, self._down)
        told = f"{self._across}x{self._down}{self._drawing}"
        key = self._wanted = hashlib.sha256(told.encode()).hexdigest()[:24]
        drawing = self._drawing
        _painter.submit(self._work, key, drawing, size)

    def _work(self, key: str, drawing: str, size: QSize) -> None:
        """On the painter's thread."""
        if key != self._wanted:
            return  # the layout went on meanwhile
        _draw(key, drawing, size)
        _announcer.came.emit(key)

    def take(self, key: str) -> None:
        """Picture ``key`` has been drawn."""
        if key == self._wanted:
            self._source = f"image://floor/{key}"
            self.ready.emit()

    def _get_drawing(self) -> str:
        return self._drawing

    def _set_drawing(self, drawing: str) -> None:
        if drawing != self._drawing:
            self._drawing = drawing
            self._ask()

    def _get_across(self) -> int:
        return self._across

    def _set_across(self, across: int) -> None:
        if across != self._across:
            self._across = across
            self._ask()

    def _get_down(self) -> int:
        return self._down

    def _set_down(self, down: int) -> None:
        if down != self._down:
            self._down = down
            self._ask()

    drawing = Property(str, _get_drawing, _set_drawing, notify=changed)
    across = Property(int, _get_across, _set_across, notify=changed)
    down = Property(int, _get_down, _set_down, notify=changed)

    @Property(str, notify=ready)
    def source(self) -> str:
        return self._source


_announcer = _Announcer()
