"""The print truth table: what each way of printing says became of a slip, beside what lies on the paper.

Our driver, python-escpos, receiptio and a raw queue of CUPS (all bytes taken is printed), each against the same
simulated printer (150 mm/s) behind a pty or a TCP port, with the same fault at the same moment.

A verdict is right if it is *printed* and one whole slip lies there, without anybody mending anything; or *not printed*
and none does, not even once the fault is mended; *doubtful* is right, being true. After *not printed* the caller prints
again, as any caller would; after *doubtful* the visitor looks, and prints again only if there is none. So the whole
slips at the end should be exactly one.

``python -m tests.bench bench_truth``; ``rows()`` gives the table to a collector.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar, Literal

from devices.bench.pty import PtyHost
from devices.bench.tcp import TcpHost
from devices.links.host import Host
from devices.links.serial import serial_factory
from devices.links.tcp import tcp_factory
from devices.printer.escpos.driver import EscposPrinter
from devices.printer.escpos.simulator import EscposSimulator
from devices.printer.profiles import GENERIC_80, KP_628E, TM_T88VI, Profile
from devices.printer.slip import Slip, Text
from devices.printer.verdict import Doubtful, NotPrinted, Printed
from tests.bench.peers import raw_cups
from tests.bench.table import markdown

Said = Literal["printed", "not printed", "doubtful", "no answer"]
ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "out" / "peers"
RECEIPTIO = "receiptio@2.1.2"
LINES = ("QUEUE A012", *(f"LINE {n:02d}" for n in range(1, 13)), "END A012")
PATIENCE = 12.0
"""Seconds after which a way of printing that says nothing is given up."""
MIDDLE_MM = 25.0
AIM = 3.0
NOTE = """\
Each cell: what was said, how many seconds after the fault (after the beginning, where the fault was there before), and
how many whole slips lay there in the end.

- ✓ the verdict is true: *printed*, and one whole slip came without anybody mending anything; or *not printed*, and none
  came, not even once the fault was mended. *doubtful* is true where nobody can know.
- ✗ it is false, or nothing was said within 12 s.
- The number of slips ought to be 1: after *not printed* or nothing the caller prints again, up to three times; after
  *doubtful* the visitor looks, and it is printed again only if there is none. 2 is an original too many, 0 a slip lost.
- A slip whose cut failed, or after whose cut the paper ended, is whole.

