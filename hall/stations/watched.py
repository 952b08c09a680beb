"""What rooms that know no stations are told of them: who is heard, what drives his doors, what never comes."""

from datetime import datetime

from sqlalchemy import Connection

from hall.doors import Device, Hole, Watch
from hall.stations import store


def watches(conn: Connection) -> list[Watch]:
    devices = store.devices(conn)
    return [
        Watch(
            row.id,
            row.name_zh,
            row.place,
            row.seen_at,
            row.started_at,
            {one.device: Device(one.able, one.at) for one in devices.get(row.id, ())},
        )
        for row in store.stations(conn)
    ]


def holes(conn: Connection, since: datetime) -> list[Hole]:
    return [Hole(row.station, row.first, row.last, row.at) for row in store.gaps(conn, since)]


def readers(conn: Connection) -> frozenset[str]:
    """Doors that a station drives together with their readers, as it said when it started."""
    named = (device.partition(" ") for one in watches(conn) for device in one.devices)
    return frozenset(id for kind, _, id in named if kind == "door" and id)
