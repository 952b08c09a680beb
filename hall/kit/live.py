"""Live pages: server-sent events that carry the whole state of a page whenever it changed.

A change made by this process is told at once; one made by another process is found by looking at the pulse row ten
times a second, and only while somebody is watching. Streams end by themselves when the process is told to stop, so
that an open page never holds a shutdown.
"""

import asyncio
import contextlib
import json
import logging
import os
import signal
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from types import FrameType

from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from hall.kit import peers
from hall.kit.budget import Places
from hall.kit.crowd import holding
from hall.kit.db import Database, pulse_of
from hall.kit.errors import Problem

log = logging.getLogger(__name__)

LEAVING = threading.Event()
"""Set when this process has been told to stop."""

LAST_SECONDS = 4.7
"""From the signal to the end of this process at the latest."""

LOOK_EVERY = 0.1
"""Seconds between looks at the pulse: another process's change is on the board within this plus the paint."""

BEAT_EVERY = 2.0
"""Seconds between signs of life; a page hearing nothing for three of them says the connection is lost."""

REST = 0.05
"""Seconds between two states of one stream at least: under load pages get the latest, not every one."""


@contextlib.contextmanager
def leaving_when_told() -> Iterator[None]:
    """While the server runs, its stop signals also end the streams. The server's own handlers still run."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {sig: signal.getsignal(sig) for sig in (signal.SIGTERM, signal.SIGINT)}

    def told(sig: int, frame: FrameType | None) -> None:
        LEAVING.set()
        last = threading.Timer(LAST_SECONDS, os._exit, (1,))  # whatever hangs: what was promised is on disk
        last.daemon = True
        last.start()
        handler = before[signal.Signals(sig)]
        if callable(handler):
            handler(sig, frame)

    for sig in before:
        signal.signal(sig, told)
    try:
        yield
    finally:
        for sig, handler in before.items():
            signal.signal(sig, handler)


TOGETHER, APART = 16, 0.005
"""Pages told at once of a state that is another, and seconds until the next ones are."""

SHARED = 256
"""States kept for many watchers at most; more names than boards are a stranger's."""


OF_ONE_MEMBER = 256
"""Streams one member of staff watches at most: ten on each of two dozen computers under one name."""


class StreamEnded(Exception):
    """The watcher may not watch any longer (signed out)."""


Render = Callable[[], Awaitable[object]]

PATIENCE = 0.2
"""Seconds for which a state may be rendered before what is told without the database is asked for."""

Still = Callable[[], Awaitable[object]]
"""Raises a refusal when whoever asked may not any longer. The guard of an endpoint leaves it in the request's state,
under the name ``STILL``; it is asked before every state and sign of life of a stream, so that a stream ends with the
session: at once where somebody ends it, since that is a change, and within ``BEAT_EVERY`` seconds where time does."""

STILL = "still"


async def _ended_unless(still: Still) -> None:
    try:
        await still()
    except Problem as refusal:
        if refusal.status in (401, 403):
            raise StreamEnded from refusal
        raise


class _Watched(Response):
    """A response that knows the request it answers, and so who is watching. It begins with the first state in hand:
    until then a refusal is an answer like any other, with its status and its sentence."""

    def __init__(self, stream: Callable[[Still | None], AsyncIterator[str]], places: Places, known: Places) -> None:
        """``known``: for members of staff, by who they are."""
        super().__init__()
        self._stream, self._places, self._known = stream, places, known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        state = scope.get("state", {})
        still = state.get(STILL)
        if still is not None:  # whoever may end is known
            with self._known.held(str(getattr(state.get("member"), "id", "?"))):
                await self._tell(still, scope, receive, send)
            return
        with self._places.held(peers.of(scope)), holding(scope):
            await self._tell(None, scope, receive, send)

    async def _tell(self, still: Still | None, scope: Scope, receive: Receive, send: Send) -> None:
        stream = self._stream(still)
        first = await anext(stream, "")
        response = StreamingResponse(
            _joined(first, stream),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )
        await response(scope, receive, send)


def _passes(error: Exception) -> bool:
    """Whether a stream that has begun waits for better times; otherwise it ends."""
    if not isinstance(error, Problem):
        log.error("a stream broke", exc_info=error)
        return False
    return error.status >= 500


