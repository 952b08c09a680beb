"""One question, and what its answer will move."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.errands.guide.screen.rows import LineRow, brief_row, counted, given_words
from kiosk.qt.lists import Rows
from kiosk.qt.screen import ScreenModel

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class OptionRow:
    """``arg``: with its question, so that a late touch answers no other."""

    id: str
    arg: str
    text: str
    chosen: bool
    unsure: bool


@QmlElement
class AskModel(ScreenModel):
    changed = Signal()

    def arrange(self) -> None:
        if not hasattr(self, "_options"):
            self._options, self._lines = Rows(OptionRow, self), Rows(LineRow, self)
        view, pick = self.view, self.phrases.pick
        options = [(f"{view.question} {id}", id, pick(*said)) for id, said in view.options]
        self._options.put([OptionRow(arg, arg, text, id == view.chosen, id == "?") for arg, id, text in options])
        self._lines.put([brief_row(one, self.phrases) for one in view.lines])

    @Property(QObject, constant=True)
    def options(self) -> QObject:
        return self._options

    @Property(QObject, constant=True)
    def lines(self) -> QObject:
        return self._lines

    @Property(int, notify=changed)
    def optionCount(self) -> int:
        return len(self.view.options)

    @Property(str, notify=changed)
    def matter(self) -> str:
        return self.phrases.pick(*self.view.matter)

    @Property(str, notify=changed)
    def asked(self) -> str:
        return self.phrases.pick(*self.view.asked)

    @Property(str, notify=changed)
    def given(self) -> str:
        return given_words(self.view.given, self.phrases)

    @Property(str, notify=changed)
    def left(self) -> str:
        left = self.view.left
        return self.phrases.say("guide.left_last") if left <= 1 else self.phrases.say("guide.left", left=left)

    @Property(str, notify=changed)
    def beside(self) -> str:
        return self.phrases.say("guide.list_beside", **counted(self.view.lines))
