"""Runs the rack's page, in the foreground or beside a test."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import uvicorn

from devices.bench.rack import Rack
from devices.bench.web import application


def serve(directory: Path, host: str, port: int, baud: int) -> None:
    """Until interrupted; the A4 printer is on the next port, or on any if that is taken. Raises ``OSError`` when
    ``port`` is taken, before any device is touched."""
    with contextlib.closing(_door(host, port)) as door:
        rack = Rack(directory, baud, a4_port=_next(host, port), board_port=port)
        try:
            print(f"设备台 bench   http://{host}:{door.getsockname()[1]}/", flush=True)
            for name, bay in rack.bays.items():
                print(f"  {name:9s} {bay.url}", flush=True)
            _server(rack, host).run(sockets=[door])
        except KeyboardInterrupt:
            pass
        finally:
            rack.stop()


@contextlib.contextmanager
def served(rack: Rack) -> Iterator[str]:
    """The page of a standing rack on a free port, in a thread of this process. Gives its base URL."""
    with contextlib.closing(_door("127.0.0.1", 0)) as door:
        server = _server(rack, "127.0.0.1")
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, name="bench-page", daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def _next(host: str, port: int) -> int:
    """0 if it is taken, or ``port`` was to be any."""
    with contextlib.suppress(OSError, OverflowError), contextlib.closing(_door(host, port and port + 1)):
        return port and port + 1
    return 0


def _door(host: str, port: int) -> socket.socket:
    return socket.create_server((host, port))


def _server(rack: Rack, host: str) -> uvicorn.Server:
    config = uvicorn.Config(
        application(rack, host), log_level="warning", timeout_graceful_shutdown=1, ws="none", lifespan="off"
    )
    return uvicorn.Server(config)
