"""One step between threads: a face from the clerk's thread to the glass, a touch from the glass to the clerk."""

from collections.abc import Callable
from threading import Lock

from PySide6.QtCore import QObject, Qt, Signal, Slot

from kiosk.kit.views import Face, Touched


class Bridge(QObject):
    """`show` may be called from any thread; the UI thread gets the latest face only (older ones that it had no time
    for are dropped). `post` receives touches on the UI thread and must return at once: put it in an inbox."""

    face = Signal(object)
    _arrived = Signal()

    def __init__(self, post: Callable[[Touched], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._post = post
        self._lock = Lock()
        self._latest: Face | None = None
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def show(self, face: Face) -> None:
        with self._lock:
            waiting = self._latest is not None
            self._latest = face
        if not waiting:
            self._arrived.emit()

    @Slot(str, str)
    def touch(self, what: str, arg: str) -> None:
        self._post(Touched(what, arg))

    @Slot()
    def _deliver(self) -> None:
        with self._lock:
            face, self._latest = self._latest, None
        if face is not None:
            self.face.emit(face)
