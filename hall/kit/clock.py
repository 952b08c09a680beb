"""The hall's time: instants in UTC, the business day in the hall's own zone."""

import time as seconds
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hall.kit.steady import Steady

LARGEST_STEP_BACK = timedelta(hours=12)
"""A clock set back by less than this across midnight does not bring yesterday back; by more, it was wrong before."""


JUMP = 5.0
"""Seconds: time services correct less than this without a step, and nothing of ours is finer."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class Clock:
    def __init__(
        self,
        zone: str,
        now: Callable[[], datetime] = utc_now,
        steady: Callable[[], datetime] | None = None,
        ticks: Callable[[], float] | None = None,
    ) -> None:
        """``ticks``: seconds that no setting of the clock moves; with hands of our own (tests) none unless given."""
        self.zone = ZoneInfo(zone)
        self._now, self._steady = now, steady or Steady(None, now)
        self._day: date | None = None
        self._ticks = ticks or (seconds.monotonic if now is utc_now else None)
        self._ahead = self._lead()

    def _lead(self) -> float:
        return self._now().timestamp() - self._ticks() if self._ticks else 0.0

    def off(self) -> float:
        """Seconds by which the wall clock was moved (ahead: positive) since :meth:`jumped` last told; slow corrections
        of a second or two are none."""
        return self._lead() - self._ahead

    def jumped(self) -> float:
        """The same, told once; 0 for less than ``JUMP``."""
        off = self.off()
        self._ahead += off
        return off if abs(off) >= JUMP else 0.0

    def now(self) -> datetime:
        return self._now()

    def steady(self) -> datetime:
        """Time that no setting of the clock moves; for what may not begin or end by mistake."""
        return self._steady()

    def day(self) -> date:
        """The business day. Within one run of the process it does not go backwards when the clock is set back by up
        to 12 hours, so that numbers never restart twice; see docs/decisions/0020-hall-clock.md."""
        now = self.now()
        today = now.astimezone(self.zone).date()
        if self._day is not None and today < self._day and self.start_of(self._day) - now <= LARGEST_STEP_BACK:
            return self._day
        self._day = today
        return today

    def start_of(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone)
