"""HTTP of the editor. Managers change, send, read and publish; auditors read what is and what was."""

from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from hall.accounts import MANAGERS, OVERSEERS, may
from hall.kit.errors import Problem
from hall.kit.http import Day, Name, Stored
from hall.matters import store
from hall.matters.editing import drafting, telling
from hall.matters.editing.desk import Desk
from hall.matters.editing.drafting import Edit
from hall.matters.editing.things import mark, read_thing, thing_of


class Version(BaseModel):
    """Of the draft that was before somebody's eyes."""

    model_config = ConfigDict(extra="forbid")
    version: int = Field(ge=0, lt=2**31)


class Back(Version):
    """``word``: what is wrong with it."""

    word: str = Field(min_length=1, max_length=400)


class Undo(BaseModel):
    """``revision``: the one that stands, as the page shows it."""

    model_config = ConfigDict(extra="forbid")
    revision: int = Field(ge=1, lt=2**31)


class Asked(BaseModel):
    """A list: of the draft, or of a version as it was said on ``day``."""

    model_config = ConfigDict(extra="forbid")
    of: Literal["draft"] | Stored = "draft"
    matter: str = Field(max_length=32)
    answers: dict[Name, Name] = Field(default_factory=dict, max_length=64)
    day: Day | None = None


def router(desk: Desk) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    _reading(router, desk)
    _changing(router, desk)
    _publishing(router, desk)
    _past(router, desk)
    return router


def _reading(router: APIRouter, desk: Desk) -> None:
    db = desk.kit.db

    @router.get("/api/matters/stream")
    @may(OVERSEERS)
    async def stream() -> Response:
        return desk.kit.live.respond(lambda: db.read(lambda conn: telling.head(desk.draft(conn))), shared="matters")

    @router.get("/api/matters/draft")
    @may(OVERSEERS)
    async def whole() -> dict[str, Any]:
        return telling.whole(await db.read(desk.draft))

    @router.get("/api/matters/draft/findings")
    @may(OVERSEERS)
    async def findings() -> dict[str, Any]:
        draft = await db.read(desk.draft)
        found = await desk.findings(draft)
        return {"version": draft.version, "found": telling.findings(found, draft.catalogue)}

    @router.get("/api/matters/draft/difference")
    @may(OVERSEERS)
    async def difference() -> dict[str, Any]:
        draft = await db.read(desk.draft)
        return {"version": draft.version} | await desk.difference(draft.stands, draft)

    @router.post("/api/matters/list")
    @may(OVERSEERS)
    async def checklist(asked: Asked) -> dict[str, Any]:
        """Asks, and changes nothing."""
        if asked.of == "draft":
            catalogue = (await db.read(desk.draft)).catalogue
        else:
            catalogue = await desk.at_revision(asked.of)
        if asked.matter not in catalogue.matter:
            raise Problem(404, "no_matter", "那时没有这个事项。", "There was no such matter then.")
        day = asked.day or desk.kit.clock.day()
        return await run_in_threadpool(telling.checklist, catalogue, asked.matter, asked.answers, day)


def _changing(router: APIRouter, desk: Desk) -> None:
    db, matters = desk.kit.db, desk.matters

    @router.put("/api/matters/draft")
    @may(MANAGERS)
    async def change(request: Request, asked: Edit) -> dict[str, Any]:
        by = request.state.member.login
        thing = None if asked.value is None else read_thing(asked.of, asked.id, asked.value)
        draft = await db.write(lambda tx: drafting.change(tx, matters, asked, thing, by))
        said = telling.conditions(draft.catalogue, asked.id if asked.of == "matters" else "")
        return telling.head(draft) | {"mark": mark(thing_of(draft.catalogue, asked.of, asked.id)), "said": said}

    @router.post("/api/matters/draft/discard")
    @may(MANAGERS)
    async def discard(request: Request, asked: Version) -> dict[str, bool]:
        by = request.state.member.login
        await db.write(lambda tx: drafting.discard(tx, matters, asked.version, by))
        return {"discarded": True}

    @router.post("/api/matters/draft/rebase")
    @may(MANAGERS)
    async def rebase(request: Request, asked: Version) -> dict[str, Any]:
        by = request.state.member.login
        return {"clashes": await db.write(lambda tx: drafting.rebase(tx, matters, asked.version, by))}


def _publishing(router: APIRouter, desk: Desk) -> None:
    db, matters = desk.kit.db, desk.matters

    @router.post("/api/matters/draft/send")
    @may(MANAGERS)
    async def send(request: Request, asked: Version) -> dict[str, bool]:
        by = request.state.member.login
        await db.write(lambda tx: drafting.send(tx, matters, asked.version, by))
        return {"sent": True}

    @router.post("/api/matters/draft/return")
    @may(MANAGERS)
    async def give_back(request: Request, asked: Back) -> dict[str, bool]:
        by, word = request.state.member.login, asked.word.strip()
        if not word:
            raise Problem(422, "word", "请写一句哪里要改。", "Say in a sentence what is wrong with it.")
        await db.write(lambda tx: drafting.give_back(tx, matters, asked.version, word, by))
        return {"returned": True}

    @router.post("/api/matters/draft/publish")
    @may(MANAGERS)
    async def publish(request: Request, asked: Version) -> dict[str, int]:
        return {"revision": await desk.publish(asked.version, request.state.member.login)}


def _past(router: APIRouter, desk: Desk) -> None:
    @router.get("/api/matters/versions")
    @may(OVERSEERS)
    async def versions() -> list[dict[str, Any]]:
        heads = await desk.kit.db.read(store.heads)
        return [{"revision": one.revision, "at": one.at.isoformat(), "by": one.by} for one in reversed(heads)]

    @router.get("/api/matters/day/{day}")
    @may(OVERSEERS)
    async def on_day(day: Day) -> list[dict[str, Any]]:
        """The versions that stood on it, each with its matters."""
        told = []
        for one in await desk.stood_on(day):
            catalogue = await desk.at_revision(one.revision)
            names = [{"id": each.id, "name": each.name} for each in catalogue.matters]
            until = one.until and one.until.isoformat()
            about = {"revision": one.revision, "by": one.by, "since": one.since.isoformat(), "until": until}
            told.append(about | {"matters": names})
        return told

    @router.get("/api/matters/undo")
    @may(OVERSEERS)
    async def before_last() -> dict[str, Any]:
        """What undoing would change for people. Raises Problem where there is nothing before."""
        revision = await desk.kit.db.read(store.last)
        if revision < 2:
            raise Problem(409, "first", "这是第一版，没有更早的可以回去。", "There is no version before this one.")
        return {"revision": revision} | await desk.difference(revision, revision - 1)

    @router.post("/api/matters/undo")
    @may(MANAGERS)
    async def undo(request: Request, asked: Undo) -> dict[str, int]:
        return {"revision": await desk.undo(asked.revision, request.state.member.login)}
