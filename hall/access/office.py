"""What the routes of this room stand on: one write that counts as a change of who may, and what is derived from it."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import Connection

from hall.access import store as counts
from hall.access.granting import Granting
from hall.kit import Kit
from hall.kit.db import Tx
from hall.plan import Plans


class Office:
    def __init__(self, kit: Kit, granting: Granting, plans: Plans) -> None:
        self.kit, self.granting, self.plans = kit, granting, plans

    def act(self, work: Callable[[Tx], Any]) -> Awaitable[Any]:
        """Written, counted, and told to the stations that it concerns, within the second."""

        def counted(tx: Tx) -> Any:
            answer = work(tx)
            counts.count(tx.conn)
            return answer

        return self.kit.db.write(counted)

    def read(self, look: Callable[[Connection], Any]) -> Awaitable[Any]:
        return self.kit.db.read(look)
