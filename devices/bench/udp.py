"""A simulated device behind a UDP port: each datagram is answered to whoever sent it, however late."""

import contextlib
import socket
import time
from collections.abc import Callable
from typing import Any

from devices.links.host import Device, Host

_PACKET = 64  # of the boards that speak so
_GREED = 2048


class UdpHost(Host[Device]):
    """Listens on ``host``:``port`` (0: any free one, the same again after an unplugging). A device with ``pushes`` says
    those to addresses of its own choice. ``faults.cut_after`` means nothing here."""

    def __init__(
        self, simulator: Device, host: str = "127.0.0.1", port: int = 0, heard: Callable[[bytes], None] | None = None
    ) -> None:
        self._where = (host, port)
        self._socket: socket.socket | None = None
        self._asked: list[tuple[float, bytes, Any]] = []
        self._answers: list[tuple[float, bytes, Any]] = []
        super().__init__(simulator, 0, heard)
        self.plug()

    @property
    def address(self) -> str:
        return f"{self._where[0]}:{self._where[1]}"

    @property
    def plugged(self) -> bool:
        return self._socket is not None

    def plug(self) -> None:
        with self._lock:
            if self._socket is not None or not self._running:
                return
            self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self._socket.bind(self._where)
            self._where = self._socket.getsockname()
            self._attach(self._socket.fileno())

    def unplug(self) -> None:
        with self._lock:
            self._attach(-1)
            self._asked.clear()
            self._answers.clear()
            if self._socket is not None:
                self._socket.close()
                self._socket = None

    def _listen(self) -> None:
        with self._lock, contextlib.suppress(OSError):
            if self._socket is not None:
                data, caller = self._socket.recvfrom(_GREED)
                if data and not self.faults.deaf:
                    self._asked.append((time.monotonic() + self.faults.delay, self._noisy(data), caller))

    def _move(self, now: float) -> None:
        for data, caller in _due(self._asked, now):
            if self._heard is not None:
                self._heard(data)
            self._simulator.receive(data, now)
            self._answer(self._simulator.transmit(now), caller, now)
        pushes = getattr(self._simulator, "pushes", ())
        while pushes:
            address, packet = pushes.popleft()
            self._answer(packet, address, now)
        for data, caller in _due(self._answers, now):
            with contextlib.suppress(OSError):
                if self._socket is not None:
                    self._socket.sendto(data, caller)

    def _answer(self, said: bytes, caller: Any, now: float) -> None:
        if self.faults.mute:
            return
        for at in range(0, len(said), _PACKET):
            packet = self._noisy(said[at : at + _PACKET])
            self._answers += [(now + self.faults.delay, packet, caller)] * (2 if self.faults.duplicate else 1)

    def _next_event(self) -> float | None:
        times = [at for at, _, _ in (*self._asked, *self._answers)]
        if (wake := self._simulator.wake_at()) is not None:
            times.append(wake)
        return max(0.0, min(times) - time.monotonic()) if times else None


def _due(waiting: list[tuple[float, bytes, Any]], now: float) -> list[tuple[bytes, Any]]:
    """Takes out what is due, in order."""
    due = [(data, caller) for at, data, caller in waiting if at <= now]
    waiting[:] = [one for one in waiting if one[0] > now]
    return due
