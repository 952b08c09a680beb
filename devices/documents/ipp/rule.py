"""How long a document may wait in the printer. What comes out later comes out for somebody else."""

import time

from devices.documents.documents import Reason, Trouble

STEADY = 3.0
"""Seconds without trouble until it is over: CUPS takes a trouble back while it tries again, and names it anew."""


class Rule:
    """``wait``: seconds a document may be held up by a trouble that is named; ``stall``: without any news, while the
    printer says that it prints. A complex page takes a slow printer a minute or two."""

    def __init__(self, wait: float, stall: float) -> None:
        self._wait, self._stall = wait, stall
        self._moved_at = time.monotonic()
        self._seen: object = None
        self._held_up_at: float | None = None
        self._free_at: float | None = None

    def go(self) -> None:
        """A new step begins."""
        self._moved_at, self._held_up_at, self._free_at = time.monotonic(), None, None

    def held_up(self, wait: float | None = None) -> bool:
        """It is held up now. True when that has lasted too long."""
        now = time.monotonic()
        self._free_at = None
        if self._held_up_at is None:
            self._held_up_at = now
        return now - self._held_up_at >= (self._wait if wait is None else wait)

    def watch(self, stopping: tuple[Trouble, ...], seen: object, trusted: bool) -> Trouble | None:
        """``seen`` changes when something moves. Why it is to be cancelled now, or None.

        ``trusted``: what moves is paper. Then a printer that goes on printing is not held up, whatever it complains of
        (a second tray is empty). What moves in a queue is its attempts.
        """
        now = time.monotonic()
        if seen != self._seen:
            self._seen, self._moved_at = seen, now
            if trusted:
                self._held_up_at = None
        if stopping:
            return stopping[0] if self.held_up() else None
        if self._held_up_at is not None:
            self._free_at = self._free_at or now
            if now - self._free_at < STEADY:
                return None
            self.go()
        return Trouble(Reason.STUCK) if now - self._moved_at >= self._stall else None

    def left(self) -> float | None:
        """Seconds until a document that is held up is cancelled; None if it is not."""
        if self._held_up_at is None or self._free_at is not None:
            return None
        return max(0.0, self._held_up_at + self._wait - time.monotonic())
