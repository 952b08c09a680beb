"""The rooms as one application: under one guard, with what runs beside them and what stands before them."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI
from markupsafe import Markup

from hall import audit
from hall.accounts import Public, Room, Staff, draw_navigation, who_may
from hall.accounts.guard import Admit, guard
from hall.kit import Clock, Kit, Live, Pages, keep_secret, open_database
from hall.kit.budget import Places
from hall.kit.crowd import OPEN, Open
from hall.kit.errors import Problem
from hall.kit.http import Porch
from hall.kit.live import leaving_when_told
from hall.kit.peers import networks
from hall.kit.refusals import refuse_in_sentences
from hall.kit.router import Directory
from hall.settings import Settings
from hall.signage.routes import sprite

NEVER, ENOUGH = 1_000_000, 100
"""Looks through what is young, after which everything is looked through: not by itself; when a minute is over."""


def kit_of(settings: Settings, clock: Clock) -> Kit:
    """What every room works with: the database, the pages of all rooms, the clock, the line of news."""
    db = open_database(settings, clock, audit.Chain(settings.data_dir).append)
    folders = {folder.parent.name: folder for folder in sorted(Path(__file__).parent.glob("**/pages"))}
    shared = {
        "hall": settings.hall_name_zh,
        "zone": settings.timezone,
        "now": lambda: round(clock.now().timestamp() * 1000),
        "sprite": Markup(sprite()),  # noqa: S704 – our own files
    }
    live = Live(db, clock.now, Places(settings.streams_each_address, settings.streams))
    return Kit(settings, clock, db, live, Pages(folders, shared), keep_secret(settings, "subject.key"))


def _settle() -> None:
    """What was built at the start stays, and is not looked through for rubbish again and again: a request makes hardly
    any cycles. What is young is looked through a little at a time: twenty thousand things took 40 ms, and all that a
    crowd of boards had left behind 200 ms, for which every number waited."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(2_000, 8, NEVER)


async def _tidying() -> None:
    """Everything is looked through for rubbish once a minute at most: with a thousand connected that takes the
    processor for a tenth of a second, and a crowd that comes and goes asked for it every few seconds."""
    while True:
        await asyncio.sleep(60)
        if gc.get_count()[2] >= ENOUGH:
            gc.collect()


def _watched_by_anybody(rooms: tuple[Room, ...]) -> frozenset[bytes]:
    """Streams whose address is the same for everybody."""
    entries = [one for room in rooms for one in who_may(room.router.routes).items() if isinstance(one[1], Public)]
    return frozenset(entry.removeprefix("GET ").encode() for entry, _ in entries if entry.endswith("/stream"))


def _before_all(rooms: tuple[Room, ...]) -> frozenset[str]:
    """Where a press waits for nothing, not even for others of the same person."""
    entries = [one for room in rooms for one in who_may(room.router.routes).items()]
    return frozenset(entry.partition(" ")[2] for entry, may in entries if isinstance(may, Staff) and may.always)


def served(kit: Kit, rooms: tuple[Room, ...], admit_station: Admit) -> FastAPI:
    """The rooms under one guard, with what runs beside them and what stands before them."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        with leaving_when_told():
            with suppress(Problem):  # the database is away: the first write will look
                await kit.db.write(lambda _: None, quiet="whether the database went back is asked before all else")
            _settle()
            runs = [_tidying, *(run for room in rooms for run in room.runs)]
            running = [asyncio.ensure_future(run()) for run in runs]
            yield {OPEN: Open(_watched_by_anybody(rooms), kit.live.full)}
            for task in running:
                task.cancel()
        kit.db.close()

    app = FastAPI(
        title="OneDoor hall: station API",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        dependencies=[Depends(guard(kit, admit_station))],
    )
    draw_navigation(kit.pages, rooms)
    refuse_in_sentences(app, kit.pages)
    for room in rooms:
        app.include_router(room.router)
        for one in room.fronts:
            app.add_middleware(one.middleware.cls, *one.middleware.args, **one.middleware.kwargs)
    app.router = Directory.of(app.router, [room.router for room in rooms])
    app.add_middleware(
        Porch,
        allowed_hosts=kit.settings.allowed_hosts,
        body_limit=kit.settings.body_limit,
        now=kit.clock.now,
        larger={path: limit for room in rooms for path, limit in room.larger.items()},
        proxies=networks(kit.settings.trusted_proxies),
        before_all=_before_all(rooms),
    )
    return app
