"""Nobody is here: the day and the time, and how to begin."""

from PySide6.QtCore import Property, QTimer, Signal
from PySide6.QtQml import QmlElement

from kiosk.qt.screen import ScreenModel

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class AttractModel(ScreenModel):
    changed = Signal()
    ticked = Signal()

    def arrange(self) -> None:
        if not hasattr(self, "_timer"):
            self._timer = QTimer(self, interval=1000)
            self._timer.timeout.connect(self.ticked)
            self._timer.start()
        self.ticked.emit()

    @Property(str, notify=changed)
    def hall(self) -> str:
        return self.phrases.pick(self.frame.hall_zh, self.frame.hall_en)

    @Property(str, notify=changed)
    def otherName(self) -> str:
        """The hall's name in the other language, small: it is a name, not a sentence."""
        return self.frame.hall_zh if self.phrases.language == "en" else self.frame.hall_en

    @Property(bool, notify=changed)
    def card(self) -> bool:
        return self.view.card

    @Property(bool, notify=changed)
    def code(self) -> bool:
        return self.view.code

    @Property(str, notify=ticked)
    def time(self) -> str:
        return self.clock.minute(self.clock.now())

    @Property(str, notify=ticked)
    def date(self) -> str:
        return self.clock.date(self.phrases)

    @Property(str, notify=ticked)
    def weekday(self) -> str:
        if self.clock.checked:
            return self.clock.weekday(self.phrases, "long")
        return self.phrases.say("attract.unchecked", day=self.clock.weekday(self.phrases, "short"))
