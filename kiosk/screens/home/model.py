"""The errands that are built, and what can be laid down."""

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.qt.lists import Rows
from kiosk.qt.screen import ScreenModel
from kiosk.qt.services import ServiceLine, service_line

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class HomeModel(ScreenModel):
    changed = Signal()

    def arrange(self) -> None:
        if not hasattr(self, "_services"):
            self._services = Rows(ServiceLine, self)
        self._services.put([service_line(s, self.phrases) for s in self.view.services])

    @Property(QObject, constant=True)
    def services(self) -> QObject:
        return self._services

    @Property(int, notify=changed)
    def count(self) -> int:
        return len(self.view.services)

    @Property(bool, notify=changed)
    def card(self) -> bool:
        return self.view.card

    @Property(bool, notify=changed)
    def code(self) -> bool:
        return self.view.code

    @Property(str, notify=changed)
    def lead(self) -> str:
        ways = {(True, True): "lead", (True, False): "lead_card", (False, True): "lead_code"}
        return self.phrases.say(f"home.{ways.get((self.view.card, self.view.code), 'lead_touch')}")

    @Property(str, notify=changed)
    def attention(self) -> str:
        return self.phrases.sentence(self.view.attention)
