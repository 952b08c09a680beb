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
from typing import TYPE_CHECKING, TypeVar

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
T = TypeVar("T")

LAST_SECONDS = 4.5
FIRST_PICTURE = 3000  # ms: a window that nobody can see is never drawn; the station starts all the same


def run(settings: Settings) -> int:
    """Open the glass and serve visitors until a signal or the window's closing. Returns the exit code."""
    why, who = _who(settings.data)
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
    glass.show(_out(why) if why else _first_face(settings.data))
    _wait_for_picture(glass)
    who = who or _when(_enrolling(settings))
    anew: list[bool] = []

    def over() -> None:
        anew.append(True)
        os.kill(os.getpid(), signal.SIGTERM)  # from the clerk's thread: the glass ends as it always does

    station = who and _opened(settings, who, glass, clock, over)
    if station is None:
        glass.close()
        return 0  # told to end before it could begin
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
    if anew:
        os.execv(sys.executable, [sys.executable, "-m", "kiosk", *sys.argv[1:]])  # noqa: S606 ourselves, over again
    return code


def _who(data: Path) -> tuple[str, Identity | None]:
    """The identity, or (with None) which sentence says why there is none."""
    try:
        who = identity.load(data)
    except identity.IdentityDamaged as error:
        log.warning("%s; waiting to be enrolled again", error)
        return "out.why.identity", None
    return ("", who) if who is not None else ("out.why.not_enrolled", None)


def _enrolling(settings: Settings) -> Callable[[], Identity | None]:
    from kiosk.station import Enrolling

    enrolling = Enrolling(settings)
    enrolling.start()
    return lambda: enrolling.who


def _opened(
    settings: Settings, who: Identity, glass: "Glass", clock: HallClock, over: Callable[[], None]
) -> "Station | None":
    """The station; while its memory can neither be used nor set aside, the glass says so, and it is tried again."""
    from kiosk.ledger.db import LedgerFull
    from kiosk.station import Station

    def opened() -> "Station | None":
        try:
            return Station(settings, who, glass.show, clock, over)
        except (LedgerFull, OSError) as error:
            log.warning("the ledger cannot be opened: %s", error)
            glass.show(_out("out.why.disk_full" if isinstance(error, LedgerFull) else "out.why.memory"))
            return None

    return opened() or _when(opened, every=2000)


def _when(look: Callable[[], T | None], every: int = 200) -> T | None:
    """What ``look`` finds, looked for every so many milliseconds while the glass goes on; None: told to end."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, timer = QEventLoop(), QTimer()
    found: list[T] = []

    def again() -> None:
        if (one := look()) is not None:
            found.append(one)
            loop.quit()

    timer.timeout.connect(again)
    timer.start(every)
    with _signals(loop.quit):
        loop.exec()
    timer.stop()
    return found[0] if found else None


def _out(why: str) -> Face:
    return Face(Frame("", "", Manners()), OutOfServiceView(Sentence(why)))


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
