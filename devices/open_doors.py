"""Addresses of doors. Doors that share a line or a board share it here, once.

==================================================================  ================================================
``osdp+serial:/dev/ttyS3?key=/etc/onedoor/in.key&exit=2&fire=3``    a reader with the lock's relay and the contacts
``osdp+serial:/dev/ttyS3?in=0&out=1&at=1&key=A.key&key_out=B.key``  two readers; lock and contacts on the inner one
``uhppote+udp:192.168.1.100:60000?serial=405419896&door=2``         a door of a UHPPOTE board
``uhppote+tcp:192.168.1.100:60000?serial=405419896&door=2``         the same by TCP, which is better
``relay+serial:…?module=… osdp+serial:…?at=none&key=…``             a relay board inside, a reader outside
==================================================================  ================================================

OSDP: ``in`` 0, ``out`` none (addresses), ``at`` (which of them has the relay and the contacts: ``in`` unless said, or
``none``), ``key`` and ``key_out`` (files with the readers' secrets: ``python -m devices key``), ``relay``, ``door`` 1,
``exit``, ``fire``, ``door_closed``, ``no_fire``, ``held`` as at gates, ``baud`` 9600. UHPPOTE: ``serial`` and ``door``
must be said; ``delay`` 5 seconds, ``held`` 20, ``since`` (the last record known; else as the board remembers), ``tell``
(``HOST:PORT`` of ours, where the board pushes its events), ``zone`` (whose clock the board is given, Asia/Shanghai).
"""

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import available_timezones

from devices.door.door import Door, Side
from devices.door.osdp.driver import OsdpDoor
from devices.door.osdp.keys import BadKey, make_key, read_key
from devices.door.osdp.panel import Panel
from devices.door.osdp.rekeying import rekey
from devices.door.uhppote.board import UhppoteBoard
from devices.door.uhppote.client import Client
from devices.door.uhppote.driver import ZONE, BoardWatch, UhppoteDoor
from devices.door.uhppote.words import Listener
from devices.door.wired import WiredDoor
from devices.gate.wiring import Wiring
from devices.link import LinkFactory
from devices.links.serial import serial_factory
from devices.links.tcp import tcp_factory
from devices.links.udp import UdpEar, udp_factory
from devices.open import BAUDS, Address, BadAddress, open_gate, parse, split_host_port

_OSDP = {"in", "out", "at", "key", "key_out", "relay", "door", "exit", "fire", "door_closed", "no_fire", "held", "baud"}
_UHPPOTE = {"serial", "door", "delay", "held", "since", "tell", "zone"}


def open_door(text: str) -> Door:
    """Raises ``BadAddress``."""
    return open_doors([text])[0]


def open_doors(texts: Sequence[str]) -> list[Door]:
    """One door for each text, in order. Raises ``BadAddress``, before anything is opened."""
    kinds = [[_checked(one) for one in text.split()] for text in texts]
    for text, addresses in zip(texts, kinds, strict=True):
        if [one.dialect for one in addresses] not in (["osdp"], ["uhppote"], ["relay", "osdp"]):
            raise BadAddress(f"'{text}' is no door; use osdp, uhppote, or relay and osdp with a space between.")
    panels, watches = _panels(kinds), _watches(kinds)
    doors: list[Door] = []
    for text, addresses in zip(texts, kinds, strict=True):
        last = addresses[-1]
        door = _uhppote(watches[_board(last)], last) if last.dialect == "uhppote" else _osdp(panels[last.where], last)
        doors.append(WiredDoor(open_gate(text.split()[0]), door) if len(addresses) == 2 else door)
    return doors


def _checked(text: str) -> Address:
    address = parse(text)
    if address.dialect == "relay":
        open_gate(text).close()  # says what is wrong with it
        return address
    known = {"osdp": _OSDP, "uhppote": _UHPPOTE}.get(address.dialect)
    if known is None:
        raise BadAddress(f"'{address.dialect}' is no dialect of a door; use osdp or uhppote.")
    if unknown := next((key for key in address.options if key not in known), None):
        raise BadAddress(f"'{unknown}' is no option of {address.dialect}; known: {', '.join(sorted(known))}.")
    asked = (_wiring, _keys, _baud) if address.dialect == "osdp" else (_board, _number, _listener, _since, _zone)
    for ask in asked:
        ask(address)
    return address


# -- OSDP --------------------------------------------------------------------------------------------------------------


def _panels(kinds: list[list[Address]]) -> dict[str, Panel]:
    """By line, with the keys of all its readers. Raises ``BadAddress`` where two doors say different things of it."""
    keys: dict[str, dict[int, bytes]] = {}
    links: dict[str, LinkFactory] = {}
    for address in (one for addresses in kinds for one in addresses if one.dialect == "osdp"):
        for reader, key in _keys(address).items():
            if keys.setdefault(address.where, {}).setdefault(reader, key) != key:
                raise BadAddress(f"Reader {reader} at {address.where} is given two keys.")
        links[address.where] = _line(address)
    return {where: Panel(links[where], keys[where]) for where in keys}


