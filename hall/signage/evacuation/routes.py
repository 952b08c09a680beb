"""The page with the one key, and all clear."""

from collections.abc import Mapping
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from hall.accounts import GUARDS, GUARDS_ALWAYS, ROLES, may
from hall.kit import Kit
from hall.signage.console import screens_state
from hall.signage.evacuation import service, store
from hall.signage.evacuation.pressed import Press
from hall.signage.evacuation.recorder import Recorder
from hall.signage.link import Rendered
from hall.signage.published import PlansOrNone

WRITTEN_WITHIN = 0.4
"""Seconds for which who pressed the key waits to hear that it is written; it runs already."""

PAST = 6
"""Alarms that are over, on the page."""


class Began(BaseModel):
    model_config = ConfigDict(extra="forbid")
    mode: Literal["evacuation", "drill"]


class Cleared(BaseModel):
    model_config = ConfigDict(extra="forbid")
    alarm: int


def router(kit: Kit, plans: PlansOrNone, evacuation: service.Evacuation, recorder: Recorder) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    def state(conn: Connection) -> dict[str, Any]:
        published, now = plans.current(conn), kit.clock.now()
        ready = evacuation.ready(published, now)["evacuation"]
        names = {screen.id: f"{screen.number} {screen.name_zh}" for screen in published.plan.screens}
        lost = [names[id] for id, frame in ready.items() if b'"pages":[]' in frame.text]
        wanted = evacuation.overrides(conn, now, published)
        unwritten = [press for press in evacuation.pressed.waiting() if not store.is_written(conn, press.key)]
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
        return (
            _state(conn)
            | _unwritten(unwritten)
            | {"screens": len(ready), "lost": lost, "glass": len(glass), "silent": silent}
        )

    @router.get("/evacuation")
    @may(GUARDS_ALWAYS)
    async def page(request: Request) -> Response:
        return kit.pages.for_staff(request, "evacuation.html")

    @router.get("/api/evacuation/stream")
    @may(GUARDS_ALWAYS)
    async def stream() -> Response:
        return kit.live.respond(lambda: kit.db.read(state), lambda: _away(evacuation))

    @router.post("/api/evacuation/begin")
    @may(GUARDS_ALWAYS)
    async def begin(request: Request, began: Began) -> dict[str, int | None]:
        """It runs before it is written. ``alarm``: its number, null as long as the database has not taken it."""
        press = evacuation.press(began.mode, request.state.member.login)
        return {"alarm": await recorder.write(press, WRITTEN_WITHIN)}

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


def _unwritten(waiting: list[Press]) -> dict[str, Any]:
    """What runs and stands in no table yet, so that nobody can end it yet."""
    if not waiting:
        return {}
    last = next((press for press in waiting if press.mode == "evacuation"), waiting[0])
    told = {"id": 0, "mode": last.mode, "began": last.at, "began_by": last.by, "clears": [], "unwritten": True}
    return {"alarm": told}


def _away(evacuation: service.Evacuation) -> dict[str, Any] | None:
    """The page while the database does not answer: what was pressed, and nothing of the screens."""
    waiting = list(evacuation.pressed.waiting())
    if not waiting:
        return None
    nothing = {"contacts": [], "past": [], "screens": None, "lost": [], "glass": None, "silent": []}
    return nothing | _unwritten(waiting)


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
