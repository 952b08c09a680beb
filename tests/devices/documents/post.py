"""The network between driver and printer, one exchange at a time: answers of chosen operations get lost, sendings break
off, a printer's words are changed."""

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Literal

Fault = Literal["answer lost", "never arrives", "answer held back"]


class Postman:
    """Carries to ``printer_port``, at ``port``. ``faults[operation]``: what happens to the next exchange of that
    operation-id, once. ``edit`` may change any answer's body. ``seen`` are the operations in the order they came."""

    def __init__(self, printer_port: int) -> None:
        self._printer_port = printer_port
        self.faults: dict[int, Fault] = {}
        self.edit: Callable[[int, bytes], bytes] | None = None
        self.seen: list[int] = []
        self.bodies: list[bytes] = []
        self._held: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for held in self._held:
            held.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._door.accept()
                threading.Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        with contextlib.suppress(OSError):
            head, body = _message(caller)
            operation = int.from_bytes(body[2:4], "big")
            self.seen.append(operation)
            self.bodies.append(body)
            fault = self.faults.pop(operation, None)
            if fault != "never arrives":
                answer = self._carry(head, body, operation)
                if fault is None:
                    caller.sendall(answer)
                if fault == "answer held back":
                    self._held.append(caller)
                    return
        caller.close()

    def _carry(self, head: bytes, body: bytes, operation: int) -> bytes:
        with socket.create_connection(("127.0.0.1", self._printer_port)) as printer:
            printer.sendall(head + body)
            _, said = _message(printer)
        if self.edit is not None:
            said = self.edit(operation, said)
        return b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: %d\r\n\r\n" % len(said) + said


def _message(line: socket.socket) -> tuple[bytes, bytes]:
    """Head and body of one HTTP message with a Content-Length."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(line)
    head, _, body = data.partition(b"\r\n\r\n")
    fields = dict(row.lower().split(b": ", 1) for row in head.split(b"\r\n")[1:])
    while len(body) < int(fields[b"content-length"]):
        body += _more(line)
    return head + b"\r\n\r\n", body


def _more(line: socket.socket) -> bytes:
    data = line.recv(65536)
    if not data:
        raise ConnectionResetError
    return data
