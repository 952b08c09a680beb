"""Notices that what screens show has changed, and makes it: once per change and screen, for the screens connected here.

It runs while a player is connected. A commit of this process is seen at once, another's within a tenth of a second;
what only the hour changes (opening times, a notice that ends, a call that has grown old) within a second.
"""

import asyncio
import contextlib
import logging
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from hall.contract.frame import Frame, NoticeLine
from hall.contract.plan import Hours, Plan
from hall.kit import Kit
from hall.kit.errors import Problem
from hall.kit.live import LEAVING
from hall.plan import Published
from hall.signage import store
from hall.signage.direct import Direct, Kept, known
from hall.signage.frames import Called, frame_of, frame_off_the_plan
from hall.signage.hub import Hub
from hall.signage.link import Rendered
from hall.signage.published import PlansOrNone
from hall.signage.rows import AskRow
from hall.signage.signing import Signer

log = logging.getLogger(__name__)

EVERY, IDLE = 1.0, 5
"""Seconds between looks; looks without any player before it rests."""

LEAD = 250
"""Milliseconds from a change of the plan to the moment at which screens turn to it, where they are served by several
processes: each waits for its own screens, learns of a commit up to 100 ms late, and counts from its moment."""

AHEAD_AFTER = 0.2
"""Seconds after any change at which what may be published next is made: what belongs on the glass goes first."""

KEEP_AFTER = 1.0
"""Seconds after a change of the plan at which screens are told the way out to keep: the change itself goes first."""

AT_HAND = 4
"""Frames made on the event loop at most; more are made on another thread."""

Calls = Callable[[Connection, datetime], Iterable[Called]]
Notices = Callable[[Connection, Plan, datetime], Mapping[str, tuple[NoticeLine, ...]]]
"""By screen; asked once for all of them."""
Overrides = Callable[[Connection, datetime, Published], Mapping[str, Rendered]]
"""Frames that go before the normal ones, by screen: an evacuation, a drill."""
AtOnce = Callable[[Published, datetime, Collection[str]], Mapping[str, Rendered]]
"""The same out of memory, for what was pressed and may not be written yet."""
Keep = Callable[[Published, datetime], Mapping[str, Rendered]]
"""The way out each screen keeps for an alarm that comes without us."""


Coming = Callable[[Connection, datetime], Published | None]
"""The plan that may be published next, under the revision it would have; the same object until it is another."""


@dataclass(frozen=True)
class Sources:
    """Who is asked, wired in ``app``: ``calls`` by the queue, ``notices``, and what goes before everything."""

    coming: Coming = lambda conn, now: None
    calls: Calls = lambda conn, now: ()
    notices: Notices = lambda conn, plan, now: {}
    overrides: Overrides = lambda conn, now, published: {}
    at_once: AtOnce = lambda published, now, screens: {}
    keep: Keep = lambda published, now: {}
    direct: Callable[[Connection], Direct] = lambda conn: Direct()


@dataclass(frozen=True)
class Moment:
    """Everything frames are made from."""

    published: Published
    now: datetime
    slot: int
    calls: tuple[Called, ...] = ()
    notices: Mapping[str, tuple[NoticeLine, ...]] = field(default_factory=dict)
    before: Mapping[str, Rendered] = field(default_factory=dict)
    direct: Direct = field(default_factory=Direct)

    def same(self, other: "Moment | None") -> bool:
        return other is not None and (
            (self.published.revision, self.slot, self.calls, self.notices, self.before, self.direct)
            == (other.published.revision, other.slot, other.calls, other.notices, other.before, other.direct)
            and self.published.plan == other.published.plan
        )

    def frame(self, screen: str) -> Frame:
        plan, revision = self.published.plan, self.published.revision
        hung = plan.screen(screen)
        if hung is None:
            return frame_off_the_plan(screen, revision)
        return frame_of(plan, revision, hung, self.now, calls=self.calls, notices=self.notices.get(screen, ()))


@dataclass(frozen=True)
class Ahead:
    """Frames by screen, made before they are published of what may come next."""

    moment: Moment | None
    frames: dict[str, Rendered]


_NOTHING_AHEAD = Ahead(None, {})