async def _joined(first: str, rest: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    async for one in rest:
        yield one


class Text(str):
    """A state that is JSON already."""

    __slots__ = ()


class Shared:
    """A state for many watchers, good until something changes, and not for longer than pages wait for a sign of life.
    ``of`` may be called by each of them."""

    def __init__(self) -> None:
        self._changes, self._until = -1, 0.0
        self._text: asyncio.Task[Text] | None = None
        self.watchers: set[asyncio.Event] = set()
        """Told when the state itself is another: most changes of a hall are none of it."""
        self.tending: asyncio.Task[None] | None = None

    def wake(self) -> None:
        for event in self.watchers:
            event.set()

    async def wake_in_turn(self) -> None:
        """Some at a time: a hundred pages told in one pass of the event loop keep a number waiting."""
        watchers = tuple(self.watchers)
        for first in range(0, len(watchers), TOGETHER):
            for event in watchers[first : first + TOGETHER]:
                event.set()
            await asyncio.sleep(APART)

    def at_hand(self, changes: int) -> Text | None:
        """The state, if it has been rendered since the last change."""
        text = self._text
        if text is None or not text.done() or changes != self._changes or time.monotonic() > self._until:
            return None
        return None if text.cancelled() or text.exception() else text.result()

    def of(self, changes: int, render: Render) -> Awaitable[Text]:
        failed = self._text is not None and self._text.done() and (self._text.cancelled() or self._text.exception())
        if self._text is None or failed or changes != self._changes or time.monotonic() > self._until:
            self._changes, self._until = changes, time.monotonic() + BEAT_EVERY / 4
            self._text = asyncio.get_running_loop().create_task(_text(render))
        return asyncio.shield(self._text)


async def _text(render: Render) -> Text:
    return Text(json.dumps(await render(), ensure_ascii=False, separators=(",", ":")))


class Told:
    """A state, or what is told in its place while the database is away. One that hangs is waited for on, not asked
    again: threads of the database's are few."""

    def __init__(
        self, render: Render, away: Callable[[], object | None], at_hand: Callable[[], object | None] = lambda: None
    ) -> None:
        self._render, self._away, self._at_hand = render, away, at_hand
        self._asked: asyncio.Future[object] | None = None

    async def __call__(self) -> object:
        if self._asked is None and (text := self._at_hand()) is not None:
            return text
        asked = self._asked or asyncio.ensure_future(self._render())
        self._asked = asked
        try:
            while not asked.done():
                await asyncio.wait({asked}, timeout=PATIENCE)
                if not asked.done() and (instead := self._away()) is not None:
                    return instead
        except asyncio.CancelledError:
            asked.cancel()
            raise
        self._asked = None
        try:
            return asked.result()
        except Problem as problem:
            if problem.status < 500 or (instead := self._away()) is None:
                raise
            return instead


class Live:
    def __init__(self, db: Database, now: Callable[[], datetime], places: Places | None = None) -> None:
        """``places``: for who watches without having said who he is."""
        self._db, self._now, self._places = db, now, places or Places(100, 300)
        self._known = Places(OF_ONE_MEMBER, 4000)
        self._shared: dict[str, Shared] = {}
        self._changes = 0
        self._watchers: set[asyncio.Event] = set()
        self._seen = -1
        self._looking: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._beside: Callable[[], object] = lambda: None
        self._seen_beside: object = None
        db.writer.on_shown(self._changed_here)

    def respond(self, render: Render, away: Callable[[], object | None] = lambda: None, shared: str = "") -> Response:
        """A stream of ``render()`` as JSON. ``render`` raises :class:`StreamEnded` to end it; it ends by itself when
        its watcher may not watch any longer (:data:`STILL`). ``away``: what is told where the database does not answer,
        out of memory; None: nothing is so important. ``shared``: what is the same for all who watch under this name is
        rendered once a state, however many they are."""

        def state() -> Shared:
            if len(self._shared) > SHARED:
                self._shared.clear()
            return self._shared.setdefault(shared, Shared())

        def once() -> Awaitable[Text]:
            return state().of(self._changes, render)

        def told() -> Told:
            return Told(once, away, lambda: state().at_hand(self._changes)) if shared else Told(render, away)

        def watching() -> AbstractContextManager[asyncio.Event]:
            return self._watching_state(state(), told()) if shared else self.watching()

        def stream(still: Still | None) -> AsyncIterator[str]:
            """Whoever may end looks at each change whether he still may."""
            return self._stream(told(), still, watching if still is None else self.watching)

        return _Watched(stream, self._places, self._known)

    def full(self, household: str) -> bool:
        """Whether somebody there who does not say who he is would find no place to watch."""
        return self._places.full(household)

    def look_beside(self, at: Callable[[], object]) -> None:
        """``at()`` is something that changes without the database, and is watched like the pulse."""
        self._beside = at

    def wake(self) -> None:
        """Everybody who is watching looks again. On the event loop."""
        self._changes += 1
        for event in self._watchers:
            event.set()

    @contextlib.contextmanager
    def watching(self) -> Iterator[asyncio.Event]:
        """An event that is set at every change, whichever process made it, and when the process is told to stop."""
        changed = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        if not self._watchers:
            self._changes += 1  # nobody has looked for changes until now
        self._watchers.add(changed)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            yield changed
        finally:
            self._watchers.discard(changed)

    async def looks(self, every: float, rest: float) -> AsyncIterator[None]:
        """For whoever looks after something for as long as the hall runs: now, at changes, and ``every`` so many
        seconds without any; but while much changes no more often than each ``rest`` seconds."""
        with self.watching() as changed:
            while not LEAVING.is_set():
                changed.clear()
                yield
                await asyncio.sleep(rest)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), every - rest)

    @contextlib.contextmanager
    def _watching_state(self, shared: Shared, told: Told) -> Iterator[asyncio.Event]:
        """An event that is set when what ``told`` says is another than before, or is not known."""
        changed = asyncio.Event()
        shared.watchers.add(changed)
        if shared.tending is None or shared.tending.done():
            shared.tending = asyncio.create_task(self._tend(shared, told))
        try:
            yield changed
        finally:
            shared.watchers.discard(changed)

    async def _tend(self, shared: Shared, told: Told) -> None:
        """Looks once for all of them, for as long as there are any."""
        last = None
        try:
            async for _ in self.looks(BEAT_EVERY, REST):
                if not shared.watchers:
                    return
                try:
                    state = await told()
                except Exception:  # each of them hears so himself
                    state = None
                if state is None or state != last:
                    await shared.wake_in_turn()
                last = state
        finally:
            shared.wake()

    async def _stream(
        self, told: Told, still: Still | None, watching: Callable[[], AbstractContextManager[asyncio.Event]]
    ) -> AsyncIterator[str]:
        """Once the first state is told, nothing may be raised: the status has gone out. While the database is away
        nothing is said, and the page says so by itself; on any other refusal the stream ends, and who asks again gets
        it as an answer."""
        last, said_at = None, 0.0
        with watching() as changed, contextlib.suppress(StreamEnded):
            while not LEAVING.is_set():
                changed.clear()
                try:
                    if still is not None and last is not None:
                        await _ended_unless(still)
                    said = await told()
                    state = (
                        said if isinstance(said, Text) else json.dumps(said, ensure_ascii=False, separators=(",", ":"))
                    )
                except Exception as error:
                    if last is None or isinstance(error, StreamEnded):
                        raise
                    if not _passes(error):
                        return
                    state = None
                if state is not None and state != last:
                    last, said_at = state, time.monotonic()
                    yield f"event: state\ndata: {state}\n\n"
                elif state is not None and time.monotonic() - said_at > BEAT_EVERY / 2:  # else others' changes
                    said_at = time.monotonic()
                    yield f'event: beat\ndata: "{self._now().isoformat()}"\n\n'
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), BEAT_EVERY)
                    await asyncio.sleep(REST)
            return
        yield "event: ended\ndata: {}\n\n"

    async def _look(self) -> None:
        while self._watchers:
            if LEAVING.is_set():
                self.wake()
                return
            if (beside := self._beside()) != self._seen_beside:
                self._seen_beside = beside
                self.wake()
            with contextlib.suppress(Exception):  # a database away for a moment must not end the pages
                n = await self._db.read(pulse_of)
                if n != self._seen:
                    self._seen = n
                    self.wake()
            await asyncio.sleep(LOOK_EVERY)

    def _changed_here(self) -> None:
        if self._watchers and self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has closed: nobody is watching any more
                self._loop.call_soon_threadsafe(self.wake)
