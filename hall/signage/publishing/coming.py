"""Which plan may be published next, so that screens can lay it out ahead: one that is scheduled for any moment now, or
the draft that somebody has before them with a finger on the key."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from hall.contract.plan import Plan
from hall.kit.db import Tx
from hall.plan import Published, drafting
from hall.plan.store import last_revision, unpack
from hall.signage.publishing import store

AHEAD = timedelta(seconds=20)
"""How long before its moment a scheduled plan is laid out."""

EXPECTED = timedelta(minutes=5)
"""How long somebody who opened the dialog is expected to press its key."""


class Coming:
    """Asked at every look, it reads a plan once."""

    def __init__(self, empty: Plan) -> None:
        self._empty = empty
        self._key: tuple[object, ...] = ()
        self._coming: Published | None = None

    def expect(self, tx: Tx, version: int) -> None:
        """Draft ``version`` may be published any moment. Raises :class:`Problem` if the draft is no longer that."""
        drafting.expect(tx.conn, version, self._empty)
        store.expect(tx.conn, version, tx.now + EXPECTED)
        tx.show()

    def next(self, conn: Connection, now: datetime) -> Published | None:
        """Under the revision it would have; the same object until it is another."""
        revision = last_revision(conn)
        if scheduled := store.scheduled(conn, revision, now + AHEAD):
            return self._read(conn, ("release", scheduled.id, revision), now)
        version = store.expected(conn, now)
        if version is not None and drafting.draft_base(conn, version) == revision:
            return self._read(conn, ("draft", version, revision), now)
        return None

    def _read(self, conn: Connection, key: tuple[str, int, int], now: datetime) -> Published | None:
        if key != self._key:
            kind, number, revision = key
            plan = (unpack(store.get(conn, number).body) if kind == "release"
                    else drafting.draft_of(conn, self._empty).plan)
            self._key, self._coming = key, Published(revision + 1, plan, now, "")
        return self._coming
