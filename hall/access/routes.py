"""The page of people and papers, its stream, and the search box."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from hall.access import view
from hall.access.asking import answer, read
from hall.access.changing.routes import router as changing_router
from hall.access.importing.routes import router as importing_router
from hall.access.letters.routes import router as letters_router
from hall.access.office import Office
from hall.access.people.routes import Readers
from hall.access.people.routes import router as people_router
from hall.access.proving.watching import Watching
from hall.access.roles import READERS
from hall.accounts import may
from hall.kit.http import Key


def router(office: Office, watching: Watching, readers: Readers) -> APIRouter:
    """``readers``: doors at which a card can be presented."""
    router = APIRouter(include_in_schema=False)
    _page(router, office, readers)
    granting = office.granting
    router.include_router(people_router(office.kit, office.act, granting.keys, granting.seal, readers))
    router.include_router(letters_router(office.kit, office.act, granting.book, granting.seal))
    router.include_router(changing_router(office, watching))
    router.include_router(importing_router(office))
    return router


def _page(router: APIRouter, office: Office, readers: Readers) -> None:
    kit, granting = office.kit, office.granting

    def state(conn: Connection) -> dict[str, Any]:
        return view.everybody(conn, granting, readers(conn), kit.clock.now())

    @router.get("/access")
    @may(READERS)
    async def page(request: Request) -> Response:
        return kit.pages.for_staff(request, "access.html")

    @router.get("/api/access")
    @may(READERS)
    async def everybody() -> dict[str, Any]:
        return await office.read(state)

    @router.get("/api/access/stream")
    @may(READERS)
    async def stream() -> Response:
        return kit.live.respond(lambda: office.read(state))

    @router.get("/api/access/people/{id}")
    @may(READERS)
    async def person(id: Key) -> dict[str, Any]:
        return await office.read(lambda conn: view.doors_of(conn, granting, id, kit.clock.now()))

    @router.get("/api/access/ask")
    @may(READERS)
    async def ask(q: str) -> dict[str, Any]:
        now = kit.clock.now()
        question = read(q[:500], kit.clock.local(now))

        def look(conn: Connection) -> dict[str, Any]:
            return answer(granting.whole(conn, now).grants, view.names(conn), question)

        return await office.read(look)
