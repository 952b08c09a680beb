"""What the guard's page is shown: doors with their age, what happened in sentences, who is inside, orders, notes."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Connection

from hall.contract.access import Door, Grants
from hall.contract.plan import Plan
from hall.contract.report import DoorTold, EntryTold, PassageTold
from hall.doors import holding, opening, store
from hall.doors.desk import Desk, Seen
from hall.doors.inside import SURE
from hall.doors.reading import Told, read
from hall.doors.standing import WORDS, Standing
from hall.doors.words import LEVELS, SHOWN, of_door, of_entry, of_passage

HAPPENED = 80
LEAF = ("opened", "closed")
"""Every passage opens a door and shuts it: on the page the door itself stands so; the table has both."""
LATE = timedelta(minutes=1)
"""What is told so long after it happened says so."""
ORDERS = timedelta(minutes=10)
NOTES = 5


class Named(Protocol):
    """Who people are said to be, and which doors there are."""

    @property
    def grants(self) -> Grants: ...

    def name(self, person: str) -> str: ...


def state(conn: Connection, desk: Desk, now: datetime) -> dict[str, Any]:
    seen = desk.look(conn, now)
    return {
        "level": _level(conn),
        "alarm": desk.alarm(conn),
        "plan": _revision(desk, conn),
        "doors": [_door(seen, door, stands) for door, stands in seen.doors],
        "happened": happened([read(row) for row in store.last_events(conn, HAPPENED, LEAF)], seen),
        "inside": inside(seen, desk.ended(conn, now)),
        "orders": [_order(conn, seen, row) for row in reversed(store.orders(conn, now - ORDERS))],
        "notes": [
            {"id": row.id, "name": row.name, "text": row.text, "at": _iso(row.at)} for row in store.notes(conn, NOTES)
        ],
    }


def _level(conn: Connection) -> dict[str, Any]:
    level, since = holding.held_at(conn), holding.since(conn)
    at, name, reason = since if since is not None else (None, "", "")
    return {"level": level, "words": LEVELS[level], "since": _iso(at), "by": name, "reason": reason}


def _revision(desk: Desk, conn: Connection) -> int:
    published = desk.plans.current(conn)
    return published.revision if published is not None else 0


def _door(seen: Seen, door: Door, stands: Standing) -> dict[str, Any]:
    words, tone = WORDS[stands.state]
    watch = seen.watch(door)
    last = f"最后知道的：{WORDS[stands.last][0]}" if stands.last is not None and stands.as_of is not None else ""
    return {
        "id": door.id,
        "name": door.name_zh,
        "kind": door.kind,
        "leaves": door.leaves,
        "to": seen.where(door),
        "state": stands.state,
        "words": words,
        "tone": tone,
        "last": last,
        "since": _iso(stands.since),
        "as_of": _iso(stands.as_of),
        "battery_low": stands.battery_low,
        "contradicts": stands.contradicts,
        "station": watch.name if watch is not None else "",
        "may_open": watch is not None and watch.alive(seen.now) and not door.leaves,
        "at": _place(seen.plan, door),
    }


def _place(plan: Plan | None, door: Door) -> dict[str, Any] | None:
    """Where it is drawn: in the middle of its way, else where its station stands."""
    if plan is None:
        return None
    nodes = {node.id: node for node in plan.nodes}
    way = next((one for one in plan.ways if one.id == door.way), None) if door.way else None
    ends = [nodes[id] for id in (way.a, way.b) if id in nodes] if way is not None else []
    if len(ends) == 2 and ends[0].floor == ends[1].floor:
        return {"floor": ends[0].floor, "x": (ends[0].x + ends[1].x) / 2, "y": (ends[0].y + ends[1].y) / 2}
    if ends:
        return {"floor": ends[0].floor, "x": ends[0].x, "y": ends[0].y}
    place = plan.place(door.place) if door.place else None
    if place is None:
        return None
    floor = place.floor or (nodes[place.node].floor if place.node in nodes else "")
    return {"floor": floor, "x": place.x, "y": place.y}


def happened(told: list[Told], seen: Named) -> list[dict[str, Any]]:
    """The newest first. What became of a decision stands in its own line."""
    became: dict[str, list[PassageTold]] = {}
    for one in told:
        if isinstance(one.body, PassageTold):
            became.setdefault(one.body.key, []).append(one.body)
    entries = {one.body.key for one in told if isinstance(one.body, EntryTold)}
    alone = [one for one in told if not (isinstance(one.body, PassageTold) and one.body.key in entries)]
    rows = [_row(one, became, seen) for one in alone]
    return sorted(rows, key=lambda row: (row["at"], row["id"]), reverse=True)


def _row(one: Told, became: dict[str, list[PassageTold]], seen: Named) -> dict[str, Any]:
    who = then = shown = ""
    match one.body:
        case EntryTold() as entry:
            who, text, tone = of_entry(entry, seen.name)
            shown = SHOWN[entry.shown]
            last = became.get(entry.key, [])
            # told newest first: what was told last is what became of it
            then = of_passage(last[0])[0] if last else ""
        case PassageTold() as passage:
            text, tone = of_passage(passage)
        case DoorTold() as door:
            text, tone = of_door(door)
    door = seen.grants.door_by_id.get(one.body.door)
    return {
        "id": one.id,
        "at": _iso(one.at),
        "late": _iso(one.received_at) if one.received_at - one.at > LATE else None,
        "door": door.name_zh if door is not None else one.body.door,
        "kind": one.body.kind,
        "shown": shown,
        "who": who,
        "text": text,
        "tone": tone,
        "then": then,
    }


def inside(seen: Seen, ended: dict[str, datetime]) -> dict[str, Any]:
    rows = [
        {
            "who": one.who,
            "name": seen.name(one.person) or "不在名单上的人",
            "people": one.people,
            "zone": seen.zone(one.zone),
            "door": door.name_zh if (door := seen.grants.door_by_id.get(one.door)) is not None else one.door,
            "at": _iso(one.at),
            "sure": one.sure,
            "words": SURE[one.sure],
            "over": _iso(over) if (over := ended.get(one.document)) is not None else None,
        }
        for one in seen.roll.inside
    ]
    return {
        "rows": rows,
        "people": sum(one.people for one in seen.roll.inside),
        "seen": sum(one.people for one in seen.roll.inside if one.sure == "seen"),
        "left": seen.roll.left,
        "doubts": seen.doubts(),
        "as_of": _iso(seen.now),
    }


def _order(conn: Connection, seen: Seen, row: store.OrderRow) -> dict[str, Any]:
    outcome, words, tone = opening.outcome(conn, row, seen.now)
    door = seen.grants.door_by_id.get(row.door)
    return {
        "id": row.id,
        "door": door.name_zh if door is not None else row.door,
        "name": row.name,
        "reason": row.reason,
        "at": _iso(row.at),
        "outcome": outcome,
        "words": words,
        "tone": tone,
    }


def floors(plan: Plan | None) -> list[dict[str, Any]]:
    """What the page draws under the doors."""
    if plan is None:
        return []
    nodes = {node.id: node for node in plan.nodes}

    def line(a: str, b: str, floor: str) -> list[float] | None:
        ends = [nodes[id] for id in (a, b) if id in nodes and nodes[id].floor == floor]
        return [ends[0].x, ends[0].y, ends[1].x, ends[1].y] if len(ends) == 2 else None

    return [
        {
            "id": floor.id,
            "name": floor.name_zh,
            "width": floor.width,
            "depth": floor.depth,
            "ways": [found for way in plan.ways if (found := line(way.a, way.b, floor.id)) is not None],
            "shapes": [
                {"kind": p.kind, "name": p.name_zh, "x": p.x, "y": p.y, "public": p.public, "points": p.outline}
                for p in plan.places
                if p.outline and _floor_of(plan, p.node, p.floor) == floor.id
            ],
        }
        for floor in sorted(plan.floors, key=lambda one: one.level)
    ]


def _floor_of(plan: Plan, node: str, floor: str) -> str:
    return floor or next((one.floor for one in plan.nodes if one.id == node), "")


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at is not None else None
