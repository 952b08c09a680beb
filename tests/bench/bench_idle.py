"""What it costs to watch devices that do nothing: ticket printer, card reader and scanner on ptys, polled as the kiosk
polls them, in a process of their own; the simulators run in another and are not counted.

``python -m tests.bench bench_idle``; ``rows()`` gives the table to a collector.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from tests.bench.table import markdown

SECONDS = 20.0
WARM = 2.0
AIM = 2.0
ROOT = Path(__file__).resolve().parents[2]
NOTE = f"Processor time of the polling process (the kiosk's own threads) over {SECONDS:g} s, in per cent of one core."

RACK = """
import sys
from pathlib import Path
from devices.bench.rack import Rack
rack = Rack(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.read()
rack.stop()
"""
WATCH = """
import sys, threading
from kiosk.machine import Machine
from devices.open import open_idcard, open_printer, open_scanner
where, which = sys.argv[1], sys.argv[2].split(",")
url = lambda dialect, name: f"{dialect}+serial:{where}/{name}?baud=115200"
well = threading.Event()
def heard(event):
    well.set()
machine = Machine(
    heard,
    printer=open_printer(url("escpos", "printer")) if "printer" in which else None,
    idcard=open_idcard(url("sdt", "idcard")) if "card reader" in which else None,
    scanner=open_scanner(url("lines", "scanner")) if "scanner" in which else None,
)
machine.start()
if "printer" in which:
    assert well.wait(5)
print("ready", flush=True)
sys.stdin.read()
"""
WHICH = ("printer", "card reader", "scanner", "printer,card reader,scanner")


def rows() -> list[dict[str, object]]:
    return [{"polled": which.replace(",", " + "), "% of a core": f"{idle(which):.2f}", "aim": f"≤ {AIM:g}"}
            for which in WHICH]


def idle(which: str, seconds: float = SECONDS) -> float:
    """Per cent of a core."""
    with tempfile.TemporaryDirectory() as folder, _python(RACK, folder), _python(WATCH, folder, which) as watching:
        process = psutil.Process(watching.pid)
        watching_for(process, WARM)
        return watching_for(process, seconds) / seconds * 100


def watching_for(process: psutil.Process, seconds: float) -> float:
    """Processor seconds the process takes while so many pass."""
    before = process.cpu_times()
    psutil.cpu_percent(interval=seconds)
    after = process.cpu_times()
    return after.user + after.system - before.user - before.system


def _python(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Running when it is given; ends when its standard input is closed, by leaving the ``with``."""
    started = subprocess.Popen([sys.executable, "-c", code, *arguments], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True, cwd=ROOT)  # fmt: skip
    assert started.stdout is not None
    started.stdout.readline()
    return started


if __name__ == "__main__":
    print(markdown(rows()), end="")
