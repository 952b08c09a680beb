"""The laws once more whenever something changed that no proposal goes before: the plan, letters, meetings. What does
not hold then is shown on the page of the rules, and on the list of what needs a person."""

import asyncio
import contextlib
import time
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from hall.access.office import Office
from hall.access.proving.holes import LAWS
from hall.access.proving.proof import Proof, prove
from hall.accounts import Need, Thing
from hall.contract.access import Grants
from hall.contract.plan import Plan
from hall.kit.errors import Problem

LOOK_EVERY = 1.0
REST = 20
"""Times as long as the last proof took nothing is proved: a twentieth of a processor at most."""
TODO = "到“门禁 → 门、门组和时段”看是谁、怎么走过去的；再改图、改委托书或会议，或改门的规则。"


class Standing(NamedTuple):
    """What a proof is of: the same rights (they are derived once a change) on the same plan."""

    grants: Grants
    revision: int
    plan: Plan | None


class Watching:
    """``found``: of what stands, None until it was looked at. Each process looks for itself."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._of: Standing | None = None
        self.found: Proof | None = None
        self.plan: Plan | None = None

    async def run(self) -> None:
        """As long as the hall runs."""
        took = 0.0
        while True:
            await asyncio.sleep(max(LOOK_EVERY, REST * took))  # at a start, whoever waits at the doors comes first
            took = 0.0
            with contextlib.suppress(Problem):  # the database is away for a moment: the next look will do
                took = await self.look()

    async def look(self) -> float:
        """Seconds that it took; 0: nothing had changed."""
        now = self.office.kit.clock.now()
        stands = await self.office.read(lambda conn: self._stands(conn, now))
        if self._of is not None and stands.grants is self._of.grants and stands.revision == self._of.revision:
            return 0.0
        begun = time.perf_counter()
        self.found = await run_in_threadpool(prove, stands.grants, stands.plan, now)
        self._of, self.plan = stands, stands.plan
        return time.perf_counter() - begun

    def _stands(self, conn: Connection, now: datetime) -> Standing:
        published = self.office.plans.current(conn)
        grants = self.office.granting.whole(conn, now).grants
        return Standing(grants, published.revision if published else 0, published.plan if published else None)

    def needs(self, _conn: Connection, _now: datetime) -> list[Need]:
        """One a law, by its words: who it is about is said on the page, to those who may see it."""
        holes = self.found.holes if self.found is not None else ()
        return [
            Need(
                "contradiction",
                f"proof:{law}",
                f"门禁验证有一条不成立：{zh}（{many} 处）",
                TODO,
                (Thing(f"proof:{law}", None),),
                where="门禁",
            )
            for law, (zh, _) in LAWS.items()
            if (many := sum(one.law == law for one in holes))
        ]
