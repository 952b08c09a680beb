"""Device addresses: ``DIALECT+LINK:WHERE?key=value&…`` becomes a role. The only place that pairs dialect and link.

=============================================================  =====================================================
``escpos+serial:/dev/ttyUSB0?baud=115200&profile=generic-80``  a ticket printer on a serial port
``escpos+tcp:192.168.1.20:9100?profile=tm-t88vi``              a ticket printer on the network
``escpos+usb:04B8:0E15/SERIAL``                                a ticket printer on USB; ``/SERIAL`` if there are two
``sdt+serial:/dev/ttyS1``                                      an ID card reader
``sdt+usb:0400:C35A``                                          an ID card reader on USB
``lines+tcp:127.0.0.1:7001``                                   a code scanner behind a serial server
``hidpos+evdev:/dev/input/by-id/usb-…-event-kbd``              a USB code scanner that types, grabbed for us alone
``hidpos+hidraw:/dev/hidraw0``                                 a USB code scanner in HID POS mode
``camera+v4l2:/dev/video0?width=1280&height=720``              a camera that looks for codes
``camera+file:PATH``                                           a video, or a picture, in its place
``ipp+tcp:192.168.1.30:631/ipp/print?user=kiosk-1``            an A4 printer; ``/printers/NAME`` for a CUPS queue
``relay+serial:/dev/ttyS2?module=waveshare&exit=2&fire=3``     a door on a Modbus relay board
``relay+tcp:192.168.1.30:502?module=waveshare&framing=tcp``    the same on the network
=============================================================  =====================================================

``baud`` (serial only) is 115200 unless said (gates: what the board comes with; ID card readers: found by asking);
``port`` (USB only, ``1-2.3`` as ``python -m devices list`` shows it) tells devices apart that have no serial number;
``profile`` (printers only) is
``auto`` unless said, by what the printer says it is; or a name, or ``file:PATH`` of what ``python -m devices probe``
wrote: a setting always wins. A gate's ``module`` must be said;
``unit`` 1, ``relay`` 1, ``door`` 1, ``exit`` and ``fire`` (numbers from 1, or ``none``), ``held`` 20 seconds,
``door_closed`` and ``no_fire`` (``on``, a closed circuit, or ``off``), ``framing`` (``rtu``, or ``tcp`` behind a port)
may be. Opening never fails for a
device that is not there: the role says so itself, and connects when it comes. Doors with readers are opened by
``devices.open_doors``.
"""

import re
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl, unquote

from devices.documents.ipp.driver import WAIT, IppPrinter
from devices.gate.relay.driver import RelayGate
from devices.gate.relay.modules import MODULES
from devices.gate.wiring import Wiring
from devices.idcard.card import IdCardReader
from devices.idcard.sdt.driver import SdtReader
from devices.idcard.sdt.pipes import module_factory
from devices.idcard.sdt.speed import SpeedHunt
from devices.link import LinkFactory
from devices.links.serial import open_serial, serial_factory
from devices.links.tcp import tcp_factory
from devices.links.usb import UsbAddress
from devices.links.usb_printer import usb_printer_factory
from devices.printer.escpos.driver import EscposPrinter
from devices.printer.profile_file import BadProfile, read_profile
from devices.printer.profiles import PROFILES, Profile
from devices.printer.verdict import TicketPrinter
from devices.scanner.camera.driver import CameraScanner
from devices.scanner.camera.source import OpenSource, camera_source, file_source
from devices.scanner.hidpos.codec import ReportReader
from devices.scanner.hidpos.driver import HidPosScanner
from devices.scanner.hidpos.keys import KeyReader
from devices.scanner.hidpos.node import node_factory
from devices.scanner.lines.driver import LineScanner
from devices.scanner.scan import Scanner
from devices.scanner.several import SeveralScanners

BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400)


class BadAddress(ValueError):
    """``str(error)`` is a sentence for whoever wrote the address."""


@dataclass(frozen=True)
class Address:
    dialect: str
    link: str
    where: str
    options: dict[str, str]

    def open_link(self) -> LinkFactory:
        if self.link == "serial":
            return serial_factory(self.where, self.baud)
        if self.link == "usb":
            return _USB[self.dialect](usb_address(self.where, self.options.get("port", "")))
        host, port = split_host_port(self.where)
        return tcp_factory(host, port)

    @property
    def baud(self) -> int:
        text = self.options.get("baud", "115200")
        if text not in map(str, BAUDS):
            raise BadAddress(f"baud={text} is not a speed; use one of {', '.join(map(str, BAUDS))}.")
        return int(text)

    def number(self, key: str, usual: int | None, low: int, high: int, *, none: bool = False) -> int | None:
        """Raises ``BadAddress``. ``none``: the word none is allowed, and means None."""
        text = self.options.get(key)
        if text is None or (none and text == "none"):
            return usual if text is None else None
        if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
            raise BadAddress(f"{key}={text} must be a number from {low} to {high}{' or none' if none else ''}.")
        return int(text)

    def one_of(self, key: str, *words: str) -> str:
        """The first word unless said. Raises ``BadAddress``."""
        text = self.options.get(key, words[0])
        if text not in words:
            raise BadAddress(f"{key}={text} must be {' or '.join(words)}.")
        return text


