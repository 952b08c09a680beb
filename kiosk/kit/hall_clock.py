"""The hall's time at a station. Standard library only: the first picture is drawn by it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import CLOCK_BOOTTIME, clock_gettime

SLACK = timedelta(seconds=1.5)
"""What an answer may be late, or rounded to whole seconds, without moving the clock."""


def _counted() -> float:
    """Seconds that also go on while the computer sleeps, which ``time.monotonic`` does not."""
    return clock_gettime(CLOCK_BOOTTIME)


class HallClock:
    """Set by each answer of the hall and carried on by a count that no wall clock moves, so that a station whose own
    clock is wrong shows, prints and reports the hall's hour. Before the first word it is the station's own wall clock,
    which nobody has checked (``checked``). Read on any thread."""

    def __init__(self, counted: Callable[[], float] = _counted) -> None:
        self._counted = counted
        self._said: tuple[datetime, float] | None = None

    @property
    def checked(self) -> bool:
        """Whether the hall has said what time it is since the start."""
        return self._said is not None

    def set(self, at: datetime) -> None:
        if self._said is None or abs(at - self.now()) > SLACK:
            self._said = (at, self._counted())

    def now(self) -> datetime:
        """Aware, UTC."""
        said = self._said
        if said is None:
            return datetime.now(UTC)
        at, then = said
        return at.astimezone(UTC) + timedelta(seconds=self._counted() - then)
