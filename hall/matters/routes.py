"""The manager's page of the catalogue, and the list that a visitor carries along."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from hall.accounts import OVERSEERS, Public, may
from hall.contract.matters import read_carried
from hall.kit import Kit, peers
from hall.kit.budget import Allowance
from hall.matters.lists import told
from hall.matters.service import Matters
from hall.matters.view import endings, rows

AT_ONCE, EVERY = 30, 0.5
"""Lists of one sender at once, and seconds until one more: a bundle takes 20 ms, and a whole hall may sit behind one
address."""
UNREAD = "这个地址不完整，请重新扫一次清单上的码。"
GONE = "这张清单上的事项，现在的事项库里没有了。"


def router(kit: Kit, matters: Matters) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    purse = Allowance(AT_ONCE, EVERY)

    @router.get("/matters")
    @may(OVERSEERS)
    async def page(request: Request) -> Response:
        stands, today = await kit.db.read(matters.current), kit.clock.day()
        shown = (rows(stands.catalogue, today), endings(stands.catalogue, today)) if stands else ({}, [])
        return kit.pages.for_staff(request, "matters.html", stands=stands, stages=shown[0], ending=shown[1])

    @router.get("/list/{token}")
    @may(Public("a visitor's phone opens the list he was given: it names nobody, and says what every kiosk says"))
    async def carried_along(request: Request, token: str) -> Response:
        purse.spend(peers.of(request.scope))
        carried = read_carried(token)
        stands, today = await kit.db.read(matters.current), kit.clock.day()
        shown = await run_in_threadpool(told, stands.catalogue, carried, today) if stands and carried else None
        about = {"hall": kit.settings.hall_name_zh, "shown": shown}
        if shown is None or stands is None or carried is None:
            said = UNREAD if carried is None else GONE
            return kit.pages.show("list.html", 404, said=said, **about)
        older = carried.revision != stands.revision or bool(shown.changes)
        return kit.pages.show(
            "list.html", revision=stands.revision, carried=carried.revision, older=older, today=today.isoformat(),
            disclaimer=stands.catalogue.disclaimer, **about,
        )  # fmt: skip

    return router
