"""The night's work: each rule again until nothing is left of it, a few hundred rows a transaction, so that no number
at a kiosk waits for it."""

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hall.kit import Kit
from hall.kit.db import Tx
from hall.kit.errors import Problem

ROWS = 500
"""At once."""
BREATH = 0.05
"""Seconds between two parts: others write too."""
NIGHT = 2
"""The hour from which on the day before is over for good."""
AFTER_START = 3600.0
"""Seconds after a start before anything is deleted: a clock that was wrong has been set by then."""
LOOK_EVERY = 600.0
OLD = "what was forgotten is older than anything a page shows"


@dataclass(frozen=True)
class Rule:
    """``forget``: (transaction, rows at most) → how many went."""

    name: str
    forget: Callable[[Tx, int], int]


async def keep(kit: Kit, rules: Iterable[Rule]) -> None:
    """Audited as counts, in the transaction in which they went. Raises :class:`Problem`."""
    for rule in rules:

        def part(tx: Tx, rule: Rule = rule) -> int:
            gone = rule.forget(tx, ROWS)
            if gone:
                tx.note("hall", "forgotten", rule.name, rows=gone)
            return gone

        while await kit.db.write(part, quiet=OLD) == ROWS:
            await asyncio.sleep(BREATH)


async def nightly(kit: Kit, rules: Iterable[Rule]) -> None:
    """Runs as long as the hall does. Several processes may: the second finds nothing left."""
    await asyncio.sleep(AFTER_START)
    done = None
    while True:
        day = kit.clock.day()
        if day != done and kit.clock.local(kit.clock.now()).hour >= NIGHT:
            with contextlib.suppress(Problem):  # the database is away for a moment: the next look will do
                await keep(kit, rules)
                done = day
        await asyncio.sleep(LOOK_EVERY)
