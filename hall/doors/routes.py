"""The guard's page, its stream, and its keys."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, StringConstraints
from sqlalchemy import Connection

from hall.accounts import AUDITORS, KEEPERS, Member, Staff, may
from hall.contract.report import EntryTold
from hall.doors import exporting, holding, opening, replaying, store, view
from hall.doors.desk import Desk
from hall.doors.past import past
from hall.doors.reading import read
from hall.kit import Kit
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.kit.http import Day, Key, Moment

LOOKERS = Staff(frozenset({"manager", "security", "auditor"}))
"""Who may read what happened at the doors; an administrator of the machines opens no door and need not know who did."""
MOST_DAYS = 31
"""Of one export."""
Reason = Annotated[str, StringConstraints(max_length=400)]


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Opened(Asked):
    """``key``: random, of the press."""

    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{24}$")]
    door: Annotated[str, StringConstraints(max_length=32)]
    reason: Reason


class Held(Asked):
    level: Literal["normal", "heightened", "lockdown"]
    seen: Literal["normal", "heightened", "lockdown"]
    reason: Reason


class Noted(Asked):
    text: Annotated[str, StringConstraints(max_length=1000)]


class Left(Asked):
    who: Annotated[str, StringConstraints(min_length=1, max_length=64)]


def router(kit: Kit, desk: Desk) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    _looking(router, kit, desk)
    _doing(router, kit, desk)
    _evidence(router, kit, desk)
    return router


def _looking(router: APIRouter, kit: Kit, desk: Desk) -> None:
    def state(conn: Connection) -> dict[str, Any]:
        return view.state(conn, desk, kit.clock.now())

    @router.get("/guard")
    @may(KEEPERS)
    async def page(request: Request) -> Response:
        return kit.pages.for_staff(request, "guard.html")

    @router.get("/guard/muster")
    @may(KEEPERS)
    async def muster(request: Request) -> Response:
        return kit.pages.for_staff(request, "muster.html")

    @router.get("/guard/past")
    @may(KEEPERS)
    async def days_over(request: Request) -> Response:
        return kit.pages.for_staff(request, "past.html")

    @router.get("/past")
    @may(AUDITORS)
    async def days_over_for_auditors(request: Request) -> Response:
        return kit.pages.for_staff(request, "past.html")

    @router.get("/api/guard")
    @may(KEEPERS)
    async def now() -> dict[str, Any]:
        return await kit.db.read(state)

    @router.get("/api/guard/stream")
    @may(KEEPERS)
    async def stream() -> Response:
        return kit.live.respond(lambda: kit.db.read(state), shared="guard")

    @router.get("/api/guard/plan")
    @may(KEEPERS)
    async def plan() -> list[dict[str, Any]]:
        published = await kit.db.read(desk.plans.current)
        return view.floors(published.plan if published is not None else None)


def _doing(router: APIRouter, kit: Kit, desk: Desk) -> None:
    @router.post("/api/guard/open")
    @may(KEEPERS)
    async def opened(request: Request, asked: Opened) -> dict[str, str]:
        member: Member = request.state.member

        def work(tx: Tx) -> str:
            door, watch = desk.door(tx.conn, asked.door, tx.now)
            return opening.order(tx, member, asked.key, door, watch, asked.reason)

        return {"order": await kit.db.write(work)}

    @router.post("/api/guard/level")
    @may(KEEPERS)
    async def level(request: Request, asked: Held) -> dict[str, str]:
        member: Member = request.state.member
        await kit.db.write(lambda tx: holding.hold(tx, member, asked.level, asked.seen, asked.reason))
        return {"level": asked.level}

    @router.post("/api/guard/notes")
    @may(KEEPERS)
    async def note(request: Request, asked: Noted) -> dict[str, bool]:
        member: Member = request.state.member
        text = holding.worded(asked.text, 500)

        def work(tx: Tx) -> None:
            store.add_note(tx.conn, by=member.login, name=member.shown, text=text, at=tx.now)
            tx.note(member.login, "guard_noted", "guard")

        await kit.db.write(work)
        return {"noted": True}

    @router.post("/api/guard/left")
    @may(KEEPERS)
    async def left(request: Request, asked: Left) -> dict[str, bool]:
        member: Member = request.state.member

        def work(tx: Tx) -> None:
            seen = desk.look(tx.conn, tx.now)
            if all(one.who != asked.who for one in seen.roll.inside):
                raise Problem(409, "not_inside", "名单上已经没有他了。", "He is not on the list any more.")
            store.add_left(tx.conn, who=asked.who, by=member.login, name=member.shown, at=tx.now)
            tx.note(member.login, "seen_to_leave", f"inside:{asked.who[:8]}")

        await kit.db.write(work)
        return {"left": True}


def _evidence(router: APIRouter, kit: Kit, desk: Desk) -> None:
    @router.get("/api/guard/again/{id}")
    @may(LOOKERS)
    async def again(id: Key) -> dict[str, Any]:
        return await kit.db.read(lambda conn: _again(conn, desk, id))

    @router.get("/api/guard/past")
    @may(LOOKERS)
    async def who_was_inside(request: Request, at: Moment) -> dict[str, Any]:
        member: Member = request.state.member
        now, kept = kit.clock.now(), timedelta(days=kit.settings.doors_days)
        said = f"{kit.clock.local(at):%Y-%m-%d %H:%M}"
        await kit.db.write(lambda tx: tx.note(member.login, "inside_looked_up", "doors", at=said))
        return await kit.db.read(lambda conn: past(conn, desk, at, now, kept))

    @router.get("/api/guard/events.csv")
    @may(LOOKERS)
    async def events(request: Request, first: Day, last: Day) -> Response:
        member: Member = request.state.member
        if not timedelta() <= last - first < timedelta(days=MOST_DAYS):
            raise Problem(422, "days", f"一次导出 1–{MOST_DAYS} 天。", f"From 1 to {MOST_DAYS} days at once.")
        begin, end = kit.clock.start_of(first), kit.clock.start_of(last + timedelta(days=1))
        await kit.db.write(
            lambda tx: tx.note(member.login, "door_events_exported", "doors", first=str(first), last=str(last))
        )

        def look(conn: Connection) -> str:
            told = [read(row) for row in store.events_between(conn, begin, end)]
            holes = [one for one in desk.holes(conn, begin) if one.at < end]
            return "".join(exporting.table(told, holes, kit.clock))

        name = f"doors-{first}-{last}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(await kit.db.read(look), media_type="text/csv; charset=utf-8", headers=headers)


_AGAIN = {
    "same": "按当时的规则再推一遍，结果相同。",
    "other": "按当时的规则再推一遍，结果不同：请告诉系统管理员，并保留这条记录。",
    "no_rights": "当时那一版权限没有留下（站点断线期间的旧版，或已过期清除），推不了。",
    "no_rule": "这是值班人员开的门，不是规则放行的；看是谁、为什么开的。",
    "no_code": "这个码没有通过核验，没有问到规则，不用推。",
}


def _again(conn: Connection, desk: Desk, id: int) -> dict[str, Any]:
    row = store.event_by_id(conn, id)
    if row is None or row.kind != "entry":
        raise Problem(404, "no_decision", "没有这条决定。", "There is no such decision.")
    told = read(row)
    entry = told.body
    assert isinstance(entry, EntryTold)
    grants = store.kept_grants(conn, row.station, row.grants) if row.grants else None
    around = store.events_between(conn, row.at - replaying.BEFORE, row.at + timedelta(microseconds=1))
    earlier = [read(one) for one in around if one.station == row.station and one.n < row.n]
    others = [read(one) for one in around if one.station != row.station and one.received_at <= row.at]
    doors = desk.granting.whole(conn, row.at).grants.door_by_id
    found = replaying.again(told, grants, earlier, replaying.went(others, doors))
    document = grants.document_by_id.get(entry.document) if grants is not None else None
    return {
        "why": found.why,
        "words": _AGAIN[found.why],
        "zh": found.decision.zh if found.decision is not None else "",
        "assumed": list(found.assumed),
        "told": entry.zh,
        "paper": document.label_zh if document is not None else "",
        "grants": row.grants,
        "at": _iso(told.at),
    }


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
