"""What waits is kept fit for the plan that stands, and comes out at its moment.

When another plan is published meanwhile, a waiting one is merged with it and examined again *then*, with somebody
there, and not at 8:30 on Tuesday: if it no longer fits, it says so on the page and comes out no more by itself.
"""

import logging
from typing import Any, NamedTuple

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from hall.contract.plan import Plan
from hall.kit import Kit
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.plan import Merged, drafting, last_revision, merge, unpack
from hall.signage.compiler.sentences import things
from hall.signage.publishing import releases, store
from hall.signage.publishing.examining import Examined, examined
from hall.signage.publishing.store import ReleaseRow

log = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between looks: a plan scheduled for 8:30 stands before 8:30:02, also after a clock has jumped."""

REST = 0.2
"""Seconds between two looks at least: every number given is a change, and hardly any is a plan."""

Fault = tuple[str, frozenset[str]]
"""Its code, and the ids of what it is about."""


class Fit(NamedTuple):
    """What waits upon the plan that stands now. ``unseen``: faults nobody has read and allowed."""

    merged: Merged
    told: Examined
    unseen: frozenset[Fault]


class Rollout:
    def __init__(self, kit: Kit, empty: Plan) -> None:
        self._kit, self._empty = kit, empty

    async def run(self) -> None:
        """For as long as the hall runs; any number of processes may."""
        async for _ in self._kit.live.looks(EVERY, REST):
            try:
                await self.look()
            except Problem:
                log.warning("the database is away: scheduled plans wait")
            except Exception:  # one plan that cannot be examined must not still all others
                log.exception("a look at scheduled plans has failed")

    async def look(self) -> None:
        """Fit what waits, let out what is due."""
        now = self._kit.clock.now()
        unfit, due = await self._kit.db.read(lambda conn: (_unfit(conn), store.due(conn, now)))
        for row in unfit:
            await self._fit(row)
        for id in due:
            try:
                await self._kit.db.write(lambda tx, id=id: releases.let_out(tx, id, self._empty))
            except Problem as refusal:  # of this one alone; the others go on
                if refusal.status >= 500:
                    raise
                why = refusal.zh
                await self._kit.db.write(lambda tx, id=id, why=why: _stuck(tx, id, why))

    async def _fit(self, row: ReleaseRow) -> None:
        def read(conn: Connection) -> tuple[int, Plan, Plan]:
            revision = last_revision(conn)
            return (
                revision,
                drafting.plan_of(conn, row.base, self._empty),
                drafting.plan_of(conn, revision, self._empty),
            )

        revision, base, current = await self._kit.db.read(read)
        local = self._kit.clock.local(self._kit.clock.now())

        def think() -> Fit:
            mine = unpack(row.body)
            merged = merge(base, mine, current)
            known = _faults(examined(base, mine, local)) if row.approved_by else frozenset[Fault]()
            told = examined(current, merged.plan, local)
            return Fit(merged, told, frozenset(_faults(told) - known))

        try:
            fit = await run_in_threadpool(think)
        except Problem as refusal:
            why = f"并入 v{revision}：{refusal.zh}"
            await self._kit.db.write(lambda tx: _stuck(tx, row.id, why))
            return
        await self._kit.db.write(lambda tx: _fitted(tx, row, revision, fit))


def _unfit(conn: Connection) -> list[ReleaseRow]:
    revision = last_revision(conn)
    return [row for row in store.pending(conn) if row.base != revision and row.state != "conflict"]


def _fitted(tx: Tx, row: ReleaseRow, revision: int, fit: Fit) -> None:
    merged, told = fit.merged, fit.told
    now = releases.known(tx.conn, row.id)
    if now.state != row.state or now.base != row.base or last_revision(tx.conn) != revision:
        return  # somebody was faster; looked at again
    if merged.clashes:
        _stuck(tx, row.id, f"与后来发布的 v{revision} 改到了同一处（{things(merged.plan, merged.clashes)[0]}）")
        return
    if fit.unseen and row.state == "scheduled" and not row.approved_by:
        _stuck(tx, row.id, f"并入 v{revision} 后有 {told.refusals} 处问题：{told.report.refusals[0].zh}")
        return
    values: dict[str, Any] = {"base": revision, "refusals": told.refusals, "zh": told.sentence()}
    if fit.unseen and row.approved_by:  # what was approved had other faults
        values |= {"state": "waiting", "approved_by": None, "approved_at": None}
        tx.note("hall", "release_to_be_approved_anew", f"release:{row.id}", revision=revision, refusals=told.refusals)
    store.change(tx.conn, row.id, plan=merged.plan, **values)


def _stuck(tx: Tx, id: int, why: str) -> None:
    """It does not go out by itself any more, and says so."""
    trouble = f"{why.rstrip('。')}。它不会自动发布；请撤回到草稿，改好再发布。"[:400]
    store.change(tx.conn, id, state="conflict", trouble=trouble)
    tx.note("hall", "release_conflict", f"release:{id}", trouble=trouble)


def _faults(told: Examined) -> frozenset[Fault]:
    return frozenset((refusal.code, frozenset(refusal.things)) for refusal in told.report.refusals)
