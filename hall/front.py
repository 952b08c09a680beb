"""What belongs to no room: the first page, files and line of pages, a sign of life, the station API's description."""

from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, Response
from pydantic.json_schema import models_json_schema
from starlette.middleware import Middleware

from hall.accounts import SIGNED_IN, Front, Public, Room, may
from hall.contract.report import ReportBatch
from hall.kit import Kit
from hall.kit.line import PATH, Lines

LINE = "carries streams; each is asked for inside, with the rights of who opened the line"


def open_room(kit: Kit) -> Room:
    lines = Middleware(Lines, allowed_hosts=kit.settings.allowed_hosts, now=kit.clock.now)
    return Room(name="front", router=_router(kit), fronts=(Front(PATH, LINE, lines),))


def _router(kit: Kit) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    @may(SIGNED_IN)
    async def index(request: Request) -> Response:
        return kit.pages.for_staff(request, "index.html")

    @router.get("/healthz")
    @may(Public("a launcher asks whether the hall can record; it learns nothing else"))
    async def healthz() -> dict[str, str]:
        await kit.db.check_health()
        return {"status": "ok"}

    @router.get("/static/{build}/{name:path}")
    @may(Public("looks of the public pages"))
    async def static_file(build: str, name: str) -> Response:
        return kit.pages.file(build, name)

    @router.get("/api/openapi.json")
    @may(Public("the station API is documented, not secret"))
    async def openapi(request: Request) -> Response:
        return JSONResponse(_described(request.app))

    return router


def _described(app: FastAPI) -> dict[str, Any]:
    """The station API. Reports are taken leniently, so their shape is added here from the treaty."""
    described = app.openapi()
    _, batch = models_json_schema([(ReportBatch, "validation")], ref_template="#/components/schemas/{model}")
    described["components"]["schemas"].update(batch["$defs"])
    return described
