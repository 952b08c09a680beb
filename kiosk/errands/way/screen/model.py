"""The way, floor by floor, and its steps."""

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.qt.directions import FloorLine, StepLine, floor_lines, step_lines, warning
from kiosk.qt.lists import Rows
from kiosk.qt.screen import ScreenModel
from kiosk.qt.services import joined

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class WayModel(ScreenModel):
    changed = Signal()

    def arrange(self) -> None:
        if not hasattr(self, "_floors"):
            self._floors, self._steps = Rows(FloorLine, self), Rows(StepLine, self)
        self._floors.put(floor_lines(self.view.way, self.phrases, care=self.frame.manners.care))
        self._steps.put(step_lines(self.view.way, self.phrases))

    @Property(QObject, constant=True)
    def floors(self) -> QObject:
        return self._floors

    @Property(QObject, constant=True)
    def steps(self) -> QObject:
        return self._steps

    @Property(int, notify=changed)
    def floorCount(self) -> int:
        return len(self.view.way.maps)

    @Property(str, notify=changed)
    def title(self) -> str:
        windows = (self.view.called_to,) if self.view.called_to else self.view.way.target
        return self.phrases.say("way.title", windows=joined(windows, self.phrases))

    @Property(str, notify=changed)
    def lead(self) -> str:
        way = self.view.way
        lead = self.phrases.say("way.lead", place=self.phrases.pick(way.place_zh, way.place_en), metres=way.metres)
        return f"{lead} · {self.phrases.say('way.no_steps')}" if way.step_free else lead

    @Property(str, notify=changed)
    def warning(self) -> str:
        return warning(self.view.way, self.phrases, self.clock)

    @Property(str, notify=changed)
    def otherKey(self) -> str:
        """What the key for the other kind of way says; empty where there is no other."""
        way = self.view.way
        if not way.other or way.barred:
            return ""
        return self.phrases.say("way.walking" if way.step_free else "way.step_free")
