"""The rack by HTTP: a page to play with, JSON for tests. See docs/bench.md."""

import io
import json
from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from devices.bench.bays import Bay
from devices.bench.controls import BadControl, perform
from devices.bench.hands import controls
from devices.bench.people import PEOPLE
from devices.bench.rack import Rack
from devices.printer.escpos.simulator import Paper
from devices.printer.profiles import PROFILES

_PAGES = Path(__file__).parent / "pages"
_LONGEST_BODY = 65536


def application(rack: Rack, host: str = "127.0.0.1") -> Starlette:
    """Answers only to its own names, so that no page elsewhere can reach it by rebinding a name (DNS rebinding)."""
    table = controls(rack)

    async def control(request: Request) -> Response:
        device, name = request.path_params["device"], request.path_params["name"]
        if name not in table.get(device, {}):
            raise HTTPException(404, f"There is no control {device}/{name}.")
        _refuse_strangers(request)
        try:
            await run_in_threadpool(perform, table[device][name], await _json(request))
        except BadControl as error:
            raise HTTPException(400, str(error)) from None
        return JSONResponse(rack.bays[device].state())

    def state(request: Request) -> Response:
        return JSONResponse(rack.state())

    def people(request: Request) -> Response:
        return JSONResponse(
            [
                {
                    "id": key,
                    "name": one.name,
                    "title": one.title,
                    "note": one.note,
                    "number": one.number,
                    "kind": one.kind,
                }
                for key, one in PEOPLE.items()
            ]
        )

    def papers(request: Request) -> Response:
        described = rack.printer.state()["papers"]
        return JSONResponse(
            [{**one, "text": paper.text()} for one, paper in zip(described, rack.printer.papers, strict=False)]
        )

    def paper_png(request: Request) -> Response:
        picture = io.BytesIO()
        _paper(rack, request).picture().save(picture, "PNG")
        return Response(picture.getvalue(), media_type="image/png", headers={"Cache-Control": "no-store"})

    def paper_bin(request: Request) -> Response:
        return Response(_paper(rack, request).data, media_type="application/octet-stream")

    def received(request: Request) -> Response:
        bay = rack.bays.get(request.path_params["device"])
        if not isinstance(bay, Bay):
            raise HTTPException(404, "There is no such device on a line of bytes.")
        return Response(bytes(bay.received), media_type="application/octet-stream")

    def models(request: Request) -> Response:
        return JSONResponse([{"profile": name, "model": profile.title} for name, profile in PROFILES.items()])

    def picture(request: Request) -> Response:
        return Response(rack.camera.jpeg(), media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    return Starlette(
        routes=[
            Route("/", lambda request: FileResponse(_PAGES / "index.html")),
            Route("/state", state),
            Route("/people", people),
            Route("/models", models),
            Route("/camera/picture.jpg", picture),
            Route("/printer/papers", papers),
            Route("/printer/papers/{n:int}.png", paper_png),
            Route("/printer/papers/{n:int}.bin", paper_bin),
            Route("/{device}/received.bin", received),
            Route("/{device}/{name}", control, methods=["POST"]),
            Mount("/pages", StaticFiles(directory=_PAGES)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", host])],
        exception_handlers={HTTPException: _sentence},
    )


def _paper(rack: Rack, request: Request) -> Paper:
    n, papers = request.path_params["n"], rack.printer.papers
    if n >= len(papers):
        raise HTTPException(404, f"There are {len(papers)} papers, numbered from 0.")
    return papers[n]


async def _json(request: Request) -> object:
    """The body; an empty one is ``{}``."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_BODY:
            raise HTTPException(413, f"A body has at most {_LONGEST_BODY} bytes.")
    try:
        return json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise BadControl("The body is no JSON.") from None


def _refuse_strangers(request: Request) -> None:
    """A page of some other site may not press our buttons through the visitor's browser."""
    origin = request.headers.get("origin")
    try:
        ours = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    except ValueError:
        ours = False
    if not ours:
        raise HTTPException(403, "This page may not touch the bench.")


def _sentence(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, headers=error.headers)
