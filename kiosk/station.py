"""A station without its glass: settings → ledger, machine, courier, clerk; and how it becomes known to a hall."""

import fcntl
import logging
import threading
import time
from collections.abc import Callable

import requests

from devices.door.door import Door
from devices.open import open_documents, open_gate, open_idcard, open_printer, open_scanner
from devices.open_doors import open_doors
from hall.contract.ledger import LedgerSaid, new_run
from kiosk import enrolment, identity
from kiosk.alarm import AlarmLine
from kiosk.boardwork import Boardwork
from kiosk.clerk import Clerk
from kiosk.courier import Courier
from kiosk.hardware import machine
from kiosk.identity import Identity
from kiosk.kit.hall_clock import HallClock
from kiosk.kit.tools import Tools
from kiosk.kit.views import Face
from kiosk.lane import Budget
from kiosk.ledger.anew import open_ledger, wanted
from kiosk.limits import set_limits
from kiosk.machine import Machine
from kiosk.reachable import listen_at, told_as
from kiosk.settings import Settings
from kiosk.typesetting import Typesetter
from kiosk.visit import Attendant, Doorkeeper, Doorside, LineOpened, Patience, Started

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.3  # an installer lays the code down as a file, and stands before the glass


class Station:
    """Everything but the glass: built in one go, started and stopped in order. ``show`` is called on the clerk's
    thread with every new face; ``clock`` is the one that the glass shows; ``restart`` is called when the program has to
    start over."""

    def __init__(
        self,
        settings: Settings,
        who: Identity,
        show: Callable[[Face], None],
        clock: HallClock | None = None,
        restart: Callable[[], None] = lambda: None,
        *,
        headless: bool = False,
    ) -> None:
        """``headless``: there is no glass; readers and doors alone are served."""
        self._restart = restart
        data = settings.data
        data.mkdir(parents=True, exist_ok=True)
        self._lock = (data / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"Another kiosk already runs on {data}.") from None
        self._unclean = data / "running"
        self._room = set_limits(settings.alarm_lines if settings.gate else 0)
        ledger, self._anew = open_ledger(data / "ledger.db", who.station, machine(settings.machine))
        self.clerk = Clerk(lambda event: self._handler.handle(event))
        self.alarm = self._line(who.station, settings) if settings.gate else None
        driven = _doors(settings.doors)
        self.boards = Boardwork(driven, who.subject_key, self.clerk.post, ledger.doors.boards)
        self.machine = Machine(
            self.clerk.post,
            printer=open_printer(settings.printer) if settings.printer else None,
            documents=open_documents(settings.documents) if settings.documents else None,
            idcard=open_idcard(settings.idcard) if settings.idcard else None,
            scanner=open_scanner(settings.scanner) if settings.scanner else None,
            gate=open_gate(settings.gate) if settings.gate else None,
            fire=self.alarm.heard if self.alarm else lambda _fire: None,
            doors=driven,
        )
        self.courier = Courier(
            settings.hall,
            who,
            self.clerk.post,
            ledger.outbox.reader(),
            have={part.name: part.revision for part in ledger.parts.all()},
            wait=settings.snapshot_seconds,
            ca=enrolment.trusted(settings),
            alarms=ledger.outbox.reader(),
            ledger=LedgerSaid(ledger.birth.id, new_run(), ledger.outbox.last),
        )
        self._ledger = ledger
        self._typesetter = Typesetter(self.clerk.post) if settings.documents else None
        locks = self.machine if settings.gate or driven else None
        tools = Tools(ledger, self.courier, self.machine, who.subject_key, clock, locks, self._typesetter)
        self.attendant = Attendant(
            tools,
            show,
            self.clerk,
            has_card="idcard" in self.machine.devices,
            has_scanner="scanner" in self.machine.devices,
            patience=Patience(settings.idle_seconds, settings.personal_seconds),
            restart=self._begin_anew,
            doors=Doorside(tools, self.machine, self.boards) if driven else None,
        )
        own = (tools, self.machine, self.clerk, tuple(driven), self._begin_anew, self.boards)
        keeper = Doorkeeper(*own) if headless else None
        self._handler: Attendant | Doorkeeper = keeper or self.attendant

    def start(self) -> None:
        self.clerk.post(Started(not self._unclean.exists(), tuple(sorted(self.machine.devices)), self._anew))
        self._unclean.touch()
        self.clerk.start()
        if self.alarm is not None:
            if self.alarm.said.active:
                self.clerk.post(self.alarm.said)  # a power cut may have come before it was told
            self.alarm.start()
        self.machine.start()
        self.boards.start()
        self.courier.start()

    def _line(self, station: str, settings: Settings) -> AlarmLine:
        listen = listen_at(settings.hall, settings.alarm_listen)
        budget = Budget(self._room, settings.alarm_lines_each)

        def address() -> str:
            return told_as(settings.hall, listen, settings.alarm_address)

        def opened(address: str, key: str) -> None:
            self.clerk.post(LineOpened(address, key))

        return AlarmLine(station, listen, settings.data, self.clerk.post, budget, address, opened)

    def _begin_anew(self, why: str) -> None:
        """Written down first: whoever starts next must not go on with this ledger."""
        wanted(self._ledger.file.path).write_text(why, encoding="utf-8")
        self._restart()

    def stop(self) -> None:
        """Prints under way come to their verdict and their report; then everything is closed."""
        self.boards.stop()
        self.machine.stop()
        if self.alarm is not None:
            self.alarm.stop()
        if self._typesetter is not None:
            self._typesetter.stop()
        self.clerk.stop()
        self.courier.stop()
        self._ledger.close()
        self._unclean.unlink(missing_ok=True)
        self._lock.close()


def _named(text: str) -> list[tuple[str, str]]:
    """(id, address) of each door."""
    said = [one.partition("=") for one in text.split(";") if one.strip()]
    return [(id_.strip(), address.strip()) for id_, _, address in said]


def _doors(text: str) -> dict[str, Door]:
    """Raises ``BadAddress``."""
    named = _named(text)
    return dict(zip((id_ for id_, _ in named), open_doors([address for _, address in named]), strict=True))


class Enrolling(threading.Thread):
    """Waits until this station is somebody: enrolled by hand, or with the one-time code in ``data/enrol-code``. A code
    that the hall refuses is set aside; while the hall is away it is kept. ``who`` once that is known."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(name="enrolling", daemon=True)
        self._settings = settings
        self._code = settings.data / "enrol-code"
        self.who: Identity | None = None

    def run(self) -> None:
        while self.who is None:
            self.who = self._look()
            if self.who is None:
                time.sleep(LOOK_SECONDS)

    def _look(self) -> Identity | None:
        if self._code.exists():
            try:
                who = enrolment.enrol(self._settings, self._code.read_text().strip())
                self._code.unlink()
            except (requests.HTTPError, enrolment.NotOurHall) as error:
                log.warning("the hall refused the enrolment code: %s; ask for a new one", error)
                self._code.replace(self._code.with_name("enrol-code.refused"))
            except (requests.RequestException, OSError, ValueError) as error:
                log.info("not enrolled yet: %s", type(error).__name__)
            else:
                return who
        try:
            return identity.load(self._settings.data)
        except identity.IdentityDamaged:
            return None
