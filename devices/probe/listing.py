"""What is plugged in, and what it *seems* to be. Reads the kernel's lists (sysfs) and opens nothing; the network is not
scanned. A number pair proves nothing: adapters and clones carry what they like. USB: see *usb_bus*."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from devices.links.ports import serial_ports

ADAPTERS: dict[tuple[int, int], str] = {
    (0x1A86, 0x7523): "a CH340 serial adapter; what hangs on it must be probed [K]",
    (0x0403, 0x6001): "an FTDI serial adapter; what hangs on it must be probed [K]",
    (0x10C4, 0xEA60): "a CP210x serial adapter; what hangs on it must be probed [K]",
    (0x067B, 0x2303): "a PL2303 serial adapter; what hangs on it must be probed [K]",
}
_POS_USAGE = b"\x05\x8c"
"""HID usage page 8C, bar code scanner (USB HID Point of Sale Usage Tables)."""


_BY_ID = Path("/dev/serial/by-id")
_SCANS = re.compile(r"scan|bar ?code", re.IGNORECASE)


@dataclass(frozen=True)
class Seen:
    """One thing. ``seems`` is a guess and says so; empty when there is none. ``address``: how a station would open it,
    ``may``: whether this user may."""

    kind: str
    where: str
    said: str
    seems: str = ""
    address: str = ""
    may: str = ""


def ports() -> Iterator[Seen]:
    for port in serial_ports():
        seems = ADAPTERS.get(port.usb, "") if port.usb else ""
        # the name that stays the same in whatever socket and order it is plugged in, where there is one
        where = next((str(one) for one in entries(_BY_ID) if str(one.resolve()) == port.path), port.path)
        may = may_read(Path(port.path), "dialout")
        yield Seen("serial", port.path, port.said, seems, f"DIALECT+serial:{where}", may)


def inputs(root: Path, dev: Path = Path("/dev")) -> Iterator[Seen]:
    """What types or points; a scanner that types looks like a keyboard, and only its name may give it away."""
    for event in entries(root / "class/input"):
        if not event.name.startswith("event"):
            continue
        said, node = text(event / "device/name"), dev / "input" / event.name
        seems = "a bar code scanner (HID-POS)" if _is_scanner(event / "device/device") else ""
        if not seems and _SCANS.search(said):
            seems = "a code scanner that types, by its name"
        address = f"hidpos+evdev:{node}" if seems else ""
        yield Seen("input", f"/dev/input/{event.name}", said, seems, address, may_read(node) if seems else "")


def hidraws(root: Path, dev: Path = Path("/dev")) -> Iterator[Seen]:
    """Scanners in HID-POS mode alone: everything else that is HID has another way in."""
    for raw in entries(root / "class/hidraw"):
        if _is_scanner(raw / "device"):
            said = _hid_name(raw / "device/uevent")
            node = dev / raw.name
            seems = "a bar code scanner (HID-POS)"
            yield Seen("hidraw", f"/dev/{raw.name}", said, seems, f"hidpos+hidraw:{node}", may_read(node))


def videos(root: Path, dev: Path = Path("/dev")) -> Iterator[Seen]:
    for video in entries(root / "class/video4linux"):
        node = dev / video.name
        yield Seen("video", str(node), text(video / "name"), "a camera", f"camera+v4l2:{node}", may_read(node, "video"))


def _hid_name(uevent: Path) -> str:
    try:
        lines = uevent.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    name = next((line.removeprefix("HID_NAME=") for line in lines if line.startswith("HID_NAME=")), "")
    return "".join(char for char in name if char.isprintable())


def _is_scanner(device: Path) -> bool:
    try:
        return _POS_USAGE in (device / "report_descriptor").read_bytes()
    except OSError:
        return False


def may_read(node: Path, group: str = "") -> str:
    """``group``: the one whose members may, in Debian."""
    if not node.exists():
        return f"may not be opened: there is no {node}"
    may = os.access(node, os.R_OK)
    if may:
        return "may be opened"
    why = f"it is not in the group {group}" if group else f"see docs/devices.md, USB ({node.name})"
    return f"may not be opened by this user: {why}"


def entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def text(path: Path) -> str:
    """What a device says of itself: its own words, so anything unprintable is taken out."""
    try:
        said = path.read_bytes()[:200].decode("utf-8", "replace")
    except OSError:
        return ""
    return "".join(char for char in said.strip() if char.isprintable())


def number(path: Path) -> int | None:
    """The kernel writes them in hexadecimal."""
    try:
        return int(text(path), 16)
    except ValueError:
        return None
