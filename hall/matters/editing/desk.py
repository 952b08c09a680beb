"""What the page asks of the draft: what the compiler says, what it would change, and the very list that people would
get. Worked out beside the loop, once a version."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from hall.contract.matters import Catalogue
from hall.kit import Kit
from hall.kit.errors import Problem
from hall.matters import service, store
from hall.matters.comparing import changed_lists, changed_words
from hall.matters.compiler import Finding, compile_catalogue
from hall.matters.editing import drafting
from hall.matters.editing.drafting import Draft
from hall.matters.service import Matters

T = TypeVar("T")
KEPT = 8
"""Answers that are kept: those of the draft, of what is undone, and of the versions somebody looks at."""


SHOWN = 400
"""Rows that a page is told of; how many there are it is told too."""


class Stood(NamedTuple):
    """A version as somebody asks for it: ``until`` None where it stands still."""

    revision: int
    by: str
    since: datetime
    until: datetime | None


class Desk:
    def __init__(self, kit: Kit, matters: Matters) -> None:
        self.kit, self.matters = kit, matters
        self._working = asyncio.Lock()
        self._known: dict[tuple[Any, ...], Any] = {}

    def draft(self, conn: Connection) -> Draft:
        return drafting.draft_of(conn, self.matters)

    async def findings(self, draft: Draft) -> list[Finding]:
        today = self.kit.clock.day()
        key = ("found", draft.version, draft.base, today)
        return await self._once(key, lambda: compile_catalogue(draft.catalogue, today))

    async def difference(self, before: int, after: int | Draft) -> dict[str, Any]:
        """Between two versions, or a version and the draft."""
        old = await self.at_revision(before)
        if isinstance(after, Draft):
            return await self._once(
                ("draft", before, after.version, after.base), lambda: difference(old, after.catalogue)
            )
        new = await self.at_revision(after)
        return await self._once(("versions", before, after), lambda: difference(old, new))

    async def at_revision(self, revision: int) -> Catalogue:
        """0: none. Raises Problem."""
        if revision == 0:
            return Catalogue()
        row = await self.kit.db.read(lambda conn: store.at_revision(conn, revision))
        if row is None:
            raise Problem(404, "no_version", f"没有第 {revision} 版。", "There is no such version.")
        return await self._once(("catalogue", revision), row.catalogue)

    async def publish(self, version: int, by: str) -> int:
        """Raises Problem where the compiler is not content; nothing changes then."""
        draft = await self.kit.db.read(lambda conn: drafting.expect(conn, self.matters, version))
        service.refuse(draft.catalogue, await self.findings(draft))
        return await self.kit.db.write(lambda tx: drafting.publish(tx, self.matters, version, by))

    async def undo(self, revision: int, by: str) -> int:
        """What stood before ``revision``, if it may still be said today."""
        before = await self.at_revision(max(revision - 1, 0))
        found = await run_in_threadpool(compile_catalogue, before, self.kit.clock.day())
        service.refuse(before, found)
        return await self.kit.db.write(lambda tx: service.undo(tx, revision, before, by))

    async def stood_on(self, day: date) -> list[Stood]:
        """The versions that stood on a day, the first of it first."""
        begins = datetime.combine(day, time(), self.kit.clock.zone)
        heads = await self.kit.db.read(store.heads)
        ends = begins + timedelta(days=1)
        nexts = [one.at for one in heads[1:]] + [None]
        told = [Stood(one.revision, one.by, one.at, until) for one, until in zip(heads, nexts, strict=True)]
        return [one for one in told if one.since < ends and (one.until is None or one.until > begins)]

    async def _once(self, key: tuple[Any, ...], work: Callable[[], T]) -> T:
        """Every open page asks after every change: it is thought about once."""
        key = (self.matters.times, *key)
        async with self._working:
            if key not in self._known:
                while len(self._known) >= KEPT:
                    self._known.pop(next(iter(self._known)))
                self._known[key] = await run_in_threadpool(work)
            return self._known[key]


def difference(before: Catalogue, after: Catalogue) -> dict[str, Any]:
    """As the page gets it."""
    lists = changed_lists(before, after)
    return {
        "words": [one._asdict() for one in changed_words(before, after)],
        "lists": [
            one._asdict()
            | {
                "before": one.before and one.before._asdict(),
                "after": one.after and one.after._asdict(),
            }
            for one in lists.rows[:SHOWN]
        ],
        "changed": len(lists.rows),
        "of": lists.of,
        "too_many": lists.too_many,
    }
