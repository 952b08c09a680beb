"""What every screen's model builds on."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.kit.views import Face, Frame
from kiosk.qt.phrases import Phrases
from kiosk.qt.times import Clock


class ScreenModel(QObject):
    """The view of one kind, as typed properties. One signal tells of any change: bindings are few and cheap. Each model
    declares it anew: QML does not follow a notify signal into a Python base class."""

    changed: Signal

    def __init__(self, face: Face, phrases: Phrases, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.phrases = phrases
        self.clock = clock
        self.view: Any = face.view
        self.frame: Frame = face.frame
        self.arrange()

    def take(self, face: Face) -> None:
        """A newer face of the same kind (or the same in another language)."""
        self.view, self.frame = face.view, face.frame
        self.arrange()
        self.changed.emit()

    def arrange(self) -> None:
        """Fill lists before properties are read; for models that have lists."""
