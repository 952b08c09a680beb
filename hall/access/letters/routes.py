"""HTTP of letters and their scans."""

from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from hall.access.letters import service, store
from hall.access.letters.scans import KINDS, POLICY
from hall.access.letters.service import Letter
from hall.access.roles import APPROVERS, ISSUERS, READERS, STOPPERS, Act
from hall.access.rules import RulesBook
from hall.access.seal import Seal
from hall.accounts import may
from hall.kit import Kit
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.kit.http import Key, Name

ScanName = Annotated[str, Path(pattern=r"^[0-9a-f]{64}\.(pdf|png|jpg)$")]
TOO_FAR = date(2200, 1, 1)
SCAN = "/api/access/scan"


class NewLetter(BaseModel):
    """``starts`` and ``ends``: the first and the last day on which it holds."""

    model_config = ConfigDict(extra="forbid")
    key: str = Field(min_length=8, max_length=64)
    person: int = Field(ge=1, lt=2**63)
    number: str = Field(max_length=120)
    signed_by: str = Field(max_length=64)
    groups: tuple[Name, ...] = Field(max_length=200)
    profile: str = Field(max_length=32)
    starts: date = Field(lt=TOO_FAR)
    ends: date = Field(lt=TOO_FAR)
    first: bool = False


class Why(BaseModel):
    model_config = ConfigDict(extra="forbid")
    why: str = Field(max_length=200)


def router(kit: Kit, act: Act, book: RulesBook, seal: Seal) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    _entering(router, kit, act, book)
    _approving(router, kit, act, seal)
    _stopping(router, act)
    return router


def _entering(router: APIRouter, kit: Kit, act: Act, book: RulesBook) -> None:
    @router.post("/api/access/letters")
    @may(ISSUERS)
    async def enter(request: Request, new: NewLetter) -> dict[str, int]:
        by = request.state.member.login

        def work(tx: Tx) -> int:
            rules = book.current(tx.conn).rules
            groups, profiles = {one.id for one in rules.groups}, {one.id for one in rules.profiles}
            return service.enter(tx, _letter(kit, new), groups, profiles, by)

        return {"id": await act(work)}

    @router.post(SCAN)
    @may(ISSUERS)
    async def scan(request: Request, letter: Annotated[int, Query(ge=1, lt=2**63)]) -> dict[str, str]:
        body, by = await request.body(), request.state.member.login
        return {"scan": await act(lambda tx: service.attach(tx, letter, body, by))}


def _approving(router: APIRouter, kit: Kit, act: Act, seal: Seal) -> None:
    @router.get("/api/access/scans/{name}")
    @may(READERS)
    async def show(name: ScanName) -> Response:
        def look(conn: Connection) -> bytes | None:
            return store.scan_of(conn, name)

        body = await kit.db.read(look)
        if body is None:
            raise Problem(404, "no_scan", "没有这份扫描件。", "There is no such scan.")
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "private, no-store"}
        return Response(body, media_type=KINDS[name.rpartition(".")[2]], headers=headers)

    @router.post("/api/access/letters/{id}/approve")
    @may(APPROVERS)
    async def approve(request: Request, id: Key) -> dict[str, bool]:
        by = request.state.member.login
        await act(lambda tx: service.approve(tx, seal, id, by))
        return {"approved": True}


def _stopping(router: APIRouter, act: Act) -> None:
    @router.post("/api/access/letters/{id}/suspend")
    @may(STOPPERS)
    async def suspend(request: Request, id: Key, asked: Why) -> dict[str, bool]:
        by = request.state.member.login
        await act(lambda tx: service.stop(tx, id, for_good=False, why=asked.why, by=by))
        return {"stopped": True}

    @router.post("/api/access/letters/{id}/withdraw")
    @may(STOPPERS)
    async def withdraw(request: Request, id: Key, asked: Why) -> dict[str, bool]:
        by = request.state.member.login
        await act(lambda tx: service.stop(tx, id, for_good=True, why=asked.why, by=by))
        return {"stopped": True}

    @router.post("/api/access/letters/{id}/resume")
    @may(ISSUERS)
    async def resume(request: Request, id: Key) -> dict[str, bool]:
        await act(lambda tx: service.resume(tx, id, request.state.member.login))
        return {"waiting": True}


def _letter(kit: Kit, new: NewLetter) -> Letter:
    fields = new.model_dump(exclude={"starts", "ends"})
    return Letter(**fields, starts=_start(kit, new.starts), ends=_start(kit, new.ends + timedelta(days=1)))


def _start(kit: Kit, day: date) -> datetime:
    return datetime.combine(day, time(), kit.clock.zone)
