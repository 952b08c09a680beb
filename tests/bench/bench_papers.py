"""``python -m tests.bench.bench_papers``: values → PDF warm, one page and ten; the same bytes twice; memory over 300
papers; and "print" touched to the first page at a real IPP printer (ippeveprinter).

With ``WEASYPRINT`` naming an interpreter that has it, a page of the same content is set by WeasyPrint too.
"""

import json
import os
import statistics
import subprocess
import time
import unicodedata
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

import papers
from hall.contract import glyphs
from tests.bench.table import markdown
from tests.devices.documents.ippeve import real_printer, stub
from tests.kiosk.test_paper import Kiosk
from tests.papers.values import CHECKLIST

ROUNDS = 30
MEMORY_ROUNDS = 300
Row = dict[str, str | int | float]

_PEER = """
import json, sys, time, weasyprint
values = json.load(sys.stdin)
def page(n):
    rows = "".join(f"<tr><td>{one['name']} {n}<td>{one['origin']}" for one in values["lines"])
    style = "@page{size:A4} body{font-family:'Noto Serif CJK SC'} td{border:1px solid}"
    return f"<style>{style}</style><h1>{values['matter']}</h1><table>{rows}</table>"
weasyprint.HTML(string=page(0)).write_pdf()
took = []
for n in range(1, 6):
    at = time.perf_counter()
    weasyprint.HTML(string=page(n)).write_pdf()
    took.append(time.perf_counter() - at)
print(json.dumps(sorted(took)[2]))
"""


def rows() -> list[Row]:
    return [*_set(), _memory(), _characters(), *_printed()]


def values(lines: int, n: int) -> dict[str, Any]:
    """Every paper is another one: nothing is taken from the compiler's memory but what a template is."""
    own = CHECKLIST["lines"]
    told = [{**own[i % 3], "name": f"{own[i % 3]['name']}（{n}-{i}）", "copies": "1"} for i in range(lines)]
    return {**CHECKLIST, "number": f"SJ-{n:06}", "matter": f"{CHECKLIST['matter']}{n}", "lines": told}


def _set() -> list[Row]:
    at = time.perf_counter()
    papers.render("checklist", CHECKLIST)
    first = time.perf_counter() - at
    found: list[Row] = [{"what": "the first paper of a thread, ms", "ours": _ms(first), "aim": "–"}]
    for pages, lines, aim, peer in ((1, 7, 100, _weasyprint(values(7, 0))), (10, 210, 400, "")):
        made = papers.render("checklist", values(lines, 0))
        assert made.pages == pages, made.pages
        same = papers.render("checklist", values(lines, 0)).sha256 == made.sha256
        took = [_time(lambda n=n, lines=lines: papers.render("checklist", values(lines, n))) for n in range(1, ROUNDS)]
        found.append({
            "what": f"values → PDF, pages: {pages}, warm, ms (worst)",
            "ours": f"{_ms(statistics.median(took))} ({_ms(max(took))})", "aim": aim, "WeasyPrint": peer,
        })  # fmt: skip
        found.append({
            "what": f"pages: {pages}, KB; same bytes for the same values",
            "ours": f"{len(made.pdf) // 1024}; {'yes' if same else 'NO'}", "aim": "yes",
        })  # fmt: skip
    return found


def _memory() -> Row:
    own = psutil.Process()
    for n in range(1000, 1000 + MEMORY_ROUNDS // 3):
        papers.render("checklist", values(7, n))
    before = own.memory_info().rss
    for n in range(2000, 2000 + MEMORY_ROUNDS):
        papers.render("checklist", values(7, n))
    grown = (own.memory_info().rss - before) / 2**20
    what = f"memory grown over {MEMORY_ROUNDS} papers after {MEMORY_ROUNDS // 3}, MiB"
    return {"what": what, "ours": round(grown, 1), "aim": "flat"}


def _characters() -> Row:
    """Every character that the faces are said to have, a few thousand a page: PDF/A refuses one without a glyph."""
    inked = [chr(n) for first, last in glyphs._RANGES for n in range(first, last + 1)]
    shown = [one for one in inked if unicodedata.category(one)[0] not in "CZ"]
    said = [papers.render("checklist", {**CHECKLIST, "notes": ["".join(shown[n : n + 4000])]}).said
            for n in range(0, len(shown), 4000)]  # fmt: skip
    ours = f"{len(shown)}; 〓: {sum(map(len, said))}"
    return {"what": "characters of the table that papers print as themselves", "ours": ours, "aim": "all"}


def _printed() -> list[Row]:
    took: list[float] = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        with real_printer(folder / "printer", stub(folder), pace=0.0) as printer:
            for n in range(5):
                at = folder / str(n)
                at.mkdir()
                with closing(Kiosk(at, printer.driver())) as kiosk:
                    took.append(_to_first_page(kiosk, n, lambda: len(printer.printed())))
    return [{
        "what": "“print” touched → first page accepted by ippeveprinter, ms (worst of 5)",
        "ours": f"{_ms(statistics.median(took))} ({_ms(max(took))})", "aim": 1000,
    }]  # fmt: skip


def _to_first_page(kiosk: Kiosk, n: int, printed: Callable[[], int]) -> float:
    kiosk.open(values(7, n))
    kiosk.until(lambda view: getattr(view, "step", "") == "ready" and kiosk.tools.documents.able is True)
    before, at = printed(), time.perf_counter()
    kiosk.touch("print")
    while printed() == before:
        time.sleep(0.002)
    took = time.perf_counter() - at
    kiosk.until(lambda view: getattr(view, "step", "") == "out")
    return took


def _weasyprint(of: dict[str, Any]) -> str | int:
    if not (python := os.environ.get("WEASYPRINT")):
        return "469 (elsewhere)"
    said = subprocess.run([python, "-c", _PEER], input=json.dumps(of), capture_output=True, text=True, check=True)
    return _ms(float(said.stdout))


def _time(work: Callable[[], object]) -> float:
    at = time.perf_counter()
    work()
    return time.perf_counter() - at


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


if __name__ == "__main__":
    print(markdown(rows()), end="")
