"""The page on which notices are put up, read by a second person and taken down."""

import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from hall.accounts import MANAGERS, may
from hall.contract.plan import Id, Plan
from hall.kit import Kit
from hall.kit.http import Key, Name
from hall.signage.notices import service, store
from hall.signage.notices.service import Notice
from hall.signage.published import PlansOrNone


class Typed(BaseModel):
    """POST /api/notices."""

    model_config = ConfigDict(extra="forbid")
    key: str = Field(min_length=8, max_length=64)
    starts: AwareDatetime
    ends: AwareDatetime
    wording: str = Field("", max_length=32)
    fields: dict[Name, Annotated[str, Field(max_length=2000)]] = Field(default_factory=dict, max_length=8)
    zh: str = Field("", max_length=400)
    en: str = Field("", max_length=800)
    priority: int = Field(5, ge=1, le=9)
    places: tuple[Id, ...] = Field((), max_length=1000)

    @property
    def notice(self) -> Notice:
        return Notice(**self.model_dump(exclude={"fields"}), fields=tuple(self.fields.items()))


def router(kit: Kit, plans: PlansOrNone) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    def state(conn: Connection) -> dict[str, Any]:
        return {"rows": _rows(conn, kit.clock.now()), "floors": _floors(plans.current(conn).plan)}

    @router.get("/notices")
    @may(MANAGERS)
    async def page(request: Request) -> Response:
        return kit.pages.for_staff(request, "notices.html", wordings=service.wordings())

    @router.get("/api/notices/stream")
    @may(MANAGERS)
    async def stream() -> Response:
        return kit.live.respond(lambda: kit.db.read(state), shared="notices")

    @router.post("/api/notices")
    @may(MANAGERS)
    async def put_up(request: Request, typed: Typed) -> dict[str, int]:
        login = request.state.member.login
        return {
            "id": await kit.db.write(lambda tx: service.put_up(tx, typed.notice, login, plans.current(tx.conn).plan))
        }

    @router.post("/api/notices/{id}/approve")
    @may(MANAGERS)
    async def approve(request: Request, id: Key) -> dict[str, bool]:
        login = request.state.member.login
        await kit.db.write(lambda tx: service.approve(tx, id, login))
        return {"approved": True}

    @router.post("/api/notices/{id}/withdraw")
    @may(MANAGERS)
    async def withdraw(request: Request, id: Key) -> dict[str, bool]:
        login = request.state.member.login
        await kit.db.write(lambda tx: service.withdraw(tx, id, login))
        return {"withdrawn": True}

    return router


def _rows(conn: Connection, now: datetime) -> list[dict[str, Any]]:
    """Everything that has not ended, most urgent first, each with where it stands."""
    return [
        {
            "id": r.id,
            "zh": r.zh,
            "en": r.en,
            "priority": r.priority,
            "free": not r.wording,
            "places": json.loads(r.places),
            "starts": r.starts.isoformat(),
            "ends": r.ends.isoformat(),
            "made_by": r.made_by,
            "approved_by": r.approved_by,
            "state": _state(r, now),
        }
        for r in store.open_at(conn, now)
    ]


def _floors(plan: Plan) -> list[dict[str, Any]]:
    """Where a notice can stand: every floor with its screens."""
    floor_of = {node.id: node.floor for node in plan.nodes}
    return [
        {
            "id": floor.id,
            "name": floor.name_zh,
            "screens": [
                {"id": one.id, "number": one.number, "name": one.name_zh}
                for one in plan.screens
                if floor_of.get(one.node) == floor.id
            ],
        }
        for floor in plan.floors
    ]


def _state(row: store.NoticeRow, now: datetime) -> str:
    if row.approved_at is None:
        return "waiting"
    return "coming" if row.starts > now else "up"
