"""The personal list: what, from whom, by which law, how sure; where to hand it in; and the keys that take it along."""

from collections.abc import Iterator

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.errands.guide.screen.rows import LineRow, given_words, sections
from kiosk.qt.images import code_source
from kiosk.qt.lists import Rows
from kiosk.qt.screen import ScreenModel
from kiosk.qt.services import joined

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ListModel(ScreenModel):
    changed = Signal()

    def arrange(self) -> None:
        if not hasattr(self, "_lines"):
            self._lines = Rows(LineRow, self)
        self._lines.put(list(self._all()))

    def _all(self) -> Iterator[LineRow]:
        """Lines first, then what is to be known, then what it rests on."""
        view = self.view
        window = self.phrases.pick(*view.window.name)
        yield from self._asides(since=self._since(), doubt=self._doubt())
        yield from sections(view.lines, self.phrases, window, view.facts.source)
        yield from self._asides(commit=self._commit(), given=self._given(), where=self._where())
        for n, text in enumerate((*view.notes, *self._facts(), view.disclaimer)):
            if text:
                yield LineRow(f"note {n}", "note", text)

    def _asides(self, **told: str) -> Iterator[LineRow]:
        """What stands above the list, where there is room."""
        for id, text in told.items():
            if text:
                yield LineRow(id, "aside", text)

    def _facts(self) -> Iterator[str]:
        facts, say = self.view.facts, self.phrases.say
        yield self._told("legal", facts.legal)
        yield say("guide.until", day=facts.until) if facts.until else facts.beyond
        yield self._told("result", facts.result)
        source = say("guide.source", source=facts.source) if facts.source else ""
        valid = say("guide.valid", day=facts.valid) if facts.valid and facts.doubt != "lapsed" else ""
        yield " · ".join(one for one in (source, valid) if one)
        yield facts.lead

    def _given(self) -> str:
        return given_words(self.view.given, self.phrases)

    def _commit(self) -> str:
        return self._told("commit", self.view.facts.commit)

    def _told(self, key: str, text: str) -> str:
        return f"{self.phrases.say(f'guide.{key}')}{self._colon}{text}" if text else ""

    @property
    def _colon(self) -> str:
        return "：" if self.phrases.language == "zh" else ": "

    @Property(QObject, constant=True)
    def lines(self) -> QObject:
        return self._lines

    @Property(str, notify=changed)
    def matter(self) -> str:
        return self.phrases.pick(*self.view.matter)

    @Property(str, notify=changed)
    def tag(self) -> str:
        return self.phrases.pick(*self.view.tag)

    @Property(str, notify=changed)
    def given(self) -> str:
        return self._given()

    @Property(str, notify=changed)
    def commit(self) -> str:
        """How long it takes, where that is promised."""
        return self._commit()

    @Property(str, notify=changed)
    def doubt(self) -> str:
        return self._doubt()

    def _doubt(self) -> str:
        """That what the matter as a whole rests on has run out."""
        facts = self.view.facts
        if facts.doubt != "lapsed":
            return ""
        say = self.phrases.say
        return say("guide.lapsed", until=facts.valid) if facts.valid else say("guide.lapsed_plain")

    @Property(str, notify=changed)
    def turned(self) -> str:
        return self.view.turned

    @Property(str, notify=changed)
    def goThere(self) -> str:
        to = self.view.to
        return self.phrases.say("guide.go_there", matter=to.name) if to else ""

    @Property(str, notify=changed)
    def goTo(self) -> str:
        return self.view.to.arg if self.view.to else ""

    @Property(str, notify=changed)
    def since(self) -> str:
        return self._since()

    def _since(self) -> str:
        between = "，" if self.phrases.language == "zh" else ", "
        told = between.join(self.phrases.sentence(one) for one in self.view.since)
        return f"{self.phrases.say('guide.since.title')}{self._colon}{told}" if told else ""

    @Property(str, notify=changed)
    def where(self) -> str:
        return self._where()

    def _where(self) -> str:
        """The window, and where it is."""
        window = self.view.window
        if not window.service:
            return ""
        numbers = self.phrases.say("guide.windows", windows=joined(window.windows, self.phrases))
        parts = [self.phrases.pick(*window.name), numbers if window.windows else "", self.phrases.pick(*window.place)]
        return f"{self.phrases.say('guide.handed_in')}{self._colon}{' · '.join(part for part in parts if part)}"

    @Property(str, notify=changed)
    def queue(self) -> str:
        """What a number is taken for; empty where none is given out now."""
        return self.view.window.service if self.view.window.open else ""

    @Property(bool, notify=changed)
    def way(self) -> bool:
        return self.view.window.way

    @Property(bool, notify=changed)
    def a4(self) -> bool:
        return self.view.a4

    @Property(str, notify=changed)
    def paper(self) -> str:
        return self.view.paper

    @Property(str, notify=changed)
    def printKey(self) -> str:
        return self.phrases.say("guide.print_again" if self.view.paper == "printed" else "guide.print")

    @Property(str, notify=changed)
    def code(self) -> str:
        return code_source(self.view.code)

    @Property(bool, notify=changed)
    def large(self) -> bool:
        return self.view.large

    @Property(str, notify=changed)
    def codeLead(self) -> str:
        return self.phrases.say("guide.carry_lead" if self.view.phone else "guide.carry_kiosk")
