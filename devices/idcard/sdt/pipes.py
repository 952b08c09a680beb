"""SDT over USB. The usual module (0400:C35A) has four bulk pipes and sends each frame in two parts: the preamble and
the length by one, what they count by another. Others have one pair and are read like a serial port.

What is known stands in public descriptions that agree with each other; nobody has tried this on a machine yet [U].
"""

import time
from functools import partial

from devices.idcard.sdt.codec import HEAD, LONGEST
from devices.link import Link, LinkFactory
from devices.links.usb import UsbAddress, open_usb
from devices.links.usb_pipes import Setting, UsbPipes

HEAD_OUT, REST_OUT, HEAD_IN, REST_IN = 0x02, 0x06, 0x81, 0x85


class FourPipes:
    """A :class:`devices.link.Link` for frames: ``write`` takes exactly one."""

    def __init__(self, pipes: UsbPipes) -> None:
        self._pipes = pipes
        self._head = b""
        self._rest = 0
        self._whole = False  # the last answer was read to its end; else its rest may still wait in its pipe

    def write(self, data: bytes, deadline: float) -> None:
        if not self._whole:
            self._empty(REST_IN)
            self._empty(HEAD_IN)
        self._head, self._rest, self._whole = b"", 0, False
        self._pipes.write(HEAD_OUT, data[:HEAD], deadline)
        self._pipes.write(REST_OUT, data[HEAD:], deadline)

    def read(self, deadline: float) -> bytes:
        if self._rest:
            data = self._pipes.read(REST_IN, deadline)
            self._rest = max(0, self._rest - len(data))
            self._whole = not self._rest
            return data
        data = self._pipes.read(HEAD_IN, deadline)
        self._head += data
        if len(self._head) >= HEAD:
            length = int.from_bytes(self._head[HEAD - 2 : HEAD], "big")
            self._rest = max(0, min(length, LONGEST) - len(self._head[HEAD:]))
            self._head, self._whole = b"", not self._rest
        return data

    def close(self) -> None:
        self._pipes.close()

    def _empty(self, endpoint: int) -> None:
        end = time.monotonic() + 0.2  # whatever it keeps saying
        while self._pipes.read(endpoint, time.monotonic()) and time.monotonic() < end:
            pass


class OnePair:
    """A :class:`devices.link.Link` over one pipe out and one in."""

    def __init__(self, pipes: UsbPipes) -> None:
        self._pipes = pipes

    def write(self, data: bytes, deadline: float) -> None:
        self._pipes.write(self._pipes.setting.outs[0], data, deadline)

    def read(self, deadline: float) -> bytes:
        return self._pipes.read(self._pipes.setting.ins[0], deadline)

    def close(self) -> None:
        self._pipes.close()


def open_module(where: UsbAddress) -> Link:
    """Raises ``Unplugged``, see :func:`devices.links.usb.open_usb`."""
    pipes = open_usb(where, _module, "an ID card reader: neither the four bulk pipes 02 06 81 85 nor one pair")
    return FourPipes(pipes) if _four(pipes.setting) else OnePair(pipes)


def module_factory(where: UsbAddress) -> LinkFactory:
    return partial(open_module, where)


def _four(one: Setting) -> bool:
    return {HEAD_OUT, REST_OUT} <= set(one.outs) and {HEAD_IN, REST_IN} <= set(one.ins)


def _module(settings: list[Setting]) -> Setting | None:
    pairs = (one for one in settings if len(one.outs) == len(one.ins) == 1 and one.kind[0] not in (7, 8))
    return next(filter(_four, settings), None) or next(pairs, None)
