"""The wiring, in the open: which room is served where, who may call what, which report goes to whom."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from markupsafe import Markup
from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from hall import audit, front
from hall.accounts import routes as accounts
from hall.accounts.guard import guard
from hall.contract.plan import Plan as PlanShape
from hall.contract.report import (
    AlarmLineTold,
    ClockJumped,
    DeviceTold,
    FireContact,
    HelpWanted,
    PaperTold,
    StationStarted,
    TicketTaken,
)
from hall.kit import Clock, Kit, Live, Pages, keep_secret, open_database
from hall.kit.errors import Problem
from hall.kit.http import Porch
from hall.kit.live import leaving_when_told
from hall.plan import Plans
from hall.plan import routes as plan_routes
from hall.plan.drawings import LARGEST
from hall.queue import Queue
from hall.queue import routes as queue_routes
from hall.queue.board import board_state, calls_again
from hall.queue.store import services
from hall.sample import songjiang
from hall.settings import Settings, load
from hall.signage.evacuation import Evacuation, alarm_mode, contact_told, line_told, told_directly
from hall.signage.evacuation import routes as evacuation_routes
from hall.signage.feed import Sources
from hall.signage.frames import Called
from hall.signage.notices import by_screen
from hall.signage.notices import routes as notices
from hall.signage.published import PlansOrNone
from hall.signage.publishing import Publishing, open_publishing
from hall.signage.replay import routes as replay
from hall.signage.room import Signage, open_signage
from hall.signage.routes import sprite
from hall.stations import Actions, reports
from hall.stations import routes as stations
from hall.stations.store import stations as enrolled_stations

ROOMS = ("accounts", "plan", "queue", "signage", "signage/notices", "signage/evacuation", "signage/replay", "stations")


def actions(queue: Queue) -> Actions:
    """Which report goes to whom."""
    return {
        TicketTaken: lambda tx, station, _at, told: queue.block_ticket(tx, station, told.ticket),
        PaperTold: lambda tx, station, _at, told: queue.slip_told(tx, station, told),
        DeviceTold: reports.device_told,
        HelpWanted: reports.help_wanted,
        StationStarted: reports.started,
        ClockJumped: reports.clock_jumped,
        FireContact: contact_told,
        AlarmLineTold: lambda tx, station, _at, told: line_told(tx, station, told),
    }


def build(settings: Settings | None = None, clock: Clock | None = None) -> FastAPI:
    """The hall as an ASGI application. Without arguments it reads its settings, as worker processes do."""
    settings = settings or load()
    clock = clock or Clock(settings.timezone)
    db = open_database(settings, clock, audit.append)
    live = Live(db, clock.now)
    here = Path(__file__).parent
    pages = Pages(
        {Path(room).name: here / room / "pages" for room in ROOMS},
        {"hall": settings.hall_name_zh, "zone": settings.timezone, "sprite": Markup(sprite())},  # noqa: S704 – our own files
    )
    kit = Kit(settings, clock, db, live, pages, keep_secret(settings, "subject.key"))
    plans = Plans()
    queue = Queue(settings, clock, plans)

    publishing = open_publishing(kit, plans)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        with leaving_when_told():
            rollout = asyncio.create_task(publishing.rollout.run())
            yield
            rollout.cancel()
        db.close()

    app = FastAPI(
        title="OneDoor hall: station API",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        dependencies=[Depends(guard(kit, stations.admit_station))],
    )
    app.state.kit, app.state.queue, app.state.publishing = kit, queue, publishing
    for router in (
        accounts.router(kit),
        queue_routes.router(kit, queue),
        stations.router(kit, queue, actions(queue), alarm_mode),
        plan_routes.router(kit, plans, _services, songjiang),
        publishing.router,
    ):
        app.include_router(router)
    app.state.signage = _signs(app, kit, queue, publishing)
    app.include_router(front.router(app, kit))
    _refusals(app, kit)
    app.add_middleware(
        Porch,
        allowed_hosts=settings.allowed_hosts,
        body_limit=settings.body_limit,
        larger={f"/api/plan/{what}": LARGEST for what in ("drawings", "import")},
    )
    return app


def _services(conn: Connection) -> list[dict[str, str]]:
    return [{"id": row.id, "letter": row.letter, "name_zh": row.name_zh} for row in services(conn)]


def _signs(app: FastAPI, kit: Kit, queue: Queue, publishing: Publishing) -> Signage:
    def calls(conn: Connection, now: datetime) -> tuple[Called, ...]:
        return tuple(map(_called, board_state(queue, conn, now)))

    def plan_at(conn: Connection, revision: int) -> PlanShape | None:
        return at.plan if (at := queue.plans.at(conn, revision)) else None

    def called(conn: Connection, revision: int, ids: tuple[int, ...]) -> tuple[Called, ...]:
        at = queue.plans.at(conn, revision)
        return tuple(map(_called, calls_again(conn, ids, at.windows if at else {})))

    evacuation = Evacuation(kit.clock)
    plans = PlansOrNone(queue.published, plan_at, kit.settings.hall_name_zh)
    signage = open_signage(
        app,
        kit,
        plans,
        Sources(
            coming=publishing.coming.next,
            calls=calls,
            notices=by_screen,
            beats=evacuation.beats,
            keep=evacuation.keep,
            direct=lambda conn: told_directly(conn, {row.id for row in enrolled_stations(conn)}),
        ),
    )
    app.include_router(signage.router)
    app.include_router(notices.router(kit, plans))
    app.include_router(replay.router(kit, plans, plan_at, called))
    app.include_router(evacuation_routes.router(kit, plans, evacuation))
    return signage


def _called(call: dict[str, Any]) -> Called:
    return Called(
        call["id"],
        call["number"],
        call["window"],
        call["service"],
        call["service_en"],
        call["sentence"],
        datetime.fromisoformat(call["at"]),
    )


def _refusals(app: FastAPI, kit: Kit) -> None:
    @app.exception_handler(Problem)
    async def problem(request: Request, error: Problem) -> Response:
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            if error.code == "sign_in":
                return RedirectResponse(f"/sign-in?next={request.url.path}", 303)
            page = kit.pages.show("refused.html", error.status, problem=error)
            page.headers.update(error.headers)
            return page
        return JSONResponse(error.detail.model_dump(), error.status, error.headers)

    @app.exception_handler(RequestValidationError)
    @app.exception_handler(ValidationError)
    async def invalid(request: Request, error: RequestValidationError | ValidationError) -> Response:
        return await problem(request, _invalid(error))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        zh, en = {
            404: ("没有这个地址。", "There is nothing at this address."),
            405: ("这个地址不接受这种请求。", "This address does not take that kind of request."),
            400: ("请求的内容读不懂。", "The request could not be read."),
        }.get(error.status_code, ("请求没有成功。", "The request failed."))
        headers = dict(error.headers or {})
        return await problem(request, Problem(error.status_code, f"http_{error.status_code}", zh, en, headers))

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> Response:
        return await problem(
            request,
            Problem(
                500,
                "internal",
                "大厅服务器出错，已记录，请稍后再试。",
                "The hall met an error and has logged it; try again shortly.",
            ),
        )


def _invalid(error: RequestValidationError | ValidationError) -> Problem:
    """The first thing wrong, by its place. What was sent is not repeated: it may be personal."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"] if part not in ("body",)) or "body"
    zh = {
        "missing": "缺少",
        "json_invalid": "不是有效的 JSON",
        "timezone_aware": "时间没有带时区",
        "extra_forbidden": "有不认识的字段",
    }.get(first["type"], "不合规定")
    return Problem(
        422, "invalid", f"发来的内容有误：{place} {zh}。", f"The request is not valid: {place}: {first['msg']}."
    )
