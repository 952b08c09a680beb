"""A gate and readers that are different devices: the lock on a relay board inside, the reader on the wall outside,
where nothing that opens should hang."""

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from queue import Empty, SimpleQueue

from devices.door.conflicts import Conflicts
from devices.door.door import Door, DoorEvent, Side, Sign
from devices.gate.gate import Decision, Gate, GateState, MaybeReleased, NotReleased, Release, Trouble, Why

_LATEST = 3.0  # seconds until an answer about the lock must be there; the gate promises 0.8


class WiredDoor:
    """Implements :class:`devices.door.door.Door`. The gate has a thread of its own: it waits between its looks, and a
    card must not."""

    def __init__(self, gate: Gate, readers: Door) -> None:
        self._gate, self._readers = gate, readers
        self._events: SimpleQueue[DoorEvent] = SimpleQueue()
        self._jobs: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._told: deque[DoorEvent] = deque()
        self._conflicts = Conflicts()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="door-gate", daemon=True)
        self._thread.start()

    def poll(self) -> DoorEvent | None:
        if not self._told:
            with contextlib.suppress(Empty):
                event = self._events.get_nowait()
                self._told += [event, *self._conflicts.heard(event)]
        return self._told.popleft() if self._told else self._readers.poll()

    def state(self) -> GateState:
        return replace(self._gate.state(), tamper=self._readers.state().tamper)

    def unlock(self, seconds: float, decision: Decision) -> Release:
        answers: SimpleQueue[Release | ValueError] = SimpleQueue()

        def job() -> None:
            try:
                answers.put(self._gate.unlock(seconds, decision))
            except ValueError as error:
                answers.put(error)

        if self._closing.is_set():
            return NotReleased(decision, Why.NO_WATCH)
        self._jobs.put(job)
        self._gate.wake()
        try:
            answer = answers.get(timeout=_LATEST)
        except Empty:
            return MaybeReleased(decision, Trouble.SILENT)  # expired by now, should it still come to the lock
        if isinstance(answer, ValueError):
            raise answer
        return answer

    def tell(self, side: Side, sign: Sign) -> None:
        self._readers.tell(side, sign)

    def kept(self, index: int) -> None:
        self._readers.kept(index)

    def close(self) -> None:
        self._closing.set()
        self._gate.close()
        self._readers.close()
        if self._thread is not threading.current_thread():
            self._thread.join(2)

    def _run(self) -> None:
        while not self._closing.is_set():
            with contextlib.suppress(Empty):
                self._jobs.get_nowait()()
            began = time.monotonic()
            event = self._gate.poll()
            if event is not None:
                self._events.put(event)
            elif time.monotonic() - began < 0.001:  # a gate that does not wait must not spin
                self._closing.wait(0.01)
