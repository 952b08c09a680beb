"""A station without its glass: settings → ledger, machine, courier, clerk; and how it becomes known to a hall."""

import fcntl
import time
from collections.abc import Callable

import requests

from devices.open import open_documents, open_gate, open_idcard, open_printer, open_scanner
from kiosk import courier, identity
from kiosk.alarm import AlarmLine
from kiosk.clerk import Clerk
from kiosk.courier import Courier
from kiosk.identity import Identity
from kiosk.kit.hall_clock import HallClock
from kiosk.kit.tools import Tools
from kiosk.kit.views import Face
from kiosk.lane import Budget
from kiosk.ledger.store import Ledger
from kiosk.limits import set_limits
from kiosk.machine import Machine
from kiosk.reachable import listen_at, told_as
from kiosk.settings import Settings
from kiosk.visit import Attendant, LineOpened, Patience, Started


class Station:
    """Everything but the glass: built in one go, started and stopped in order. ``show`` is called on the clerk's
    thread with every new face; ``clock`` is the one that the glass shows."""

    def __init__(
        self, settings: Settings, who: Identity, show: Callable[[Face], None], clock: HallClock | None = None
    ) -> None:
        data = settings.data
        data.mkdir(parents=True, exist_ok=True)
        self._lock = (data / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"Another kiosk already runs on {data}.") from None
        self._unclean = data / "running"
        self._room = set_limits(settings.alarm_lines if settings.gate else 0)
        ledger = Ledger(data / "ledger.db")
        self.clerk = Clerk(lambda event: self.attendant.handle(event))
        self.alarm = self._line(who.station, settings) if settings.gate else None
        self.machine = Machine(
            self.clerk.post,
            printer=open_printer(settings.printer) if settings.printer else None,
            documents=open_documents(settings.documents) if settings.documents else None,
            idcard=open_idcard(settings.idcard) if settings.idcard else None,
            scanner=open_scanner(settings.scanner) if settings.scanner else None,
            gate=open_gate(settings.gate) if settings.gate else None,
            fire=self.alarm.heard if self.alarm else lambda _fire: None,
        )
        self.courier = Courier(
            settings.hall,
            who,
            self.clerk.post,
            ledger.outbox.reader(),
            have={part.name: part.revision for part in ledger.parts.all()},
            wait=settings.snapshot_seconds,
            alarms=ledger.outbox.reader(),
        )
        self._ledger = ledger
        self.attendant = Attendant(
            Tools(ledger, self.courier, self.machine, who.subject_key, clock),
            show,
            self.clerk,
            has_card="idcard" in self.machine.devices,
            has_scanner="scanner" in self.machine.devices,
            patience=Patience(settings.idle_seconds, settings.personal_seconds),
        )

    def start(self) -> None:
        self.clerk.post(Started(not self._unclean.exists(), tuple(sorted(self.machine.devices))))
        self._unclean.touch()
        self.clerk.start()
        if self.alarm is not None:
            if self.alarm.said.active:
                self.clerk.post(self.alarm.said)  # a power cut may have come before it was told
            self.alarm.start()
        self.machine.start()
        self.courier.start()

    def _line(self, station: str, settings: Settings) -> AlarmLine:
        listen = listen_at(settings.hall, settings.alarm_listen)
        budget = Budget(self._room, settings.alarm_lines_each)

        def address() -> str:
            return told_as(settings.hall, listen, settings.alarm_address)

        def opened(address: str, key: str) -> None:
            self.clerk.post(LineOpened(address, key))

        return AlarmLine(station, listen, settings.data, self.clerk.post, budget, address, opened)

    def stop(self) -> None:
        """Prints under way come to their verdict and their report; then everything is closed."""
        self.machine.stop()
        if self.alarm is not None:
            self.alarm.stop()
        self.clerk.stop()
        self.courier.stop()
        self._ledger.close()
        self._unclean.unlink(missing_ok=True)
        self._lock.close()


def enrolled(settings: Settings, wait: float = 60.0) -> Identity:
    """Who this station is; if it is not enrolled yet, with the one-time code in ``data/enrol-code``, waiting up to
    ``wait`` seconds for the hall. Exits with a sentence where it cannot be."""
    if (who := identity.load(settings.data)) is not None:
        return who
    code = settings.data / "enrol-code"
    if not code.exists():
        raise SystemExit(f"This station is not enrolled. On the hall: python -m hall enrol; put the code into {code}.")
    deadline = time.monotonic() + wait
    while True:
        try:
            who = identity.keep(settings.data, courier.enrol(settings.hall, code.read_text().strip()))
            code.unlink()
        except requests.HTTPError as error:
            raise SystemExit(f"The hall refused the enrolment code: {error}. Ask for a new one.") from None
        except requests.RequestException:
            if time.monotonic() > deadline:
                raise SystemExit(f"The hall at {settings.hall} did not answer; the code in {code} is kept.") from None
            time.sleep(0.3)
        else:
            return who
