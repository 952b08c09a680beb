"""What a station is told: services and waits, its blocks, where else to go."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection

from hall.contract.snapshot import HallAlarm, HallView, PublishedPlan, Snapshot, StationView
from hall.plan import Published
from hall.queue import Queue
from hall.settings import Settings
from hall.stations import store
from hall.stations.service import ALIVE, StationSeen


def snapshot(
    conn: Connection, queue: Queue, station: StationSeen, now: datetime, alarm: HallAlarm
) -> tuple[Snapshot, str, bool]:
    """The snapshot, its ETag (over everything but ``at``), and whether the station is short of numbers."""
    blocks, short = queue.blocks(conn, station.id)
    gap = queue.settings.missed_gap
    nearest = _nearest(conn, station.id, now)
    told = Snapshot(
        at=now,
        hall=_hall(queue.settings),
        services=queue.views(conn),
        blocks=blocks,
        station=StationView(id=station.id, name_zh=station.name_zh, name_en=station.name_en, place=station.place),
        plan=published.revision if (published := queue.published(conn)) else 0,
        alarm=alarm,
        missed_rule_zh=f"过号后，隔 {gap} 个号可到咨询台申请复呼一次。",
        missed_rule_en=f"If missed, ask the help desk: your number can be called once more after {gap} others.",
        nearest_zh=nearest[0],
        nearest_en=nearest[1],
    )
    tag = hashlib.sha256(told.model_dump_json(exclude={"at"}).encode()).hexdigest()[:32]
    return told, f'"{tag}"', short


def plan_for_stations(published: Published) -> PublishedPlan:
    """Without what a station never draws from."""
    floors = tuple(floor.model_copy(update={"background": None}) for floor in published.plan.floors)
    plan = published.plan.model_copy(update={"floors": floors, "screens": (), "fire_signs": ()})
    return PublishedPlan(revision=published.revision, at=published.at, plan=plan)


def _hall(settings: Settings) -> HallView:
    return HallView(
        name_zh=settings.hall_name_zh,
        name_en=settings.hall_name_en,
        timezone=settings.timezone,
        complaint_line=settings.complaint_line,
    )


def _nearest(conn: Connection, own: str, now: datetime) -> tuple[str, str]:
    """Another kiosk heard of just now and able to print. The plan does not know distances yet: the first by id."""
    devices = store.devices(conn)
    for row in store.stations(conn):
        alive = row.seen_at is not None and now - row.seen_at < ALIVE
        if row.id != own and alive and all(d.able for d in devices.get(row.id, ()) if d.device == "printer"):
            return row.name_zh, row.name_en
    return "", ""
