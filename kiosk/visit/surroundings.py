"""What the station knows of its hall, its devices and its clock; every change is reported to the hall, once."""

import time
from datetime import UTC, datetime

from devices.documents.documents import DocumentPrinterHealth
from devices.gate.gate import GateBack, GateEvent, GateTrouble
from devices.idcard.card import Trouble
from devices.printer.verdict import PrinterHealth
from devices.scanner.scan import ScannerTrouble
from hall.contract.report import AlarmLineTold, ClockJumped, DeviceTold, FireContact
from hall.contract.snapshot import HallAlarm
from kiosk.alarm import FireSaid
from kiosk.kit.tools import Tools
from kiosk.kit.views import Sentence
from kiosk.news import PartsCame, PartsWrong

CLOCK_JUMP_SECONDS = 30.0
RECOVERED_SECONDS = 600.0  # by then nobody stands here any more who stood here before
HALL_AWAY_SECONDS = 6.0  # one lost round is not an outage
# The reader itself cannot be used; other troubles are of a card.
_READER_DOWN = frozenset(
    {Trouble.READER_FAULT, Trouble.NOT_AUTHORISED, Trouble.SILENT, Trouble.UNPLUGGED, Trouble.GARBLED}
)


class Surroundings:
    """``disk_full``: the ledger could not write, and has not been able to since. ``turned_away``: the hall does not
    know this station (any more). ``two_machines``: it hears another under our name. ``anew``: why the ledger cannot be
    gone on with."""

    def __init__(self, tools: Tools, *, has_card: bool, has_scanner: bool) -> None:
        self._tools = tools
        self.card_works, self.code_works = has_card, has_scanner
        self.card_lies = False
        self.disk_full = False
        self.turned_away = self.two_machines = False
        self.anew = ""
        self.recovered_until = 0.0
        self._told: dict[str, DeviceTold] = {}
        self._parts_wrong: dict[str, str] = {}
        self._hall_heard = time.monotonic()
        self._wall = (time.time(), time.monotonic())

    @property
    def out_of_service(self) -> Sentence | None:
        """Why nothing can be done here now, if so."""
        if self.disk_full:
            return Sentence("out.why.disk_full")
        if self.anew:
            return Sentence("out.why.begins_anew")
        if self.two_machines:
            return Sentence("out.why.two_machines")
        if self.turned_away:
            return Sentence("out.why.turned_away" if self._tools.snapshot else "out.why.not_enrolled")
        return Sentence("out.why.no_hall") if self._tools.snapshot is None else None

    @property
    def alarm(self) -> HallAlarm:
        return self._tools.alarm

    @property
    def attention(self) -> Sentence | None:
        """What the visitor should know before choosing, not after."""
        if time.monotonic() < self.recovered_until:
            return Sentence("home.attention.recovered")
        return Sentence("home.attention.printer") if self._tools.printer.able is False else None

    # -- the hall ----------------------------------------------------------------------------------------------------

    def parts(self, came: PartsCame) -> None:
        """A piece of the hall's word, or all of it."""
        said = self._tools.snapshot.alarm if self._tools.snapshot is not None else ""
        self._tools.hear(came.at, came.parts)
        if said and self._tools.snapshot is not None and not self._tools.snapshot.alarm:
            self._tools.own_fire = False  # all clear, whatever the contact says

    def parts_wrong(self, wrong: PartsWrong) -> None:
        """The manager's page shows it beside the devices."""
        for name in {*wrong.why, *self._parts_wrong}:
            if (why := wrong.why.get(name)) != self._parts_wrong.get(name):
                reasons = (why,) if why else ()
                self._tools.report(DeviceTold(device=f"part {name}", able=why is None, reasons=reasons))
        self._parts_wrong = dict(wrong.why)

    def hall(self, at: datetime | None) -> None:
        """The hall answered (``at``: by its clock), or did not (None)."""
        if at is not None:
            self.turned_away = self.two_machines = False
            self._tools.clock.set(at)
            self._tools.hall_seen, self._tools.hall_away = self._tools.now(), False
            self._hall_heard = time.monotonic()
        elif time.monotonic() - self._hall_heard > HALL_AWAY_SECONDS:
            self._tools.hall_away = True

    def hall_turned_us_away(self, two: bool = False) -> None:
        """The network is well; it is this station that is no longer wanted here. ``two``: another machine is heard
        under its name, so nothing of our blocks is given any more, not even after a restart without the hall."""
        self.turned_away, self.two_machines, self._tools.hall_away = not two, two, False
        if two:
            self._tools.ledger.parts.close_blocks()
        self._hall_heard = time.monotonic()

    def recovered(self) -> None:
        """A new ledger began: whoever stood here when the old one was lost may have no slip."""
        self.recovered_until = time.monotonic() + RECOVERED_SECONDS

    # -- the devices -------------------------------------------------------------------------------------------------

    def printer(self, health: PrinterHealth) -> None:
        self._tools.printer = health
        self._tell("printer", health.able, *sorted(reason.value for reason in health.reasons))

    def documents(self, health: DocumentPrinterHealth) -> None:
        self._tools.documents = health
        self._tell("documents", health.able, *(trouble.reason.value for trouble in health.troubles))

    def card_trouble(self, trouble: Trouble) -> None:
        if trouble in _READER_DOWN:
            self.card_works = False
            self._tell("idcard", False, trouble.value)

    def reader_works(self) -> None:
        self.card_works = True
        self._tell("idcard", True)

    def scanner(self, trouble: ScannerTrouble) -> None:
        if trouble.what != "nonsense":
            self.code_works = trouble.what == "back"
            self._tell("scanner", self.code_works, *(() if self.code_works else ("unplugged",)))

    def gate(self, event: GateEvent) -> None:
        """Whether the board with the fire contact answers."""
        if isinstance(event, GateTrouble):
            self._tell("gate", False, event.trouble.value)
        elif isinstance(event, GateBack):
            self._tell("gate", True)

    def works(self, device: str) -> None:
        """It answered for the first time since the start, whatever was told of it before."""
        self._tell(device, True)

    def _tell(self, device: str, able: bool | None, *reasons: str) -> None:
        """The first state since the start, and each other one."""
        told = DeviceTold(device=device, able=able, reasons=reasons)
        if self._told.get(device) != told:
            self._tools.report(told)
            self._told[device] = told

    def alarm_line(self, address: str, key: str) -> None:
        self._tools.report(AlarmLineTold(address=address, key=key))

    def fire(self, said: FireSaid) -> None:
        self._tools.own_fire = said.active
        since = datetime.fromtimestamp(said.since / 1000, UTC)
        self._tools.report(FireContact(active=said.active, since=since))

    # -- the clock ---------------------------------------------------------------------------------------------------

    def watch_clock(self) -> None:
        """A wall clock that jumps moves no timer and no ticket; the hall is told."""
        wall, mono = time.time(), time.monotonic()
        jumped = (wall - self._wall[0]) - (mono - self._wall[1])
        self._wall = (wall, mono)
        if abs(jumped) > CLOCK_JUMP_SECONDS:
            self._tools.report(ClockJumped(seconds=round(jumped, 1)))