_USB = {"escpos": usb_printer_factory, "sdt": module_factory}
_LINKS = {
    **dict.fromkeys(_USB, ("serial", "tcp", "usb")), "hidpos": ("evdev", "hidraw"), "camera": ("v4l2", "file"),
    "uhppote": ("udp", "tcp"),
}  # fmt: skip
"""Dialects that speak over more, or something else, than a serial port and TCP."""


def parse(text: str) -> Address:
    """Raises ``BadAddress``."""
    head, _, query = text.partition("?")
    scheme, colon, where = head.partition(":")
    dialect, plus, link = scheme.partition("+")
    if not colon or not plus or not where:
        raise BadAddress(f"'{text}' is no device address; write for example sdt+serial:/dev/ttyUSB0?baud=115200.")
    links = _LINKS.get(dialect, ("serial", "tcp"))
    if link not in links:
        raise BadAddress(f"'{link}' is no link we have for {dialect}; use {' or '.join(links)}.")
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True) if query else []
    except ValueError:
        raise BadAddress(f"'{query}' is not key=value&key=value.") from None
    if len(dict(pairs)) != len(pairs):
        raise BadAddress(f"'{query}' says something twice.")
    return Address(dialect, link, where, dict(pairs))


def split_host_port(where: str) -> tuple[str, int]:
    """Raises ``BadAddress`` unless ``where`` is ``HOST:PORT``."""
    host, _, port = where.rpartition(":")
    if not host or not (port.isascii() and port.isdigit()) or not 0 <= int(port) <= 65535:
        raise BadAddress(f"'{where}' is not HOST:PORT.")
    return host.strip("[]"), int(port)


def usb_address(where: str, port: str) -> UsbAddress:
    """``VID:PID`` or ``VID:PID/SERIAL``, ``//`` before it or not; %XX in SERIAL stands for one character. Raises
    ``BadAddress``."""
    numbers, slash, serial = where.removeprefix("//").partition("/")
    if not _USB_NUMBERS.fullmatch(numbers) or (slash and not serial):
        raise BadAddress(f"'{where}' is not VID:PID or VID:PID/SERIAL, as in 04B8:0E15.")
    if port and not _USB_PORT.fullmatch(port):
        raise BadAddress(f"port={port} is no USB port; write it as in 1-2.3.")
    vendor, _, product = numbers.partition(":")
    return UsbAddress(int(vendor, 16), int(product, 16), unquote(serial), port)


_USB_NUMBERS = re.compile(r"[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}")
_USB_PORT = re.compile(r"[0-9]{1,3}-[0-9]{1,3}(\.[0-9]{1,3})*")


def profile_named(name: str | None) -> Profile | None:
    """One of ours, or ``file:PATH``; None, for the printer to say what it is, for None and ``auto``. Raises
    ``BadAddress``."""
    if name in (None, "auto"):
        return None
    if name.startswith("file:"):
        try:
            return read_profile(Path(name.removeprefix("file:")))
        except BadProfile as error:
            raise BadAddress(str(error)) from None
    if name not in PROFILES:
        raise BadAddress(f"profile={name} is not known; use auto, file:PATH or one of {', '.join(PROFILES)}.")
    return PROFILES[name]


def open_printer(text: str) -> TicketPrinter:
    """Raises ``BadAddress``."""
    address = _parse_for(text, "escpos", "ticket printer", {"profile"})
    return EscposPrinter(address.open_link(), profile_named(address.options.get("profile")), baud=address.baud)


def open_idcard(text: str) -> IdCardReader:
    """Raises ``BadAddress``."""
    return SdtReader(idcard_link(_parse_for(text, "sdt", "ID card reader", set())))


def idcard_link(address: Address) -> LinkFactory:
    """A serial port whose ``baud`` is not said is opened at the speed the module answers at."""
    if address.link == "serial" and "baud" not in address.options:
        return SpeedHunt(partial(open_serial, address.where))
    return address.open_link()


