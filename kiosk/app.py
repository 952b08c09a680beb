"""The wiring of a kiosk, on one page: settings → ledger, machine, courier, clerk → glass."""

import fcntl
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import requests

from devices.open import open_idcard, open_printer, open_scanner
from kiosk import courier, identity
from kiosk.clerk import Clerk
from kiosk.courier import Courier
from kiosk.flows.desk import Desk
from kiosk.flows.views import Face, Touched
from kiosk.identity import Identity
from kiosk.ledger import Ledger
from kiosk.machine import Machine
from kiosk.settings import Settings
from kiosk.visit import Attendant, Patience, Started

log = logging.getLogger(__name__)


class Station:
    """Everything but the glass: built in one go, started and stopped in order. ``show`` is called on the clerk's
    thread with every new face."""

    def __init__(self, settings: Settings, who: Identity, show: Callable[[Face], None]) -> None:
        data = settings.data
        data.mkdir(parents=True, exist_ok=True)
        self._lock = (data / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"Another kiosk already runs on {data}.") from None
        self._unclean = data / "running"
        ledger = Ledger(data / "ledger.db")
        self.clerk = Clerk(lambda event: self.attendant.handle(event))
        self.machine = Machine(
            self.clerk.post,
            printer=open_printer(settings.printer) if settings.printer else None,
            idcard=open_idcard(settings.idcard) if settings.idcard else None,
            scanner=open_scanner(settings.scanner) if settings.scanner else None,
        )
        kept = ledger.snapshot()
        self.courier = Courier(
            settings.hall,
            who,
            self.clerk.post,
            ledger.outbox_reader(),
            etag=kept[1] if kept else "",
            pause=settings.snapshot_seconds,
        )
        self._ledger = ledger
        self.attendant = Attendant(
            Desk(ledger, self.courier, self.machine, who.subject_key),
            show,
            self.clerk,
            has_card=self.machine.has_card,
            has_scanner=self.machine.has_scanner,
            patience=Patience(settings.idle_seconds, settings.personal_seconds),
        )

    def start(self) -> None:
        self.clerk.post(Started(clean=not self._unclean.exists()))
        self._unclean.touch()
        self.clerk.start()
        self.machine.start()
        self.courier.start()

    def stop(self) -> None:
        """Prints under way come to their verdict and their report; then everything is closed."""
        self.machine.stop()
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


def run(settings: Settings) -> int:
    """Open the glass and serve visitors until a signal or the window's closing. Returns the exit code."""
    who = enrolled(settings)
    # Qt is slow to import: not before we know who we are.
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication

    from kiosk.qt.glass import Glass
    from kiosk.screens import SCREENS

    station: Station | None = None

    def post(touch: Touched) -> None:
        if station is not None:
            station.clerk.post(touch)

    portrait = settings.orientation == "portrait"
    glass = Glass(post, SCREENS, portrait=portrait, still=settings.still, full_screen=settings.full_screen)
    station = Station(settings, who, glass.show)
    glass.show(station.attendant.face())
    glass.window.frameSwapped.connect(_say_first_frame, Qt.ConnectionType.SingleShotConnection)
    mirror = None
    if settings.mirror:
        from kiosk.qt.mirror import Mirror, keep_key

        mirror = Mirror(glass, settings.mirror, keep_key(settings.data), lambda: type(station.attendant.face().view))
    station.start()
    with _signals(QGuiApplication.quit):
        code = QGuiApplication.exec()
    if mirror is not None:
        mirror.close()
    station.stop()
    glass.close()
    return code


def _say_first_frame() -> None:
    """For the log and the benchmark: seconds from the start of the process to the first picture."""
    started = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    log.info("first frame after %.2f s", time.clock_gettime(time.CLOCK_BOOTTIME) - started)


class _signals:
    """SIGINT and SIGTERM end Qt's loop: Python's handlers only run when Python does, so the signal is made to wake
    Qt through a socket."""

    def __init__(self, quit_: Callable[[], None]) -> None:
        self._quit = quit_

    def __enter__(self) -> None:
        from PySide6.QtCore import QSocketNotifier

        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)
        signal.set_wakeup_fd(self._write.fileno())
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._woken)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._quit())

    def _woken(self) -> None:
        with suppress(BlockingIOError):
            self._read.recv(64)

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()


def prepare_logging() -> None:
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