serial: a pty at 115200 baud; network: TCP. receiptio and CUPS know the network alone."""


@dataclass
class Printer:
    """One simulated printer at ``where`` (``serial:PATH:BAUD`` or ``tcp:HOST:PORT``) and when it was hurt."""

    host: Host[EscposSimulator]
    where: str
    profile: Profile
    baud: int
    hurt_at: float | None = None
    armed: bool = False
    """Something is to happen to it."""

    def hands(self, action: Callable[[EscposSimulator, float], object]) -> None:
        with self.host.device() as simulator:
            action(simulator, time.monotonic())

    def at(self, millimetres: float, action: Callable[[EscposSimulator, float], object]) -> None:
        """Once, when so much paper has moved; a negative length: at the first cut."""
        with self.host.device() as simulator:
            self.armed = True
            put = simulator._put  # pyright: ignore[reportPrivateUsage]

            def watched(job) -> None:
                put(job)
                cut = any(paper.cut for paper in simulator.papers)
                if self.hurt_at is None and (cut if millimetres < 0 else simulator.fed_mm >= millimetres):
                    self.hurt_at = time.monotonic()
                    action(simulator, self.hurt_at)

            simulator._put = watched  # pyright: ignore[reportPrivateUsage]

    def whole(self) -> int:
        with self.host.device() as simulator:
            return sum({LINES[0], LINES[-1]} <= {line.strip() for line in paper.text()} for paper in simulator.papers)

    def settle(self) -> None:
        """The fault comes (who speaks too soon is not spared it), and then what still comes out by itself."""
        end = time.monotonic() + 3.0
        while self.armed and self.hurt_at is None and time.monotonic() < end:
            time.sleep(0.02)
        time.sleep(1.2)

    def mend(self) -> None:
        self.host.faults.mute = False
        self.host.plug()

        def put_right(simulator: EscposSimulator, now: float) -> None:
            simulator.close_cover(now)
            if simulator.paper_end:
                simulator.refill(now)
            simulator.free_cutter(now)
            simulator.overheat(now, False)

        self.hands(put_right)
        time.sleep(2.0)  # whatever was waiting in it comes out now


# --- what goes wrong --------------------------------------------------------------------------------------------------


def _end_paper(simulator: EscposSimulator, _now: float) -> None:
    simulator.paper_end = True  # inside the motor's own step, where paper_out() may not be called


def _cycle(simulator: EscposSimulator, now: float) -> None:
    simulator._volatile()  # pyright: ignore[reportPrivateUsage]
    simulator._booting_until = now + simulator.boot  # pyright: ignore[reportPrivateUsage]


def _noise(printer: Printer) -> None:
    """An automatic status with whatever it says."""
    with printer.host.device() as simulator:
        transmit = simulator.transmit

        def noisy(now: float) -> bytes:
            said = transmit(now)
            return b"\x10\0\0\x0f" + said + b"\x10\0\x03\x0f" if said else b""

        simulator.transmit = noisy


HALF = bytes.fromhex("1d763000 4800 1800") + bytes(700)
"""A raster of 1,728 bytes that broke off."""

CASES: dict[str, Callable[[Printer], None]] = {
    "healthy": lambda p: None,
    "mute from the beginning": lambda p: setattr(p.host.faults, "mute", True),
    "mute mid": lambda p: p.at(MIDDLE_MM, lambda s, now: setattr(p.host.faults, "mute", True)),
    "paper out before": lambda p: p.hands(lambda s, now: s.paper_out(now)),
    "paper out mid": lambda p: p.at(MIDDLE_MM, _end_paper),
    "paper out after the cut": lambda p: p.at(-1, _end_paper),
    "cover mid": lambda p: p.at(MIDDLE_MM, lambda s, now: setattr(s, "cover_open", True)),
    "cutter": lambda p: p.hands(lambda s, now: s.jam_cutter(now)),
    "heat mid": lambda p: p.at(MIDDLE_MM, lambda s, now: setattr(s, "hot", True)),
    "cable pulled mid": lambda p: p.at(MIDDLE_MM, lambda s, now: setattr(p.host.faults, "cut_after", 1)),
    "power cycled mid": lambda p: p.at(MIDDLE_MM, _cycle),
    "answer lost": lambda p: p.at(-1, lambda s, now: setattr(p.host.faults, "mute", True)),
    "9600 baud": lambda p: None,
    "half a command left behind": lambda p: p.hands(lambda s, now: s.receive(HALF, now)),
    "ASB noise": _noise,
    "bit 7 set": lambda p: p.hands(lambda s, now: s.leave_slip(now)),
    "no GS ( H": lambda p: None,
}


def _printer(case: str, wire: str, folder: Path, number: int) -> Printer:
    profile = KP_628E if case == "bit 7 set" else GENERIC_80 if case == "no GS ( H" else TM_T88VI
    simulator = EscposSimulator(profile, process_id=False if case == "no GS ( H" else None)
    baud = 9600 if case == "9600 baud" else 115200
    if wire == "pty":
        path = folder / f"printer{number}"
        return Printer(PtyHost(simulator, path, baud), f"serial:{path}:{baud}", profile, baud)
    address = f"127.9.{number // 200}.{number % 200 + 1}"  # receiptio knows port 9100 alone
    return Printer(TcpHost(simulator, address, 9100, baud), f"tcp:{address}:9100", profile, baud)


# --- who prints -------------------------------------------------------------------------------------------------------


class Ours:
    wire = "pty"

    def __init__(self, printer: Printer) -> None:
        _, place, number = printer.where.split(":")
        link = serial_factory(place, printer.baud) if self.wire == "pty" else tcp_factory(place, int(number))
        self.driver = EscposPrinter(link, printer.profile, baud=printer.baud)
        self.job = 0
        self.driver.health()  # as the kiosk does all day

    def print(self) -> Said:
        self.job += 1
        match self.driver.print(Slip(tuple(map(Text, LINES))), self.job):
            case Printed():
                return "printed"
            case NotPrinted():
                return "not printed"
            case Doubtful():
                return "doubtful"

    def close(self) -> None:
        self.driver.close()


class OursTcp(Ours):
    wire = "tcp"


class Program:
    """A peer in a process of its own, so that one that blocks can be left."""

    wire = "tcp"

    def __init__(self, printer: Printer) -> None:
        self.printer = printer

    def command(self) -> list[str]:
        raise NotImplementedError

    def said(self, done: subprocess.CompletedProcess[str]) -> Said:
        return "printed" if done.stdout.strip() == "printed" else "not printed"

    def print(self) -> Said:
        try:
            done = subprocess.run(
                self.command(), capture_output=True, text=True, timeout=PATIENCE, cwd=ROOT, check=False,
                input="\n".join(LINES) + "\n", env=os.environ | {"PYTHONWARNINGS": "ignore"},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return "no answer"
        return self.said(done)

    def close(self) -> None: ...


class PythonEscposTcp(Program):
    def command(self) -> list[str]:
        return [sys.executable, "-m", "tests.bench.peers.python_escpos", self.printer.where, *LINES]


class PythonEscposSerial(PythonEscposTcp):
    wire = "pty"


class Receiptio(Program):
    def command(self) -> list[str]:
        cli = PEERS / "node_modules" / "receiptio" / "bin" / "cli.js"
        return ["node", str(cli), "-d", self.printer.where.split(":")[1], "-l", "en"]

    def said(self, done: subprocess.CompletedProcess[str]) -> Said:
        return "printed" if "success" in done.stderr else "not printed"


class RawCups(Program):
    queues: ClassVar[raw_cups.RawQueues]

    def print(self) -> Said:
        data = "".join(line + "\n" for line in LINES).encode() + b"\x1dVB\0"
        done = self.queues.print(self.printer.where.removeprefix("tcp:"), data, PATIENCE)
        return "no answer" if done is None else "printed" if done else "not printed"


WAYS: dict[str, type[Ours] | type[Program]] = {
    "ours, serial": Ours, "ours, network": OursTcp, "python-escpos 3.1, serial": PythonEscposSerial,
    "python-escpos 3.1, network": PythonEscposTcp, "receiptio 2.1": Receiptio, "raw CUPS queue": RawCups,
}  # fmt: skip


def missing() -> dict[str, str]:
    """Ways that cannot run here, and why."""
    found = {"receiptio 2.1": _without_receiptio(), "raw CUPS queue": raw_cups.missing()}
    return {way: why for way, why in found.items() if why}


def _without_receiptio() -> str:
    """Fetches it the first time."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "no node here"
    if not (PEERS / "node_modules" / "receiptio").exists():
        install = ["npm", "install", "--prefix", str(PEERS), "--no-audit", "--no-fund", "--silent", RECEIPTIO]
        if subprocess.run(install, capture_output=True, check=False).returncode:
            return "npm could not fetch it"
    return ""


