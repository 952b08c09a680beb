"""The plan: how long a sign, a way and a compilation take, and how many planted faults the compiler finds."""

import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from random import Random
from statistics import median
from typing import Any

from hall.contract.plan import Plan
from hall.contract.wayfinding import arrows, graph_of, way
from hall.signage.compiler import compile_plan
from tests.bench.table import markdown
from tests.support.faults import TEN
from tests.support.plans import sound_plan

SOUND, FAULTS = 20, 50
NOW = datetime(2026, 3, 3, 10, 0)
"""The hall's local time, as the plan has it."""
NOTE = """3 floors, 60 screens, 120 windows, drawn from a seed. Caught: refused by a code that names the fault, with the
thing that was broken. Invented: any refusal of a sound plan. "first": the graph is built, but this screen has
not been asked yet, so its shortest ways are found on the way; "next": asked again, as every frame does."""


def big(seed: int) -> Plan:
    return sound_plan(seed, floors=3, windows=120, screens=60)


def _ms(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _row(what: str, took: list[float], limit: str) -> dict[str, object]:
    return {
        "what": what,
        "median, ms": f"{median(took):.3f}",
        "p99, ms": f"{sorted(took)[int(len(took) * 0.99)]:.3f}",
        "longest, ms": f"{max(took):.3f}",
        "limit, ms": limit,
        "result": "",
    }


def timed() -> list[dict[str, object]]:
    first, following, ways, ways_free = [], [], [], []
    for seed in range(5):
        plan = big(seed)
        graph_of(plan)
        first += [_ms(lambda s=screen, p=plan: arrows(p, s, NOW)) for screen in plan.screens]
        following += [_ms(lambda s=screen, p=plan: arrows(p, s, NOW)) for screen in plan.screens]
        windows = [place.id for place in plan.places if place.kind == "window"]
        for start in ("e1", "e2", "s"):
            origin = start if start != "s" else plan.screens[0].node
            ways += [_ms(lambda w=w, p=plan, o=origin: way(p, o, w)) for w in windows]
            ways_free += [_ms(lambda w=w, p=plan, o=origin: way(p, o, w, True)) for w in windows]
    return [
        _row("arrows of a screen, first", first, "1"),
        _row("arrows of a screen, next", following, "1"),
        _row("way to a window", ways, "1"),
        _row("way to a window, step-free", ways_free, "1"),
    ]


def compiled() -> list[dict[str, object]]:
    took, invented = [], 0
    for seed in range(SOUND):
        plan = big(seed)
        began = time.perf_counter()
        invented += len(compile_plan(plan, NOW).refusals)
        took.append((time.perf_counter() - began) * 1000)
    sound = {**_row(f"compile {SOUND} sound plans", took, "1000"), "result": f"{invented} refusals invented (limit 0)"}
    took, caught = [], Counter[str]()
    kinds = list(TEN)
    for i in range(FAULTS):
        kind = kinds[i % len(kinds)]
        fault = TEN[kind](big(100 + i), Random(i))
        began = time.perf_counter()
        report = compile_plan(fault.plan, NOW)
        took.append((time.perf_counter() - began) * 1000)
        caught[kind] += any(one.code in fault.codes and fault.things & set(one.things) for one in report.refusals)
    missed = [f"{kind} {FAULTS // len(kinds) - caught[kind]}" for kind in kinds if caught[kind] < FAULTS // len(kinds)]
    total = sum(caught.values())
    broken = {
        **_row(f"compile {FAULTS} plans, a fault in each, of {len(kinds)} kinds", took, "1000"),
        "result": f"{total} of {FAULTS} caught, {total / FAULTS:.0%} (limit 98%)"
        + (f"; missed: {', '.join(missed)}" if missed else ""),
    }
    return [sound, broken]


def rows() -> list[dict[str, object]]:
    return timed() + compiled()


def main() -> int:
    print(markdown(rows()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
