"""An application whose rooms are only looked through where an address may be theirs answers as one that looks through
all of them."""

import asyncio

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Request

from hall.kit.router import Directory

ROUTES = (
    (
        ("GET", "/"),
        ("GET", "/plan"),
        ("POST", "/plan"),
        ("GET", "/plan/{file:path}"),
        ("GET", "/api/plan"),
        ("GET", "/api/plan/rules"),
        ("POST", "/api/plan/{id}"),
        ("GET", "/api/plan/{id}/picture"),
    ),
    (("POST", "/api/plan/rules"), ("GET", "/api/plan/rules/{id}"), ("GET", "/api/{any}/word"), ("POST", "/{any}")),
)
PATHS = (
    *("/", "//", "/plan", "/plan/", "/plan/a/b", "/nobody", "/nobody/", "/{any}", "/plan{", "/api", "/api/", "/api/{"),
    *("/api/plan", "/api/plan/", "/api/plan/rules", "/api/plan/rules/", "/api/plan/rules/7", "/api/plan/7", "/api//x"),
    *(
        "/api/plan/7/picture",
        "/api/plan/rules/picture",
        "/api/else/word",
        "/api/plan/word",
        "/api/plan/%7B",
        "/api/a/b",
    ),
)


def application() -> tuple[FastAPI, list[APIRouter]]:
    asked: list[str] = []

    async def ask(request: Request) -> None:
        asked.append(request.scope["route"].path)

    app, rooms = FastAPI(dependencies=[Depends(ask)]), [APIRouter() for _ in ROUTES]
    for number, (room, routes) in enumerate(zip(rooms, ROUTES, strict=True)):
        within = APIRouter()
        for method, path in routes:
            into = within if path.endswith("picture") else room

            async def told(request: Request, here: str = f"{number} {method} {path}") -> list[object]:
                return [here, request.path_params, asked]

            into.add_api_route(path, told, methods=[method])
        room.include_router(within)
        app.include_router(room)
    return app, rooms


async def each_path(app: FastAPI, method: str) -> list[tuple[object, ...]]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hall") as caller:
        answers = [await caller.request(method, f"http://hall{path}") for path in PATHS]
    return [(answer.status_code, sorted(answer.headers.items()), answer.text) for answer in answers]


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "DELETE"])
def test_every_address_is_answered_as_before(method: str):
    plain, _ = application()
    quick, rooms = application()
    quick.router = Directory.of(quick.router, rooms)
    answers = [asyncio.run(each_path(app, method)) for app in (plain, quick)]
    assert answers[1] == answers[0]
    assert {status for status, *_ in answers[0]} >= ({200, 404} if method in ("GET", "POST") else {405})
