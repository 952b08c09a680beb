"""What the page's keys do: examine the draft, send it out."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from hall.contract.plan import Plan
from hall.kit import Kit
from hall.kit.errors import Problem
from hall.plan import Draft, Merged, Plans, Published, drafting, last_revision, merge, unpack
from hall.signage import store
from hall.signage.compiler import said_of
from hall.signage.compiler.sentences import things
from hall.signage.console import worker_gone
from hall.signage.publishing import releases
from hall.signage.publishing import store as releases_store
from hall.signage.publishing.examining import Examined, examined
from hall.signage.publishing.store import ReleaseRow

MUTE = ("absent", "frozen", "wrong")
"""States of a glass that may go on showing the old plan."""


@dataclass(frozen=True)
class Question:
    """What was examined: draft ``version`` upon ``revision``, with these screens not answering."""

    version: int
    revision: int
    unanswering: frozenset[str]


class PublishingDesk:
    def __init__(self, kit: Kit, plans: Plans, empty: Plan) -> None:
        self._kit, self._plans, self.empty = kit, plans, empty
        self._last: tuple[Question, Examined] | None = None
        self._examining = asyncio.Lock()

    async def check(self, version: int, by: str) -> tuple[Question, Examined]:
        """The draft upon the plan that stands; one begun from an older plan is merged first, and is then another
        version. Raises :class:`Problem` if the draft is no longer ``version``."""
        draft, before = await self._kit.db.read(lambda conn: self._read(conn, version))
        if draft.base != (before.revision if before else 0):
            await self._kit.db.write(
                lambda tx: drafting.rebased(tx, drafting.expect(tx.conn, version, self.empty), by, self.empty)
            )
            draft, before = await self._kit.db.read(lambda conn: self._read(conn, None))
        mute = await self._mute()
        question = Question(draft.version, draft.base, mute)
        async with self._examining:  # every open page asks after every change: it is thought about once
            if self._last is None or self._last[0] != question:
                told = await self._examined(before.plan if before else self.empty, draft.plan, mute)
                self._last = question, told
            return self._last

    async def clashing(self, question: Question, told: Examined) -> list[str]:
        """For each release that waits upon the same revision and has changed the same thing, a sentence: of the
        two, the later one will not come out by itself."""
        waiting = [
            row
            for row in await self._kit.db.read(releases_store.pending)
            if row.state != "conflict" and row.base == question.revision
        ]

        def think() -> list[str]:
            merged = [(row, merge(told.before, unpack(row.body), told.after)) for row in waiting]
            return [self._clash(row, told.before, one) for row, one in merged if one.clashes]

        return await run_in_threadpool(think) if waiting else []

    def _clash(self, row: ReleaseRow, before: Plan, merged: Merged) -> str:
        said, _ = said_of(before, unpack(row.body), merged.clashes)
        what = said or things(merged.plan, merged.clashes)[0]
        at = row.at and self._kit.clock.local(row.at)
        which = f"{at.month} 月 {at.day} 日 {at:%H:%M} 的定时发布" if at else "等人批准的那一份"
        return f"{which}（{row.asked_by}）也改了同一处：{what}。先发布的生效，另一份不会自动发布。"

    async def review(self, id: int) -> tuple[ReleaseRow, Examined]:
        """A release that waits, with what it does to the plan it was made upon: for whoever is to approve it."""

        def read(conn: Connection) -> tuple[ReleaseRow, Plan]:
            row = releases.pending(conn, id)
            return row, drafting.plan_of(conn, row.base, self.empty)

        row, before = await self._kit.db.read(read)
        return row, await self._examined(before, unpack(row.body), await self._mute())

    async def before_last(self) -> tuple[int, Examined]:
        """The revision that stands, and what undoing it would do: for whoever is about to. Raises :class:`Problem`."""

        def read(conn: Connection) -> tuple[int, Plan, Plan]:
            revision = last_revision(conn)
            releases.undoable(conn, revision)
            return (
                revision,
                drafting.plan_of(conn, revision, self.empty),
                drafting.plan_of(conn, revision - 1, self.empty),
            )

        revision, stands, stood = await self._kit.db.read(read)
        return revision, await self._examined(stands, stood, await self._mute())

    async def undo(self, revision: int, by: str) -> int:
        """What stood before, if the compiler allows it: what was put up against its word needed two people, and needs
        them again. Screens that do not answer are no reason: whoever undoes is in a hurry."""
        stands, told = await self.before_last()
        if stands == revision and not told.report.ok:
            count = len(told.report.refusals)
            raise Problem(
                409,
                "refused",
                f"前一版的检查有 {count} 处没有通过，不能直接变回去；可放进草稿请人批准。",
                f"What stood before has {count} faults: put it into the draft; a second person may allow it.",
            )
        return await self._kit.db.write(lambda tx: releases.undo(tx, revision, by, self.empty))

    async def _mute(self) -> frozenset[str]:
        now = self._kit.clock.now()
        return frozenset(
            row.screen
            for row in await self._kit.db.read(store.players)
            if row.state in MUTE or (row.state is not None and worker_gone(row, now))
        )

    async def _examined(self, before: Plan, after: Plan, mute: frozenset[str]) -> Examined:
        return await run_in_threadpool(examined, before, after, self._kit.clock.local(self._kit.clock.now()), mute)

    async def publish(self, version: int, at: datetime | None, reason: str, by: str) -> dict[str, Any]:
        question, told = await self.check(version, by)
        return await self._kit.db.write(
            lambda tx: releases.ask(tx, version, told, question.revision, by, at=at, reason=reason, empty=self.empty)
        )

    def _read(self, conn: Connection, version: int | None) -> tuple[Draft, Published | None]:
        if version is None:
            return drafting.draft_of(conn, self.empty), self._plans.current(conn)
        return drafting.expect(conn, version, self.empty), self._plans.current(conn)
