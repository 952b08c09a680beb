"""Who came in by which pass, asked for by every station at every change: counted once a change."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hall.doors import store

LIVES = timedelta(days=2)
"""No pass lives longer."""
AGAIN = timedelta(minutes=10)
"""What is older than a pass can be is left out by then."""

Counts = Mapping[str, Mapping[str, int]]


class PassesUsed:
    """Pass → door → how often somebody came in there by it. Any thread."""

    def __init__(self) -> None:
        self._known: tuple[tuple[int, str], datetime, Counts] | None = None

    def __call__(self, conn: Connection, now: datetime) -> Counts:
        of, known = store.newest(conn), self._known
        if known is None or known[0] != of or not timedelta() <= now - known[1] < AGAIN:
            self._known = known = of, now, store.came(conn, now - LIVES)
        return known[2]
