"""HTTP of meetings, and the staff's page of them."""

from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from hall.access import Office
from hall.accounts import DESK, Staff, may
from hall.appointments import service, view
from hall.appointments.codes import PassCodes
from hall.appointments.service import Desk, Meeting, Wanted
from hall.appointments.showing.routes import router as passes_router
from hall.kit import Kit
from hall.kit.http import Key

HOSTS = DESK
"""Who makes appointments; whoever stops one may be the guard too."""
STOPPERS = Staff(frozenset({"clerk", "manager", "security"}))
READERS = Staff(frozenset({"clerk", "manager", "security", "auditor"}))


class NewPass(BaseModel):
    model_config = ConfigDict(extra="forbid")
    label: str = Field(max_length=80)
    people: int = Field(1, ge=1, le=1000)
    step_free: bool = False

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.label, self.people, self.step_free)


class NewMeeting(BaseModel):
    model_config = ConfigDict(extra="forbid")
    key: str = Field(min_length=8, max_length=64)
    kind: Literal["review", "talk", "visit"]
    title: str = Field(max_length=200)
    host: int = Field(ge=1, lt=2**63)
    room: str = Field(max_length=32)
    starts: AwareDatetime
    ends: AwareDatetime
    passes: tuple[NewPass, ...] = Field((), max_length=100)

    @property
    def meeting(self) -> Meeting:
        return Meeting(**self.model_dump(exclude={"passes"}), passes=tuple(one.wanted for one in self.passes))


class Moved(BaseModel):
    model_config = ConfigDict(extra="forbid")
    room: str = Field(max_length=32)
    starts: AwareDatetime
    ends: AwareDatetime


class Longer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    minutes: int = Field(ge=5, le=240)


class Closing(BaseModel):
    model_config = ConfigDict(extra="forbid")
    called_off: bool = False


def router(kit: Kit, office: Office, desk: Desk, codes: PassCodes) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    _page(router, kit, office, desk)
    _making(router, office, desk)
    _ending(router, office)
    router.include_router(passes_router(kit, office, desk, codes))
    return router


def _page(router: APIRouter, kit: Kit, office: Office, desk: Desk) -> None:
    def state(conn: Connection) -> dict[str, Any]:
        now = kit.clock.now()
        return view.meetings(conn, office, desk, now, kit.clock.start_of(kit.clock.day()))

    @router.get("/appointments")
    @may(READERS)
    async def page(request: Request) -> Response:
        return kit.pages.for_staff(request, "appointments.html")

    @router.get("/api/appointments")
    @may(READERS)
    async def meetings() -> dict[str, Any]:
        return await kit.db.read(state)

    @router.get("/api/appointments/stream")
    @may(READERS)
    async def stream() -> Response:
        return kit.live.respond(lambda: kit.db.read(state))


def _making(router: APIRouter, office: Office, desk: Desk) -> None:
    @router.post("/api/appointments")
    @may(HOSTS)
    async def make(request: Request, new: NewMeeting) -> dict[str, int]:
        by = request.state.member.login
        return {"id": await office.act(lambda tx: desk.make(tx, new.meeting, by))}

    @router.post("/api/appointments/{id}/passes")
    @may(HOSTS)
    async def give(request: Request, id: Key, new: NewPass) -> dict[str, int]:
        by = request.state.member.login
        made = await office.act(lambda tx: desk.give(tx, id, (new.wanted,), by))
        return {"id": made[0]}

    @router.post("/api/appointments/{id}/move")
    @may(HOSTS)
    async def move(request: Request, id: Key, to: Moved) -> dict[str, list[int]]:
        by = request.state.member.login
        return {"passes": await office.act(lambda tx: desk.move(tx, id, to.room, to.starts, to.ends, by))}

    @router.post("/api/appointments/{id}/extend")
    @may(STOPPERS)
    async def extend(request: Request, id: Key, asked: Longer) -> dict[str, datetime]:
        by = request.state.member.login
        return {"ends": await office.act(lambda tx: desk.extend(tx, id, asked.minutes, by))}


def _ending(router: APIRouter, office: Office) -> None:
    @router.post("/api/appointments/{id}/close")
    @may(STOPPERS)
    async def close(request: Request, id: Key, asked: Closing) -> dict[str, bool]:
        by = request.state.member.login
        await office.act(lambda tx: service.close(tx, id, called_off=asked.called_off, by=by))
        return {"closed": True}

    @router.post("/api/appointments/passes/{id}/end")
    @may(STOPPERS)
    async def end(request: Request, id: Key) -> dict[str, bool]:
        await office.act(lambda tx: service.end_pass(tx, id, request.state.member.login))
        return {"ended": True}
