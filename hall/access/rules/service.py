"""Propose, approve, drop; and what stands."""

from datetime import datetime
from typing import NamedTuple

from pydantic import ValidationError
from sqlalchemy import Connection

from hall.access.rules import store
from hall.access.rules.shape import Rules
from hall.access.rules.store import RulesRow
from hall.access.seal import Seal
from hall.kit.db import Tx
from hall.kit.errors import Problem

NONE = 0
"""The revision of a hall without rules: every door stays shut."""


class Standing(NamedTuple):
    revision: int
    rules: Rules


class RulesBook:
    """Reads the revision each time and the rules once a revision."""

    def __init__(self, seal: Seal) -> None:
        self.seal = seal
        self._last: tuple[str, Standing] = ("", Standing(NONE, Rules()))

    def current(self, conn: Connection) -> Standing:
        """Rules that somebody wrote into the database by hand are none."""
        return self._read(store.standing(conn))

    def at(self, conn: Connection, moment: datetime) -> Standing:
        return self._read(store.at(conn, moment))

    def altered(self, conn: Connection) -> RulesRow | None:
        """What stands and does not count, for somebody to look at."""
        row = store.standing(conn)
        return row if row is not None and not self._holds(row) else None

    def approve(self, tx: Tx, id: int, by: str) -> None:
        """Whoever approves has seen who gains and who loses; :mod:`hall.access.changes` looks whether he may."""
        row = waiting(tx.conn, id)
        if row.made_by == by:
            raise Problem(
                403,
                "second_person",
                "门禁规则要由另一人复核后才生效，不能自己复核自己改的。",
                "A second person publishes rules; you cannot approve your own.",
            )
        if row.base != (stands := self.current(tx.conn).revision):
            raise Problem(
                409,
                "moved_on",
                "拟改的期间规则已经换了一版，请重新拟改。",
                "Other rules were published meanwhile; propose this change anew.",
            )
        store.put(tx.conn, id, approved_by=by, approved_at=tx.now, seal=self._sealed(row.body, row.made_by, by))
        tx.note(by, "rules_published", f"rules:{id}", made_by=row.made_by, before=stands)

    def _read(self, row: RulesRow | None) -> Standing:
        if row is None or not self._holds(row):
            return Standing(NONE, Rules())
        if self._last[0] != row.seal:
            try:
                self._last = row.seal, Standing(row.id, Rules.model_validate_json(row.body))
            except ValidationError:  # of a newer program
                return Standing(NONE, Rules())
        return self._last[1]

    def _holds(self, row: RulesRow) -> bool:
        return row.made_by != row.approved_by and self.seal.holds(
            row.seal, "rules", row.body, row.made_by, row.approved_by
        )

    def _sealed(self, body: str, made_by: str, approved_by: str) -> str:
        return self.seal.of("rules", body, made_by, approved_by)


def propose(tx: Tx, rules: Rules, base: int, by: str) -> int:
    """Returns its id. What waited before is dropped."""
    if (before := store.waiting(tx.conn)) is not None:
        store.put(tx.conn, before.id, dropped_at=tx.now)
    id = store.add(tx.conn, body=rules.model_dump_json(exclude_defaults=True), base=base, made_by=by, made_at=tx.now)
    tx.note(by, "rules_proposed", f"rules:{id}", base=base)
    return id


def drop(tx: Tx, id: int, by: str) -> None:
    waiting(tx.conn, id)
    store.put(tx.conn, id, dropped_at=tx.now)
    tx.note(by, "rules_dropped", f"rules:{id}")


def waiting(conn: Connection, id: int) -> RulesRow:
    row = store.get(conn, id)
    if row is None or row.approved_at is not None or row.dropped_at is not None:
        raise Problem(409, "settled", "没有这份待复核的规则。", "There are no such rules waiting.")
    return row
