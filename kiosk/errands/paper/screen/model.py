"""An A4 paper as the glass tells it."""

from PySide6.QtCore import Property, Signal
from PySide6.QtQml import QmlElement

from kiosk.qt.pages import keep
from kiosk.qt.screen import ScreenModel

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class PaperModel(ScreenModel):
    changed = Signal()

    def arrange(self) -> None:
        if not hasattr(self, "_shown"):
            self._shown: tuple[bytes, ...] = ()
            self._sources: list[str] = []
            self.destroyed.connect(lambda: keep(()))
        if self._shown is not self.view.pictures:
            self._shown = self.view.pictures
            self._sources = keep(self._shown)

    @Property(str, notify=changed)
    def step(self) -> str:
        return self.view.step

    @Property(list, notify=changed)
    def pictures(self) -> list[str]:
        return self._sources

    @Property(str, notify=changed)
    def title(self) -> str:
        return self.phrases.say(f"paper.name.{self.view.name}")

    @Property(str, notify=changed)
    def lead(self) -> str:
        """What stands above the page: how much it is, or what is being done with it."""
        view, say = self.view, self.phrases.say
        match view.step:
            case "setting" if view.copy_no:
                return say("paper.reprinting", copy_no=view.copy_no + 1)
            case "setting":
                return say("paper.setting")
            case "printing":
                return say("paper.reprinting", copy_no=view.copy_no) if view.copy_no else say("paper.printing")
            case "out":
                return say("paper.out")
        pages = say("paper.lead", pages=view.pages)
        if view.copies == 1 and not view.two_sided:
            return f"{say('paper.ready')} · {pages}"
        key = "paper.sides_two" if view.two_sided else "paper.sides"
        values = {"copies": view.copies} if view.two_sided else {"copies": view.copies, "sides": view.sides}
        return f"{pages} · {say(key, **values)}"

    @Property(str, notify=changed)
    def note(self) -> str:
        view, say = self.view, self.phrases.say
        if view.step == "ready" and view.changed:
            return say("paper.changed")
        if view.step == "ready" and view.pages > len(view.pictures):
            return say("paper.first_pages", shown=len(view.pictures), pages=view.pages)
        if view.waits is None:
            return ""
        waits = self.phrases.sentence(view.waits)
        gives_up = say("paper.gives_up", seconds=view.seconds) if view.seconds is not None else ""
        return " · ".join(one for one in (waits, gives_up) if one)

    @Property(str, notify=changed)
    def progress(self) -> str:
        """By the printer's own word."""
        view = self.view
        if view.step == "out":
            return self.phrases.say("paper.out_lead", sides=view.sides)
        if view.done is None:
            return self.phrases.say("paper.progress_unknown", sides=view.sides)
        return self.phrases.say("paper.progress", done=view.done, sides=view.sides)

    @Property(float, notify=changed)
    def share(self) -> float:
        """How much of it is out."""
        view = self.view
        if view.step == "out":
            return 1.0
        return (view.before if view.done is None else view.done) / view.sides if view.sides else 0.0

    @Property(bool, notify=changed)
    def form(self) -> bool:
        return self.view.form

    @Property(str, notify=changed)
    def copies(self) -> str:
        return self.phrases.say("paper.copies", copies=self.view.copies)

    @Property(bool, notify=changed)
    def more(self) -> bool:
        return self.view.copies < self.view.most

    @Property(bool, notify=changed)
    def less(self) -> bool:
        return self.view.copies > 1

    @Property(str, notify=changed)
    def otherSides(self) -> str:
        """What the key for one side or both says; empty where there is one page alone."""
        if self.view.pages < 2:
            return ""
        return self.phrases.say("paper.one_sided" if self.view.two_sided else "paper.two_sided")
