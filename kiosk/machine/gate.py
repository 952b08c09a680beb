"""The gate's lane: looks and unlocks on one thread, since one module answers one question at a time."""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from devices.gate.gate import Decision, Gate, MaybeReleased, NotReleased, Release, Trouble, Why
from kiosk.machine.events import GateAnswered, GateSaid, Works
from kiosk.machine.stands import Standing

log = logging.getLogger(__name__)

BROKEN_SECONDS = 1.0  # between two looks of a driver that raises


@dataclass(frozen=True)
class _Unlock:
    seconds: float
    decision: Decision


class GateLane:
    """``fire`` is told each reading of the gate's fire contact (None: not known), on this lane's thread."""

    def __init__(
        self, gate: Gate, post: Callable[[Any], None], stopping: threading.Event, fire: Callable[[bool | None], None]
    ) -> None:
        self._gate, self._post, self._stopping, self._fire = gate, post, stopping, fire
        self._answered = False
        self.standing = Standing("", post)
        self._unlocks: queue.SimpleQueue[_Unlock] = queue.SimpleQueue()

    def unlock(self, seconds: float, decision: Decision) -> None:
        """Tried once, at the next look, or never: the driver refuses a decision that is older than 2 s by then."""
        self._unlocks.put(_Unlock(seconds, decision))
        self._gate.wake()

    def wake(self) -> None:
        """It looks ten times a second."""

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                wish = self._unlocks.get_nowait()
            except queue.Empty:
                self._look()
            else:
                release = self._released(wish)
                self._stand()  # whoever asks behind the answer must not find it shut
                self._post(GateAnswered(release))

    def _released(self, wish: _Unlock) -> Release:
        try:
            return self._gate.unlock(wish.seconds, wish.decision)
        except ValueError:
            log.exception("no gate can be unlocked for %s s", wish.seconds)
            return NotReleased(wish.decision, Why.REFUSED)
        except Exception:
            log.exception("the gate's driver broke its promise not to raise")
            return MaybeReleased(wish.decision, Trouble.GARBLED)

    def _stand(self) -> None:
        try:
            self.standing.look(self._gate.state())
        except Exception:
            log.exception("the gate's driver broke its promise not to raise")

    def _look(self) -> None:
        try:
            said, inputs = self._gate.poll(), self._gate.inputs()
            self._fire(inputs.fire if inputs else None)
            self.standing.look(self._gate.state())
        except Exception:
            log.exception("the gate's driver broke its promise not to raise")
            self._stopping.wait(BROKEN_SECONDS)
            return
        if said is not None:
            self._post(GateSaid(said))
        if inputs is not None and not self._answered:
            self._answered = True
            self._post(Works("gate"))
