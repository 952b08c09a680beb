"""``python -m devices probe ADDRESS`` and ``list``: prints what was found, and writes a printer's profile."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from devices import open as opening
from devices.documents.documents import Reason
from devices.errors import DeviceError
from devices.open import Address, BadAddress
from devices.printer.profile_file import write_profile
from devices.probe import gate, hands, idcard, page, printer, scanner
from devices.probe.ear import ANSWER
from devices.probe.findings import Report, Verdict
from devices.probe.listing import plugged_in
from devices.probe.table import table

_NOBODY = frozenset({Reason.UNPLUGGED, Reason.SILENT, Reason.GARBLED, Reason.REFUSED})
_UNPRINTED = "which Chinese characters it has, and how wide it is: print the page (--print)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("address", help="as in the station's settings, for example escpos+serial:/dev/ttyUSB0")
    parser.add_argument("--print", action="store_true", help="print a commissioning page (paper moves)")
    parser.add_argument("--hands", action="store_true", help="ask for cover and paper to be opened and taken out")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where the profile goes (default: MODEL.toml)")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long a scanner or a gate is watched")
    parser.add_argument("--patience", type=float, default=ANSWER, help="seconds a printer has for each answer")
    parser.add_argument("--unlock", type=float, metavar="SECONDS", help="release the gate once, for so long")


def list_devices(printers: bool = False) -> int:
    """``printers``: instead, the models we have data of, as the table in docs/devices.md."""
    if printers:
        print("\n".join(table()))
        return 0
    for seen in plugged_in():
        seems = f"   seems to be {seen.seems}" if seen.seems else ""
        print(f"{seen.kind:7s} {seen.where:28s} {seen.said}{seems}")
    print("Nothing here was asked anything. Printers on the network are not looked for: probe their address.")
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
    link = address.open_link()()
    try:
        found = printer.look(link, opening.profile_named(chosen) if chosen else None, options.patience)
        _show(found.report)
        shown = len(found.report.findings)
        if not found.report.against and options.hands:
            hands.cover_and_paper(found, _ask)
        if not found.report.against and options.print:
            _print_page(found, options)
    finally:
        link.close()
    if found.replies and "charset" not in found.profile.checked:
        found.report.open_questions.append(_UNPRINTED)
    _show(found.report, shown)
    if not found.report.against:
        _write(found, options)
    return found.report


def _print_page(found: printer.Printer, options: argparse.Namespace) -> None:
    if found.reasons is None or printer.status.worst(found.reasons):
        found.report.open_questions.append("the page: it is stopped, so nothing was printed")
        return
    now = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    proof = page.print_page(found, page.page(found, options.address.partition("?")[0], now))
    found.report.found("commissioning page", f"printed, proved by {proof}" if proof else "no proof came", bool(proof))
    if proof is None:
        found.report.against.append("it took the page and never said that it was printed")
    else:
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
    print(f"Profile written: use {options.address.partition('?')[0]}?profile=file:{path}")


def _refuse_to_overwrite(path: Path) -> None:
    if path.exists():
        raise BadAddress(f"{path} is there already, perhaps corrected by hand; name another file with --out.")


def _idcard(address: Address, options: argparse.Namespace) -> Report:
    opening.open_idcard(options.address).close()
    return _shown(idcard.look, address)


def _scanner(address: Address, options: argparse.Namespace) -> Report:
    opening.open_scanner(options.address).close()
    print(f"Scan one code within {options.seconds:g} s …", flush=True)
    return _shown(lambda link: scanner.look(link, options.seconds), address)


def _other_scanner(address: Address, options: argparse.Namespace) -> Report:
    role = opening.open_scanner(options.address)
    print(f"Show one code within {options.seconds:g} s …", flush=True)
    try:
        report = scanner.watch(role, options.seconds)
    finally:
        role.close()
    _show(report)
    return report


def _documents(address: Address, options: argparse.Namespace) -> Report:
    """Its health alone: nothing is printed."""
    role = opening.open_documents(options.address)
    try:
        health = role.health()
    finally:
        role.close()
    report = Report()
    troubles = ", ".join(" ".join(filter(None, (one.reason, one.said))) for one in health.troubles)
    report.found("A4 printer", troubles or "all well", health.able)
    if health.able is None or any(one.reason in _NOBODY for one in health.troubles):
        report.against.append(f"nobody answers who could be understood: {troubles}")
    elif not health.able:
        report.limits.append(f"it cannot print now: {troubles}")
    _show(report)
    return report


def _gate(address: Address, options: argparse.Namespace) -> Report:
    door = opening.open_gate(options.address)
    print(f"Watching for {options.seconds:g} s: push the door, press the button.", flush=True)
    try:
        report = gate.watch(door, options.seconds, lambda line: print(line, flush=True), options.unlock)
    finally:
        door.close()
    _show(report)
    return report


def _shown(look: Callable[..., Report], address: Address) -> Report:
    link = address.open_link()()
    try:
        report = look(link)
    finally:
        link.close()
    _show(report)
    return report


def _show(report: Report, since: int = 0) -> None:
    for finding in report.findings[since:]:
        print(finding.line(), flush=True)


def _ask(sentence: str) -> str:
    """What was typed; empty when nobody is there to type."""
    print(sentence, flush=True)
    return sys.stdin.readline().rstrip("\n")


_PROBES = {"escpos": _printer, "sdt": _idcard, "lines": _scanner, "relay": _gate,
           "hidpos": _other_scanner, "camera": _other_scanner, "ipp": _documents}
