"""A decision opens one door once, within two seconds. Pure; every dialect asks here before it speaks to a lock."""

from collections import deque

from devices.gate.gate import EXPIRES, Decision, Why

_REMEMBERED = 64  # decisions that may not open a second time; older ones have expired long ago


class Once:
    """Times are ``time.monotonic()`` seconds."""

    def __init__(self) -> None:
        self._used: deque[str] = deque(maxlen=_REMEMBERED)

    def why_not(self, decision: Decision, now: float) -> Why | None:
        """None: it may be used now."""
        if not 0 <= now - decision.at <= EXPIRES:
            return Why.EXPIRED
        return Why.USED if decision.id in self._used else None

    def use(self, decision: Decision) -> None:
        """From here on it is spent, whatever becomes of it."""
        self._used.append(decision.id)
