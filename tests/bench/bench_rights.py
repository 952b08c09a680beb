"""Rights derived anew after one change, in a hall of 5,000 people with a letter and a card each: how long the hall's
loop is held by it, under SQLite, where reads run on the loop.

*First*: after a start. *One letter changed*: a letter is suspended, and the next who asks derives. Milliseconds of
processor, one thread.

Run: ``python -m tests.bench.bench_rights``. ``rows()`` gives the table for docs/benchmarks.md.
"""

import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from hall.access import store as counts
from hall.access.letters import store as letters
from hall.access.letters.standing import seal_of
from hall.access.people import store as people
from hall.kit.db import Tx
from tests.hall.caller import House, found_house

PEOPLE, ROUNDS = 5000, 7
NOTE = (
    "Until 2026-11-30 everything was made anew at each change, and every seal looked at twice: 637 ms at first, then "
    "543 (slowest 703) on the same machine. What is left is reading 15,000 rows; what each station is told of them, "
    "and the page that lists everybody, come on top and are not in these figures."
)


def filled(path: Path) -> House:
    house = found_house(path / "hall")
    granting = _granting(house)

    def fill(tx: Tx) -> None:
        departments = [one.id for one in people.departments(tx.conn)]
        for n in range(PEOPLE):
            one = people.add_person(
                tx.conn, number=f"BENCH{n}", name="甲样例", department=departments[n % 20], login=""
            )
            said: dict[str, Any] = {
                "key": f"bench{n}", "person": one, "number": f"松审委〔2026〕{n} 号", "signed_by": "王样例",
                "profile": "work", "first": False, "starts": tx.now, "ends": tx.now + timedelta(days=200),
                "made_by": "manager", "made_at": tx.now, "approved_by": "security", "approved_at": tx.now,
            }  # fmt: skip
            id = letters.add(tx.conn, ("gate", "back"), **said)
            row = letters.get(tx.conn, id)
            assert row is not None
            letters.put(tx.conn, id, seal=seal_of(row, granting.seal))
            kept = f"{n:064x}"
            seal = granting.seal.of("card", one, kept)
            people.add_card(tx.conn, person=one, hash=kept, last4="0000", seal=seal, given_by="seed", given_at=tx.now)
        counts.count(tx.conn)

    house.write(fill)
    return house


def _granting(house: House) -> Any:
    (run,) = next(room for room in house.app.state.rooms if room.name == "access").runs
    return run.__self__.office.granting


def derived(house: House) -> float:
    granting, now = _granting(house), house.hands()
    begun = time.process_time_ns()
    found = house.db.look(lambda conn: granting.whole(conn, now).grants)
    took = (time.process_time_ns() - begun) / 1e6
    assert len(found.people) > PEOPLE
    return took


def changed(house: House, n: int) -> float:
    def suspend(tx: Tx) -> None:
        row = letters.by_key(tx.conn, f"bench{n}")
        assert row is not None
        letters.put(tx.conn, row.id, stopped="suspended", stopped_by="security", stopped_at=tx.now, why="试")
        counts.count(tx.conn)

    house.write(suspend)
    return derived(house)


def rows() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as path:
        house = filled(Path(path))
        try:
            first = derived(house)
            took = [changed(house, n) for n in range(ROUNDS)]
        finally:
            house.close()
    return [
        {"what": "first", "ms": f"{first:.0f}", "slowest": ""},
        {"what": "one letter changed", "ms": f"{median(took):.0f}", "slowest": f"{max(took):.0f}"},
    ]


if __name__ == "__main__":
    from tests.bench.table import markdown

    print(markdown(rows()), end="")
