"""The manager's page of the catalogue."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from hall.accounts import OVERSEERS, may
from hall.kit import Kit
from hall.matters.service import Matters
from hall.matters.view import endings, rows


def router(kit: Kit, matters: Matters) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/matters")
    @may(OVERSEERS)
    async def page(request: Request) -> Response:
        stands, today = await kit.db.read(matters.current), kit.clock.day()
        shown = (rows(stands.catalogue, today), endings(stands.catalogue, today)) if stands else ({}, [])
        return kit.pages.for_staff(request, "matters.html", stands=stands, stages=shown[0], ending=shown[1])

    return router
