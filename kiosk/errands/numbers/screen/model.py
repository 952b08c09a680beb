"""My numbers: how each stands, its slip once more, its way."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.qt.lists import Rows
from kiosk.qt.screen import ScreenModel
from kiosk.qt.services import joined

if TYPE_CHECKING:
    from kiosk.kit.views import SlipView
    from kiosk.qt.phrases import Phrases

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class NumberLine:
    """Field names are the roles of `NumberRow.qml`. ``calm``: nothing is amiss with it."""

    id: str
    service: str
    standing: str
    where: str
    calm: bool
    way: bool


@QmlElement
class NumbersModel(ScreenModel):
    changed = Signal()

    def arrange(self) -> None:
        if not hasattr(self, "_rows"):
            self._rows = Rows(NumberLine, self)
        self._rows.put([_line(slip, self.phrases) for slip in self.view.slips])

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        return self._rows

    @Property(int, notify=changed)
    def count(self) -> int:
        return len(self.view.slips)

    @Property(str, notify=changed)
    def title(self) -> str:
        service = self.view.service
        if service is None:
            return self.phrases.say("numbers.title")
        return self.phrases.say("numbers.title_again", service=(service.name_zh, service.name_en))

    @Property(str, notify=changed)
    def lead(self) -> str:
        return self.phrases.say("numbers.lead_again" if self.view.service else "numbers.lead")

    @Property(str, notify=changed)
    def attention(self) -> str:
        return self.phrases.sentence(self.view.attention)

    @Property(str, notify=changed)
    def another(self) -> str:
        return self.phrases.say("numbers.another_same" if self.view.service else "numbers.another")


def _line(slip: "SlipView", phrases: "Phrases") -> NumberLine:
    return NumberLine(
        id=slip.number,
        service=phrases.pick(slip.service_zh, slip.service_en),
        standing=_standing(slip, phrases),
        where=_where(slip, phrases) if slip.state in ("waiting", "unknown") else "",
        calm=slip.state != "missed",
        way=slip.way is not None,
    )


def _standing(slip: "SlipView", phrases: "Phrases") -> str:
    """Never a guess: how many are before it is the hall's count."""
    if slip.state in ("waiting", "unknown"):
        return phrases.say("numbers.unknown" if slip.ahead is None else "numbers.ahead", ahead=slip.ahead or 0)
    form = f"slip.state.{slip.state}"
    if slip.state in ("called", "serving") and not slip.called_to:
        form += "_any"
    return phrases.say(form, window=slip.called_to or "")


def _where(slip: "SlipView", phrases: "Phrases") -> str:
    """As the plan has it now, where that is known."""
    windows = joined(slip.way.target if slip.way else slip.windows, phrases)
    if slip.way and windows:
        return phrases.say("numbers.where", place=(slip.way.place_zh, slip.way.place_en), windows=windows)
    return phrases.say("wait.window", windows=windows) if windows else ""
