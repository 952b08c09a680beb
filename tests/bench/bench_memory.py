"""A station's memory lost, copied or judged by a wrong clock, many times, killed at random moments.

``python -m tests.bench bench_memory``; ``ONEDOOR_ROUNDS`` of each (200).
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.table import markdown
from tests.support.memory_rounds import run_rounds

JOURNEYS = {
    "replaced": "the disk is replaced",
    "copied": "the disk was copied",
    "clock": "the clock was ten days ahead for one start",
}
NOTE = """\
A round: hall killed, a visitor takes a number, the kiosk killed (SIGKILL) 0.3–3 s later; then what the row says; then
all runs again, the hall is killed once more, and another visitor gets a number. Counted: originals that came out of
the simulated printers, all machines together. *Doubled*: on two papers. *Silent*: neither in the hall nor named on its
stations page. *Named*: on paper, and the hall can only say that it does not know whether they were given."""


def rows() -> list[dict[str, object]]:
    rounds = int(os.environ.get("ONEDOOR_ROUNDS", "200"))
    return [_row(name, words, rounds, seed) for seed, (name, words) in enumerate(JOURNEYS.items())]


def _row(name: str, words: str, rounds: int, seed: int) -> dict[str, object]:
    with TemporaryDirectory() as folder:
        found = run_rounds(Path(folder), name, rounds, seed)
    return {
        "journey": words,
        "rounds": found.rounds,
        "numbers on paper": found.printed,
        "doubled": len(found.doubled),
        "silent": len(found.silent),
        "named": found.named,
    }


if __name__ == "__main__":
    print(markdown(rows()), end="")
