"""The page with the one key, and all clear."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from hall.accounts import GUARDS, GUARDS_ALWAYS, MANAGERS, ROLES, may
from hall.kit import Kit
from hall.kit.db import Tx
from hall.kit.http import Stored
from hall.signage.console import screens_state
from hall.signage.evacuation import contacts, service, store
from hall.signage.evacuation.pressed import Press
from hall.signage.evacuation.recorder import Recorder
from hall.signage.link import Rendered
from hall.signage.published import PlansOrNone

WRITTEN_WITHIN = 0.4
"""Seconds for which who pressed the key waits to hear that it is written; it runs already."""

PAST = 6
"""Alarms that are over, on the page."""


Enrolled = Callable[[Connection], set[str]]
"""Ids of the stations that are still ours."""
StationId = Annotated[str, Path(max_length=32)]


class Began(BaseModel):
    model_config = ConfigDict(extra="forbid")
    mode: Literal["evacuation", "drill"]


class Approved(BaseModel):
    model_config = ConfigDict(extra="forbid")
    may: bool


class Muted(BaseModel):
    model_config = ConfigDict(extra="forbid")
    mute: bool


class Cleared(BaseModel):
    model_config = ConfigDict(extra="forbid")
    alarm: Stored


def router(
    kit: Kit,
    plans: PlansOrNone,
    evacuation: service.Evacuation,
    recorder: Recorder,
    enrolled: Callable[[Connection], set[str]],
    names_of: Callable[[Connection], Mapping[str, str]],
) -> APIRouter:
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
        told = {"contacts": contacts.told(conn, enrolled(conn))} | {
            "stations": names_of(conn),
            "screens": len(ready),
            "lost": lost,
            "glass": len(glass),
            "silent": silent,
        }
        return _state(conn) | _unwritten(unwritten) | told

    @router.get("/evacuation")
    @may(GUARDS_ALWAYS)
    async def page(request: Request) -> Response:
        return kit.pages.for_staff(request, "evacuation.html")

    @router.get("/api/evacuation/stream")
    @may(GUARDS_ALWAYS)
    async def stream() -> Response:
        return kit.live.respond(lambda: kit.db.read(state), lambda: _away(evacuation), shared="evacuation")

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

    _contacts(router, kit)
    return router


def _contacts(router: APIRouter, kit: Kit) -> None:
    @router.post("/api/evacuation/contacts/{station}/may")
    @may(MANAGERS)
    async def approve(request: Request, station: StationId, asked: Approved) -> dict[str, bool]:
        """That this station has a fire contact, and that screens may hear it at the address it says."""
        login = request.state.member.login
        await kit.db.write(lambda tx: contacts.approve(tx, station, asked.may, login))
        return {"may": asked.may}

    @router.post("/api/evacuation/contacts/{station}/mute")
    @may(GUARDS)
    async def mute(request: Request, station: StationId, asked: Muted) -> dict[str, bool]:
        member = request.state.member

        def work(tx: Tx) -> bool:
            if asked.mute:
                return contacts.mute(tx, station, member)
            contacts.unmute(tx, station, member.login)
            return False

        return {"muted": await kit.db.write(work)}


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
        "past": [
            _told(row)
            | {"ended": row.ended_at.isoformat(), "by": "、".join(one.member for one in store.clears(conn, row.id))}
            for row in store.last(conn, PAST)
            if row.ended_at is not None
        ],
    }


def _told(row: store.AlarmRow) -> dict[str, Any]:
    return {"id": row.id, "mode": row.mode, "began": row.began_at.isoformat(), "began_by": row.began_by}
