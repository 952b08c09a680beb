"""What this room needs of the plan: the one that is published now."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection

from hall.contract.plan import Plan, Screen
from hall.plan import Published

LOOKED_BACK = 200
"""Plans that are read, at most, to find where a screen once hung."""


class PlansOrNone:
    """For a hall that may not have published yet: then a plan without screens, revision 0."""

    def __init__(
        self,
        published: Callable[[Connection], Published | None],
        plan_at: Callable[[Connection, int], Plan | None],
        name_zh: str,
    ) -> None:
        self._published, self._plan_at = published, plan_at
        self._nothing = Published(0, Plan(name_zh=name_zh), datetime(1970, 1, 1, tzinfo=UTC), "")
        self._taken_down: dict[str, tuple[int, Screen | None]] = {}
        """Screens that were asked for and are on no plan now: the revision up to which was looked, and the screen."""

    def current(self, conn: Connection) -> Published:
        return self._published(conn) or self._nothing

    def last_hung(self, conn: Connection, screen: str) -> Screen | None:
        """As the newest plan that had it hung it: of one that was taken down people still know the number."""
        now = self.current(conn)
        if hung := now.plan.screen(screen):
            return hung
        looked, found = self._taken_down.get(screen, (0, None))
        for revision in range(now.revision - 1, max(looked, now.revision - LOOKED_BACK) - 1, -1):
            if (plan := self._plan_at(conn, revision)) and (hung := plan.screen(screen)):
                found = hung
                break
        if len(self._taken_down) >= LOOKED_BACK:
            self._taken_down.clear()
        self._taken_down[screen] = now.revision, found
        return found
