"""Matters: the catalogue compiled before it is published, the list and the next question while a visitor answers, and
how many of forty seeded faults are named. No peer is known that compiles such a catalogue.

Run: ``python -m tests.bench.bench_matters``. ``rows()`` gives the table for docs/benchmarks.md.
"""

import time
from collections.abc import Callable
from datetime import date
from statistics import median, quantiles
from typing import Any

from hall.contract.matters import Guide
from hall.matters import compile_catalogue, golden_text, read_catalogue, sample_files
from tests.bench.table import markdown
from tests.hall.matters.made import answered, sample
from tests.hall.matters.seeds import seeds

TODAY = date(2026, 11, 30)
NOTE = "Milliseconds of processor, one thread. A touch on the glass has 100 ms to the next screen."


def _ms(of: Callable[[], Any], rounds: int) -> list[float]:
    times: list[float] = []
    for _ in range(rounds):
        began = time.process_time_ns()
        of()
        times.append((time.process_time_ns() - began) / 1e6)
    return times


def _row(what: str, times: list[float], limit: str) -> dict[str, Any]:
    worst = quantiles(times, n=100)[98] if len(times) > 20 else max(times)
    return {"what": what, "median": f"{median(times):.2f} ms", "p99": f"{worst:.2f} ms", "limit": limit}


def _touches(id: str) -> list[float]:
    """Of one answer each: the list anew, and what to ask next, by a guide that has just been made."""
    guide, times = Guide(sample(), sample().matter[id]), []
    for _, answers in answered([id], 300, 0.5):
        times += _ms(lambda answers=answers: (guide.checklist(answers, TODAY), guide.next_question(answers)), 1)
    return times


def rows() -> list[dict[str, Any]]:
    found = sum(
        any(one.kind == seed.kind and seed.where in (one.matter, one.at) for one in compile_catalogue(made, TODAY))
        for seed, made in ((seed, seed.planted()) for seed in seeds())
    )
    return [
        _row("read 29 matters from files", _ms(lambda: read_catalogue(sample_files()), 10), ""),
        _row("compile them", _ms(lambda: compile_catalogue(sample(), TODAY), 10), "1 s"),
        _row("every combination as text", _ms(lambda: golden_text(sample()), 10), ""),
        *(
            _row(f"list and next question, {id}", _touches(id), "100 ms")
            for id in ("zx_xk", "sgxk", "yzs_sg", "kg_yjs")
        ),
        {"what": "seeded faults named, of 40", "median": found, "limit": "38"},
    ]


if __name__ == "__main__":
    print(markdown(rows()))
