"""The slip is out, or what became of one that was scanned."""

from PySide6.QtCore import Property, Signal
from PySide6.QtQml import QmlElement

from kiosk.qt.directions import warning, whole
from kiosk.qt.floor_map import drawing_of
from kiosk.qt.images import code_source
from kiosk.qt.screen import ScreenModel
from kiosk.qt.services import joined

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class SlipModel(ScreenModel):
    changed = Signal()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self.phrases.say("slip.title" if self.view.printed else "slip.title_status")

    @Property(bool, notify=changed)
    def printed(self) -> bool:
        return self.view.printed

    @Property(str, notify=changed)
    def proof(self) -> str:
        """Whose word this is, and when it was given."""
        view = self.view
        if view.printed and view.confirmed_at:
            return self.phrases.say("slip.confirmed", time=self.clock.second(view.confirmed_at))
        if not view.printed and view.as_of:
            return self.phrases.say("slip.as_of", time=self.clock.second(view.as_of))
        return self.phrases.say("slip.unasked" if view.state == "unknown" else "slip.reserved")

    @Property(str, notify=changed)
    def number(self) -> str:
        return self.view.number

    @Property(str, notify=changed)
    def service(self) -> str:
        return self.phrases.pick(self.view.service_zh, self.view.service_en)

    @Property(str, notify=changed)
    def code(self) -> str:
        return code_source(self.view.code)

    @Property(str, notify=changed)
    def copyMark(self) -> str:
        return self.phrases.say("slip.copy", copy=self.view.copy_no) if self.view.copy_no else ""

    @Property(bool, notify=changed)
    def waiting(self) -> bool:
        return self.view.state in ("waiting", "unknown")

    @Property(bool, notify=changed)
    def over(self) -> bool:
        return self.view.state in ("done", "missed", "void", "lapsed")

    @Property(str, notify=changed)
    def state(self) -> str:
        """Said on a look-up, and on a slip whose number is called while it is being printed."""
        view = self.view
        if view.state == "unknown" or (view.printed and view.state == "waiting"):
            return ""
        if view.state in ("called", "serving") and not view.called_to:
            return self.phrases.say(f"slip.state.{view.state}_any")
        return self.phrases.say(f"slip.state.{view.state}", window=view.called_to or "")

    @Property(str, notify=changed)
    def ahead(self) -> str:
        ahead = self.view.ahead
        if ahead is None:
            return self.phrases.say("slip.unknown")
        return self.phrases.say("slip.ahead_value" if ahead else "slip.ahead_none", ahead=ahead)

    @Property(str, notify=changed)
    def expected(self) -> str:
        view = self.view
        if view.wait_low is None or view.wait_high is None:
            return self.phrases.say("slip.unknown")
        form = "slip.expected_exact" if view.wait_low == view.wait_high else "slip.expected_value"
        return self.phrases.say(form, low=view.wait_low, high=view.wait_high)

    @Property(str, notify=changed)
    def window(self) -> str:
        """As the plan has it now, where that is known: a window may have moved while the slip lies here."""
        view = self.view
        windows = (view.called_to,) if view.called_to else view.way.target if view.way else view.windows
        if not windows:
            return self.phrases.say("slip.window_any")
        return self.phrases.say("slip.window_value", windows=joined(windows, self.phrases))

    @Property(str, notify=changed)
    def place(self) -> str:
        view = self.view
        if view.way:
            return self.phrases.pick(view.way.place_zh, view.way.place_en)
        return self.phrases.pick(view.place_zh, view.place_en)

    @Property(str, notify=changed)
    def way(self) -> str:
        """The steps from this kiosk in one sentence; empty where it is not known."""
        return whole(self.view.way, self.phrases) if self.view.way else ""

    @Property(str, notify=changed)
    def wayWarning(self) -> str:
        return warning(self.view.way, self.phrases, self.clock)

    @Property(str, notify=changed)
    def wayPicture(self) -> str:
        """The floor the way begins on."""
        way, care = self.view.way, self.frame.manners.care
        return drawing_of(way.maps[0], self.phrases, care=care) if way and way.maps else ""

    @Property(bool, notify=changed)
    def offline(self) -> bool:
        return self.view.offline
