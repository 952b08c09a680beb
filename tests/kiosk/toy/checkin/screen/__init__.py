"""Checking in."""

from pathlib import Path

from kiosk.errands.checkin import CheckinView
from PySide6.QtCore import Property, Signal
from PySide6.QtQml import QmlElement

from kiosk.qt.navigator import ScreenKind
from kiosk.qt.screen import ScreenModel

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class CheckinModel(ScreenModel):
    changed = Signal()

    @Property(str, notify=changed)
    def said(self) -> str:
        return self.phrases.say(f"checkin.{self.view.state}")


SCREENS = {CheckinView: ScreenKind(Path(__file__).parent / "Checkin.qml", CheckinModel)}
