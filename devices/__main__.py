"""``list`` and ``probe ADDRESS``: what is plugged in, and whether it will serve. ``bench`` and ``simulate DIALECT``:
devices to talk to where there are none."""

import argparse
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from devices.bench.people import PEOPLE
from devices.bench.pty import PtyHost
from devices.bench.serve import serve
from devices.bench.tcp import TcpHost
from devices.gate.relay.modules import MODULES, WAVESHARE
from devices.gate.relay.simulator import RelaySimulator
from devices.idcard.sdt.simulator import SdtSimulator
from devices.links.host import Host
from devices.open import BAUDS, BadAddress, split_host_port
from devices.printer.escpos.liar import FAULTS, ModelPrinter
from devices.printer.escpos.simulator import EscposSimulator
from devices.printer.profiles import GENERIC_80, PROFILES
from devices.probe.command import add_arguments, list_devices, probe
from devices.scanner.lines.simulator import LinesSimulator


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a runner's TERM ends us as Ctrl-C does: links removed
    try:
        if options.command == "list":
            return list_devices(options.printers)
        if options.command == "probe":
            return probe(options)
        if options.command == "bench":
            serve(options.dir, options.host, options.port, options.baud)
        else:
            _simulate(options)
    except KeyboardInterrupt:
        pass
    except (OSError, BadAddress) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m devices", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("list", help="what is plugged in, and what it seems to be")
    listing.add_argument("--printers", action="store_true", help="instead: the printer models we have data of")
    add_arguments(commands.add_parser("probe", help="talk to one device: will it serve?"))
    bench = commands.add_parser("bench", help="the rack and its page")
    bench.add_argument("--host", default="127.0.0.1", help="address to listen on (this machine alone by default)")
    bench.add_argument("--port", type=int, default=8610)
    bench.add_argument("--dir", type=Path, default=Path("var/bench"), help="where the devices' ports appear")
    bench.add_argument("--baud", type=int, default=115200, choices=(0, *BAUDS), help="speed of the lines; 0: no pacing")
    one = commands.add_parser(
        "simulate",
        help="one device alone",
        description="Each line typed is done to the device: sdt: a person's id lays the card, an empty line takes it "
        f"away ({', '.join(PEOPLE)}); lines: the code to show; escpos: a hand ({', '.join(_PRINTER_HANDS)}); relay: a "
        f"hand ({', '.join(_DOOR_HANDS)}). escpos writes each slip out as text.",
    )
    one.add_argument("dialect", choices=("escpos", "sdt", "lines", "relay"))
    where = one.add_mutually_exclusive_group(required=True)
    where.add_argument("--pty", nargs="?", const="", metavar="PATH", help="on a pty, linked at PATH if given")
    where.add_argument("--listen", metavar="HOST:PORT", help="on a TCP port")
    one.add_argument("--baud", type=int, default=115200, choices=(0, *BAUDS), help="speed of the line; 0: no pacing")
    one.add_argument("--profile", default=GENERIC_80.name, choices=PROFILES, help="the printer's model")
    one.add_argument("--fault", action="append", default=[], choices=FAULTS, help="how the printer lies; repeatable")
    one.add_argument("--module", default=WAVESHARE.name, choices=MODULES, help="the relay board")
    return parser


def _simulate(options: argparse.Namespace) -> None:
    devices: dict[str, Callable[[], Any]] = {
        "escpos": lambda: ModelPrinter(PROFILES[options.profile], tuple(options.fault)), "sdt": SdtSimulator,
        "lines": LinesSimulator,
        "relay": lambda: RelaySimulator(MODULES[options.module], "tcp" if options.listen else "rtu"),
    }  # fmt: skip
    host = _host(options, devices[options.dialect]())
    link = "tcp" if options.listen else "serial"
    query = f"?module={options.module}&exit=2&fire=3" if options.dialect == "relay" else ""
    print(f"{options.dialect}+{link}:{host.address}{query}", flush=True)
    threading.Thread(target=_hands, args=(host, options.dialect), daemon=True).start()
    try:
        _watch_papers(host) if options.dialect == "escpos" else threading.Event().wait()
    finally:
        host.stop()


def _host(options: argparse.Namespace, device: Any) -> PtyHost[Any] | TcpHost[Any]:
    if options.listen:
        return TcpHost(device, *split_host_port(options.listen), baud=options.baud)
    return PtyHost(device, Path(options.pty) if options.pty else None, options.baud)


def _hands(host: Host[Any], dialect: str) -> None:
    for line in sys.stdin:
        words = line.rstrip("\n")
        with host.device() as device:
            _HANDS.get(dialect, lambda device, words: None)(device, words)


def _lay(reader: SdtSimulator, person: str) -> None:
    if person in PEOPLE:
        reader.lay(PEOPLE[person].text)
    elif person:
        print(f"There is no card of '{person}'.", file=sys.stderr)
    else:
        reader.take_away()


def _do(hands: tuple[str, ...]) -> Callable[[Any, str], None]:
    def act(device: Any, hand: str) -> None:
        if hand in hands:
            getattr(device, hand)(time.monotonic())
        elif hand:
            print(f"There is no hand '{hand}'.", file=sys.stderr)

    return act


_PRINTER_HANDS = ("open_cover", "close_cover", "paper_out", "refill", "paper_low", "jam_cutter", "free_cutter",
                  "overheat", "leave_slip")  # fmt: skip
_DOOR_HANDS = ("push", "force", "shut", "tap_exit", "set_fire")
_HANDS: dict[str, Callable[[Any, str], None]] = {
    "sdt": _lay, "lines": lambda scanner, text: scanner.show(text), "escpos": _do(_PRINTER_HANDS),
    "relay": _do(_DOOR_HANDS),
}  # fmt: skip


def _watch_papers(host: Host[EscposSimulator]) -> None:
    told = 0
    while True:
        time.sleep(0.1)
        with host.device() as printer:
            ready = [paper for paper in printer.papers if paper.cut][told:]
        for paper in ready:
            told += 1
            print("\n".join(paper.text()), "-" * 48, sep="\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
