"""The page of what the city was told, and the key to tell it again."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from hall.accounts import MANAGERS, Member, may
from hall.city import store
from hall.city.sending import Sending, again
from hall.city.store import RowRow
from hall.kit import Kit
from hall.kit.http import Key

SHOWN = 100


def router(kit: Kit, sending: Sending) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    def state(conn: Connection) -> dict[str, Any]:
        refused, waiting = store.refused(conn, SHOWN), store.waiting(conn, SHOWN)
        return {
            "wired": sending.city is not None,
            "counts": store.counts(conn),
            "rows": [_told(one) for one in (*refused, *waiting)],
        }

    @router.get("/city")
    @may(MANAGERS)
    async def page(request: Request) -> Response:
        return kit.pages.for_staff(request, "city.html")

    @router.get("/api/city/stream")
    @may(MANAGERS)
    async def stream() -> Response:
        return kit.live.respond(lambda: kit.db.read(state), shared="city")

    @router.post("/api/city/{id}/again")
    @may(MANAGERS)
    async def once_more(request: Request, id: Key) -> dict[str, bool]:
        member: Member = request.state.member
        await kit.db.write(lambda tx: again(tx, member, id))
        return {"queued": True}

    return router


def _told(one: RowRow) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "kind": one.kind,
        "state": one.state,
        "tries": one.tries,
        "said": one.said,
        "at": one.at.isoformat(),
        "next_at": one.next_at.isoformat(),
    }
