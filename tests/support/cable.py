"""The cable between kiosk and hall: a TCP forwarder that can be pulled, or lose what comes back."""

import contextlib
import socket
import threading
from typing import Literal

Mode = Literal["whole", "no_answers", "pulled"]


class Cable:
    """Listens at ``url``, forwards to ``port``. ``whole``; ``no_answers``: requests arrive, answers are lost;
    ``pulled``: nothing moves in either direction, and nobody is told."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.mode: Mode = "whole"
        self.carried = 0
        """Bytes that came in on either side."""
        self.lost = threading.Event()  # set when an answer was lost
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def set(self, mode: Mode) -> None:
        """From now on; lines made under another mode are cut when the cable becomes whole again."""
        self.mode = mode
        self.lost.clear()
        if mode == "whole":
            for line in list(self._open):
                _cut(line)

    def close(self) -> None:
        _cut(self._door)
        self.set("whole")

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._door.accept()
                try:
                    far = socket.create_connection(("127.0.0.1", self._port), timeout=5)
                except OSError:
                    _cut(near)
                    continue
                far.settimeout(None)
                self._open |= {near, far}
                threading.Thread(target=self._carry, args=(near, far, False), daemon=True).start()
                threading.Thread(target=self._carry, args=(far, near, True), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, answers: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self.carried += len(data)
                if self.mode == "whole" or (self.mode == "no_answers" and not answers):
                    sink.sendall(data)
                elif answers:
                    self.lost.set()
        for line in (source, sink):
            _cut(line)
            self._open.discard(line)


def _cut(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()
