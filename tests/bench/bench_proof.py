"""The proof before rules are published: 20 departments × 60 doors × 168 hours × 4 levels; and 30 planted holes.

The hall: 5,000 people of 20 departments in 20 profiles, 200 visitors, three floors of offices behind 60 doors. Each
planted hole lies alone in a hall of its own (400 people, 20 visitors); *invented* is every counter-example that names
none of what was planted, and every one of a hall in which nothing was.

Run: ``python -m tests.bench.bench_proof``. ``rows()`` gives the table for docs/benchmarks.md.
"""

import time
from random import Random
from statistics import median

from hall.access.proving import Proof, prove
from tests.support.proving import KINDS, NOW, Hall, hall, planted

HOLES, CLEAN, ROUNDS = 30, 5, 3
NOTE = (
    "Kinds of holes: "
    + "; ".join(KINDS)
    + ". Three of them are holes of the rule itself, with one of its checks taken out. Questions are those put to "
    "`decide`: people of the same papers are asked once, and so are hours in which nothing of theirs begins or ends."
)


def proved(made: Hall) -> tuple[Proof, float]:
    grants, plan = made.grants_made(), made.plan_made()
    with made.rule():
        begun = time.perf_counter()
        return prove(grants, plan, NOW), time.perf_counter() - begun


def seeded(seed: int) -> tuple[str, bool, int]:
    """Kind, whether it was found, and how many were invented beside it."""
    made, random = hall(400, 20), Random(seed)
    seed_of = planted(made, KINDS[seed % len(KINDS)], random)
    holes = proved(made)[0].holes
    told = [seed_of.told_by(hole) for hole in holes]
    return seed_of.kind, any(told), told.count(False)


def rows() -> list[dict[str, object]]:
    whole = [proved(hall()) for _ in range(ROUNDS)]
    proof = whole[0][0]
    seconds = [took for _, took in whole]
    clean = [proved(hall(400 + 7 * n, 20))[0] for n in range(CLEAN)]
    found = [seeded(seed) for seed in range(HOLES)]
    invented = sum(each for _, _, each in found) + sum(len(one.holes) for one in (*clean, proof))
    return [
        {"what": f"20 departments × 60 doors × 168 h × 4 levels ({proof.classes} classes, {proof.questions} questions)",
         "aim": "< 5 s", "result": f"{median(seconds):.1f} s, slowest {max(seconds):.1f}"},
        {"what": f"{HOLES} planted holes of {len(KINDS)} kinds", "aim": "all found",
         "result": f"{sum(there for _, there, _ in found)} found"},
        {"what": f"counter-examples beside them, and in {CLEAN + 1} halls without a hole", "aim": "none",
         "result": f"{invented} invented"},
    ]  # fmt: skip


if __name__ == "__main__":
    from tests.bench.table import markdown

    print(markdown(rows()), NOTE)
