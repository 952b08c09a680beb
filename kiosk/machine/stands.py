"""How a door stands, as its lane saw it a moment ago: told when it opens and shuts, and asked where another door must
not open beside it."""

import time
from collections.abc import Callable
from typing import Any

from devices.gate.gate import GateState, Leaf
from kiosk.machine.events import Stands

FRESH = 1.0
"""Seconds for which a look counts."""
_OPEN = frozenset({Leaf.OPEN, Leaf.FORCED, Leaf.HELD})


class Standing:
    """``door``: its id; empty: the gate's. One lane looks, anybody asks."""

    def __init__(self, door: str, post: Callable[[Any], None]) -> None:
        self._door, self._post = door, post
        self._seen: tuple[GateState, float] | None = None
        self._open: bool | None = None

    def look(self, state: GateState) -> None:
        self._seen = state, time.monotonic()
        opened = state.leaf in _OPEN
        if opened != self._open and state.leaf is not Leaf.UNKNOWN:
            self._open = opened
            self._post(Stands(self._door, opened))

    def open(self) -> bool | None:
        """False: shut, and its lock let go for nobody. None: it is not known, or not any more."""
        if self._seen is None:
            return None
        state, at = self._seen
        if state.waiting or state.leaf in _OPEN:
            return True
        known = state.leaf is Leaf.SHUT and state.age is not None and state.age + time.monotonic() - at <= FRESH
        return False if known else None
