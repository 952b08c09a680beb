"""The model of what stands around every screen: `controls/Shell.qml` draws it."""

from math import ceil
from time import monotonic

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.kit.views import AttractView, Face, Frame, Manners, SlipView
from kiosk.qt.phrases import Phrases
from kiosk.qt.times import Clock

QML_IMPORT_NAME = "kiosk.models"
QML_IMPORT_MAJOR_VERSION = 1

_RING_FROM = 10.0  # seconds: before that the time left does not matter to the visitor
_TICK = 250  # ms: the ring thins four times a second, the clock turns within a quarter


@QmlElement
class FrameModel(QObject):
    changed = Signal()
    ticked = Signal()

    def __init__(self, phrases: Phrases, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._phrases = phrases
        self._clock = clock
        self._frame = Frame(hall_zh="", hall_en="", manners=Manners())
        self._attract = True
        self._says_away = False
        self._told = ("", True, 0.0)
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def take(self, face: Face) -> None:
        self._frame, self._attract = face.frame, isinstance(face.view, AttractView)
        self._says_away = isinstance(face.view, SlipView) and face.view.offline  # the screen explains it itself
        self.changed.emit()
        self.ticked.emit()

    @Slot()
    def stop(self) -> None:
        self._timer.stop()

    def _left(self) -> float:
        """Seconds of the visit, in quarters; 0 when no time runs."""
        countdown = self._frame.countdown
        return max(0.0, round((countdown.ends - monotonic()) * 4) / 4) if countdown else 0.0

    def _tick(self) -> None:
        now = (self._clock.minute(self._clock.now()), self._clock.checked, self._left())
        if now != self._told:
            self._told = now
            self.ticked.emit()

    @Property(str, notify=changed)
    def hall(self) -> str:
        return self._phrases.pick(self._frame.hall_zh, self._frame.hall_en)

    @Property(bool, notify=changed)
    def attract(self) -> bool:
        return self._attract

    @Property(bool, notify=changed)
    def care(self) -> bool:
        return self._frame.manners.care

    @Property(bool, notify=changed)
    def low(self) -> bool:
        return self._frame.manners.low

    @Property(bool, notify=changed)
    def chinese(self) -> bool:
        return self._frame.manners.language == "zh"

    @Property(bool, notify=changed)
    def canBack(self) -> bool:
        return self._frame.can_back

    @Property(bool, notify=changed)
    def canHome(self) -> bool:
        return self._frame.can_home

    @Property(bool, notify=changed)
    def visited(self) -> bool:
        return self._frame.visitor is not None

    @Property(str, notify=changed)
    def visitor(self) -> str:
        who = self._frame.visitor
        return self._phrases.say("frame.visitor", name=who.name, number=who.number).strip() if who else ""

    @Property(bool, notify=changed)
    def urgent(self) -> bool:
        """The notice asks for something to be done now, as opposed to being known."""
        return self._frame.card_left or self._frame.notice is not None

    @Property(bool, notify=changed)
    def kept(self) -> bool:
        return self._frame.kept

    @Property(str, notify=changed)
    def notice(self) -> str:
        frame, say = self._frame, self._phrases.say
        if frame.card_left:
            return say("frame.card_left")
        if frame.notice:
            return self._phrases.sentence(frame.notice)
        if not frame.hall_away or self._says_away:
            return ""
        if frame.hall_seen is None:
            return say("frame.hall_away_unknown")
        return say("frame.hall_away", time=self._clock.minute(frame.hall_seen))

    @Property(str, notify=changed)
    def help(self) -> str:
        """Empty, or the key under ``help`` that says how the call is doing."""
        asked = self._frame.help
        if asked is None:
            return ""
        if asked.told and (asked.seen or asked.watched):
            return "seen" if asked.seen else "watched"
        return {None: "telling", True: "told", False: "not_told"}[asked.told]

    @Property(bool, notify=changed)
    def asking(self) -> bool:
        countdown = self._frame.countdown
        return countdown is not None and countdown.asking

    @Property(float, notify=ticked)
    def ring(self) -> float:
        """How much of the ring is left, 0–1; 0 while the time left does not matter."""
        countdown = self._frame.countdown
        if countdown is None or not (countdown.asking or self._left() < _RING_FROM):
            return 0.0
        return min(1.0, self._left() / _RING_FROM)

    @Property(str, notify=ticked)
    def seconds(self) -> str:
        return str(ceil(self._left()))

    @Property(str, notify=ticked)
    def stillLead(self) -> str:
        form = "still.lead" if self._frame.visitor else "still.lead_plain"
        return self._phrases.say(form, seconds=ceil(self._left()))

    @Property(str, notify=ticked)
    def time(self) -> str:
        day = self._clock.weekday(self._phrases, "short")
        form = "frame.time" if self._clock.checked else "frame.time_unchecked"
        return self._phrases.say(form, day=day, time=self._clock.minute(self._clock.now()))