def _line(address: Address) -> LinkFactory:
    if address.link == "serial":
        return serial_factory(address.where, _baud(address))
    return tcp_factory(*split_host_port(address.where))


def rekey_door(text: str, file: Path, *, fresh: bool) -> None:
    """The reader at ``in`` gets the secret that is written to ``file``, a new one; ``fresh``: it has none, and ``key``
    need not be said. Raises ``BadAddress``, ``OSError`` (there is such a file), ``DeviceError``."""
    address = parse(text)
    if address.dialect != "osdp":
        raise BadAddress(f"'{address.dialect}' has no secret to be given; use osdp.")
    reader = address.number("in", 0, 0, 126) or 0
    old = None if fresh else _keys(address)[reader]
    rekey(_line(address), reader, old, make_key(file))


def _osdp(panel: Panel, address: Address) -> OsdpDoor:
    readers = {side: reader for side, reader in _readers(address).items() if reader is not None}
    at = address.number("at", readers[Side.IN], 0, 126, none=True)
    return OsdpDoor(panel, readers, at, _wiring(address), held=float(address.number("held", 20, 1, 3600) or 0))


def _readers(address: Address) -> dict[Side, int | None]:
    return {
        Side.IN: address.number("in", 0, 0, 126),
        Side.OUT: address.number("out", None, 0, 126, none=True),
    }


def _keys(address: Address) -> dict[int, bytes]:
    """Reader → secret."""
    keys: dict[int, bytes] = {}
    for side, reader in _readers(address).items():
        option = "key" if side is Side.IN else "key_out"
        if reader is None:
            continue
        if option not in address.options:
            raise BadAddress(
                f"{option}= is missing: the file with the reader's secret; python -m devices key makes one."
            )
        try:
            keys[reader] = read_key(Path(address.options[option]))
        except BadKey as error:
            raise BadAddress(str(error)) from None
    return keys


def _wiring(address: Address) -> Wiring:
    return Wiring(
        relay=address.number("relay", 1, 1, 32) or 1, door=address.number("door", 1, 1, 32, none=True),
        exit=address.number("exit", None, 1, 32, none=True), fire=address.number("fire", None, 1, 32, none=True),
        door_closed=address.one_of("door_closed", "on", "off") == "on",
        no_fire=address.one_of("no_fire", "on", "off") == "on",
    )  # fmt: skip


def _baud(address: Address) -> int:
    return address.number("baud", 9600, BAUDS[0], BAUDS[-1]) or 9600


# -- UHPPOTE -----------------------------------------------------------------------------------------------------------


def open_board(address: Address) -> UhppoteBoard:
    """Raises ``BadAddress``."""
    serial, _ = _board(address)
    factory = tcp_factory if address.link == "tcp" else udp_factory
    return UhppoteBoard(Client(factory(*split_host_port(address.where)), serial))


def _board(address: Address) -> tuple[int, str]:
    serial = address.number("serial", None, 1, 0xFFFFFFFE)
    if serial is None:
        raise BadAddress("serial= is missing: the number on the board; python -m devices probe finds it.")
    split_host_port(address.where)
    return serial, f"{address.link}:{address.where}"


def _number(address: Address) -> int:
    number = address.number("door", None, 1, 4)
    if number is None:
        raise BadAddress("door= is missing: which of the board's doors, from 1 to 4.")
    return number


def _zone(address: Address) -> str:
    zone = address.options.get("zone", ZONE)
    if zone not in available_timezones():
        raise BadAddress(f"zone={zone} is no time zone; write it as in Asia/Shanghai.")
    return zone


def _since(address: Address) -> int | None:
    return address.number("since", None, 0, 0xFFFFFFFF)


def _listener(address: Address) -> Listener | None:
    if "tell" not in address.options:
        return None
    return Listener(*split_host_port(address.options["tell"]))


def _watches(kinds: list[list[Address]]) -> dict[tuple[int, str], BoardWatch]:
    watches: dict[tuple[int, str], BoardWatch] = {}
    for address in (one for addresses in kinds for one in addresses if one.dialect == "uhppote"):
        if _board(address) in watches:
            continue
        tell = _listener(address)
        try:
            ear = UdpEar(tell.host, tell.port) if tell is not None else None
        except OSError as error:
            raise BadAddress(f"tell={address.options['tell']} cannot be listened at: {error.strerror}.") from None
        watches[_board(address)] = BoardWatch(
            open_board(address), ear=ear, tell=tell, at=_since(address), zone=_zone(address)
        )
    return watches


def _uhppote(watch: BoardWatch, address: Address) -> UhppoteDoor:
    return UhppoteDoor(
        watch,
        _number(address),
        delay=address.number("delay", 5, 1, 255) or 5,
        held=float(address.number("held", 20, 1, 3600) or 20),
    )
