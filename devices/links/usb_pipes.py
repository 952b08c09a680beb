"""The bulk pipes of one claimed USB interface: deadlines, stalls, short and empty packets, a pulled cable."""

import contextlib
import errno
import threading
import time
from dataclasses import dataclass
from typing import Any

import usb.core
import usb.util

from devices.errors import Refused, Silent, Unplugged

_SLICE = 0.1  # a transfer is never longer, so that closing is noticed; pyusb has no other way to wake one
_GLIMPSE = 0.005  # the shortest look: some frames of the bus. 0 would mean without end
_REST = 0.005  # after an empty packet: some printers with nothing to say send those without pause
_CHUNK = 4096  # within one URB of the kernel, so that what a deadline cut off is counted exactly
_STALLS = 3  # in a row, until a pipe is given up
_CONTROL = 1000  # milliseconds for a request on the control pipe


@dataclass(frozen=True)
class Setting:
    """One setting of one interface. ``kind``: class, subclass, protocol; ``outs`` and ``ins``: its bulk endpoints;
    ``packet``: octets one IN packet may have."""

    interface: int
    alternate: int
    kind: tuple[int, int, int]
    outs: tuple[int, ...]
    ins: tuple[int, ...]
    packet: int


class UsbPipes:
    """Deadlines and errors as :class:`devices.link.Link` has them. One thread uses it at a time, except :meth:`close`.

    ``give_back``: the kernel's driver was put aside for us, and is bound again by :meth:`close`.
    """

    def __init__(self, device: Any, setting: Setting, name: str, give_back: bool = False) -> None:
        self.setting, self.name = setting, name
        self._device, self._give_back = device, give_back
        self._closed = threading.Event()
        self._using = threading.Lock()
        self._released = False

    def read(self, endpoint: int, deadline: float) -> bytes:
        """One packet, ``b""`` when ``deadline`` passes first. Never more than one: a longer transfer would wait for
        more after a full packet. A stalled pipe is cleared: nothing of ours is lost by that."""
        stalls = 0
        with self._using:
            while True:
                left = self._left(deadline)
                try:
                    data = bytes(self._device.read(endpoint, self.setting.packet, _milliseconds(left)))
                    if not data:
                        self._closed.wait(min(_REST, max(left, 0.0)))
                except usb.core.USBTimeoutError:
                    data = b""
                except usb.core.USBError as error:
                    stalls += 1
                    if error.errno != errno.EPIPE or stalls > _STALLS:
                        raise self._gone(error) from error
                    self._clear(endpoint)
                    continue
                if data or time.monotonic() >= deadline:
                    return data

    def write(self, endpoint: int, data: bytes, deadline: float) -> None:
        """A stalled pipe is cleared and ``Unplugged`` raised: nobody knows how much of ``data`` was taken."""
        rest = memoryview(data)
        with self._using:
            while rest:
                left = self._left(deadline)
                try:
                    taken = self._device.write(endpoint, bytes(rest[:_CHUNK]), _milliseconds(left))
                    rest = rest[taken:]
                except usb.core.USBTimeoutError:
                    pass
                except usb.core.USBError as error:
                    if error.errno != errno.EPIPE:
                        raise self._gone(error) from error
                    self._clear(endpoint)
                    raise Unplugged(f"{self.name} stalled; how much it took is not known") from error
                if rest and time.monotonic() >= deadline:
                    raise Silent(f"{self.name} does not take bytes: {len(rest)} of {len(data)} left")

    def nothing(self, deadline: float) -> bytes:
        """``b""`` at ``deadline``: a pipe that is not there never says anything."""
        with self._using:
            self._closed.wait(max(self._left(deadline), 0.0))
            self._left(deadline)
        return b""

    def request(self, kind: int, request: int, value: int, index: int, length: int = 0) -> bytes:
        """A request on the control pipe, at most a second. Raises ``Refused`` when the device does not know it
        (``code``: the request), ``Silent``, ``Unplugged``."""
        with self._using:
            self._left(0.0)
            try:
                said = self._device.ctrl_transfer(kind, request, value, index, length or None, _CONTROL)
            except usb.core.USBTimeoutError as error:
                raise Silent(f"{self.name} does not answer request {request}") from error
            except usb.core.USBError as error:
                if error.errno != errno.EPIPE:
                    raise self._gone(error) from error
                raise Refused(f"{self.name} does not know request {request}", request) from error
        return b"" if isinstance(said, int) else bytes(said)

    def close(self) -> None:
        self._closed.set()
        with self._using:
            if self._released:
                return
            self._released = True
            number = self.setting.interface
            with contextlib.suppress(usb.core.USBError):
                usb.util.release_interface(self._device, number)
            with contextlib.suppress(usb.core.USBError):
                if self._give_back:
                    self._device.attach_kernel_driver(number)
            usb.util.dispose_resources(self._device)

    def _left(self, deadline: float) -> float:
        if self._closed.is_set():
            raise Unplugged(f"{self.name} was closed")
        return deadline - time.monotonic()

    def _clear(self, endpoint: int) -> None:
        try:
            self._device.clear_halt(endpoint)
        except usb.core.USBError as error:
            raise self._gone(error) from error

    def _gone(self, error: usb.core.USBError) -> Unplugged:
        return Unplugged(f"{self.name} is gone: {error.strerror}")


def _milliseconds(left: float) -> int:
    return round(min(max(left, _GLIMPSE), _SLICE) * 1000)
