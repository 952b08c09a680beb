"""A station beside doors, without a glass: from the first look for its identity to the signal that ends it. No Qt."""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

from kiosk.identity import Identity
from kiosk.ledger.db import LedgerFull
from kiosk.settings import Settings
from kiosk.station import Enrolling, Station

log = logging.getLogger(__name__)

TRY_AGAIN = 2.0
"""Seconds until a memory that cannot be opened is tried again."""


def stand(settings: Settings) -> int:
    """Until a signal. Returns the exit code."""
    ended, anew = threading.Event(), threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())

    def over() -> None:
        anew.set()
        ended.set()

    who = _who(settings, ended)
    station = None
    while who is not None and station is None and not ended.is_set():
        station = _opened(settings, who, over)
    if station is None:
        return 0
    station.start()
    log.info("the station %s stands beside its doors", who.station if who else "")
    ended.wait()
    station.stop()
    if anew.is_set():
        os.execv(sys.executable, [sys.executable, "-m", "kiosk", *sys.argv[1:]])  # noqa: S606 ourselves, over again
    return 0


def _who(settings: Settings, ended: threading.Event) -> Identity | None:
    enrolling = Enrolling(settings)
    enrolling.start()
    while enrolling.who is None and not ended.wait(0.1):
        pass
    return enrolling.who


def _opened(settings: Settings, who: Identity, over: Callable[[], None]) -> Station | None:
    try:
        return Station(settings, who, lambda _face: None, restart=over, headless=True)
    except (LedgerFull, OSError) as error:
        log.warning("the ledger cannot be opened: %s", error)
        time.sleep(TRY_AGAIN)
        return None
