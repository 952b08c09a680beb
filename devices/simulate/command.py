"""``python -m devices simulate DIALECT``: one device on a pty, a port or in a file, worked by typed words."""

import argparse
import shlex
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from devices.bench.pty import PtyHost
from devices.bench.tcp import TcpHost
from devices.bench.udp import UdpHost
from devices.documents.ipp.host import IppHost
from devices.open import BAUDS, split_host_port
from devices.simulate.stands import STANDS, Stand

_LOOK = 0.1
_WIRE: dict[str, tuple[str, dict[str, Any]]] = {
    "mute": ("it hears and is not heard", {"mute": True}),
    "deaf": ("it hears nothing", {"deaf": True}),
    "garble": ("one byte in twenty arrives wrong", {"garble": 0.05}),
    "late": ("everything takes half a second longer, each way", {"delay": 0.5}),
    "twice": ("what it says arrives twice", {"duplicate": True}),
}
"""What the wire itself can have, by name."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    dialects = parser.add_subparsers(dest="dialect", required=True, metavar="DIALECT")
    for dialect, stand in STANDS.items():
        one = dialects.add_parser(
            dialect, help=stand.what.partition(":")[0].partition(";")[0].partition(". ")[0], description=_about(stand),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        where = one.add_mutually_exclusive_group(required=True)
        if "pty" in stand.where:
            where.add_argument("--pty", nargs="?", const="", metavar="PATH", help="on a pty, linked at PATH if given")
        if "listen" in stand.where:
            where.add_argument("--listen", metavar="HOST:PORT", help="on a TCP port; port 0: any free one")
        if "picture" in stand.where:
            where.add_argument("--picture", type=Path, metavar="PATH", help="the picture, a .png")
        if "pty" in stand.where:
            one.add_argument("--baud", type=int, default=115200, choices=(0, *BAUDS), metavar="BAUD",
                             help="speed of the line (default: 115200); 0: no pacing")  # fmt: skip
        if faults := _faults(stand):
            one.add_argument("--fault", action="append", default=[], choices=faults, metavar="FAULT",
                             help="what is wrong with it, see above; may be given more than once")  # fmt: skip
        stand.arguments(one)


def simulate(options: argparse.Namespace) -> None:
    """Until interrupted. Raises ``OSError``, ``BadAddress``."""
    kind = STANDS[options.dialect]
    faults = tuple(getattr(options, "fault", ()))
    stand = kind(options, tuple(fault for fault in faults if fault in kind.faults))
    host, link = _host(options, stand)
    for fault in faults:
        if fault in _WIRE and fault not in kind.faults:
            _spoil(host, _WIRE[fault][1])
    address = f"{options.dialect}+{link}:{host.address}{stand.query}"
    print(address, flush=True)
    print(f"Ask it in another terminal:  python -m devices probe {shlex.quote(address)}", file=sys.stderr)
    print(f"Type here: {', '.join(_hands(stand, host))}, or ? for this; Ctrl-C ends.", file=sys.stderr, flush=True)
    threading.Thread(target=_read, args=(host, stand), daemon=True).start()
    try:
        while True:
            with host.device() as device:
                told = list(stand.news(device))
            for line in told:
                print(line, flush=True)
            time.sleep(_LOOK)
    finally:
        host.stop()


def _host(options: argparse.Namespace, stand: Stand) -> tuple[Any, str]:
    """The device on its wire, and the link by which it is had."""
    if "picture" in stand.where:
        return stand.device, "file"
    if not getattr(options, "listen", None):
        return PtyHost(stand.device, Path(options.pty) if options.pty else None, options.baud), stand.link
    where = split_host_port(options.listen)
    if options.dialect == "uhppote":
        return UdpHost(stand.device, *where), "udp"
    return (IppHost(stand.device, *where) if options.dialect == "ipp"
            else TcpHost(stand.device, *where, baud=options.baud)), "tcp"  # fmt: skip


def _about(stand: type[Stand]) -> str:
    told = [f"Simulates {stand.what}.", "", "What may be typed, a line each:"]
    told += [f"  {', '.join(stand.hands)}"] if stand.hands else []
    told += [f"  {stand.line}"] if stand.line else []
    told.append("  unplug, plug, ?")
    faults = _faults(stand)
    if faults:
        told += ["", "Faults:", *(f"  {name:18s} {what}" for name, what in faults.items())]
    return "\n".join(told)


def _faults(stand: type[Stand]) -> Mapping[str, str]:
    if "pty" in stand.where:
        return {name: what for name, (what, _) in _WIRE.items()} | dict(stand.faults)
    return {"mute": _WIRE["mute"][0], **stand.faults} if "listen" in stand.where else {}


def _spoil(host: Any, what: Mapping[str, Any]) -> None:
    for name, value in what.items():
        setattr(host.faults if hasattr(host, "faults") else host, name, value)


def _hands(stand: Stand, host: Any) -> dict[str, Callable[[], object]]:
    def by_hand(name: str) -> Callable[[], object]:
        def act() -> None:
            with host.device() as device:
                stand.hands[name](device, time.monotonic())

        return act

    return {name: by_hand(name) for name in stand.hands} | {"unplug": host.unplug, "plug": host.plug}


def _read(host: Any, stand: Stand) -> None:
    hands = _hands(stand, host)
    for typed in sys.stdin:
        line = typed.rstrip("\r\n")
        word = line.strip().replace(" ", "_").replace("-", "_")
        try:
            if word == "?":
                print(_about(type(stand)), file=sys.stderr, flush=True)
            elif word in hands:
                hands[word]()
            else:
                with host.device() as device:
                    stand.other(device, line)
        except (ValueError, OSError) as error:
            print(error, file=sys.stderr, flush=True)
