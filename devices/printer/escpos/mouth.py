"""What became of the last slip, from a sensor that says only whether one is there. Reads no clock."""

from devices.printer.profiles import Profile
from devices.printer.verdict import SlipState

MARGIN = 1.0
"""Seconds by which a presenter's own timer, and the moment of the cut as we know it, may be off."""
BLIND = 2.5
"""Not looked for longer than this, nobody can say when a slip vanished."""


class Mouth:
    """Told of each print and of each look at the sensor; ``state`` is the answer."""

    def __init__(self, profile: Profile) -> None:
        self._timer, self._holds = profile.retract_s, profile.presenter is not False
        self.state: SlipState | None = None
        self._absent_at = float("-inf")
        """When last there was surely none: the one seen later came after."""
        self._first = self._last = 0.0

    def printed(self, now: float) -> None:
        """A slip was cut within the last second; what was there before is out of the way."""
        self.state, self._absent_at = None, now - MARGIN

    def saw(self, present: bool | None, now: float) -> None:
        """``present`` None: it was not to be learned."""
        if present is None:
            self.state = None
        elif present:
            if self.state is not SlipState.WAITING:
                self._first = now
            self.state, self._last = SlipState.WAITING, now
        else:
            if self.state is SlipState.WAITING:
                self.state = self._gone(now)
            self._absent_at = now

    def _gone(self, now: float) -> SlipState:
        if not self._holds:
            return SlipState.TAKEN
        if self._timer is None or now - self._last > BLIND:
            return SlipState.GONE
        if self._timer == 0 or now < self._absent_at + self._timer - MARGIN:
            return SlipState.TAKEN
        timely = self._last <= self._first + self._timer + MARGIN and self._first - self._absent_at <= BLIND + MARGIN
        return SlipState.RETRACTED if timely else SlipState.GONE
