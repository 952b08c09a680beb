"""The kernel's side of one node under /dev/bus/usb: its ioctls (linux/usbdevice_fs.h), claims and drivers.

libusb polls the node for POLLOUT, which means *something can be reaped*. The node is a FIFO here, kept full while there
is nothing to reap.
"""

import contextlib
import errno
import fcntl
import os
import struct
import threading
from enum import IntEnum
from pathlib import Path
from typing import Any

from tests.support.usb.urbs import Function, Urbs

CAN = 0x01 | 0x02 | 0x04 | 0x10
"""Zero packets, bulk continuation, no packet size limit, reaping after a disconnection."""
TICK = 0.002  # how often a device that had nothing is asked again: two frames of a full-speed bus


class Io(IntEnum):
    SUBMIT, DISCARD, REAP, REAP_NOW = 0x8038550A, 0x550B, 0x4008550C, 0x4008550D
    CLAIM, RELEASE, CLEAR_HALT, SET_INTERFACE = 0x8004550F, 0x80045510, 0x80045515, 0x80085504
    GET_DRIVER, DRIVER_IOCTL, CAPABILITIES, RESET = 0x41045508, 0xC0105512, 0x8004551A, 0x5514
    CONNECT, DISCONNECT = 0x5517, 0x5516


class Node:
    """One device's node. ``drivers``: interface → the kernel driver bound to it. ``history``: what was done, in order,
    bulk transfers too. All may be looked at and changed under ``lock``."""

    def __init__(self, path: Path, function: Function, drivers: dict[int, str]) -> None:
        self.lock = threading.Condition(threading.RLock())
        self.urbs, self.drivers = Urbs(function), drivers
        self.history = self.urbs.history
        self._claims: dict[int, Any] = {}
        self._gone = False
        path.unlink(missing_ok=True)
        os.mkfifo(path)
        self._fifo = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        fcntl.fcntl(self._fifo, fcntl.F_SETPIPE_SZ, 4096)
        self._show_readiness()
        self._thread = threading.Thread(target=self._run, name="usb-node", daemon=True)
        self._thread.start()

    def vanish(self) -> None:
        """The cable is pulled: every URB ends, every ioctl but reaping fails."""
        with self.lock:
            self._gone = True
            self.urbs.end_all()
            self._show_readiness()
            self.lock.notify()
        self._thread.join()

    # -- ioctls ------------------------------------------------------------------------------------------------------

    def ioctl(self, client: Any) -> bool:
        request = client.get_request()
        arg = client.get_arg()
        size = request >> 16 & 0x3FFF
        data = arg.resolve(0, size) if size else None
        with self.lock:
            self._forget_the_dead()
            try:
                self._answer(client, request, arg, data)
                code = 0
            except OSError as error:
                code = error.errno or errno.EIO
            self._show_readiness()
            client.complete(-1 if code else 0, code)
        return True

    def _answer(self, client: Any, request: int, arg: Any, data: Any) -> None:
        if request in (Io.REAP, Io.REAP_NOW):
            try:
                return self.urbs.reap(client, data)
            except BlockingIOError:
                raise OSError(errno.ENODEV if self._gone else errno.EAGAIN, "") from None
        if self._gone:
            raise OSError(errno.ENODEV, "")
        match request:
            case Io.CAPABILITIES:
                data.update(0, struct.pack("I", CAN))
            case Io.SUBMIT:
                self.urbs.submit(client, data)
                self.lock.notify()
            case Io.DISCARD:
                self.urbs.discard(int.from_bytes(bytes(arg.retrieve()), "little"))
            case Io.CLAIM | Io.RELEASE:
                self._claim(client, _number(data), request == Io.CLAIM)
            case Io.CLEAR_HALT:
                self.urbs.halted.discard(_number(data))
                self.history.append(("clear halt", _number(data)))
            case Io.GET_DRIVER:
                self._driver_of(data)
            case Io.DRIVER_IOCTL:
                number, code = struct.unpack("iI", bytes(data.retrieve())[:8])
                self._bind(number, code == Io.CONNECT)
            case Io.SET_INTERFACE | Io.RESET:
                self.history.append(("set interface" if request == Io.SET_INTERFACE else "reset", 0))
            case _:
                raise OSError(errno.ENOTTY, "")
        return None

    def _forget_the_dead(self) -> None:
        """What a program held ends with its file."""
        self.urbs.forget_the_dead()
        self._claims = {number: one for number, one in self._claims.items() if one.get_connected()}

    def _claim(self, client: Any, number: int, wanted: bool) -> None:
        owner = self._claims.get(number)
        if wanted:
            if number in self.drivers or owner not in (None, client):
                raise OSError(errno.EBUSY, "")
            self._claims[number] = client
        elif owner is client:
            del self._claims[number]
        else:
            raise OSError(errno.EINVAL, "")

    def _driver_of(self, data: Any) -> None:
        number = _number(data)
        name = self.drivers.get(number, "usbfs" if number in self._claims else None)
        if name is None:
            raise OSError(errno.ENODATA, "")
        data.update(4, name.encode() + b"\0")

    def _bind(self, number: int, bind: bool) -> None:
        if bind and number in self._claims:
            raise OSError(errno.EBUSY, "")
        if not bind and number not in self.drivers:
            raise OSError(errno.ENODATA, "")
        self.history.append(("attach" if bind else "detach", number))
        if bind:
            self.drivers[number] = self._detached
        else:
            self._detached = self.drivers.pop(number)

    # -- readiness ---------------------------------------------------------------------------------------------------

    def _show_readiness(self) -> None:
        if self.urbs.reapable:
            with contextlib.suppress(BlockingIOError):
                while os.read(self._fifo, 65536):
                    pass
        else:
            with contextlib.suppress(BlockingIOError):
                while True:
                    os.write(self._fifo, bytes(4096))

    def _run(self) -> None:
        with self.lock:
            while not self._gone:
                self.urbs.move()
                self._show_readiness()
                self.lock.wait(TICK if self.urbs.waiting else None)


def _number(data: Any) -> int:
    return int.from_bytes(bytes(data.retrieve())[:4], "little")
