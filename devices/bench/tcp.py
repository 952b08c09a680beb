"""A simulated device behind a TCP port. One caller at a time, as network printers have it: the newest wins, so that
a driver that lost its cable is not kept out by its own ghost."""

import contextlib
import socket
import threading
from collections.abc import Callable

from devices.links.host import Device, Host


class TcpHost(Host[Device]):
    """Listens on ``host``:``port`` (0: any free one, the same again after an unplugging)."""

    def __init__(
        self,
        simulator: Device,
        host: str = "127.0.0.1",
        port: int = 0,
        baud: int = 0,
        heard: Callable[[bytes], None] | None = None,
    ) -> None:
        self._where = (host, port)
        self._door: socket.socket | None = None
        self._caller: socket.socket | None = None
        super().__init__(simulator, baud, heard)
        self.plug()

    @property
    def address(self) -> str:
        return f"{self._where[0]}:{self._where[1]}"

    @property
    def plugged(self) -> bool:
        return self._door is not None

    def plug(self) -> None:
        with self._lock:
            if self._door is not None or not self._running:
                return
            self._door = socket.create_server(self._where)
            self._where = (self._where[0], self._door.getsockname()[1])
            threading.Thread(target=self._answer, args=(self._door,), name="tcp-host-door", daemon=True).start()

    def unplug(self) -> None:
        with self._lock:
            if self._door is not None:
                with contextlib.suppress(OSError):
                    self._door.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits in accept
                self._door.close()
                self._door = None
            self.hang_up()  # last: whoever notices finds the door shut

    def hang_up(self) -> None:
        with self._lock:
            self._attach(-1)
            if self._caller is not None:
                self._caller.close()
                self._caller = None

    def _answer(self, door: socket.socket) -> None:
        while True:
            try:
                caller, _ = door.accept()
            except OSError:
                return
            with self._lock:
                if self._door is not door:
                    caller.close()
                    return
                self.hang_up()
                caller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._caller = caller
                self._attach(caller.fileno())
