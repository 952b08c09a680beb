"""Letters and what they mean; a text that was found."""

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.errands.guide.screen.rows import KeyRow, LineRow, key_rows, words
from kiosk.qt.lists import Rows
from kiosk.qt.screen import ScreenModel

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class SearchModel(ScreenModel):
    changed = Signal()

    def arrange(self) -> None:
        if not hasattr(self, "_rows"):
            self._rows = Rows(KeyRow, self)
        self._rows.put(key_rows(self.view.rows, self.phrases))

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        return self._rows

    @Property(str, notify=changed)
    def typed(self) -> str:
        return self.view.typed

    @Property(str, notify=changed)
    def said(self) -> str:
        return words(self.view.said, self.phrases)


@QmlElement
class ReadModel(ScreenModel):
    changed = Signal()

    def arrange(self) -> None:
        if not hasattr(self, "_parts"):
            self._parts = Rows(LineRow, self)
        self._parts.put([LineRow(str(n), "text", text) for n, text in enumerate(self.view.parts)])

    @Property(QObject, constant=True)
    def parts(self) -> QObject:
        return self._parts

    @Property(str, notify=changed)
    def title(self) -> str:
        return self.view.title

    @Property(str, notify=changed)
    def source(self) -> str:
        view, say = self.view, self.phrases.say
        parts = [say("guide.source", source=view.source) if view.source else "", view.dated]
        return " · ".join(part for part in parts if part)

    @Property(str, notify=changed)
    def doubt(self) -> str:
        view, say = self.view, self.phrases.say
        if view.doubt == "lapsed":
            return say("guide.lapsed", until=view.until) if view.until else say("guide.lapsed_plain")
        return say("guide.doubt") if view.doubt else ""
