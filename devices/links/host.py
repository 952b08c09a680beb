"""The far end of a wire: runs a simulator in a thread, at the line's speed, with the line's faults."""

import contextlib
import os
import random
import select
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from devices.links.lane import Lane
from devices.simulator import Simulator

Device = TypeVar("Device", bound=Simulator)

_GREED = 512  # bytes taken from the host before they are due: about a UART's buffer, so that a writer feels the line


@dataclass
class Faults:
    """What is wrong with the wire, both ways unless said otherwise. All may be changed while bytes flow.

    ``mute``: what the device says is lost, it still hears. ``deaf``: what the host says is lost.
    ``garble``: the share of bytes (0–1) in which one bit flips. ``delay``: seconds added each way.
    ``duplicate``: what the device says arrives twice. ``cut_after``: bytes from the host until the cable is pulled.
    """

    mute: bool = False
    deaf: bool = False
    garble: float = 0.0
    delay: float = 0.0
    duplicate: bool = False
    cut_after: int | None = None


class Host(ABC, Generic[Device]):
    """Carries bytes between one descriptor (a pty's master, a socket) and ``simulator``.

    Subclasses say what plugging in means. ``baud`` 0 means as fast as the machine can. ``heard`` is told every byte
    that reaches the device. Whoever touches the simulator does so inside ``with host.device() as device``.
    """

    def __init__(
        self,
        simulator: Device,
        baud: int = 115200,
        heard: Callable[[bytes], None] | None = None,
        seed: int = 1,
    ) -> None:
        self.faults = Faults()
        self._simulator = simulator
        self._heard = heard
        self._dice = random.Random(seed)  # noqa: S311 - noise on a wire, not a secret
        self._lock = threading.RLock()
        self._inbound, self._outbound = Lane(baud), Lane(baud)
        self._descriptor = -1
        self._ended = False  # the other end has closed; what it said before is still under way
        self._running = True
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)
        self._thread = threading.Thread(target=self._run, name=f"host-{type(simulator).__name__}", daemon=True)
        self._thread.start()

    @abstractmethod
    def plug(self) -> None:
        """Put the cable in. Idempotent."""

    @abstractmethod
    def unplug(self) -> None:
        """Pull the cable out: whoever holds the other end is told by the kernel. Idempotent."""

    def hang_up(self) -> None:
        """The other end closed. A cable between two sockets is then out; a serial port does not notice."""
        self.unplug()

    @property
    @abstractmethod
    def plugged(self) -> bool:
        """The cable is in, whether or not anybody is at the other end."""

    @contextlib.contextmanager
    def device(self) -> Iterator[Device]:
        """The simulator, for us alone; what it wants to say afterwards is said at once."""
        with self._lock:
            yield self._simulator
        self._wake()

    def replace(self, simulator: Device) -> None:
        """Another device at the same wire."""
        with self._lock:
            self._simulator = simulator
        self._wake()

    def stop(self) -> None:
        """Unplug and end the thread. Idempotent."""
        if not self._running:
            return
        self._running = False
        self.unplug()
        self._wake()
        self._thread.join()
        os.close(self._wake_read)
        os.close(self._wake_write)
        self._wake_write = -1  # the number may be somebody else's from now on

    def _attach(self, descriptor: int) -> None:
        """Serve ``descriptor`` (-1: none) from now on. What was under way on the earlier one is lost."""
        with self._lock:
            if descriptor >= 0:
                os.set_blocking(descriptor, False)
            self._descriptor = descriptor
            self._ended = False
            self._inbound.clear()
            self._outbound.clear()
        self._wake()

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            os.write(self._wake_write, b"!")

    def _run(self) -> None:
        while self._running:
            with self._lock:
                self._move(time.monotonic())
                watched = self._descriptor if self._listening else -1
                until = self._next_event()
            with contextlib.suppress(OSError, ValueError):  # the descriptor was closed while we turned to it
                ready, _, _ = select.select([fd for fd in (watched, self._wake_read) if fd >= 0], [], [], until)
                if self._wake_read in ready:
                    os.read(self._wake_read, 4096)
            self._listen()

    def _next_event(self) -> float | None:
        """Seconds until something is due by itself."""
        times = [self._inbound.due_at(), self._outbound.due_at(), self._simulator.wake_at()]
        due = min((at for at in times if at is not None), default=None)
        return None if due is None else max(0.0, due - time.monotonic())

    def _listen(self) -> None:
        with self._lock:
            if not self._listening:
                return
            try:
                data = os.read(self._descriptor, _GREED)
            except BlockingIOError:
                return
            except OSError:
                data = b""
            if data:
                if not self.faults.deaf:
                    self._inbound.put(self._noisy(data), time.monotonic() + self.faults.delay)
                return
            self._ended = True

    @property
    def _listening(self) -> bool:
        return self._descriptor >= 0 and not self._ended and self._inbound.waiting < _GREED

    def _move(self, now: float) -> None:
        self._hear(self._inbound.take(now), now)
        if self._ended and not self._inbound.waiting:
            self._attach(-1)
            self.hang_up()
        said = self._simulator.transmit(now)
        if said and not self.faults.mute:
            said = self._noisy(said)
            self._outbound.put(said * 2 if self.faults.duplicate else said, now + self.faults.delay)
        ready = self._outbound.take(now)
        if ready and self._descriptor >= 0:
            with contextlib.suppress(OSError):  # nobody takes it: a line without flow control loses it
                os.write(self._descriptor, ready)

    def _hear(self, data: bytes, now: float) -> None:
        left = self.faults.cut_after
        if left is not None:
            data = data[:left]
            self.faults.cut_after = left - len(data)
        if data:
            if self._heard is not None:
                self._heard(data)
            self._simulator.receive(data, now)
        if self.faults.cut_after == 0:
            self.faults.cut_after = None
            self.unplug()

    def _noisy(self, data: bytes) -> bytes:
        share = self.faults.garble
        if not share:
            return data
        return bytes(b ^ (1 << self._dice.randrange(8)) if self._dice.random() < share else b for b in data)
