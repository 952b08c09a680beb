"""What is plugged in, and what it *seems* to be. Reads the kernel's lists (sysfs) and opens nothing; the network is not
scanned. A number pair proves nothing: adapters and clones carry what they like."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from devices.links.ports import SerialPort, serial_ports

SEEMS: dict[tuple[int, int], str] = {
    (0x0400, 0xC35A): "an ID card reader (SDT) by USB",
    (0x0483, 0x5652): "an ID card reader (SDT) by USB, a rarer kind",
    (0x2B19, 0x0200): "an ID card reader (SDT) by USB, a rarer kind",
    (0x1A86, 0x7523): "a CH340 serial adapter; what hangs on it must be probed [K]",
    (0x0403, 0x6001): "an FTDI serial adapter; what hangs on it must be probed [K]",
    (0x10C4, 0xEA60): "a CP210x serial adapter; what hangs on it must be probed [K]",
    (0x067B, 0x2303): "a PL2303 serial adapter; what hangs on it must be probed [K]",
}
VENDORS = {0x04B8: "something by Epson, perhaps a printer [K]", 0x0DD4: "something by Custom, perhaps a printer [K]"}
_CLASSES = {7: "a printer (USB printer class)", 14: "a camera (USB video class)", 8: "storage", 9: "a hub"}
_POS_USAGE = b"\x05\x8c"
"""HID usage page 8C, bar code scanner (USB HID Point of Sale Usage Tables)."""


@dataclass(frozen=True)
class Seen:
    """One thing. ``seems`` is a guess and says so; empty when there is none."""

    kind: str
    where: str
    said: str
    seems: str = ""


def plugged_in(root: Path = Path("/sys")) -> Iterator[Seen]:
    for port in serial_ports():
        yield Seen("serial", port.path, port.said, _seems_port(port))
    yield from usb(root)
    yield from inputs(root)
    yield from videos(root)


def usb(root: Path) -> Iterator[Seen]:
    for device in _entries(root / "bus/usb/devices"):
        vendor, product = _hex(device / "idVendor"), _hex(device / "idProduct")
        if vendor is None or product is None:
            continue
        classes = [_hex(device / "bDeviceClass"), *(_hex(one / "bInterfaceClass") for one in device.glob("*:*"))]
        if 9 in classes:
            continue
        said = " ".join(filter(None, (_text(device / "manufacturer"), _text(device / "product"))))
        seems = SEEMS.get((vendor, product)) or VENDORS.get(vendor) or _by_class(classes)
        yield Seen("usb", f"{vendor:04X}:{product:04X} ({device.name})", said, seems)


def inputs(root: Path) -> Iterator[Seen]:
    for event in _entries(root / "class/input"):
        if not event.name.startswith("event"):
            continue
        try:
            hid = (event / "device/device/report_descriptor").read_bytes()
        except OSError:
            hid = b""
        seems = "a bar code scanner (HID-POS)" if _POS_USAGE in hid else ""
        yield Seen("input", f"/dev/input/{event.name}", _text(event / "device/name"), seems)


def videos(root: Path) -> Iterator[Seen]:
    for video in _entries(root / "class/video4linux"):
        yield Seen("video", f"/dev/{video.name}", _text(video / "name"), "a camera")


def _seems_port(port: SerialPort) -> str:
    return SEEMS.get(port.usb, "") if port.usb else ""


def _by_class(classes: list[int | None]) -> str:
    return next((name for one, name in _CLASSES.items() if one in classes), "")


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _text(path: Path) -> str:
    """What a device says of itself: its own words, so anything unprintable is taken out."""
    try:
        said = path.read_bytes()[:200].decode("utf-8", "replace")
    except OSError:
        return ""
    return "".join(char for char in said.strip() if char.isprintable())


def _hex(path: Path) -> int | None:
    try:
        return int(_text(path), 16)
    except ValueError:
        return None
