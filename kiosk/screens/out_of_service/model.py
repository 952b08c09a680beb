"""What cannot be done and why, and where to go instead."""

from PySide6.QtCore import Property, Signal
from PySide6.QtQml import QmlElement

from kiosk.qt.screen import ScreenModel

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class OutOfServiceModel(ScreenModel):
    changed = Signal()

    @Property(str, notify=changed)
    def why(self) -> str:
        return self.phrases.sentence(self.view.why)

    @Property(str, notify=changed)
    def nearest(self) -> str:
        return self.phrases.pick(self.view.nearest_zh, self.view.nearest_en)
