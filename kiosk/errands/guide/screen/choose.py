"""A few large keys; where a search had something to say, its sentence above them."""

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.errands.guide.screen.rows import KeyRow, key_rows, words
from kiosk.qt.lists import Rows
from kiosk.qt.screen import ScreenModel

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ChooseModel(ScreenModel):
    changed = Signal()

    def arrange(self) -> None:
        if not hasattr(self, "_rows"):
            self._rows = Rows(KeyRow, self)
        self._rows.put(key_rows(self.view.rows, self.phrases))

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        return self._rows

    @Property(str, notify=changed)
    def title(self) -> str:
        return words(self.view.title, self.phrases)

    @Property(str, notify=changed)
    def lead(self) -> str:
        return words(self.view.lead, self.phrases)

    @Property(bool, notify=changed)
    def find(self) -> bool:
        return self.view.find

    @Property(bool, notify=changed)
    def window(self) -> bool:
        return self.view.window
