"""HTTP of publishing, beside the draft's own in ``hall.plan``."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from hall.accounts import MANAGERS, may
from hall.kit import Kit
from hall.kit.http import Key, Stored
from hall.plan import Plans, Version, drafting
from hall.signage.publishing import releases, store
from hall.signage.publishing.coming import Coming
from hall.signage.publishing.desk import PublishingDesk

InUse = Callable[[Connection], dict[str, str]]
"""Of every window at which somebody works, by its id, a sentence."""


class Publish(BaseModel):
    """``at`` None: at once. ``reason``: only where the compiler refuses."""

    model_config = ConfigDict(extra="forbid")
    version: Stored
    at: AwareDatetime | None = None
    reason: str = Field("", max_length=400)


class Expected(BaseModel):
    """``number``: the draft's version, the release's id, or the revision that is to be undone."""

    model_config = ConfigDict(extra="forbid")
    what: store.What
    number: int = Field(ge=0, lt=2**63)


class Approve(BaseModel):
    """``base``: the revision upon which the release was read."""

    model_config = ConfigDict(extra="forbid")
    base: Stored


class Withdraw(BaseModel):
    """``prevails``: where draft and release have changed the same; None: nothing is done then."""

    model_config = ConfigDict(extra="forbid")
    prevails: drafting.Prevails | None = None


class Undo(BaseModel):
    """``revision``: the one that stands, as the page shows it."""

    model_config = ConfigDict(extra="forbid")
    revision: Stored


def router(kit: Kit, plans: Plans, desk: PublishingDesk, coming: Coming, in_use: InUse) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    def state(conn: Connection) -> dict[str, Any]:
        published, (version, by, at) = plans.current(conn), drafting.draft_state(conn)
        return {
            "revision": published.revision if published else 0,
            "published_at": published.at.isoformat() if published else None,
            "published_by": published.by if published else "",
            "version": version,
            "edited_by": by,
            "edited_at": at.isoformat() if at else None,
            "releases": releases.listed(store.latest(conn)),
            "in_use": in_use(conn),
        }

    @router.get("/api/plan/stream")
    @may(MANAGERS)
    async def stream() -> Response:
        return kit.live.respond(lambda: kit.db.read(state), shared="plan")

    @router.post("/api/plan/check")
    @may(MANAGERS)
    async def check(request: Request, asked: Version) -> dict[str, Any]:
        question, told = await desk.check(asked.version, request.state.member.login)
        return {
            "version": question.version,
            "revision": question.revision,
            "clashing": await desk.clashing(question, told),
        } | told.told()

    @router.post("/api/plan/coming", status_code=204)
    @may(MANAGERS)
    async def expect(asked: Expected) -> None:
        """Somebody is about to publish this: screens lay it out ahead."""
        await kit.db.write(lambda tx: coming.expect(tx, asked.what, asked.number))

    @router.post("/api/plan/publish")
    @may(MANAGERS)
    async def publish(request: Request, asked: Publish) -> dict[str, Any]:
        return await desk.publish(asked.version, asked.at, asked.reason, request.state.member.login)

    @router.get("/api/plan/releases/{id}")
    @may(MANAGERS)
    async def review(id: Key) -> dict[str, Any]:
        row, told = await desk.review(id)
        return {"base": row.base, "plan": told.after.model_dump(mode="json")} | told.told()

    @router.post("/api/plan/releases/{id}/approve")
    @may(MANAGERS)
    async def approve(request: Request, id: Key, asked: Approve) -> dict[str, Any]:
        login = request.state.member.login
        return await kit.db.write(lambda tx: releases.approve(tx, id, asked.base, login, desk.empty))

    @router.post("/api/plan/releases/{id}/withdraw")
    @may(MANAGERS)
    async def withdraw(request: Request, id: Key, asked: Withdraw) -> dict[str, bool]:
        login = request.state.member.login
        await kit.db.write(lambda tx: releases.withdraw(tx, id, login, desk.empty, asked.prevails))
        return {"withdrawn": True}

    @router.get("/api/plan/undo")
    @may(MANAGERS)
    async def before_last() -> dict[str, Any]:
        revision, told = await desk.before_last()
        return {"revision": revision, "plan": told.after.model_dump(mode="json")} | told.told()

    @router.post("/api/plan/undo")
    @may(MANAGERS)
    async def undo(request: Request, asked: Undo) -> dict[str, int]:
        return {"revision": await desk.undo(asked.revision, request.state.member.login)}

    return router
