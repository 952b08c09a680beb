"""A printer on USB: *Universal Serial Bus Device Class Definition for Printing Devices*, 1.1. Bytes go by a bulk OUT
pipe and come by a bulk IN pipe; what the class itself can tell comes by requests."""

import time
from dataclasses import dataclass
from functools import partial

from devices.errors import DeviceError
from devices.link import LinkFactory
from devices.links.usb import UsbAddress, open_usb
from devices.links.usb_pipes import Setting, UsbPipes

ONE_WAY, TWO_WAYS = 1, 2  # bInterfaceProtocol (4.1); 3 (IEEE 1284.4) and 4 (IPP over USB) are other languages
_GET_DEVICE_ID, _GET_PORT_STATUS, _SOFT_RESET = 0, 1, 2  # 4.2
_TO_US, _TO_IT = 0xA1, 0x21  # class requests to an interface
_LONGEST_ID = 1023


@dataclass(frozen=True)
class PortStatus:
    """What the class says of a printer, in three bits (4.2.2). Simple printers always say that all is well."""

    paper_empty: bool
    selected: bool
    error: bool


class UsbPrinterLink:
    """A :class:`devices.link.Link`. One whose ``protocol`` is ``ONE_WAY`` never answers anything."""

    def __init__(self, pipes: UsbPipes) -> None:
        self._pipes = pipes
        self.protocol = pipes.setting.kind[2]

    def write(self, data: bytes, deadline: float) -> None:
        self._pipes.write(self._pipes.setting.outs[0], data, deadline)

    def read(self, deadline: float) -> bytes:
        if self._pipes.setting.ins:
            return self._pipes.read(self._pipes.setting.ins[0], deadline)
        return self._pipes.nothing(deadline)

    def close(self) -> None:
        self._pipes.close()

    def device_id(self) -> dict[str, str]:
        """The IEEE 1284 device id, as ``MFG`` → ``EPSON`` and so on. Raises ``DeviceError``."""
        setting = self._pipes.setting
        index = setting.interface << 8 | setting.alternate
        said = self._pipes.request(_TO_US, _GET_DEVICE_ID, 0, index, _LONGEST_ID)[2:]  # its length comes first
        pairs = (pair.partition(":") for pair in said.decode("ascii", "replace").split(";"))
        return {key.strip(): text.strip() for key, colon, text in pairs if colon}

    def port_status(self) -> PortStatus:
        """Raises ``DeviceError``."""
        said = self._pipes.request(_TO_US, _GET_PORT_STATUS, 0, self._pipes.setting.interface, 1)
        byte = said[0] if said else 0x18
        return PortStatus(bool(byte & 0x20), bool(byte & 0x10), not byte & 0x08)

    def soft_reset(self) -> None:
        """Throws away what it has received and not printed, and frees both pipes. Raises ``DeviceError``."""
        self._pipes.request(_TO_IT, _SOFT_RESET, 0, self._pipes.setting.interface)


def open_usb_printer(where: UsbAddress) -> UsbPrinterLink:
    """Raises ``Unplugged``, see :func:`devices.links.usb.open_usb`. Throws away what had piled up before."""
    link = UsbPrinterLink(open_usb(where, _printer, "a printer (USB printer class)"))
    try:
        end = time.monotonic() + 0.2
        while link.read(time.monotonic()) and time.monotonic() < end:
            pass
    except DeviceError:
        link.close()
        raise
    return link


def usb_printer_factory(where: UsbAddress) -> LinkFactory:
    return partial(open_usb_printer, where)


def _printer(settings: list[Setting]) -> Setting | None:
    """The one that answers before the one that does not."""
    for protocol in (TWO_WAYS, ONE_WAY):
        for one in settings:
            if one.kind == (7, 1, protocol) and one.outs:
                return one
    return None
