"""The wiring, in the open: which room is served where, who may call what, which report goes to whom."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import ValidationError
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException

from hall import audit
from hall.accounts import PUBLIC, STATION, Door, Staff, staff
from hall.accounts import routes as accounts
from hall.contract.report import (
    ClockJumped,
    DeviceTold,
    HelpWanted,
    PaperTold,
    ReportBatch,
    StationStarted,
    TicketTaken,
)
from hall.kit import Clock, Kit, Live, Pages, keep_secret, open_database
from hall.kit.db import pulse_of
from hall.kit.errors import Problem
from hall.kit.http import Porch
from hall.kit.live import leaving_when_told
from hall.plan import Plan
from hall.queue import Queue
from hall.queue import routes as queue_routes
from hall.settings import Settings, load
from hall.stations import Actions, reports
from hall.stations import routes as stations

ROOMS = ("accounts", "queue", "stations")
DESK = staff("clerk", "manager")
MANAGER = staff("manager", "admin")

WHO_MAY: dict[str, Door] = {
    "GET /healthz": PUBLIC("a launcher asks whether the hall is up; it learns nothing else"),
    "GET /static/{room}/{name}": PUBLIC("looks of the public pages"),
    "GET /sign-in": PUBLIC("where one signs in"), "POST /sign-in": PUBLIC("how one signs in; locked after failures"),
    "GET /board": PUBLIC("the call display hangs in the hall"),
    "GET /api/board": PUBLIC("what the call display shows"),
    "GET /api/board/stream": PUBLIC("what the call display shows, live"),
    "GET /api/openapi.json": PUBLIC("the station API is documented, not secret"),
    "POST /api/stations/enrol": PUBLIC("a machine without a secret brings its one-time code; locked after failures"),
    "GET /api/station/snapshot": STATION, "POST /api/station/tickets": STATION,
    "GET /api/station/tickets/{token}": STATION, "POST /api/station/identity": STATION,
    "POST /api/station/reports": STATION,
    "GET /": staff(page=True), "POST /sign-out": staff(),
    "GET /account": staff(page=True), "POST /account": staff(),
    "GET /window": staff("clerk", "manager", page=True),
    "GET /api/window/{window}": DESK, "GET /api/window/{window}/stream": DESK,
    "POST /api/window/sit": DESK, "POST /api/window/leave": DESK, "POST /api/window/next": DESK,
    "POST /api/window/again": DESK, "POST /api/window/arrived": DESK, "POST /api/window/missed": DESK,
    "POST /api/window/finish": DESK, "POST /api/window/once-more": DESK,
    "GET /api/help": DESK, "POST /api/help/{call}/answer": DESK,
    "GET /stations": staff("manager", "admin", page=True), "GET /api/stations/stream": MANAGER,
    "POST /api/stations/codes": MANAGER, "POST /api/stations/{station}/retire": MANAGER,
}
"""Who may call what. An endpoint that is not here is refused to everybody."""


def actions(queue: Queue) -> Actions:
    """Which report goes to whom."""
    return {
        TicketTaken: lambda tx, station, _at, told: queue.block_ticket(tx, station, told.ticket),
        PaperTold: lambda tx, station, _at, told: queue.slip_told(tx, station, told),
        DeviceTold: reports.device_told,
        HelpWanted: reports.help_wanted,
        StationStarted: reports.started,
        ClockJumped: reports.clock_jumped,
    }


def build(settings: Settings | None = None, clock: Clock | None = None) -> FastAPI:
    """The hall as an ASGI application. Without arguments it reads its settings, as worker processes do."""
    settings = settings or load()
    clock = clock or Clock(settings.timezone)
    db = open_database(settings, clock, audit.append)
    live = Live(db, clock.now)
    here = Path(__file__).parent
    pages = Pages({room: here / room / "pages" for room in ROOMS},
                  {"hall": settings.hall_name_zh, "zone": settings.timezone})
    kit = Kit(settings, clock, db, live, pages, keep_secret(settings, "subject.key"))
    queue = Queue(settings, clock, Plan())

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        with leaving_when_told():
            yield
        db.close()

    app = FastAPI(title="OneDoor hall: station API", version="1", docs_url=None, redoc_url=None, openapi_url=None,
                  lifespan=lifespan, dependencies=[Depends(_guard(kit))])
    app.state.kit, app.state.queue = kit, queue
    for router in (pages.router(), accounts.router(kit), queue_routes.router(kit, queue),
                   stations.router(kit, queue, actions(queue))):
        app.include_router(router)
    _front(app, kit)
    _refusals(app)
    app.add_middleware(Porch, allowed_hosts=settings.allowed_hosts, body_limit=settings.body_limit)
    return app


def _guard(kit: Kit):
    async def guard(request: Request) -> None:
        method = "GET" if request.method == "HEAD" else request.method
        door = WHO_MAY.get(f"{method} {request.scope['route'].path}")
        if door is None:
            raise Problem(403, "closed", "这个入口没有开放。", "This endpoint is not open to anybody.")
        if door is STATION:
            request.state.station = await stations.admit_station(kit, request)
        elif isinstance(door, Staff):
            request.state.member = await accounts.admit_member(kit, request, door)

    return guard


def _front(app: FastAPI, kit: Kit) -> None:
    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> dict[str, str]:
        await kit.db.read(pulse_of)
        return {"status": "ok"}

    @app.get("/", include_in_schema=False)
    async def index(request: Request) -> Response:
        return kit.pages.show("index.html", member=request.state.member)

    @app.get("/api/openapi.json", include_in_schema=False)
    async def openapi() -> Response:
        return JSONResponse(_described(app))


def _described(app: FastAPI) -> dict[str, Any]:
    """The station API. Reports are taken leniently, so their shape is added here from the treaty."""
    described = app.openapi()
    _, batch = models_json_schema([(ReportBatch, "validation")], ref_template="#/components/schemas/{model}")
    described["components"]["schemas"].update(batch["$defs"])
    return described


def _refusals(app: FastAPI) -> None:
    @app.exception_handler(Problem)
    async def problem(request: Request, error: Problem) -> Response:
        if error.code == "sign_in" and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(f"/sign-in?next={request.url.path}", 303)
        return JSONResponse(error.detail.model_dump(), error.status, error.headers)

    @app.exception_handler(RequestValidationError)
    @app.exception_handler(ValidationError)
    async def invalid(request: Request, error: RequestValidationError | ValidationError) -> Response:
        return await problem(request, _invalid(error))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        zh, en = {404: ("没有这个地址。", "There is nothing at this address."),
                  405: ("这个地址不接受这种请求。", "This address does not take that kind of request."),
                  400: ("请求的内容读不懂。", "The request could not be read."),
                  }.get(error.status_code, ("请求没有成功。", "The request failed."))
        headers = dict(error.headers or {})
        return await problem(request, Problem(error.status_code, f"http_{error.status_code}", zh, en, headers))

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> Response:
        return await problem(request, Problem(500, "internal", "大厅服务器出错，已记录，请稍后再试。",
                                              "The hall met an error and has logged it; try again shortly."))


def _invalid(error: RequestValidationError | ValidationError) -> Problem:
    """The first thing wrong, by its place. What was sent is not repeated: it may be personal."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"] if part not in ("body",)) or "body"
    zh = {"missing": "缺少", "json_invalid": "不是有效的 JSON", "timezone_aware": "时间没有带时区",
          "extra_forbidden": "有不认识的字段"}.get(first["type"], "不合规定")
    return Problem(422, "invalid", f"发来的内容有误：{place} {zh}。",
                   f"The request is not valid: {place}: {first['msg']}.")


