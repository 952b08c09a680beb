"""The errands that are built, and what can be laid down."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.kit.views import HomeKey
from kiosk.qt.lists import Rows
from kiosk.qt.screen import ScreenModel
from kiosk.qt.services import ServiceLine, service_line

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class KeyLine:
    """A key of home. ``id``: what it says when it is touched."""

    id: str
    icon: str
    text: str
    hint: str


@QmlElement
class HomeModel(ScreenModel):
    changed = Signal()

    def arrange(self) -> None:
        if not hasattr(self, "_services"):
            self._services, self._others = Rows(ServiceLine, self), Rows(KeyLine, self)
        self._others.put([self._line(key) for key in self.view.keys[1:]])
        self._services.put([service_line(s, self.phrases) for s in self.view.services])

    def _line(self, key: HomeKey) -> KeyLine:
        say = self.phrases.say
        return KeyLine(key.touches[0], key.icon, say(f"{key.errand}.key"), say(f"{key.errand}.key_hint"))

    def _first(self) -> KeyLine:
        return self._line(self.view.keys[0]) if self.view.keys else KeyLine("", "", "", "")

    @Property(QObject, constant=True)
    def services(self) -> QObject:
        return self._services

    @Property(QObject, constant=True)
    def others(self) -> QObject:
        """The keys below the large one."""
        return self._others

    @Property(int, notify=changed)
    def otherCount(self) -> int:
        return len(self.view.keys[1:])

    @Property(str, notify=changed)
    def firstTouch(self) -> str:
        return self._first().id

    @Property(str, notify=changed)
    def firstIcon(self) -> str:
        return self._first().icon

    @Property(str, notify=changed)
    def first(self) -> str:
        return self._first().text

    @Property(str, notify=changed)
    def firstHint(self) -> str:
        return self._first().hint

    @Slot(int, result=str)
    def more(self, n: int) -> str:
        """In place of the large key's hint, where ``n`` services have no room below it: nobody is to think that there
        are no others."""
        return self.phrases.say("home.more", n=n)

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
