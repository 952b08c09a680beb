"""A simulated device on a pty, at a path that stays the same through unplugging."""

import contextlib
import os
import tty
from collections.abc import Callable
from pathlib import Path

from devices.links.host import Device, Host


class PtyHost(Host[Device]):
    """The device is at ``address``: ``path`` when given (a symbolic link, replaced if it dangles), else the pty's own.

    The link leads through this process (``/proc/PID/fd/N``), not to ``/dev/pts/N``: should we be killed, it leads
    nowhere, and never to whoever is given the number next. Raises ``FileExistsError`` when ``path`` is something else
    than a link.
    """

    def __init__(
        self,
        simulator: Device,
        path: Path | None = None,
        baud: int = 115200,
        heard: Callable[[bytes], None] | None = None,
    ) -> None:
        if path is not None and path.exists() and not path.is_symlink():
            raise FileExistsError(f"{path} exists and is no link of ours")
        self._path = path
        self._pair: tuple[int, int] | None = None
        super().__init__(simulator, baud, heard)
        self.plug()

    @property
    def address(self) -> str:
        if self._path is not None:
            return str(self._path)
        return os.ttyname(self._pair[1]) if self._pair else ""

    @property
    def plugged(self) -> bool:
        return self._pair is not None

    def plug(self) -> None:
        with self._lock:
            if self._pair is not None or not self._running:
                return
            # we keep the slave open too: a master whose slave nobody holds reads as hung up
            self._pair = os.openpty()
            tty.setraw(self._pair[1])
            if self._path is not None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                fresh = self._path.with_name(self._path.name + ".new")
                fresh.unlink(missing_ok=True)
                fresh.symlink_to(f"/proc/{os.getpid()}/fd/{self._pair[1]}")
                fresh.replace(self._path)
            self._attach(self._pair[0])

    def unplug(self) -> None:
        with self._lock:
            if self._pair is None:
                return
            if self._path is not None:
                with contextlib.suppress(FileNotFoundError):
                    self._path.unlink()
            self._attach(-1)
            for descriptor in self._pair:
                os.close(descriptor)
            self._pair = None
