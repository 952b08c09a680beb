"""What a door says against itself. Pure. Whoever sits on the bus or the network can make a board say *opened*; he can
seldom make the contact, the relay and the record agree."""

from devices.door.door import Conflict, Contradiction, DoorEvent
from devices.gate.gate import NotPassed, Passed

_SLACK = 1.0  # seconds a relay may be told late
_EXCUSED = 6.0  # seconds after exit button or fire in which a board may have drawn it by itself
_IN_VAIN = 3  # releases one after another that nobody used, until it is said


class Conflicts:
    """One door. Times are ``time.monotonic()`` seconds."""

    def __init__(self) -> None:
        self._asked_until = self._excused_until = float("-inf")
        self._told = False
        self._in_vain = 0

    def released(self, seconds: float, now: float) -> None:
        """Its relay is drawn, or may be, because we said so."""
        self._asked_until = max(self._asked_until, now + seconds + _SLACK)

    def excused(self, now: float) -> None:
        """Exit button, fire, or the board's own decision."""
        self._excused_until = now + _EXCUSED

    def relay(self, drawn: bool, now: float) -> list[Contradiction]:
        """As it reads back. Told once, until it is at rest again."""
        if not drawn:
            self._told = False
            return []
        if self._told or now <= max(self._asked_until, self._excused_until):
            return []
        self._told = True
        late = self._asked_until > float("-inf") and now - self._asked_until < 2 * _SLACK
        return [Contradiction(Conflict.OPEN_LONG_AFTER if late else Conflict.DRAWN_UNASKED)]

    def heard(self, event: DoorEvent) -> list[Contradiction]:
        """Passages that never happen."""
        if isinstance(event, Passed):
            self._in_vain = 0
        if not isinstance(event, NotPassed):
            return []
        self._in_vain += 1
        return [Contradiction(Conflict.NEVER_OPENS)] if self._in_vain == _IN_VAIN else []
