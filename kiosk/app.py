"""The glass and the station behind it, from the first picture to the end.

The picture comes first: devices, HTTP and printing take as long to load as the whole glass, and are loaded behind it.
"""

import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import identity
from kiosk.identity import Identity
from kiosk.kit.hall_clock import HallClock
from kiosk.kit.views import AttractView, Face, Frame, Manners, OutOfServiceView, Sentence, Touched
from kiosk.ledger.glimpse import hall_names
from kiosk.settings import Settings

if TYPE_CHECKING:
    from kiosk.qt.glass import Glass
    from kiosk.station import Station

log = logging.getLogger(__name__)

LAST_SECONDS = 4.5
FIRST_PICTURE = 3000  # ms: a window that nobody can see is never drawn; the station starts all the same


def run(settings: Settings) -> int:
    """Open the glass and serve visitors until a signal or the window's closing. Returns the exit code."""
    who = identity.load(settings.data) or _enrolled(settings)
    # Qt is slow to import: not before we know who we are.
    from PySide6.QtGui import QGuiApplication

    from kiosk.qt.glass import Glass
    from kiosk.screens import SCREENS

    station: Station | None = None

    def post(touch: Touched) -> None:
        if station is not None:
            station.clerk.post(touch)

    portrait = settings.orientation == "portrait"
    clock = HallClock()
    glass = Glass(
        post, SCREENS, portrait=portrait, still=settings.still, full_screen=settings.full_screen,
        now=clock.now, checked=lambda: clock.checked,
    )  # fmt: skip
    glass.show(_first_face(settings.data))
    _wait_for_picture(glass)
    station = _station(settings, who, glass.show, clock)
    attendant = station.attendant
    glass.show(attendant.face())
    mirror = None
    if settings.mirror:
        from kiosk.qt.mirror import Mirror, keep_key

        mirror = Mirror(glass, settings.mirror, keep_key(settings.data), lambda: type(attendant.face().view))
    from kiosk.qt.awake import Awake

    awake = Awake()
    station.start()
    with _signals(QGuiApplication.quit):
        code = QGuiApplication.exec()
    if mirror is not None:
        mirror.close()
    station.stop()
    awake.close()
    glass.close()
    return code


def _enrolled(settings: Settings) -> Identity:
    from kiosk.station import enrolled

    return enrolled(settings)


def _station(settings: Settings, who: Identity, show: Callable[[Face], None], clock: HallClock) -> "Station":
    from kiosk.station import Station

    return Station(settings, who, show, clock)


def _first_face(data: Path) -> Face:
    """What the station will show when nobody has come yet, from its ledger alone."""
    names = hall_names(data / "ledger.db")
    if names is None:
        return Face(Frame("", "", Manners()), OutOfServiceView(Sentence("out.why.no_hall")))
    return Face(Frame(*names, Manners()), AttractView())


def _wait_for_picture(glass: "Glass") -> None:
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    loop = QEventLoop()
    once = Qt.ConnectionType.SingleShotConnection
    glass.window.frameSwapped.connect(_say_first_frame, once)
    glass.window.frameSwapped.connect(loop.quit, once)
    QTimer.singleShot(FIRST_PICTURE, loop, loop.quit)
    loop.exec()


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
            signal.signal(number, lambda *_: self._end())

    def _end(self) -> None:
        """Within five seconds, whatever hangs: what was decided is in the ledger, and goes on at the next start."""
        last = threading.Timer(LAST_SECONDS, os._exit, (1,))
        last.daemon = True
        last.start()
        self._quit()

    def _woken(self) -> None:
        with suppress(BlockingIOError):
            self._read.recv(64)

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()


def prepare_logging() -> None:
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
