"""A kiosk's display never sleeps: whoever comes in must not have to know that touching a dark glass wakes it.

Said to the X server itself, and again each minute, since desktops set their own. Elsewhere (Wayland, offscreen) the
compositor decides: `docs/devices.md` says what to set.
"""

import ctypes
import ctypes.util
import logging
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

log = logging.getLogger(__name__)

AGAIN = 60_000  # ms
_NEVER, _DO_NOT_BLANK, _ALLOW_EXPOSURES, _RESET = 0, 0, 1, 0


class Awake(QObject):
    """Keeps the display on for as long as it lives. Made on the UI thread, where the application has a display."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._display: X11 | None = None
        if QGuiApplication.platformName() != "xcb":
            return
        self._display = X11.open()
        if self._display is None:
            log.warning("the display may go dark: the X server does not take our word")
            return
        self._display.stay_awake()
        self._timer = QTimer(self, interval=AGAIN)
        self._timer.timeout.connect(self._display.stay_awake)
        self._timer.start()

    def close(self) -> None:
        if self._display is not None:
            self._timer.stop()
            self._display.close()
            self._display = None


class X11:
    """One connection of our own to the X server of the environment."""

    def __init__(self, x11: Any, xext: Any, display: int) -> None:
        self._x11, self._xext, self._display = x11, xext, ctypes.c_void_p(display)
        event, error = ctypes.c_int(), ctypes.c_int()
        self._powers = xext is not None and xext.DPMSQueryExtension(
            self._display, ctypes.byref(event), ctypes.byref(error)
        )

    @classmethod
    def open(cls) -> "X11 | None":
        try:
            x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        except OSError:
            return None
        try:
            xext = ctypes.CDLL(ctypes.util.find_library("Xext") or "libXext.so.6")
        except OSError:
            xext = None
        x11.XOpenDisplay.restype = ctypes.c_void_p
        display = x11.XOpenDisplay(None)
        return cls(x11, xext, display) if display else None

    def stay_awake(self) -> None:
        """No blanking, no power saving, and out of either if it has begun."""
        self._x11.XSetScreenSaver(self._display, _NEVER, _NEVER, _DO_NOT_BLANK, _ALLOW_EXPOSURES)
        self._x11.XForceScreenSaver(self._display, _RESET)
        if self._powers:
            self._xext.DPMSDisable(self._display)
        self._x11.XSync(self._display, 0)

    def blanks_after(self) -> int:
        """Seconds until the server would blank the display; 0: never."""
        said = [ctypes.c_int() for _ in range(4)]
        self._x11.XGetScreenSaver(self._display, *map(ctypes.byref, said))
        return said[0].value

    def close(self) -> None:
        self._x11.XCloseDisplay(self._display)
