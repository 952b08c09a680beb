"""Who is it: lay the card, scan, or type. What is typed comes from the flow's view and goes with it."""

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.errands.identify.screen.cells import PLACES, Cell, cells
from kiosk.qt.lists import Rows
from kiosk.qt.screen import ScreenModel

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class IdentifyModel(ScreenModel):
    changed = Signal()

    def arrange(self) -> None:
        if not hasattr(self, "_cells"):
            self._cells = Rows(Cell, self)
        problem = self.view.problem
        marked = (problem.start, problem.end) if problem else (None, None)
        self._cells.put(cells(self.view.kind, self.view.typed, *marked))

    @Property(QObject, constant=True)
    def cells(self) -> QObject:
        return self._cells

    @Property(bool, notify=changed)
    def typing(self) -> bool:
        return self.view.mode == "type"

    @Property(str, notify=changed)
    def kind(self) -> str:
        return self.view.kind

    @Property(bool, notify=changed)
    def complete(self) -> bool:
        return self.view.complete

    @Property(bool, notify=changed)
    def card(self) -> bool:
        return self.view.card

    @Property(bool, notify=changed)
    def code(self) -> bool:
        return self.view.code

    @Property(bool, notify=changed)
    def waiting(self) -> bool:
        return self.view.asking_hall

    @Property(str, notify=changed)
    def title(self) -> str:
        if self.typing:
            return self.phrases.say("identify.title_type")
        scan_only = self.view.code and not self.view.card
        return self.phrases.say("identify.title_code" if scan_only else "identify.title")

    @Property(str, notify=changed)
    def service(self) -> str:
        chosen = self.view.service
        return self.phrases.say("identify.for_service", service=(chosen.name_zh, chosen.name_en)) if chosen else ""

    @Property(str, notify=changed)
    def lead(self) -> str:
        ways = {(True, True): "lead_both", (True, False): "lead", (False, True): "lead_code"}
        return self.phrases.say(f"identify.{ways.get((self.view.card, self.view.code), 'lead_none')}")

    @Property(str, notify=changed)
    def progress(self) -> str:
        return self.phrases.say("identify.asking_hall") if self.view.asking_hall else ""

    @Property(str, notify=changed)
    def trouble(self) -> str:
        return self.phrases.sentence(self.view.trouble)

    @Property(str, notify=changed)
    def problem(self) -> str:
        return self.phrases.sentence(self.view.problem.sentence) if self.view.problem else ""

    @Property(str, notify=changed)
    def advice(self) -> str:
        """What comes next while nothing is wrong."""
        missing = PLACES - len(self.view.typed)
        if not self.view.typed:
            return self.phrases.say("identify.typed_none")
        if self.view.complete or missing <= 0:
            return self.phrases.say("identify.complete")
        return self.phrases.say("identify.digits_left", missing=missing)
