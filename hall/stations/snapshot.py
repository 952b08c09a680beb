"""What a station is told: services and waits, its blocks, where else to go."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from hall.contract.parts import AlarmPart, BlocksPart, HallPart, ServicesPart, StationPart
from hall.contract.snapshot import HallAlarm, HallView, PublishedPlan, Snapshot, StationView
from hall.plan import Published
from hall.queue import Queue
from hall.settings import Settings
from hall.stations import store
from hall.stations.ledgers import store as ledgers
from hall.stations.ledgers.hearing import ALIVE
from hall.stations.parts import PartReader
from hall.stations.service import unknown_station


def readers(queue: Queue, alarm: Callable[[Connection], HallAlarm]) -> dict[str, PartReader]:
    """The parts every station is told."""
    return {
        "alarm": lambda conn, _station, _now: AlarmPart(alarm=alarm(conn)),
        "station": _station,
        "hall": lambda _conn, _station, _now: _hall(queue.settings),
        "services": lambda conn, _station, _now: ServicesPart(services=queue.views(conn)),
        "blocks": lambda conn, station, _now: _blocks(conn, queue, station),
        "plan": PlanReader(queue),
    }


def snapshot(conn: Connection, queue: Queue, station: str, now: datetime, alarm: HallAlarm) -> tuple[Snapshot, str]:
    """For stations that know no parts: all in one but the plan, and its ETag (over everything but ``at``)."""
    told = Snapshot(
        at=now,
        services=queue.views(conn),
        blocks=_blocks(conn, queue, station).blocks,
        plan=published.revision if (published := queue.published(conn)) else 0,
        alarm=alarm,
        **dict(_hall(queue.settings)),
        **dict(_station(conn, station, now)),
    )
    tag = hashlib.sha256(told.model_dump_json(exclude={"at"}).encode()).hexdigest()[:32]
    return told, f'"{tag}"'


def _blocks(conn: Connection, queue: Queue, station: str) -> BlocksPart:
    heard = ledgers.heard(conn, station)
    ledger = heard.id if heard is not None else ""
    return BlocksPart(blocks=queue.blocks(conn, station, ledger)[0], ledger=ledger)


class PlanReader:
    """The same object as long as the same plan stands: it is large, and is written once a revision."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self._told: tuple[Published, PublishedPlan] | None = None

    def __call__(self, conn: Connection, _station: str, _now: datetime) -> PublishedPlan | None:
        published = self._queue.published(conn)
        if published is None:
            return None
        if self._told is None or self._told[0] is not published:
            self._told = published, plan_for_stations(published)
        return self._told[1]


def plan_for_stations(published: Published) -> PublishedPlan:
    """Without what a station never draws from."""
    floors = tuple(floor.model_copy(update={"background": None}) for floor in published.plan.floors)
    plan = published.plan.model_copy(update={"floors": floors, "screens": (), "fire_signs": ()})
    return PublishedPlan(revision=published.revision, at=published.at, plan=plan)


def _hall(settings: Settings) -> HallPart:
    gap = settings.missed_gap
    return HallPart(
        hall=HallView(
            name_zh=settings.hall_name_zh,
            name_en=settings.hall_name_en,
            timezone=settings.timezone,
            complaint_line=settings.complaint_line,
        ),
        missed_rule_zh=f"过号后，隔 {gap} 个号可到咨询台申请复呼一次。",
        missed_rule_en=f"If missed, ask the help desk: your number can be called once more after {gap} others.",
    )


def _station(conn: Connection, station: str, now: datetime) -> StationPart:
    row = store.station_by_id(conn, station)
    if row is None:
        raise unknown_station()
    nearest = _nearest(conn, station, now)
    return StationPart(
        station=StationView(id=row.id, name_zh=row.name_zh, name_en=row.name_en, place=row.place),
        nearest_zh=nearest[0],
        nearest_en=nearest[1],
    )


def _nearest(conn: Connection, own: str, now: datetime) -> tuple[str, str]:
    """Another kiosk heard of just now and able to print. The plan does not know distances yet: the first by id."""
    devices = store.devices(conn)
    for row in store.stations(conn):
        alive = row.seen_at is not None and now - row.seen_at < ALIVE
        if row.id != own and alive and all(d.able for d in devices.get(row.id, ()) if d.device == "printer"):
            return row.name_zh, row.name_en
    return "", ""
