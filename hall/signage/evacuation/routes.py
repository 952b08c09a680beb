"""The page with the one key, and all clear."""

from collections.abc import Mapping
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from hall.accounts import GUARDS, ROLES, may
from hall.kit import Kit
from hall.signage.console import screens_state
from hall.signage.evacuation import service, store
from hall.signage.link import Rendered
from hall.signage.published import PlansOrNone

PAST = 6
"""Alarms that are over, on the page."""


class Began(BaseModel):
    model_config = ConfigDict(extra="forbid")
    mode: Literal["evacuation", "drill"]


class Cleared(BaseModel):
    model_config = ConfigDict(extra="forbid")
    alarm: int


def router(kit: Kit, plans: PlansOrNone, evacuation: service.Evacuation) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    def state(conn: Connection) -> dict[str, Any]:
        published, now = plans.current(conn), kit.clock.now()
        ready = evacuation.ready(published, now)["evacuation"]
        names = {screen.id: f"{screen.number} {screen.name_zh}" for screen in published.plan.screens}
        lost = [names[id] for id, frame in ready.items() if b'"pages":[]' in frame.text]
        wanted = evacuation.overrides(conn, now, published)
        glass = (
            [
                row
                for row in screens_state(conn, published.revision, published.plan, now)["rows"]
                if row["player"] and row["screen"] in names
            ]
            if wanted
            else []
        )
        silent = [names[row["screen"]] for row in glass if not _shows(row, wanted)]
        return _state(conn) | {"screens": len(ready), "lost": lost, "glass": len(glass), "silent": silent}

    @router.get("/evacuation")
    @may(GUARDS)
    async def page(request: Request) -> Response:
        return kit.pages.for_staff(request, "evacuation.html")

    @router.get("/api/evacuation/stream")
    @may(GUARDS)
    async def stream() -> Response:
        return kit.live.respond(lambda: kit.db.read(state))

    @router.post("/api/evacuation/begin")
    @may(GUARDS)
    async def begin(request: Request, began: Began) -> dict[str, int]:
        login = request.state.member.login
        return {"alarm": await kit.db.write(lambda tx: service.begin(tx, began.mode, login))}

    @router.post("/api/evacuation/clear")
    @may(GUARDS)
    async def clear(request: Request, cleared: Cleared) -> dict[str, bool]:
        member = request.state.member
        return {"over": await kit.db.write(lambda tx: service.all_clear(tx, cleared.alarm, member))}

    return router


def _shows(row: dict[str, Any], wanted: Mapping[str, Rendered]) -> bool:
    """Whether the screen has answered, after painting, that its way out is on the glass."""
    return (
        row["state"] in ("shown", "alarm") and bool(row["hash"]) and wanted[row["screen"]].hash.startswith(row["hash"])
    )


def _state(conn: Connection) -> dict[str, Any]:
    alarm = store.running(conn)
    return {
        "alarm": None
        if alarm is None
        else _told(alarm)
        | {
            "clears": [
                {
                    "role": row.role,
                    "words": ROLES[row.role][0],
                    "name": row.name,
                    "member": row.member,
                    "at": row.at.isoformat(),
                }
                for row in store.clears(conn, alarm.id)
            ]
        },
        "contacts": [
            {"station": row.station, "active": row.active, "since": row.since.isoformat()}
            for row in store.contacts(conn)
        ],
        "past": [
            _told(row)
            | {"ended": row.ended_at.isoformat(), "by": "、".join(one.member for one in store.clears(conn, row.id))}
            for row in store.last(conn, PAST)
            if row.ended_at is not None
        ],
    }


def _told(row: store.AlarmRow) -> dict[str, Any]:
    return {"id": row.id, "mode": row.mode, "began": row.began_at.isoformat(), "began_by": row.began_by}
