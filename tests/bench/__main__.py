"""``python -m tests.bench [NAME …] [--write]``: run the benchmarks and print their tables; ``--write`` renews
docs/benchmarks.md."""

import importlib
import platform
import sys
from datetime import date
from pathlib import Path

import psutil

from tests.bench.table import markdown

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
# module → (title, what it is beside)
BENCHES = {
    "bench_slip": "Slip: bytes and time to build, beside the same slip as a raster image of python-escpos",
    "bench_wire": "Card laid to identity, print to verdict, at 115200 baud, beside the wire's own time",
    "bench_glass": "Kiosk start and memory, beside Chromium in kiosk mode with the same home screen",
    "bench_frames": "Touch to next screen; longest frame gap while devices misbehave",
    "bench_queue": "Issue and call, beside FQM's published behaviour",
    "bench_codes": "Codes: decode rate and time a frame, beside zxing-cpp, pyzbar and OpenCV",
    "bench_gb18030": "Every GB 18030 character on a slip",
    "bench_truth": "Did it print? Ours, python-escpos, receiptio and bare writing under the same faults",
    "bench_soak": "A compressed soak: prints with faults at random moments",
    "bench_idle": "What devices that do nothing cost",
}


def main(arguments: list[str]) -> int:
    chosen = [name for name in BENCHES if name in arguments or not [a for a in arguments if not a.startswith("-")]]
    parts = []
    for name in chosen:
        module = importlib.import_module(f"tests.bench.{name}")
        part = f"## {BENCHES[name]}\n\n{markdown(module.rows())}"
        if note := getattr(module, "NOTE", ""):
            part += f"\n{note.strip()}\n"
        print(part, flush=True)
        parts.append(part)
    if "--write" in arguments:
        machine = f"{psutil.cpu_count()} cores, {round(psutil.virtual_memory().total / 2**30)} GiB, {platform.system()}"
        head = (
            "# Benchmarks\n\n"
            f"Measured {date.today().isoformat()} on a shared machine ({machine}, Python {platform.python_version()}), "
            "each table in one run with its peer. `make bench` repeats them. Medians unless said otherwise; "
            "a shared machine is noisy, so read ratios before milliseconds.\n\n"
        )
        DOCUMENT.write_text(head + "\n".join(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
