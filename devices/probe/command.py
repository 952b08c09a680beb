"""``python -m devices probe ADDRESS`` and ``list``: prints what was found, and writes a printer's profile."""

import argparse
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path

from devices import open as opening
from devices.errors import DeviceError
from devices.links.usb_printer import UsbPrinterLink
from devices.open import Address, BadAddress
from devices.open_doors import open_board, open_door
from devices.printer.profile_file import write_profile
from devices.probe import a4, board, camera, gate, hands, idcard, page, printer, reader, scanner, usb_printer
from devices.probe.ear import ANSWER
from devices.probe.findings import Finding, Report, Verdict
from devices.probe.listing import hidraws, inputs, ports, videos
from devices.probe.table import table
from devices.probe.usb_bus import usb

_SYS = Path("/sys")
_UNPRINTED = "which Chinese characters it has, and how wide it is: print the page (--print)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("address", help="as in the station's settings, for example escpos+serial:/dev/ttyUSB0")
    printers = parser.add_argument_group("printers")
    printers.add_argument("--print", action="store_true", help="print a commissioning page (paper moves), A4 too")
    tickets = parser.add_argument_group("ticket printers")
    tickets.add_argument("--hands", action="store_true", help="ask for cover and paper to be opened and taken out")
    tickets.add_argument("--out", type=Path, metavar="FILE", help="where the profile goes (default: MODEL.toml)")
    tickets.add_argument("--patience", type=float, default=ANSWER, metavar="SECONDS",
                         help=f"for each answer (default: {ANSWER:g})")  # fmt: skip
    watched = parser.add_argument_group("scanners, cameras, gates")
    watched.add_argument("--seconds", type=float, default=30.0, help="how long it is watched (default: 30)")
    gates = parser.add_argument_group("gates")
    gates.add_argument("--unlock", type=float, metavar="SECONDS", help="release it once, and watch its relay let go")


def list_devices(printers: bool = False) -> int:
    """``printers``: instead, the models we have data of, as the table in docs/devices.md."""
    if printers:
        print("\n".join(table()))
        return 0
    for seen in chain(ports(), usb(_SYS), hidraws(_SYS), inputs(_SYS), videos(_SYS)):
        seems = f"   seems to be {seen.seems}" if seen.seems else ""
        print(f"{seen.kind:7s} {seen.where:28s} {seen.said}{seems}")
        if seen.address:
            print(f"        {seen.address}   {seen.may}")
    print("No device was asked anything. Printers on the network are not looked for: probe their address.")
    return 0


def probe(options: argparse.Namespace) -> int:
    """0 if it will serve (with limits or without), 1 if not. Raises ``BadAddress``, ``OSError``."""
    address = opening.parse(options.address)
    if address.dialect not in _PROBES:
        raise BadAddress(f"'{address.dialect}' cannot be probed; can be: {', '.join(_PROBES)}.")
    try:
        report = _PROBES[address.dialect](address, options)
    except DeviceError as error:
        print(f"==> {Verdict.UNKNOWN}: {error}")
        return 1
    print("\n".join(report.lines()))
    return 1 if report.verdict is Verdict.NOT else 0


def _printer(address: Address, options: argparse.Namespace) -> Report:
    opening.open_printer(options.address).close()  # says what is wrong with the address
    if options.out is not None:
        _refuse_to_overwrite(options.out)
    chosen = address.options.get("profile")
    with closing(address.open_link()()) as link:
        about = usb_printer.look(link) if isinstance(link, UsbPrinterLink) else usb_printer.About()
        _shown(about.report)
        found = printer.look(link, opening.profile_named(chosen), options.patience)
        about.weigh(found)
        _shown(found.report)
        found.report.say = _say
        if not found.report.against and options.hands:
            hands.cover_and_paper(found, _ask)
        if not found.report.against and options.print:
            _print_page(found, options)
    if not found.report.against:
        if "charset" not in found.profile.checked:
            found.report.open_questions.append(_UNPRINTED)
        _write(found, options)
    return found.report


def _print_page(found: printer.Printer, options: argparse.Namespace) -> None:
    if found.reasons is None or printer.status.worst(found.reasons):
        found.report.open_questions.append("the page: it is stopped, so nothing was printed")
        return
    now = f"{datetime.now().astimezone():%Y-%m-%d %H:%M}"
    proof = page.print_page(found, page.page(found, options.address.partition("?")[0], now))
    found.report.found("commissioning page", f"printed, proved by {proof}" if proof else "no proof came", bool(proof))
    if found.report.against:
        return
    if proof is None:
        found.report.against.append("it took the page and never said that it was printed")
        return
    if found.profile.full_status or found.profile.slip_not_taken_bit:
        hands.presenter(found, _ask)
    hands.read_page(found, _ask)


