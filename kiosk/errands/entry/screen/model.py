"""What stands at the gate: what to show; then the sentence of the decision, and the way."""

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.qt.directions import FloorLine, StepLine, floor_lines, step_lines, warning
from kiosk.qt.lists import Rows
from kiosk.qt.screen import ScreenModel

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1

_READY = {(True, True): "both", (False, True): "code", (True, False): "card", (False, False): "none"}
"""(card, code) that can be used → the phrase."""
_ICONS = {"opening": "clock", "open": "check", "maybe": "info", "passed": "check", "over": "alert", "refused": "alert"}


@QmlElement
class GateModel(ScreenModel):
    changed = Signal()

    @property
    def _which(self) -> str:
        return _READY[self.view.card, self.view.code]

    @Property(str, notify=changed)
    def title(self) -> str:
        return self.phrases.say(f"entry.title.{self._which}")

    @Property(str, notify=changed)
    def lead(self) -> str:
        return self.phrases.say(f"entry.lead.{self._which}")

    @Property(bool, notify=changed)
    def card(self) -> bool:
        return self.view.card

    @Property(bool, notify=changed)
    def code(self) -> bool:
        return self.view.code


@QmlElement
class EntryModel(ScreenModel):
    changed = Signal()

    def arrange(self) -> None:
        if not hasattr(self, "_floors"):
            self._floors, self._steps = Rows(FloorLine, self), Rows(StepLine, self)
        way = self.view.way
        self._floors.put(floor_lines(way, self.phrases, care=self.frame.manners.care) if way else [])
        self._steps.put(step_lines(way, self.phrases) if way else [])

    @Property(QObject, constant=True)
    def floors(self) -> QObject:
        return self._floors

    @Property(QObject, constant=True)
    def steps(self) -> QObject:
        return self._steps

    @Property(int, notify=changed)
    def floorCount(self) -> int:
        return len(self.view.way.maps) if self.view.way else 0

    @Property(bool, notify=changed)
    def refused(self) -> bool:
        return self.view.step in ("refused", "over")

    @Property(bool, notify=changed)
    def done(self) -> bool:
        """Whoever stands there may go on."""
        return self.view.step in ("open", "maybe", "passed") and self.view.slip != "printing"

    @Property(str, notify=changed)
    def icon(self) -> str:
        return _ICONS[self.view.step]

    @property
    def _sentence(self) -> tuple[str, str]:
        """The sentence in two parts: what is, and what to do."""
        said = self.phrases.pick(*self.view.said) if self.view.said else self.phrases.sentence(self.view.what)
        what, _, then = said.replace("; ", "；").partition("；")
        return what, then[:1].upper() + then[1:]

    @Property(str, notify=changed)
    def title(self) -> str:
        match self.view.step:
            case "opening":
                return self.phrases.say("entry.opening")
            case "passed":
                return self.phrases.say("entry.passed_title")
        return self._sentence[0]

    @Property(str, notify=changed)
    def lead(self) -> str:
        match self.view.step:
            case "opening":
                return self.phrases.say("entry.opening_lead")
            case "open":
                lead = self.phrases.say("entry.open_lead", seconds=self.view.seconds)
                return self.phrases.say("entry.and", first=self._sentence[1], then=lead) if self._sentence[1] else lead
            case "maybe":
                return self.phrases.say("entry.maybe_lead")
            case "passed":
                return self.phrases.say("entry.passed_lead")
        return self._sentence[1]

    @Property(str, notify=changed)
    def room(self) -> str:
        """Where he is expected; empty where nobody said."""
        room = self.phrases.pick(*self.view.room)
        if not room:
            return ""
        way = self.view.way
        place = self.phrases.pick(way.place_zh, way.place_en) if way else ""
        return self.phrases.say("entry.to_room", room=f"{place} {room}".strip() if place not in room else room)

    @Property(str, notify=changed)
    def slip(self) -> str:
        """A quiet line: what became of the slip, or that this is not the first try."""
        if self.refused:
            return self.phrases.say("entry.tries", tries=self.view.tries) if self.view.tries > 1 else ""
        return self.phrases.say(f"entry.slip_{self.view.slip}") if self.view.slip and self.view.room[0] else ""

    @Property(str, notify=changed)
    def warning(self) -> str:
        return warning(self.view.way, self.phrases, self.clock)

    @Property(str, notify=changed)
    def otherKey(self) -> str:
        """What the key for the other kind of way says; empty where there is no other."""
        way = self.view.way
        if way is None or not way.other or way.barred:
            return ""
        return self.phrases.say("way.walking" if way.step_free else "way.step_free")
