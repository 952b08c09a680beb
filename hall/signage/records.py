"""What players tell, on its way into the database: gathered for a moment, written in one transaction.

If the database cannot write, screens go on; the latest state of each is kept, and old events are let go.
"""

import asyncio
import logging
import time
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import Any

from hall.kit import Database
from hall.kit.clock import Clock
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.signage import history, store
from hall.signage.link import Link, Rendered

log = logging.getLogger(__name__)

GATHER = 0.1
"""Seconds for which events are gathered."""

WORKER_EVERY = 1.0
SIGN_OF_LIFE = "a process that has gone silent is told by the clock"
OLD = "what is forgotten is on no page that is live"
TIDY_EVERY = 3600.0
"""Seconds between looks for what is old enough to be forgotten."""
MOST = 5000
"""Events kept while the database is away."""

SAME_AGAIN = 10.0
"""Seconds for which the same refusal of the same player is told once."""


class Records:
    def __init__(self, db: Database, clock: Clock, worker: str, keep: timedelta) -> None:
        self._db, self._clock, self.worker, self._keep = db, clock, worker, keep
        self._tidied = 0.0
        self._glass: dict[str, dict[str, Any]] = {}
        self._events: deque[tuple[dict[str, Any], Rendered | None]] = deque(maxlen=MOST)
        self._refusals: deque[dict[str, Any]] = deque(maxlen=MOST)
        self._told_at: dict[tuple[str, str, str], float] = {}
        self._writing: asyncio.Task[None] | None = None
        self._seen = 0.0
        self.failing = ""
        """Why nothing can be written, empty if it can."""

    def glass(self, link: Link, kind: str) -> None:
        """The state of a link has changed; ``kind`` names the event, empty: not worth one."""
        self._glass[link.player] = self._row(link)
        if kind:
            self._event(link, kind, link.painted.hash if link.painted else "", link.painted)
        self._soon()

    def wrong(self, link: Link, digest: str) -> None:
        """Something else is painted than what was sent."""
        self._glass[link.player] = self._row(link) | {"hash": digest[:64]}
        self._event(link, "wrong", digest[:64], None)
        self._soon()

    def refused(self, screen: str, player: str, kind: str, told: str, again: float = SAME_AGAIN) -> None:
        """A player refused a frame, or the hall refused a player. The same again within ``again`` seconds is not
        worth a row."""
        now, same = time.monotonic(), (screen, player, kind)
        if now - self._told_at.get(same, -again) < again:
            return
        if len(self._told_at) >= MOST:
            self._told_at.clear()
        self._told_at[same] = now
        self._refusals.append(
            {
                "at": self._clock.now(),
                "screen": screen[:32],
                "player": player[:32],
                "kind": kind[:24],
                "told": told[:300],
            }
        )
        self._soon()

    def _row(self, link: Link) -> dict[str, Any]:
        painted, wanted = link.painted, link.wanted
        return {
            "worker": self.worker,
            "state": link.state,
            "since": self._clock.now(),
            "hash": painted.hash if painted else "",
            "wanted": wanted.hash if wanted else "",
            "revision": painted.revision if painted else 0,
            "took_ms": link.took,
            "skew_ms": link.skew,
            "painted_at": datetime.fromtimestamp(link.painted_at, UTC) if link.painted_at else None,
        }

    def _event(self, link: Link, kind: str, digest: str, rendered: Rendered | None) -> None:
        self._events.append(
            (
                {
                    "screen": link.screen,
                    "player": link.player,
                    "at": self._clock.now(),
                    "kind": kind,
                    "hash": digest,
                    "revision": rendered.revision if rendered else 0,
                    "content": None,
                    "calls": "",
                    "worker": self.worker,
                },
                rendered if kind in history.CONFIRMED else None,
            )
        )

    def _soon(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.get_running_loop().create_task(self._write())

    async def _write(self) -> None:
        while self._glass or self._events or self._refusals:
            await asyncio.sleep(GATHER)
            glass, self._glass = self._glass, {}
            events, self._events = self._events, deque(maxlen=MOST)
            refusals, self._refusals = self._refusals, deque(maxlen=MOST)
            try:
                await self._db.write(lambda tx, g=glass, e=events, r=refusals: _put(tx, g, e, r))
                self.failing = ""
            except Problem as problem:
                if problem.status < 500:  # one value among them that cannot be stored: they are not tried for ever
                    log.error("%d events of screens cannot be stored: %s", len(events), problem.zh)
                    continue
                self.failing = problem.zh
                self._glass = glass | self._glass
                self._events = deque([*events, *self._events], maxlen=MOST)
                self._refusals = deque([*refusals, *self._refusals], maxlen=MOST)
                await asyncio.sleep(1)

    async def alive(self) -> None:
        """This process holds connections; call it often, it writes once a second."""
        if time.monotonic() - self._seen < WORKER_EVERY:
            return
        self._seen = time.monotonic()
        try:
            await self._db.write(lambda tx: store.worker_seen(tx.conn, self.worker, tx.now), quiet=SIGN_OF_LIFE)
            if self._seen - self._tidied > TIDY_EVERY:
                forgot = await self._db.write(lambda tx: history.forget(tx.conn, tx.now - self._keep), quiet=OLD)
                self._tidied = self._seen if not forgot else 0.0
            if self._writing is None or self._writing.done():  # nothing is waiting to be written
                self.failing = ""
        except Problem as problem:
            self.failing = problem.zh


def _put(tx: Tx, glass: dict[str, dict[str, Any]], events: deque[Any], refusals: deque[Any]) -> None:
    store.put_glass(tx.conn, [row | {"of": player} for player, row in glass.items()])
    contents: dict[str, bytes] = {}
    history.add_events(
        tx.conn, [row | _kept(rendered, contents) if rendered else row for row, rendered in events], contents
    )
    history.add_refusals(tx.conn, list(refusals))


def _kept(rendered: Rendered, contents: dict[str, bytes]) -> dict[str, Any]:
    """The frame without its calls, and the calls' ids beside it."""
    bare, calls = rendered.without_calls()
    contents[bare.hash] = bare.text
    return {"content": bare.hash, "calls": ",".join(map(str, calls))[:200]}