def _write(found: printer.Printer, options: argparse.Namespace) -> None:
    profile = found.profile
    path = options.out or Path(f"{profile.name}.toml")
    _refuse_to_overwrite(path)
    if not profile.name.endswith("-probed") and profile.name != "probed":
        profile = replace(profile, name=f"{profile.name}-probed")
    remarks = (
        f"Found at {options.address} on {datetime.now().astimezone():%Y-%m-%d %H:%M}. {found.report.verdict}.",
        *(f"{key}: {text}" for key, text in sorted(found.identity.items())),
        *found.report.limits, *found.report.open_questions,
    )  # fmt: skip
    write_profile(path, profile, remarks)
    told = f"{options.address.partition('?')[0]}?profile=file:{path.resolve()}"
    found.report.to_do.append(f"the profile is written; in the station's settings: {told}")


def _refuse_to_overwrite(path: Path) -> None:
    if path.exists():
        raise BadAddress(f"{path} is there already, perhaps corrected by hand; name another file with --out.")


def _idcard(address: Address, options: argparse.Namespace) -> Report:
    opening.open_idcard(options.address).close()
    factory = opening.idcard_link(address)
    with closing(factory()) as link:
        return _shown(idcard.look(link, idcard.wire(factory, link)))


def _scanner(address: Address, options: argparse.Namespace) -> Report:
    opening.open_scanner(options.address).close()
    with closing(address.open_link()()) as link:
        _ask_for_a_code(options)
        return _shown(scanner.look(link, options.seconds))


def _hid_scanner(address: Address, options: argparse.Namespace) -> Report:
    opening.hid_link(address)().close()  # says why, where it cannot be opened
    with closing(opening.open_scanner(options.address)) as role:
        _ask_for_a_code(options)
        return _shown(scanner.watch(role, options.seconds))


def _camera(address: Address, options: argparse.Namespace) -> Report:
    opening.open_scanner(options.address).close()
    open_source, wanted = opening.camera_frames(address)
    with closing(open_source()) as source:
        _ask_for_a_code(options)
        camera.look(source, report := Report(say=_say), options.seconds, wanted)
    return report


def _ask_for_a_code(options: argparse.Namespace) -> None:
    print(f"Show it one code within {options.seconds:g} s …", flush=True)


def _documents(address: Address, options: argparse.Namespace) -> Report:
    report = Report(say=_say)
    with closing(opening.open_documents(options.address)) as role:
        a4.look(role, report)
        if options.print and not report.against:
            now = f"{datetime.now().astimezone():%Y-%m-%d %H:%M}"
            a4.print_page(role, report, options.address.partition("?")[0], now, _ask)
    return report


def _gate(address: Address, options: argparse.Namespace) -> Report:
    with closing(opening.open_gate(options.address)) as door:
        print(f"Watching for {options.seconds:g} s: push the door, press the button.", flush=True)
        return _shown(gate.watch(door, options.seconds, lambda line: print(line, flush=True), options.unlock))


def _osdp(address: Address, options: argparse.Namespace) -> Report:
    """With a key a door, live; without one, who is there."""
    if "key" not in address.options:
        baud = address.options.get("baud", "9600")
        told = replace(address, options={"baud": baud} if address.link == "serial" else {})
        with closing(told.open_link()()) as link:
            print("Asking addresses 0 to 31 who they are …", flush=True)
            return _shown(reader.found(link, lambda line: print(line, flush=True)))
    with closing(open_door(options.address)) as door:
        print(f"Watching for {options.seconds:g} s: present a card, push the door, press the button.", flush=True)
        return _shown(reader.watch(door, options.seconds, lambda line: print(line, flush=True), options.unlock))


def _uhppote(address: Address, options: argparse.Namespace) -> Report:
    """With a serial one board; without, who is there."""
    if "serial" not in address.options:
        return _shown(board.search(*opening.split_host_port(address.where)))
    number = address.number("door", 1, 1, 4) or 1
    with closing(open_board(address)) as one:
        print(f"Watching for {options.seconds:g} s: push the door, press the button.", flush=True)
        return _shown(board.look(one, number, options.seconds, lambda line: print(line, flush=True)))


def _shown(report: Report) -> Report:
    for finding in report.findings:
        _say(finding)
    return report


def _say(finding: Finding) -> None:
    print(finding.line(), flush=True)


def _ask(sentence: str) -> str:
    """What was typed; empty when nobody is there to type."""
    print(sentence, flush=True)
    return sys.stdin.readline().rstrip("\n")


_PROBES: dict[str, Callable[[Address, argparse.Namespace], Report]] = {
    "escpos": _printer, "ipp": _documents, "sdt": _idcard, "lines": _scanner, "hidpos": _hid_scanner,
    "camera": _camera, "relay": _gate, "osdp": _osdp, "uhppote": _uhppote,
}  # fmt: skip
