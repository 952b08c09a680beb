"""What it costs to watch devices that do nothing: every device of the bench, polled as the kiosk and the door station
poll them, in a process of their own; the simulators run in another and are not counted.

``python -m tests.bench bench_idle``; ``rows()`` gives the table to a collector.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from tests.bench.table import markdown

SECONDS = 12.0
WARM = 4.0
AIM = 2.0
ROOT = Path(__file__).resolve().parents[2]
NOTE = f"""\
Processor time of the polling process over {SECONDS:g} s, in per cent of one core. Printers are asked for their health
once a second, the others are watched by their drivers' ``poll``. The camera sees ten still pictures a second; a real
one's JPEGs come on top."""

RACK = """
import json, sys
from pathlib import Path
from devices.bench.rack import Rack
rack = Rack(Path(sys.argv[1]))
print(json.dumps({name: bay.url for name, bay in rack.bays.items()}), flush=True)
sys.stdin.read()
rack.stop()
"""
WATCH = """
import json, sys, threading, time
from kiosk.machine import Machine
from devices.open import open_documents, open_gate, open_idcard, open_printer, open_scanner
urls, which = json.loads(sys.argv[1]), sys.argv[2].split(",")
well = threading.Event()
def heard(event):
    well.set()
if "printer" in which:
    Machine(heard, printer=open_printer(urls["printer"])).start()
    assert well.wait(5)
if "idcard" in which:
    Machine(heard, idcard=open_idcard(urls["idcard"])).start()
for name in ("scanner", "hidpos", "camera"):
    if name in which:
        Machine(heard, scanner=open_scanner(urls[name])).start()
def watch(ask, pause):
    while True:
        ask()
        time.sleep(pause)
def begin(ask, pause):
    threading.Thread(target=watch, args=(ask, pause), daemon=True).start()
if "gate" in which:
    begin(open_gate(urls["gate"]).poll, 0)
if "documents" in which:
    begin(open_documents(urls["documents"]).health, 1)
print("ready", flush=True)
sys.stdin.read()
"""
WHICH = {
    "ticket printer": "printer", "ID card reader": "idcard", "scanner, serial": "scanner", "scanner, USB HID": "hidpos",
    "camera": "camera", "door": "gate", "A4 printer": "documents",
    "all of them": "printer,idcard,scanner,hidpos,camera,gate,documents",
}  # fmt: skip


def rows() -> list[dict[str, object]]:
    return [{"polled": what, "% of a core": f"{idle(which):.2f}", "aim": f"≤ {AIM:g}"} for what, which in WHICH.items()]


def idle(which: str, seconds: float = SECONDS) -> float:
    """Per cent of a core."""
    with tempfile.TemporaryDirectory() as folder:
        rack, urls = _python(RACK, folder)
        with rack:
            watching, _ = _python(WATCH, json.dumps(urls), which)
            with watching:
                process = psutil.Process(watching.pid)
                watching_for(process, WARM)
                return watching_for(process, seconds) / seconds * 100


def watching_for(process: psutil.Process, seconds: float) -> float:
    """Processor seconds the process takes while so many pass."""
    before = process.cpu_times()
    psutil.cpu_percent(interval=seconds)
    after = process.cpu_times()
    return after.user + after.system - before.user - before.system


def _python(code: str, *arguments: str) -> tuple[subprocess.Popen[str], object]:
    """Running when it is given, and what it said first; ends when its standard input is closed, by leaving its
    ``with``."""
    started = subprocess.Popen([sys.executable, "-c", code, *arguments], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True, cwd=ROOT)  # fmt: skip
    assert started.stdout is not None
    said = started.stdout.readline().strip()
    return started, json.loads(said) if said.startswith("{") else said


if __name__ == "__main__":
    print(markdown(rows()), end="")
