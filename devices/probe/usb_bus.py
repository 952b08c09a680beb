"""What is on the USB bus, by which address a station would open it, and whether it may. Reads sysfs; opens nothing."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from devices.probe.listing import Seen, entries, number, text

CARD_READERS = {
    (0x0400, 0xC35A): "an ID card reader (SDT) by USB [S]; not yet tried by us [U]",
    (0x0483, 0x5652): "an ID card reader (SDT) by USB, a rarer kind [S]; which pipes it has: [U]",
    (0x2B19, 0x0200): "an ID card reader (SDT) by USB, a rarer kind [S]; which pipes it has: [U]",
}
VENDORS = {0x04B8: "something by Epson, perhaps a printer [K]", 0x0DD4: "something by Custom, perhaps a printer [K]"}
_CLASSES = {14: "a camera (USB video class)", 8: "storage", 3: "something to type or point with (HID); see below"}
_HUB, _PRINTER = 9, 7
_LANGUAGES = {1: "it never answers (protocol 1)", 2: "", 3: "IEEE 1284.4, not ours", 4: "IPP over USB, not ours"}


def usb(root: Path, dev: Path = Path("/dev")) -> Iterator[Seen]:
    """``root`` is /sys."""
    devices = [one for one in entries(root / "bus/usb/devices") if _numbers(one) and not _is_hub(one)]
    names = Counter((_numbers(one), text(one / "serial")) for one in devices)
    for device in devices:
        numbers = _numbers(device)
        said = " ".join(filter(None, (text(device / "manufacturer"), text(device / "product"))))
        where = f"{_name(device)} ({device.name})"
        dialect = _dialect(device)
        if not dialect:
            yield Seen("usb", where, said, _seems(device))
            continue
        serial = text(device / "serial")
        address = f"{dialect}+usb:{_name(device)}" + (f"/{quote(serial, safe='')}" if serial else "")
        if names[numbers, serial] > 1:
            address = f"{dialect}+usb:{_name(device)}?port={device.name}"
        yield Seen("usb", where, said, _seems(device), address, _may(device, dev))


def _dialect(device: Path) -> str:
    """Empty for what no station would open by USB."""
    if any(kind[:2] == (_PRINTER, 1) for kind in _interfaces(device)):
        return "escpos"
    return "sdt" if _numbers(device) in CARD_READERS else ""


def _seems(device: Path) -> str:
    numbers, interfaces = _numbers(device), _interfaces(device)
    printers = [kind for kind in interfaces if kind[0] == _PRINTER]
    if printers:
        spoken = [kind[2] for kind in printers]
        doubt = _LANGUAGES.get(next((one for one in (2, 1) if one in spoken), spoken[0]) or 0, "")
        return "a printer (USB printer class)" + (f"; {doubt}" if doubt else "")
    if numbers in CARD_READERS:
        return CARD_READERS[numbers]
    guess = next((name for one, name in _CLASSES.items() if any(one == kind[0] for kind in interfaces)), "")
    return guess or (VENDORS.get(numbers[0], "") if numbers else "")


def _may(device: Path, dev: Path) -> str:
    bus, at = (text(device / name) for name in ("busnum", "devnum"))
    node = dev / f"bus/usb/{bus.zfill(3)}/{at.zfill(3)}"
    if not node.exists():
        return f"may not be opened: there is no {node}"
    if not os.access(node, os.R_OK | os.W_OK):
        return "may not be opened by this user: an udev rule is missing, see docs/devices.md, USB"
    links = (folder / "driver" for folder in device.glob("*:*"))
    drivers = {link.readlink().name for link in links if link.is_symlink()}
    if "usbfs" in drivers:
        return "held by another program now"
    aside = ", ".join(sorted(drivers))
    return f"may be opened; {aside} is put aside meanwhile" if aside else "may be opened"


def _numbers(device: Path) -> tuple[int, int] | None:
    vendor, product = number(device / "idVendor"), number(device / "idProduct")
    return None if vendor is None or product is None else (vendor, product)


def _name(device: Path) -> str:
    vendor, product = _numbers(device) or (0, 0)
    return f"{vendor:04X}:{product:04X}"


def _is_hub(device: Path) -> bool:
    return number(device / "bDeviceClass") == _HUB or any(kind[0] == _HUB for kind in _interfaces(device))


def _interfaces(device: Path) -> list[tuple[int | None, int | None, int | None]]:
    """Class, subclass, protocol of each."""
    parts = ("bInterfaceClass", "bInterfaceSubClass", "bInterfaceProtocol")
    return [(number(one / parts[0]), number(one / parts[1]), number(one / parts[2])) for one in device.glob("*:*")]
