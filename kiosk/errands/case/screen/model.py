"""The verdict as a sentence, and what is known of the case in rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.errands.case.view import Missing
from kiosk.qt.lists import Rows
from kiosk.qt.screen import ScreenModel

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1

GOOD = ("true", "copy")
ICONS = {"true": "check", "copy": "check", "unsynced": "clock", "unproved": "info", "foreign": "info"}
NAMED = 2
"""Missing materials that are named on the glass; the paper has all of them."""
OVER = ("handed_out", "refused", "withdrawn", "void")
YOURS = ("to_complete", "ready")


@dataclass(frozen=True)
class FactLine:
    """Field names are the roles of the rows in ``Case.qml``. ``calm``: nothing is to be done about it."""

    id: str
    label: str
    text: str
    calm: bool = True


@QmlElement
class CaseModel(ScreenModel):
    changed = Signal()

    def arrange(self) -> None:
        if not hasattr(self, "_rows"):
            self._rows = Rows(FactLine, self)
        self._rows.put(list(self._facts()))

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        return self._rows

    @Property(str, notify=changed)
    def title(self) -> str:
        return self.phrases.say(f"case.verdict.{self.view.verdict}")

    @Property(str, notify=changed)
    def lead(self) -> str:
        return self.phrases.say(f"case.lead.{self.view.verdict}")

    @Property(str, notify=changed)
    def number(self) -> str:
        """As it says itself, and when it was issued: to be compared with the paper in hand."""
        view, say = self.view, self.phrases.say
        if not view.number:
            return ""
        said = f"{view.number} · {say('case.copy_no', n=view.copy)}" if view.copy else view.number
        if view.issued is None or view.verdict in ("forged", "foreign"):
            return said
        at = self.clock.local(view.issued)
        when = f"{self._day(at.date())} {self.clock.minute(view.issued)}"
        return f"{said} · {say('case.issued', at=when)}"

    @Property(str, notify=changed)
    def icon(self) -> str:
        return ICONS.get(self.view.verdict, "alert")

    @Property(bool, notify=changed)
    def good(self) -> bool:
        return self.view.verdict in GOOD

    def _facts(self) -> Iterator[FactLine]:
        view, say = self.view, self.phrases.say
        if view.hall == "asking":
            yield self._fact("state", say("case.asking"))
        elif view.hall == "away":
            yield self._fact("state", say("case.away"), calm=False)
        elif view.hall == "told":
            yield from self._progress()

    def _progress(self) -> Iterator[FactLine]:
        view, say = self.view, self.phrases.say
        state = "deemed" if view.deemed and view.state == "accepted" else view.state
        yield self._fact("matter", self.phrases.pick(*view.matter))
        yield self._fact("state", say(f"case.state.{state}"), calm=view.state not in YOURS)
        if view.state not in OVER:
            who = say("case.who.you") if view.state in YOURS else say("case.who.window") \
                if view.state == "received" else view.department  # fmt: skip
            yield self._fact("who", say("case.due", who=who, day=self._day(view.due)) if view.due else who)
        if view.missing:
            yield self._fact("missing", "\n".join(self._missing()), calm=False)
        yield self._fact("next", self._next())

    def _missing(self) -> Iterator[str]:
        for one in self.view.missing[:NAMED]:
            yield self._one(one)
        if len(self.view.missing) > NAMED:
            yield self.phrases.say("case.more", n=len(self.view.missing))

    def _one(self, one: Missing) -> str:
        if one.by is None:
            return self.phrases.say("case.without_date", name=one.name)
        return self.phrases.say("case.waived" if one.waived else "case.follows", name=one.name, day=self._day(one.by))

    def _next(self) -> str:
        view, say = self.view, self.phrases.say
        if view.state in OVER:
            return say("case.next.over")
        if view.state == "to_complete":
            return say("case.next.to_complete", asked=view.asked)
        if view.state == "ready":
            return say("case.next.ready")
        if view.missing:
            return say("case.next.missing")
        return say("case.next.window" if view.state == "received" else "case.next.department")

    def _fact(self, label: str, text: str, *, calm: bool = True) -> FactLine:
        return FactLine(label, self.phrases.say(f"case.label.{label}"), text, calm)

    def _day(self, day: date) -> str:
        return self.phrases.say("case.day", month=day.month, day=day.day)
