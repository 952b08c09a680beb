"""The hall is asked, and this is about what."""

from PySide6.QtCore import Property, Signal
from PySide6.QtQml import QmlElement

from kiosk.qt.screen import ScreenModel

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class AskingModel(ScreenModel):
    changed = Signal()

    @Property(str, notify=changed)
    def what(self) -> str:
        return self.phrases.sentence(self.view.what)

    @Property(str, notify=changed)
    def icon(self) -> str:
        return self.view.icon
