"""The page of the list, its stream, and the two keys of a line."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from hall.accounts import CREW, GUARDS, Member, may
from hall.attention import store
from hall.attention.service import Attention
from hall.kit import Kit

SIGN_OF_LIFE = "that a page is open changes nothing on it; stations ask by themselves"


class Take(BaseModel):
    model_config = ConfigDict(extra="forbid")
    key: str = Field(max_length=120)
    things: list[Annotated[str, Field(max_length=400)]] = Field(max_length=500)


class GiveBack(BaseModel):
    model_config = ConfigDict(extra="forbid")
    key: str = Field(max_length=120)


def router(kit: Kit, attention: Attention) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/attention")
    @may(GUARDS)
    async def page(request: Request) -> Response:
        return kit.pages.for_staff(request, "attention.html")

    @router.get("/api/attention")
    @may(CREW)
    async def listed(request: Request) -> dict[str, Any]:
        role = request.state.member.role
        return await kit.db.read(lambda conn: attention.state(conn, kit.clock.now(), role))

    @router.get("/api/attention/stream")
    @may(CREW)
    async def stream(request: Request) -> Response:
        role = request.state.member.role
        return kit.live.respond(
            lambda: kit.db.read(lambda conn: attention.state(conn, kit.clock.now(), role)), shared=f"attention {role}"
        )

    @router.post("/api/attention/take")
    @may(CREW)
    async def take(request: Request, asked: Take) -> dict[str, bool]:
        member: Member = request.state.member
        await kit.db.write(lambda tx: attention.take(tx, member, asked.key, asked.things))
        return {"taken": True}

    @router.post("/api/attention/give-back")
    @may(CREW)
    async def give_back(request: Request, asked: GiveBack) -> dict[str, bool]:
        member: Member = request.state.member
        await kit.db.write(lambda tx: attention.give_back(tx, member, asked.key))
        return {"taken": False}

    @router.post("/api/attention/here")
    @may(CREW)
    async def here(request: Request) -> dict[str, bool]:
        """A page of staff is open before somebody's eyes. No touch: it keeps nobody signed in."""
        member: Member = request.state.member
        await kit.db.write(lambda tx: store.seen(tx.conn, member.id, tx.now), quiet=SIGN_OF_LIFE)
        return {"here": True}

    return router
