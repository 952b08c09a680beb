"""What the pages are shown of meetings and passes."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from hall.access import Office
from hall.appointments import store
from hall.appointments.service import BEFORE, KINDS, Desk, last
from hall.appointments.store import MeetingRow, VisitorPassRow


def meetings(conn: Connection, office: Office, desk: Desk, now: datetime, since: datetime) -> dict[str, Any]:
    """From today on; who may be a host, and which rooms there are."""
    rows = store.since(conn, since)
    passes = store.passes(conn, [row.id for row in rows])
    rooms, hosts = desk.rooms(conn), office.granting.hosts(conn, now)
    doors = {door.id: door.name_zh for door in office.granting.book.current(conn).rules.doors}
    return {
        "rooms": [{"id": id, "name": name} for id, name in rooms.items()],
        "hosts": [{"id": id, "name": name} for id, name in hosts.items()],
        "kinds": KINDS,
        "meetings": [
            _meeting(row, now)
            | {
                "room_zh": rooms.get(row.room, row.room),
                "host_zh": hosts.get(row.host, "已不在"),
                "host_gone": row.host not in hosts,
                "passes": [_pass(conn, desk, row, one, doors) for one in passes.get(row.id, [])],
            }
            for row in rows
        ],
    }


def standing(row: MeetingRow, now: datetime) -> str:
    if row.closed_at is not None:
        return "off" if row.why == "off" else "over"
    if now >= last(row):
        return "over"
    if now >= row.ends:
        return "running_over"
    if now >= row.starts:
        return "on"
    return "soon" if now >= row.starts - BEFORE else "planned"


def _meeting(row: MeetingRow, now: datetime) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "host": row.host,
        "room": row.room,
        "starts": _iso(row.starts),
        "ends": _iso(row.ends),
        "last": _iso(last(row)),
        "standing": standing(row, now),
        "made_by": row.made_by,
        "closed_by": row.closed_by or "",
    }


def _pass(conn: Connection, desk: Desk, row: MeetingRow, one: VisitorPassRow, doors: dict[str, str]) -> dict[str, Any]:
    ids = desk.doors_to(conn, row.room, one.step_free) or ()
    return {
        "id": one.id,
        "label": one.label,
        "people": one.people,
        "step_free": one.step_free,
        "ended": one.ended_at is not None,
        "doors": [doors.get(id, id) for id in ids],
        "token": one.token,
    }


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
