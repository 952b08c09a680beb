"""What of meetings needs a person: one that runs over and that nobody has closed, one whose host is gone."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from hall.access import Granting
from hall.accounts import Need, Source, Thing
from hall.appointments import store
from hall.appointments.service import BEFORE, OVERRUN, Desk, last
from hall.appointments.store import MeetingRow

LONGER = timedelta(minutes=15)
"""A meeting may end a little late."""


def needs_of(granting: Granting, desk: Desk) -> Source:
    def needs(conn: Connection, now: datetime) -> list[Need]:
        rooms = desk.rooms(conn)
        rows = [
            row for row in store.since(conn, now - OVERRUN, now + BEFORE) if row.closed_at is None and last(row) > now
        ]
        return [need for row in rows if (need := _need(row, granting, rooms, conn, now)) is not None]

    return needs


def _need(row: MeetingRow, granting: Granting, rooms: dict[str, str], conn: Connection, now: datetime) -> Need | None:
    where = rooms.get(row.room, "")
    if granting.host(conn, row.host, now):
        todo = "接待人的委托书已失效，通行证开不了门：请派人去接，或另约一场、换接待人。"
        things = (Thing(f"meeting:{row.id}:host", None),)
        return Need("visit", f"meeting:{row.id}:host", f"“{row.title}”没有接待人了", todo, things, where, row.room)
    if now >= row.ends + LONGER:
        until = granting.clock.local(last(row))
        todo = f"请到会议室看一下：散了就在“会议与来访”里按“散会”，没散就延长。没人按，{until:%H:%M} 自动失效。"
        things = (Thing(f"meeting:{row.id}:over", row.ends + LONGER),)
        return Need("visit", f"meeting:{row.id}:over", f"“{row.title}”超时没有散会", todo, things, where, row.room)
    return None
