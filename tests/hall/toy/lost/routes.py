"""The page of what was found, and its key."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from hall.lost.service import Lost

from hall.accounts import MANAGERS, may
from hall.kit import Kit


def router(kit: Kit, lost: Lost) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/lost")
    @may(MANAGERS)
    async def page(request: Request) -> Response:
        return kit.pages.for_staff(request, "lost.html", things=lost.things)

    @router.post("/api/lost/{id}/fetched")
    @may(MANAGERS)
    async def fetched(request: Request, id: int) -> dict[str, bool]:
        await kit.db.write(lambda tx: lost.fetched(tx, id, request.state.member.login))
        return {"fetched": True}

    return router
