"""Watches the plan: a window that it has no more keeps nobody's seat and nobody's number."""

import contextlib

from hall.kit import Kit
from hall.kit.errors import Problem
from hall.queue.service import Queue

LOOK_EVERY = 10.0
"""Seconds between looks without a change: midnight is none."""
REST = 0.1
"""Seconds between two looks at least: every number given is a change, and hardly any is a plan."""


async def settling(kit: Kit, queue: Queue) -> None:
    """Runs as long as the hall does. Several processes may: a window is settled once, by whoever comes first."""
    seen = -1
    async for _ in kit.live.looks(LOOK_EVERY, REST):
        with contextlib.suppress(Problem):  # the database is away for a moment: the next look will do
            published = await kit.db.read(queue.published)
            revision = published.revision if published else 0
            if revision != seen and await kit.db.read(queue.seats.gone_windows):
                await kit.db.write(queue.seats.settle)
            seen = revision