class Feed:
    def __init__(self, kit: Kit, hub: Hub, plans: PlansOrNone, sources: Sources, signer: Signer) -> None:
        self._signer = signer
        self._kit, self._hub, self._plans, self._sources = kit, hub, plans, sources
        self._moment: Moment | None = None
        self._frames: dict[str, Rendered] = {}
        self._hours, self._coming_hours = _Hours(), _Hours()
        self._coming: Moment | None = None
        self._ahead = _NOTHING_AHEAD
        self._laying: asyncio.Task[None] | None = None
        self._asked: int | None = None
        self._asking: set[asyncio.Task[None]] = set()
        self._idle = 0
        self._running: asyncio.Task[None] | None = None
        self._telling: asyncio.Task[None] | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._unkept: Moment | None = None
        self._looking = asyncio.Lock()
        self._presses = 0

    async def joined(self, screen: str) -> None:
        """A player for ``screen`` is about to join: have its frame made."""
        self._idle = 0
        if self._running is None or self._running.done():
            self._moment = self._asked = None
            self._running = asyncio.get_running_loop().create_task(self._run())
        async with self._looking:
            if self._moment is None:
                await self._look()
            if self._moment is not None and screen not in self._frames:
                self._hub.offer(self._fresh(self._make(self._moment, {screen})))
        if self._coming is not None and screen not in self._ahead.frames:
            self._lay_ahead(self._coming)

    def alarm(self) -> None:
        """An alarm was pressed: the screens show it now, whatever the database does."""
        self._presses += 1
        if self._moment is not None:
            before = self._moment
            screens = {link.screen for link in self._hub.links.values()}
            self._moment = replace(before, before=self._sources.at_once(before.published, before.now, screens))
            self._flash(self._moment, before)

    def _alarm_beside(self) -> None:
        """Another process of this hall may have been told of an alarm."""
        moment = self._moment
        if moment is not None and not moment.before and self._sources.at_once(moment.published, moment.now, ()):
            self.alarm()

    async def _run(self) -> None:
        with self._kit.live.watching() as changed:
            while not LEAVING.is_set() and self._idle < IDLE:
                changed.clear()
                try:
                    async with self._looking:
                        await self._look()
                except Problem:
                    log.warning("the database is away: screens keep what they have")
                    self._alarm_beside()
                except Exception:  # one plan that cannot be drawn must not still all screens
                    log.exception("a look at what screens show has failed")
                await self._hub.records.alive()
                self._idle = 0 if self._hub.links else self._idle + 1
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), EVERY)

    async def _look(self) -> None:
        if self._asked is None:
            self._asked = await self._kit.db.read(store.last_ask)
        screens = {link.screen for link in self._hub.links.values()}
        moment, coming, asks = await self._read_after_presses()
        for row in asks:
            self._asked = row.id
            asking = asyncio.get_running_loop().create_task(self._ask(row))  # a line that is stuck holds up nobody else
            self._asking.add(asking)
            asking.add_done_callback(self._asking.discard)
        before, self._moment = self._moment, moment
        if not moment.same(before):
            try:
                await self._change(moment, before, screens)
            except BaseException:
                self._moment = before  # what could not be shown is tried again
                raise
        if coming is None or not coming.same(self._coming):
            self._lay_ahead(coming)

    async def _change(self, moment: Moment, before: Moment | None, screens: set[str]) -> None:
        if moment.before:
            self._flash(moment, before)
        moved = before is not None and before.published.revision != moment.published.revision
        screens |= set(self._frames)
        fresh = self._fresh(await self._made(moment, screens))
        self._hub.turn(fresh, self._earliest(moment)) if moved else self._hub.offer(fresh)
        if not moment.before:
            self._flash(moment, before)
        if before is None or moment.direct != before.direct:
            self._tell(moment)
        if before is None or moved:
            self._keep(moment, KEEP_AFTER if moved else 0)

    async def _read_after_presses(self) -> tuple[Moment, Moment | None, list[AskRow]]:
        """What was read before a press must not take it off the screens."""
        while True:
            presses = self._presses
            read = await self._kit.db.read(self._read)
            if presses == self._presses:
                return read

    def _read(self, conn: Connection) -> tuple[Moment, Moment | None, list[AskRow]]:
        """What is, what may come next, and what screens are asked."""
        now = self._kit.clock.now()
        published, next_ = self._plans.current(conn), self._sources.coming(conn, now)
        local = self._kit.clock.local(now)  # opening hours are the hall's
        moment = Moment(
            published,
            local,
            self._hours.slot(published, local),
            tuple(self._sources.calls(conn, now)),
            self._sources.notices(conn, published.plan, now),
            self._sources.overrides(conn, now, published),
            self._sources.direct(conn),
        )
        coming = None if next_ is None else replace(moment, published=next_, slot=self._coming_hours.slot(next_, local))
        return moment, coming, store.asks_after(conn, self._asked or 0, now - timedelta(seconds=30))

    async def _made(self, moment: Moment, screens: set[str]) -> dict[str, Rendered]:
        """The frames of these screens; what was laid out ahead need not be made again."""
        ready = self._ahead.frames if moment.same(self._ahead.moment) else {}
        had = {screen: ready[screen] for screen in screens & set(ready)}
        left = screens - set(had)
        made = self._make(moment, left) if len(left) <= AT_HAND else await run_in_threadpool(self._make, moment, left)
        return had | made

    def _make(self, moment: Moment, screens: set[str]) -> dict[str, Rendered]:
        made: dict[str, Rendered] = {}
        for screen in screens:
            try:
                new = Rendered(moment.frame(screen))
            except Exception:  # its glass keeps what it has, and the console says so; the others go on
                log.exception("screen %s cannot be drawn", screen)
                continue
            known = (self._frames.get(screen), self._ahead.frames.get(screen))
            made[screen] = next((one for one in known if one is not None and one.hash == new.hash), new)
        return made

    def _lay_ahead(self, coming: Moment | None) -> None:
        if self._laying is not None:
            self._laying.cancel()
        if coming is not None or self._coming is not None:
            self._laying = asyncio.get_running_loop().create_task(self._make_ahead(coming))
        self._coming = coming

    async def _make_ahead(self, coming: Moment | None) -> None:
        """Cancelled where something else is coming by now."""
        ahead = _NOTHING_AHEAD
        if coming is not None:
            await asyncio.sleep(AHEAD_AFTER)
            try:
                screens = {link.screen for link in self._hub.glass()}
                ahead = Ahead(coming, await run_in_threadpool(self._make, coming, screens))
            except Exception:  # nobody awaits this
                log.exception("the plan that may come next cannot be laid out ahead: it is when it is published")
        self._ahead = ahead
        await self._hub.lay_ahead(ahead.frames)

    def _fresh(self, frames: dict[str, Rendered]) -> dict[str, Rendered]:
        fresh = {screen: one for screen, one in frames.items() if self._frames.get(screen) is not one}
        self._frames.update(fresh)
        return fresh

    def _earliest(self, moment: Moment) -> int:
        return _ms(moment.published.at) + LEAD if self._kit.settings.workers > 1 else 0

    def _flash(self, moment: Moment, before: Moment | None) -> None:
        """Before anything else is made; back to normal only when what is normal by now has been made."""
        if moment.before != (before.before if before else {}):
            self._hub.clear()
            self._hub.flash(moment.before)

    def _tell(self, moment: Moment) -> None:
        """In a task of its own: a thousand screens are told while frames go on."""
        texts = known(self._signer, _ms(moment.now), moment.direct)
        self._telling = asyncio.get_running_loop().create_task(self._hub.tell(texts))

    def _keep(self, moment: Moment, after: float) -> None:
        self._unkept = moment
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.get_running_loop().create_task(self._keep_all(after))

    async def _keep_all(self, after: float) -> None:
        await asyncio.sleep(after)
        while (moment := self._unkept) is not None:
            self._unkept = None
            try:
                frames = await run_in_threadpool(self._sources.keep, moment.published, moment.now)
            except Exception:  # nobody awaits this, and an old way out must not stay without a word
                log.exception(
                    "the way out of plan %s cannot be made: screens keep the one before", moment.published.revision
                )
            else:
                await self._hub.keep(Kept(self._signer, moment.published, frames))

    async def _ask(self, row: AskRow) -> None:
        link = self._hub.links.get(row.player)
        if link is not None:
            hung = await self._kit.db.read(lambda conn: self._plans.last_hung(conn, link.screen))
            await link.ask(row.what, hung.number if hung else "?")


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


DAY = 24 * 3600


class _Hours:
    """Which part of the week it is, by the plan's own opening times: signs change only when one begins or ends."""

    def __init__(self) -> None:
        self._plan: Plan | None = None
        self._edges: list[int] = []

    def slot(self, published: Published, local: datetime) -> int:
        if published.plan is not self._plan:
            self._plan, self._edges = published.plan, _edges(published.plan)
        second = (local - local.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
        return bisect_right(self._edges, (local.isoweekday() - 1) * DAY + second)


def _edges(plan: Plan) -> list[int]:
    """Seconds of the week at which something opens or closes; what closes past midnight closes on the next day."""
    hours: list[Hours] = [one for way in plan.ways for one in way.open]
    hours += [one for place in plan.places for one in place.open]
    return sorted(
        {
            ((day - 1 + past) * DAY + (edge.hour * 60 + edge.minute) * 60 + edge.second) % (7 * DAY)
            for one in hours
            for day in one.days
            for edge, past in ((one.opens, 0), (one.closes, int(one.closes < one.opens)))
        }
    )
