"""What happened, what was kept, what to do next; and the keys that do it."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.qt.lists import Rows
from kiosk.qt.screen import ScreenModel

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class ChoiceLine:
    id: str
    text: str
    primary: bool


@QmlElement
class TroubleModel(ScreenModel):
    changed = Signal()

    def arrange(self) -> None:
        if not hasattr(self, "_choices"):
            self._choices = Rows(ChoiceLine, self)
        lines = [ChoiceLine(c.touch, self.phrases.sentence(c.label), c.primary) for c in self.view.choices]
        self._choices.put(sorted(lines, key=lambda line: line.primary))  # the primary key comes last: bottom right

    @Property(QObject, constant=True)
    def choices(self) -> QObject:
        return self._choices

    @Property(str, notify=changed)
    def what(self) -> str:
        return self.phrases.sentence(self.view.what)

    @Property(str, notify=changed)
    def kept(self) -> str:
        return self.phrases.sentence(self.view.kept)

    @Property(str, notify=changed)
    def next(self) -> str:
        return self.phrases.sentence(self.view.next)

    @Property(str, notify=changed)
    def number(self) -> str:
        return self.view.number
