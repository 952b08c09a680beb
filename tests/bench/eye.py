"""The glass of a station in this process, watched frame by frame. Import it once DISPLAY and QT_QPA_PLATFORM are
set."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from time import perf_counter
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtQuick import QQuickItem

from kiosk import enrolment, identity
from kiosk.kit.views import Face, OutOfServiceView, Touched, View
from kiosk.qt.glass import Glass
from kiosk.screens import SCREENS
from kiosk.settings import Settings
from kiosk.station import Station

PATIENCE = 15.0


class Eye:
    """``frames``: the moment of every frame swapped since it was last emptied. Frames are asked for without pause."""

    def __init__(self) -> None:
        self.frames: list[float] = []
        self.view: type[View] = OutOfServiceView
        self._station: Station | None = None
        self._right: Callable[[], bool] = lambda: False
        self._glass = Glass(self._post, SCREENS)  # the first: it makes the application
        self._loop = QEventLoop()
        self._enough = QTimer(singleShot=True, interval=round(PATIENCE * 1000))
        self._enough.timeout.connect(self._loop.quit)
        self._screens = cast(QQuickItem, self._glass.window.rootObject().findChild(QQuickItem, "screens"))
        self._glass.bridge.face.connect(self._face)
        self._glass.window.frameSwapped.connect(self._frame)
        self._glass.window.frameSwapped.connect(self._glass.window.update)

    def close(self) -> None:
        self._glass.close()

    @contextmanager
    def station(self, settings: Settings) -> Iterator[None]:
        """Serve this glass with a whole station meanwhile."""
        who = identity.load(settings.data) or enrolment.enrol(
            settings, (settings.data / "enrol-code").read_text().strip()
        )
        self._station = Station(settings, who, self._glass.show)
        self._station.start()
        try:
            yield
        finally:
            self._station.stop()
            self._station = None

    def until(self, right: Callable[[], bool]) -> float:
        """The moment of the first frame from now on in which ``right`` holds."""
        self._right = right
        self._enough.start()
        self._loop.exec()
        self._enough.stop()
        if not right():
            raise TimeoutError(f"still {self.view.__name__}")
        self._right = lambda: False
        return self.frames[-1]

    def rest(self, seconds: float) -> None:
        ends = perf_counter() + seconds
        self.until(lambda: perf_counter() >= ends)

    def sees(self, *views: type[View]) -> bool:
        """One of ``views`` has been drawn, not wholly transparent."""
        return self.view in views and self._screens.childItems()[-1].opacity() > 0

    def touch(self, what: str) -> float:
        """A finger on the first key called ``what``; the moment it left the glass."""
        keys = {key.what: key.middle for key in reversed(self._glass.keys())}
        if what not in keys:
            raise LookupError(f"{self.view.__name__} has {', '.join(keys)}, but no {what}")
        x, y = keys[what]
        self._mouse(QEvent.Type.MouseButtonPress, x, y, Qt.MouseButton.LeftButton)
        self.rest(0.05)
        lifted = perf_counter()
        self._mouse(QEvent.Type.MouseButtonRelease, x, y, Qt.MouseButton.NoButton)
        return lifted

    def has(self, what: str) -> bool:
        keys = self._glass.keys()
        return any(key.what == what for key in keys)

    def longest_gap(self) -> float:
        """Between two frames since the last time this was asked."""
        longest = max(then - now for now, then in pairwise(self.frames))
        self.frames = self.frames[-1:]
        return longest

    def _mouse(self, kind: QEvent.Type, x: float, y: float, held: Qt.MouseButton) -> None:
        window, point = self._glass.window, QPointF(x, y)
        event = QMouseEvent(
            kind, point, window.mapToGlobal(point), Qt.MouseButton.LeftButton, held, Qt.KeyboardModifier.NoModifier
        )
        QCoreApplication.sendEvent(window, event)

    def _post(self, touch: Touched) -> None:
        if self._station is not None:
            self._station.clerk.post(touch)

    def _face(self, face: Face) -> None:
        self.view = type(face.view)

    def _frame(self) -> None:
        self.frames.append(perf_counter())
        if self._right():
            self._loop.quit()
