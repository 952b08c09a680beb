"""The page /signs/replay and its question. The glass is a page of its own in a frame of the first, since it lays itself
out by its own size as a screen does."""

from datetime import MAXYEAR, UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from markupsafe import Markup
from pydantic import AwareDatetime

from hall.accounts import MANAGERS, may
from hall.kit import Kit
from hall.kit.http import HEADERS
from hall.signage.published import PlansOrNone
from hall.signage.replay.service import CalledAgain, PlanAt, replay
from hall.signage.routes import sprite

FRAMED = {
    "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
    "Cache-Control": "no-store",
}
"""The glass alone may stand in a frame, and in one of ours alone."""


def router(kit: Kit, plans: PlansOrNone, plan_at: PlanAt, called: CalledAgain) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/signs/replay")
    @may(MANAGERS)
    async def page(request: Request, screen: Annotated[str, Query(max_length=32)] = "") -> Response:
        """``screen``: also one that the plan has no more."""
        published = await kit.db.read(plans.current)
        hung = published.plan.screens
        gone = None if published.plan.screen(screen) else await kit.db.read(lambda conn: plans.last_hung(conn, screen))
        return kit.pages.for_staff(request, "replay.html", screens=hung, gone=gone)

    @router.get("/signs/replay/glass")
    @may(MANAGERS)
    async def glass() -> Response:
        template = kit.pages.environment.get_template("replay-glass.html")
        return Response(template.render(sprite=Markup(sprite())), media_type="text/html", headers=FRAMED)  # noqa: S704

    @router.get("/api/signs/replay")
    @may(MANAGERS)
    async def ask(screen: Annotated[str, Query(max_length=32)], at: AwareDatetime) -> dict[str, Any]:
        moment = at.astimezone(UTC) if 1 < at.year < MAXYEAR else datetime(at.year, 1, 1, tzinfo=UTC)
        return await kit.db.read(lambda conn: replay(conn, screen, moment, plan_at, called, kit.clock.local))

    return router
