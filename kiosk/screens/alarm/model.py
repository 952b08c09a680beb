"""People are to leave the hall, or rehearse it."""

from PySide6.QtCore import Property, Signal
from PySide6.QtQml import QmlElement

from kiosk.qt.screen import ScreenModel

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class AlarmModel(ScreenModel):
    changed = Signal()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self.phrases.say(f"alarm.{self.view.mode}.title")

    @Property(str, notify=changed)
    def why(self) -> str:
        return self.phrases.say(f"alarm.{self.view.mode}.why")
