"""``python -m tests.bench [NAME …] [--write]``: run the benchmarks, all or those named (``codes`` or ``bench_codes``),
and print their tables; ``--write`` puts each into its section of docs/benchmarks.md when it is done. What stands there
before the first section is written by hand."""

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
    "bench_floods": "A ticket under five floods of strangers, beside the quiet hall",
    "bench_codes": "Codes: decode rate and time a frame, beside zxing-cpp, pyzbar and OpenCV",
    "bench_gb18030": "Every GB 18030 character on a slip",
    "bench_truth": "Did it print? Ours, python-escpos, receiptio and a raw CUPS queue under the same faults",
    "bench_kills": "Did it print? The kiosk killed at each step and started again",
    "bench_memory": "A station's memory lost, copied, or judged by a wrong clock: numbers on paper against the hall's",
    "bench_soak": "A compressed soak: prints with faults at random moments",
    "bench_plan": "The plan: signs, ways and the compiler, beside their limits; planted faults caught",
    "bench_signs": "Screens: commit to painted, a thousand connected, cut off and back, evacuation behind a queue",
    "bench_news": "The hall's word to one kiosk: bytes of a minute, and how soon it is told",
    "bench_pages": "Pages: a press beside many open pages of one browser",
    "bench_sign_in": "Sign-in: wrong passwords in bursts of five, looked at before they are throttled",
    "bench_restore": "A hall of a million visits, backed up and put back, beside a plain copy of its file",
    "bench_doors": "Doors: a decision, the part it is made on, and from a pass shown to the gate's pulse",
    "bench_rights": "Doors: rights derived anew after one change, 5,000 people",
    "bench_doors_soak": "Doors: a hundred of them, fifty events a second, lines cut, the hall killed and back",
    "bench_proof": "Doors: the laws proved before rules are published; planted holes found",
    "bench_readers": "A card until its door's output closes, beside libosdp's stock loop",
    "bench_matters": "Matters: the catalogue compiled, a list and the next question, seeded faults",
    "bench_papers": "A4 papers: values to PDF, beside WeasyPrint; memory; print touched to the first page",
    "bench_search": "Search as people ask: right, offered, refused, beside bigram BM25; a question's time beside FTS5",
    "bench_idle": "What devices that do nothing cost",
}


def main(arguments: list[str]) -> int:
    asked = {name if name.startswith("bench_") else f"bench_{name}" for name in arguments if not name.startswith("-")}
    if unknown := asked - BENCHES.keys():
        print(f"No such benchmark: {', '.join(sorted(unknown))}. There are {', '.join(BENCHES)}.", file=sys.stderr)
        return 2
    for name in [name for name in BENCHES if name in asked or not asked]:
        module = importlib.import_module(f"tests.bench.{name}")
        section = f"## {BENCHES[name]}\n\n{markdown(module.rows())}"
        if note := getattr(module, "NOTE", ""):
            section += f"\n{note.strip()}\n"
        print(section, flush=True)
        if "--write" in arguments:
            DOCUMENT.write_text(_renewed(DOCUMENT.read_text(encoding="utf-8"), BENCHES[name], section), "utf-8")
    return 0


def _renewed(document: str, title: str, section: str) -> str:
    """With ``section`` in place of the old one of this title; sections in the order of ``BENCHES``."""
    head, *sections = (text.rstrip("\n") for text in document.split("\n## "))
    texts = {text.partition("\n")[0]: f"## {text}\n" for text in sections}
    texts[title] = f"{section}\nMeasured {date.today().isoformat()} on {_machine()}.\n"
    order = [*BENCHES.values(), *texts]
    return f"{head}\n\n" + "\n".join(texts[one] for one in sorted(texts, key=order.index))


def _machine() -> str:
    memory = round(psutil.virtual_memory().total / 2**30)
    return f"{psutil.cpu_count()} cores, {memory} GiB, {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
