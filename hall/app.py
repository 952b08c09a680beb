"""The wiring, in the open: which rooms there are, and what one of them asks of another.

A new room is its folder and one line here; its pages, rights, reports and what it runs are its own to say.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI
from markupsafe import Markup
from sqlalchemy import Connection

from hall import audit, front
from hall.accounts import Room, draw_navigation
from hall.accounts import room as accounts
from hall.accounts.guard import guard
from hall.attention import Attention
from hall.attention import room as attention_room
from hall.contract.plan import Plan as PlanShape
from hall.contract.wayfinding import DIRECTIONS
from hall.kit import Clock, Kit, Live, Pages, keep_secret, open_database
from hall.kit.db import Tx
from hall.kit.http import Porch
from hall.kit.live import leaving_when_told
from hall.kit.refusals import refuse_in_sentences
from hall.papers import room as papers
from hall.plan import Plans
from hall.plan import room as plan
from hall.queue import Queue, store
from hall.queue import room as queue_room
from hall.queue.board import BoardCall, board_state, calls_again
from hall.queue.in_use import in_use
from hall.queue.routes import WaysOut
from hall.sample import songjiang
from hall.settings import Settings, load
from hall.signage import room as signage
from hall.signage.evacuation import Evacuation, Pressed, told_directly
from hall.signage.evacuation import room as evacuation_room
from hall.signage.feed import Sources
from hall.signage.frames import Called
from hall.signage.notices import by_screen
from hall.signage.notices import room as notices
from hall.signage.published import PlansOrNone
from hall.signage.publishing import room as publishing_room
from hall.signage.replay import room as replay
from hall.signage.routes import sprite
from hall.stations import Needs
from hall.stations import room as stations
from hall.stations.guard import admitting
from hall.stations.store import stations as enrolled_stations


def build(settings: Settings | None = None, clock: Clock | None = None) -> FastAPI:
    """The hall as an ASGI application. Without arguments it reads its settings, as worker processes do."""
    settings = settings or load()
    kit = _kit(settings, clock or Clock(settings.timezone))
    plans = Plans()
    evacuation = Evacuation(kit.clock, Pressed(settings.data_dir / "alarm.pressed"))
    queue = Queue(settings, kit.clock, plans, evacuation.mode, evacuation.away)
    publishing = publishing_room.open_room(kit, plans, lambda conn: in_use(queue, conn))
    rooms = (
        plan.open_room(kit, plans, _services, songjiang),
        publishing,
        *_shown(kit, queue, publishing, evacuation),
        queue_room.open_room(kit, queue, _ways_out(kit, queue, evacuation)),
        papers.open_room({"ticket": queue.slip_told}),
    )
    needs = Needs(queue, kit.clock)
    sources = {"help": needs.help, "stations": needs.stations}
    attention = Attention(sources | {name: one for room in rooms for name, one in room.needs.items()}, needs.stands)

    def gone(tx: Tx, member: int, by: str, why: str) -> None:
        queue.seats.member_gone(tx, member, by, why)
        attention.member_gone(tx, member)

    staff = accounts.open_room(kit, gone, queue.seats.in_words)
    rooms = (attention_room.open_room(kit, attention), *rooms)
    rooms = (*rooms, stations.open_room(kit, queue, rooms, evacuation.mode), staff, front.open_room(kit))
    app = _served(kit, queue, rooms)
    app.state.kit, app.state.queue, app.state.publishing, app.state.rooms = kit, queue, publishing, rooms
    return app


def _kit(settings: Settings, clock: Clock) -> Kit:
    db = open_database(settings, clock, audit.append)
    folders = {folder.parent.name: folder for folder in sorted(Path(__file__).parent.glob("**/pages"))}
    shared = {
        "hall": settings.hall_name_zh,
        "zone": settings.timezone,
        "now": lambda: round(clock.now().timestamp() * 1000),
        "sprite": Markup(sprite()),  # noqa: S704 – our own files
    }
    return Kit(settings, clock, db, Live(db, clock.now), Pages(folders, shared), keep_secret(settings, "subject.key"))


def _served(kit: Kit, queue: Queue, rooms: tuple[Room, ...]) -> FastAPI:
    """The rooms under one guard, with what runs beside them and what stands before them."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        with leaving_when_told():
            running = [asyncio.ensure_future(run()) for room in rooms for run in room.runs]
            yield
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
        dependencies=[Depends(guard(kit, admitting(queue)))],
    )
    draw_navigation(kit.pages, rooms)
    refuse_in_sentences(app, kit.pages)
    for room in rooms:
        app.include_router(room.router)
        for one in room.fronts:
            app.add_middleware(one.middleware.cls, *one.middleware.args, **one.middleware.kwargs)
    app.add_middleware(
        Porch,
        allowed_hosts=kit.settings.allowed_hosts,
        body_limit=kit.settings.body_limit,
        now=kit.clock.now,
        larger={path: limit for room in rooms for path, limit in room.larger.items()},
    )
    return app


def _services(conn: Connection) -> list[dict[str, str]]:
    return [{"id": row.id, "letter": row.letter, "name_zh": row.name_zh} for row in store.services(conn)]


def _ways_out(kit: Kit, queue: Queue, evacuation: Evacuation) -> WaysOut:
    def read(conn: Connection | None, screen: str) -> list[dict[str, Any]]:
        now, published = kit.clock.now(), queue.published(conn) if conn is not None else None
        if conn is None or published is None:
            lines = evacuation.out_at_once(now, screen)
        else:
            lines = evacuation.out(conn, now, published, screen)
        return [
            {"zh": line.zh, "en": line.en, "direction": line.direction, "words": DIRECTIONS[line.direction][0]}
            for line in lines
        ]

    return read


def _shown(kit: Kit, queue: Queue, publishing: publishing_room.Publishing, evacuation: Evacuation) -> tuple[Room, ...]:
    """The rooms of the screens, and whom they ask."""

    def calls(conn: Connection, now: datetime) -> tuple[Called, ...]:
        return tuple(map(_called, board_state(queue, conn, now)))

    def plan_at(conn: Connection, revision: int) -> PlanShape | None:
        return at.plan if (at := queue.plans.at(conn, revision)) else None

    def called(conn: Connection, revision: int, ids: tuple[int, ...]) -> tuple[Called, ...]:
        at = queue.plans.at(conn, revision)
        return tuple(map(_called, calls_again(conn, ids, at.windows if at else {})))

    plans = PlansOrNone(queue.published, plan_at, kit.settings.hall_name_zh)
    sources = Sources(
        coming=publishing.coming.next,
        calls=calls,
        notices=by_screen,
        overrides=evacuation.overrides,
        at_once=evacuation.at_once,
        keep=evacuation.keep,
        direct=lambda conn: told_directly(conn, _enrolled(conn)),
    )
    screens = signage.open_room(kit, plans, sources)
    evacuation.on_press(screens.feed.alarm)
    return (
        screens,
        replay.open_room(kit, plans, plan_at, called),
        notices.open_room(kit, plans),
        evacuation_room.open_room(kit, plans, evacuation, _enrolled),
    )


def _enrolled(conn: Connection) -> set[str]:
    return {row.id for row in enrolled_stations(conn)}


def _called(call: BoardCall) -> Called:
    return Called(call.id, call.number, call.window, call.service, call.service_en, call.sentence, call.at)
