"""A door's lane: card readers, contacts and the lock on one thread, as the driver wants it."""

import logging
import queue
import threading
from collections.abc import Callable
from typing import Any

from devices.door.door import Door, Side, Sign
from devices.gate.gate import Decision, MaybeReleased, NotReleased, Release, Trouble, Why
from kiosk.machine.events import DoorAnswered, DoorSaid
from kiosk.machine.stands import Standing

log = logging.getLogger(__name__)

BROKEN_SECONDS = 1.0  # between two looks of a driver that raises


class DoorLane:
    """``name``: the door's id, as the hall has it."""

    def __init__(self, name: str, door: Door, post: Callable[[Any], None], stopping: threading.Event) -> None:
        self._name, self._door, self._post, self._stopping = name, door, post, stopping
        self.standing = Standing(name, post)
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()

    def unlock(self, seconds: float, decision: Decision) -> None:
        """Tried once, before the next look, or never: the driver refuses a decision that is older than 2 s by then."""
        self._jobs.put(lambda: self._unlock(seconds, decision))

    def _unlock(self, seconds: float, decision: Decision) -> None:
        release = self._released(seconds, decision)
        self.standing.look(self._door.state())  # whoever asks behind the answer must not find it shut
        self._post(DoorAnswered(self._name, release))

    def tell(self, side: Side, sign: Sign) -> None:
        """Lamps and buzzer of the reader; nobody waits for it."""
        self._jobs.put(lambda: self._door.tell(side, sign))

    def kept(self, index: int) -> None:
        """Its record of that number, and all before it, are written down here."""
        self._jobs.put(lambda: self._door.kept(index))

    def wake(self) -> None:
        """It looks ten times a second."""

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._once()
            except Exception:
                log.exception("the driver of door %s broke its promise not to raise", self._name)
                self._stopping.wait(BROKEN_SECONDS)

    def _once(self) -> None:
        try:
            job = self._jobs.get_nowait()
        except queue.Empty:
            said = self._door.poll()
            if said is not None:
                self._post(DoorSaid(self._name, said))
        else:
            job()
        self.standing.look(self._door.state())

    def _released(self, seconds: float, decision: Decision) -> Release:
        try:
            return self._door.unlock(seconds, decision)
        except ValueError:
            log.exception("no door can be unlocked for %s s", seconds)
            return NotReleased(decision, Why.REFUSED)
        except Exception:
            log.exception("the driver of door %s broke its promise not to raise", self._name)
            return MaybeReleased(decision, Trouble.GARBLED)
