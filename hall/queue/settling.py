"""Watches the plan: a window that it has no more keeps nobody's seat and nobody's number."""

import asyncio
import contextlib

from hall.kit import Kit
from hall.kit.errors import Problem
from hall.kit.live import LEAVING
from hall.queue.service import Queue

LOOK_EVERY = 10.0
"""Seconds between looks without a change: midnight is none."""


async def settling(kit: Kit, queue: Queue) -> None:
    """Runs as long as the hall does. Several processes may: a window is settled once, by whoever comes first."""
    seen = -1
    with kit.live.watching() as changed:
        while not LEAVING.is_set():
            changed.clear()
            with contextlib.suppress(Problem):  # the database is away for a moment: the next look will do
                published = await kit.db.read(queue.published)
                revision = published.revision if published else 0
                if revision != seen and await kit.db.read(queue.seats.gone_windows):
                    await kit.db.write(queue.seats.settle)
                seen = revision
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), LOOK_EVERY)
