"""Which plan may be published next, so that screens can lay it out ahead: one that is scheduled for any moment now, or
what somebody has before them with a finger on the key: the draft, a release that waits for a second person, or what
stood before."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from hall.contract.plan import Plan
from hall.kit.db import Tx
from hall.plan import Published, drafting, last_revision, unpack
from hall.signage.publishing import releases, store
from hall.signage.publishing.store import Awaited, What

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

    def expect(self, tx: Tx, what: What, number: int) -> None:
        """This may be published any moment. Raises :class:`Problem` if it can no longer be."""
        if what == "draft":
            drafting.expect(tx.conn, number, self._empty)
        elif what == "release":
            releases.pending(tx.conn, number)
        else:
            releases.undoable(tx.conn, number)
        store.expect(tx.conn, what, number, tx.now + EXPECTED)

    def next(self, conn: Connection, now: datetime) -> Published | None:
        """Under the revision it would have; the same object until it is another."""
        revision = last_revision(conn)
        if (scheduled := store.scheduled(conn, revision, now + AHEAD)) is not None:
            return self._read(conn, ("release", scheduled, revision), now)
        expected = store.expected(conn, now)
        if expected is not None and self._base(conn, expected) == revision:
            return self._read(conn, (expected.what, expected.number, revision), now)
        return None

    def _base(self, conn: Connection, expected: Awaited) -> int | None:
        """The revision upon which it can be published; None: no more."""
        if expected.what == "draft":
            return drafting.draft_base(conn, expected.number)
        if expected.what == "release":
            return store.waiting_on(conn, expected.number)
        return expected.number

    def _read(self, conn: Connection, key: tuple[What, int, int], now: datetime) -> Published | None:
        if key != self._key:
            self._key, self._coming = key, Published(key[2] + 1, self._plan(conn, *key), now, "")
        return self._coming

    def _plan(self, conn: Connection, what: What, number: int, revision: int) -> Plan:
        if what == "release":
            return unpack(releases.known(conn, number).body)
        if what == "draft":
            return drafting.draft_of(conn, self._empty).plan
        return drafting.plan_of(conn, revision - 1, self._empty)
