"""The hall's log: every line with its time, and never more than a disk can bear.

What repeats (one place in the code, whatever the values) is said five times a minute; how often it came besides is said
when the minute is over and it comes again. All lines together are bounded too: a hall whose database hangs wrote
13.8 MB a minute before, which fills the disk that the numbers need.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

SAME, ALL, WITHIN = 5, 300, 60.0
"""Lines of one place, and of all places, in so many seconds."""

PLACES = 500
"""Places remembered at most."""

Place = tuple[str, int, str]
"""Logger, line, words without their values."""
OTHERS: Place = ("", 0, "")


class Bounded(logging.Filter):
    """``clock``: monotonic seconds. A line that passes after others were held back says how many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock, self._lock = clock, threading.Lock()
        self._began, self._all = clock(), 0
        self._said: dict[Place, int] = {}
        self._held: dict[Place, int] = {}
        self._before: dict[Place, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        with self._lock:
            if self._clock() - self._began >= WITHIN:
                self._next_minute()
            place = (record.name, record.lineno, str(record.msg)[:80])
            if place not in self._said and len(self._said) >= PLACES:
                place = OTHERS
            self._said[place] = self._said.get(place, 0) + 1
            if self._said[place] > SAME or self._all >= ALL:
                self._held[place] = self._held.get(place, 0) + 1
                return False
            self._all += 1
            before = self._before.pop(place, 0)
        if before:
            record.msg, record.args = f"{record.getMessage()} [and {before} times more before]", None
        return True

    def _next_minute(self) -> None:
        self._before, self._held, self._said = self._held, {}, {}
        self._began, self._all = self._clock(), 0


class Timed(logging.Formatter):
    """2026-11-30T10:12:44.120+08:00 WARNING hall.kit.db: words."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        whole = time.localtime(record.created)
        zone = time.strftime("%z", whole)
        return f"{time.strftime('%Y-%m-%dT%H:%M:%S', whole)}.{int(record.msecs):03d}{zone[:3]}:{zone[3:]}"


CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"bounded": {"()": Bounded}},
    "formatters": {"timed": {"()": Timed}},
    "handlers": {
        "lines": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
            "formatter": "timed",
            "filters": ["bounded"],
        }
    },
    "root": {"level": "WARNING", "handlers": ["lines"]},
    "loggers": {"uvicorn": {"level": "WARNING"}, "uvicorn.error": {"level": "WARNING"}},
}
"""For :func:`logging.config.dictConfig`, in every process of a hall."""
