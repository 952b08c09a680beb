"""A wire inside one process: a driver at one end, a simulator at the other."""

import contextlib
import socket

from devices.errors import Unplugged
from devices.links.descriptor import DescriptorLink
from devices.links.host import Device, Host


class Loopback(Host[Device]):
    """``open`` is the driver's :class:`~devices.link.LinkFactory`. A new opening replaces the earlier one.

    Unpaced unless told a ``baud``. Cut with ``unplug``, mend with ``plug``; the rest of its troubles are in
    ``faults``.
    """

    def __init__(self, simulator: Device, baud: int = 0, seed: int = 1) -> None:
        self._ours: socket.socket | None = None
        self._in_the_wall = True
        super().__init__(simulator, baud, seed=seed)

    def open(self) -> DescriptorLink:
        """Raises ``Unplugged`` while the cable is out."""
        with self._lock:
            if not self._in_the_wall or not self._running:
                raise Unplugged("the loopback is unplugged")
            self._drop()
            self._ours, theirs = socket.socketpair()
            self._attach(self._ours.fileno())
        return DescriptorLink(theirs.fileno(), theirs.close, "loopback")

    @property
    def plugged(self) -> bool:
        return self._in_the_wall

    def plug(self) -> None:
        self._in_the_wall = True

    def unplug(self) -> None:
        self._in_the_wall = False
        self._drop()

    def hang_up(self) -> None:
        self._drop()

    def _drop(self) -> None:
        with self._lock:
            if self._ours is not None:
                self._attach(-1)
                with contextlib.suppress(OSError):
                    self._ours.close()
                self._ours = None