def open_scanner(text: str) -> Scanner:
    """One, or several whose addresses are separated by spaces. A camera is asked for 1280×720 unless said;
    ``camera+file:PATH`` plays a video, or looks at a picture. Raises ``BadAddress``."""
    if len(several := text.split()) > 1:
        return SeveralScanners([open_scanner(one) for one in several])
    address = parse(text)
    if address.dialect == "camera":
        return _open_camera(text, address.link)
    if address.dialect == "hidpos":
        address = _parse_for(text, "hidpos", "code scanner", set())
        return HidPosScanner(hid_link(address), KeyReader if address.link == "evdev" else ReportReader)
    return LineScanner(_parse_for(text, "lines", "code scanner", set()).open_link())


def hid_link(address: Address) -> LinkFactory:
    """One that types is grabbed for us alone."""
    return node_factory(address.where, grab=address.link == "evdev")


def _open_camera(text: str, link: str) -> CameraScanner:
    address = _parse_for(text, "camera", "code scanner", {"width", "height"} if link == "v4l2" else set())
    return CameraScanner(camera_frames(address)[0])


def camera_frames(address: Address) -> tuple[OpenSource, tuple[int, int] | None]:
    """Where its frames come from, and the width and height asked for. Raises ``BadAddress``."""
    if address.link == "file":
        return file_source(address.where), None
    size = address.number("width", 1280, 160, 8192) or 1280, address.number("height", 720, 120, 8192) or 720
    return camera_source(address.where, *size), size


def open_gate(text: str) -> RelayGate:
    """Raises ``BadAddress``."""
    known = {"module", "unit", "relay", "door", "exit", "fire", "held", "door_closed", "no_fire", "framing"}
    address = _parse_for(text, "relay", "gate", known)
    name = address.options.get("module", "")
    if name not in MODULES:
        raise BadAddress(f"module={name} is not known; use one of {', '.join(MODULES)}.")
    wiring = Wiring(
        relay=address.number("relay", 1, 1, 32) or 1, door=address.number("door", 1, 1, 32, none=True),
        exit=address.number("exit", None, 1, 32, none=True), fire=address.number("fire", None, 1, 32, none=True),
        door_closed=address.one_of("door_closed", "on", "off") == "on",
        no_fire=address.one_of("no_fire", "on", "off") == "on",
    )  # fmt: skip
    framing = "tcp" if address.one_of("framing", *_FRAMINGS[address.link]) == "tcp" else "rtu"
    baud = address.number("baud", MODULES[name].baud, BAUDS[0], BAUDS[-1]) or 0
    link = replace(address, options={**address.options, "baud": str(baud)}).open_link()
    return RelayGate(
        link, MODULES[name], wiring, framing=framing, unit=address.number("unit", 1, 1, 247) or 1,
        held=float(address.number("held", 20, 1, 3600) or 0), baud=baud if address.link == "serial" else 1_000_000,
    )  # fmt: skip


_FRAMINGS = {"serial": ("rtu",), "tcp": ("tcp", "rtu")}
"""By link, the usual one first."""


def open_documents(text: str) -> IppPrinter:
    """Raises ``BadAddress``. ``user`` is this station's name, ``wait`` the seconds a document may wait for paper."""
    address = parse(text)
    if address.link != "tcp":
        raise BadAddress(f"'{address.link}' carries no IPP; use ipp+tcp:HOST:PORT/PATH.")
    where, slash, path = address.where.partition("/")
    address = _parse_for(text.replace(slash + path, "", 1), "ipp", "document printer", {"user", "wait"})
    wait = address.number("wait", int(WAIT), 5, 3600) or WAIT
    user = address.options.get("user", "onedoor")
    link = tcp_factory(*split_host_port(where), reset=True)
    try:
        return IppPrinter(link, where, f"/{path or 'ipp/print'}", user=user, wait=wait)
    except ValueError:
        raise BadAddress(f"user={user} is no station's name; use letters, digits, dots and dashes.") from None


def _parse_for(text: str, dialect: str, device: str, keys: set[str]) -> Address:
    address = parse(text)
    if address.dialect != dialect:
        raise BadAddress(f"'{address.dialect}' is no dialect of a {device}; use {dialect}.")
    known = keys | _LINK_KEYS.get(address.link, set())
    for key in address.options:
        if key not in known:
            choice = ", ".join(sorted(known)) or "none"
            raise BadAddress(f"'{key}' is no option of {dialect}+{address.link}; known: {choice}.")
    if address.link in ("serial", "tcp", "usb"):
        address.open_link()  # says what is wrong with WHERE now, not at the first poll
    return address


_LINK_KEYS = {"serial": {"baud"}, "usb": {"port"}}
