"""Finding one device on the USB bus and claiming an interface of it, by libusb (pyusb)."""

import errno
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import usb.backend.libusb1
import usb.core
import usb.util

from devices.errors import Unplugged
from devices.links.usb_pipes import Setting, UsbPipes


@dataclass(frozen=True)
class UsbAddress:
    """Which one. ``serial`` and ``port`` (the kernel's name for it, ``1-2.3``) are empty when any will do."""

    vendor: int
    product: int
    serial: str = ""
    port: str = ""

    def __str__(self) -> str:
        name = f"USB {self.vendor:04X}:{self.product:04X}" + (f"/{self.serial}" if self.serial else "")
        return f"{name} on port {self.port}" if self.port else name


_LIBRARY = "libusb-1.0.so.0"  # by name: pyusb's own search starts other programs, each time it finds nothing

Choice = Callable[[list[Setting]], Setting | None]
"""Of all settings of all interfaces, the one to claim."""


def open_usb(where: UsbAddress, choice: Choice, sought: str) -> UsbPipes:
    """Claim an interface. A kernel driver bound to it (``usblp``) is put aside, and given back on closing.

    Raises ``Unplugged``, whose sentence says what to do, when it is not there, not the only one, held by another
    program, not permitted, or has no interface that is ``sought`` (a noun for the sentence).
    """
    device = _find(where)
    try:
        setting = choice(_settings(device))
        if setting is None:
            raise Unplugged(f"{where} has no interface of {sought}")
        return UsbPipes(device, setting, str(where), _claim(device, setting))
    except usb.core.USBError as error:
        usb.util.dispose_resources(device)
        raise Unplugged(_sentence(where, error)) from error
    except Unplugged:
        usb.util.dispose_resources(device)
        raise


def _find(where: UsbAddress) -> Any:
    backend = usb.backend.libusb1.get_backend(lambda _: _LIBRARY)
    if backend is None:
        raise Unplugged("USB cannot be used here: libusb-1.0 is not installed, or this machine has no USB")
    try:
        found = [
            one
            for one in usb.core.find(True, backend, idVendor=where.vendor, idProduct=where.product) or ()
            if (not where.port or _port(one) == where.port) and (not where.serial or _serial(one) == where.serial)
        ]
    except usb.core.USBError as error:
        raise Unplugged(_sentence(where, error)) from error
    if not found:
        raise Unplugged(f"{where} is not plugged in")
    if len(found) > 1:
        ports = ", ".join(sorted(map(_port, found)))
        raise Unplugged(f"{where} is plugged in {len(found)} times, at ports {ports}: say which with /SERIAL or port=")
    return found[0]


def _port(device: Any) -> str:
    return f"{device.bus}-{'.'.join(map(str, device.port_numbers or (0,)))}"


def _serial(device: Any) -> str:
    """Empty when it has none. Raises ``USBError`` when we may not ask."""
    if not device.iSerialNumber:
        return ""
    try:
        return usb.util.get_string(device, device.iSerialNumber) or ""
    except ValueError:  # pyusb says so of a device that may not be opened too: then this raises what is the matter
        device.get_active_configuration()
        return ""


def _settings(device: Any) -> list[Setting]:
    return [_setting(one) for one in device.get_active_configuration()]


def _setting(one: Any) -> Setting:
    bulk = [point for point in one if usb.util.endpoint_type(point.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK]
    ins = [point for point in bulk if point.bEndpointAddress & 0x80]
    outs = [point for point in bulk if not point.bEndpointAddress & 0x80]
    return Setting(
        one.bInterfaceNumber, one.bAlternateSetting,
        (one.bInterfaceClass, one.bInterfaceSubClass, one.bInterfaceProtocol),
        tuple(point.bEndpointAddress for point in outs), tuple(point.bEndpointAddress for point in ins),
        max((point.wMaxPacketSize & 0x7FF for point in ins), default=64),
    )  # fmt: skip


def _claim(device: Any, setting: Setting) -> bool:
    """True when a kernel driver was put aside. Raises ``USBError``."""
    number = setting.interface
    aside = device.is_kernel_driver_active(number)
    if aside:
        device.detach_kernel_driver(number)
    try:
        usb.util.claim_interface(device, number)
        if setting.alternate:
            device.set_interface_altsetting(number, setting.alternate)
    except usb.core.USBError:
        if aside:
            device.attach_kernel_driver(number)
        raise
    return aside


def _sentence(where: UsbAddress, error: usb.core.USBError) -> str:
    match error.errno:
        case errno.EBUSY:
            return f"{where} is held by another program (a print queue?): end that one, then this goes on by itself"
        case errno.EACCES | errno.EPERM:
            return f"{where} may not be opened by this user: an udev rule is missing, see docs/devices.md, USB"
    return f"cannot open {where}: {error.strerror}"
