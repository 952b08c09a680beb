"""What belongs to no room: the first page, files and line of pages, a sign of life, the station API's description."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, Response
from pydantic.json_schema import models_json_schema
from sqlalchemy import Connection
from starlette.middleware import Middleware

from hall.accounts import SIGNED_IN, Front, Need, Public, Room, Thing, may
from hall.accounts.needs import Source
from hall.contract.report import ReportBatch
from hall.kit import Kit, certificates
from hall.kit.errors import Problem
from hall.kit.line import PATH, Lines

LINE = "carries streams; each is asked for inside, with the rights of who opened the line"


def open_room(kit: Kit) -> Room:
    lines = Middleware(Lines, allowed_hosts=kit.settings.allowed_hosts, now=kit.clock.now)
    return Room(
        name="front", router=_router(kit), fronts=(Front(PATH, LINE, lines),), needs={"certificate": _renewal(kit)}
    )


def _renewal(kit: Kit) -> Source:
    """A month before the certificate ends, somebody has to know: on the day itself every station is cut off."""

    def needs(_conn: Connection, now: datetime) -> list[Need]:
        ends = certificates.ends(kit.settings)
        if ends is None or ends - now > certificates.SOON:
            return []
        todo = f"请系统管理员在 {ends:%Y-%m-%d} 之前运行 python -m hall certificates 换新证书，再重启大厅服务。"
        thing = Thing(f"certificate:{ends:%Y-%m-%d}", ends - certificates.SOON)
        return [Need("hall", "certificate", "大厅的证书快到期了", todo, (thing,))]

    return needs


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

    @router.get("/ca.pem")
    @may(Public("what browsers and stations are to trust; who does so compares its fingerprint first"))
    async def authority() -> Response:
        pem = certificates.authority_of(kit.settings)
        if pem is None:
            raise Problem(404, "no_authority", "大厅没有自己的证书机构。", "This hall has no authority of its own.")
        return Response(pem, media_type="application/x-pem-file")

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