# --- the table --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    said: Said
    seconds: float
    on_paper: int
    """Whole slips there while the fault still stood."""
    after_first: int
    """Whole slips once the fault was mended, before anybody printed again."""
    slips: int

    @property
    def right(self) -> bool:
        true = {"printed": self.on_paper == 1, "not printed": self.after_first == 0, "doubtful": True}
        return true.get(self.said, False)

    def __str__(self) -> str:
        return f"{'✓' if self.right else '✗'} {self.said}, {self.seconds:.1f} s, {self.slips}"


def measure(case: str, way: str, folder: Path, number: int) -> Cell:
    printer = _printer(case, WAYS[way].wire, folder, number)
    prints = WAYS[way](printer)
    try:
        CASES[case](printer)
        began = time.monotonic()
        said = prints.print()
        seconds = time.monotonic() - max(began, printer.hurt_at or 0.0)
        printer.settle()
        on_paper = printer.whole()
        printer.mend()
        after_first = printer.whole()
        if said in ("not printed", "no answer") or (said == "doubtful" and not after_first):
            _again(printer, prints)
        return Cell(said, seconds, on_paper, after_first, printer.whole())
    finally:
        prints.close()
        printer.host.stop()


def _again(printer: Printer, prints: Ours | Program) -> None:
    """The caller tries again, at most thrice, until it is told otherwise."""
    for _ in range(3):
        if prints.print() == "printed":
            break
    time.sleep(1.5)  # what was only taken, not printed, comes out yet


def table() -> dict[str, dict[str, Cell | str]]:
    cannot = missing()
    queues = None if "raw CUPS queue" in cannot else raw_cups.RawQueues()
    if queues is not None:
        RawCups.queues = queues
    try:
        with TemporaryDirectory() as folder, ThreadPoolExecutor(6) as pool:
            under_way = {
                (case, way): pool.submit(measure, case, way, Path(folder), number)
                for number, (case, way) in enumerate((case, way) for case in CASES for way in WAYS if way not in cannot)
            }
            return {
                case: {way: under_way[case, way].result() if way not in cannot else cannot[way] for way in WAYS}
                for case in CASES
            }
    finally:
        if queues is not None:
            queues.stop()


def rows() -> list[dict[str, object]]:
    found = table()
    told: list[dict[str, object]] = [
        {"what": case, **{way: str(cell) for way, cell in cells.items()}} for case, cells in found.items()
    ]
    return [*told, *_scores(found)]


def _scores(found: dict[str, dict[str, Cell | str]]) -> list[dict[str, object]]:
    cells = {way: [cell for row in found.values() if isinstance(cell := row[way], Cell)] for way in WAYS}

    def share(what: str, fits: Callable[[Cell], bool]) -> dict[str, object]:
        return {"what": f"**{what}**", **{way: f"{sum(map(fits, its))} of {len(its)}" for way, its in cells.items()}}

    return [
        share(f"true within {AIM:g} s", lambda cell: cell.right and cell.seconds <= AIM),
        share("one slip", lambda cell: cell.slips == 1),
    ]


if __name__ == "__main__":
    print(markdown(rows()), end="")
