"""Choose a service; then what is being waited for."""

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.qt.lists import Rows
from kiosk.qt.screen import ScreenModel
from kiosk.qt.services import ServiceLine, service_line

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class TicketModel(ScreenModel):
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

    @Property(str, notify=changed)
    def lead(self) -> str:
        if not self.view.services:
            return self.phrases.say("ticket.none")
        return self.phrases.say("ticket.lead" if self.frame.visitor else "ticket.lead_next")

    @Property(str, notify=changed)
    def attention(self) -> str:
        return self.phrases.sentence(self.view.attention)

    @Property(str, notify=changed)
    def working(self) -> str:
        """Empty, ``ordering`` or ``printing``."""
        return self.view.working or ""

    @Property(str, notify=changed)
    def chosenName(self) -> str:
        chosen = next((s for s in self.view.services if s.id == self.view.chosen), None)
        return self.phrases.pick(chosen.name_zh, chosen.name_en) if chosen else ""
