"""Notes of what anybody can make happen as often as he likes: refusals. Each is a row that is kept for months, so they
are written down one by one only as long as there are few; then the next that is written says how many were not."""

from collections import Counter

from hall.kit.budget import Allowance
from hall.kit.db import Tx
from hall.kit.errors import Problem

MOST, EVERY = 60, 60.0
"""Of one kind at once, and seconds until one more: 1,500 a day, half a megabyte."""
KINDS = 2000
"""Of which it is remembered how many were left out."""


class Sparse:
    def __init__(self, most: int = MOST, every: float = EVERY) -> None:
        self._purse = Allowance(most, every)
        self._left: Counter[str] = Counter()

    def note(self, tx: Tx, kind: str, actor: str, action: str, about: str, **detail: object) -> None:
        """``kind``: what counts as the same. The writer's thread alone."""
        try:
            self._purse.spend(kind)
        except Problem:
            if kind in self._left or len(self._left) < KINDS:
                self._left[kind] += 1
            return
        more = self._left.pop(kind, 0)
        tx.note(actor, action, about, **detail, **({"more": more} if more else {}))
