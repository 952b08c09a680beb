"""The page where anybody asks, what it asks, and the editor's list of what nobody could answer."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from hall.accounts import MANAGERS, Public, may
from hall.contract.search import Found
from hall.kit import Kit, peers
from hall.kit.budget import Allowance
from hall.kit.db import Tx
from hall.search import store
from hall.search.service import ASKED_AGAIN, Search, keep, to_keep
from hall.search.spoken import make_phrase, meant, take_back
from hall.search.view import told

AT_ONCE, EVERY = 30, 0.5
"""Questions of one sender at once, and seconds until he may ask one more: a whole hall may sit behind one address."""
WHY = "anybody may ask what is needed for what; a question is bounded, budgeted, and stands in no address and no log"


class Asked(BaseModel):
    """Longer than any question, so that one that is too long gets its sentence and not a refusal."""

    model_config = ConfigDict(extra="forbid")
    q: Annotated[str, Field(max_length=20_000)]


class Said(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, Field(max_length=80)]


class Made(Said):
    """``thing``: what whoever says so means."""

    thing: Annotated[str, Field(max_length=32)]


def router(kit: Kit, search: Search) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    purse = Allowance(AT_ONCE, EVERY)

    @router.get("/search")
    @may(Public("the page where anybody asks; it says what every sign in the hall says"))
    async def page() -> Response:
        return kit.pages.show("search.html", hall=kit.settings.hall_name_zh, hall_en=kit.settings.hall_name_en)

    @router.post("/api/search")
    @may(Public(WHY))
    async def ask(request: Request, asked: Asked) -> dict[str, Any]:
        purse.spend(peers.of(request.scope))
        stands = await kit.db.read(search.stands)
        found = await run_in_threadpool(search.ask, stands, asked.q, kit.clock.day())
        if words := to_keep(asked.q, found):
            await kit.db.write(lambda tx: keep(tx, words), quiet=ASKED_AGAIN)
        return told(found, stands.catalogue, kit.clock.day())

    @router.get("/search/unanswered")
    @may(MANAGERS)
    async def unanswered(request: Request) -> Response:
        rows = await kit.db.read(store.all_of)
        stands, today = await kit.db.read(search.stands), kit.clock.day()

        def now_found() -> list[tuple[store.UnansweredRow, str, str]]:
            last = kit.clock.local
            return [(row, f"{last(row.last):%Y-%m-%d}", _first(search.ask(stands, row.text, today))) for row in rows]

        listed = await run_in_threadpool(now_found)
        known = meant(stands.catalogue, stands.words)
        own = [(row.text, known.get(row.thing, row.thing)) for row in await kit.db.read(store.phrases)]
        return kit.pages.for_staff(request, "unanswered.html", rows=listed, known=known, own=own)

    @router.post("/api/search/unanswered/drop")
    @may(MANAGERS)
    async def drop(dropped: Said) -> dict[str, Any]:
        def work(tx: Tx) -> None:
            store.drop(tx.conn, dropped.text)

        await kit.db.write(work, quiet=ASKED_AGAIN)
        return {}

    @router.post("/api/search/phrases")
    @may(MANAGERS)
    async def make(request: Request, made: Made) -> dict[str, Any]:
        by = request.state.member.login

        def work(tx: Tx) -> None:
            stands = search.stands(tx.conn)
            make_phrase(tx, made.text, made.thing, meant(stands.catalogue, stands.words), by)

        await kit.db.write(work)
        return {}

    @router.post("/api/search/phrases/drop")
    @may(MANAGERS)
    async def unmake(request: Request, dropped: Said) -> dict[str, Any]:
        await kit.db.write(lambda tx: take_back(tx, dropped.text, request.state.member.login))
        return {}

    return router


def _first(found: Found) -> str:
    """What would be answered today, where somebody has found words for it meanwhile."""
    return "、".join(one.title_zh for one in found.hits) if found.kind != "unknown" else ""
