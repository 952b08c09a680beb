"""What of the stations needs a person: calls for help, devices, silence, reports that contradict each other."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hall.accounts import Need, Thing
from hall.contract.plan import Plan
from hall.kit.clock import Clock
from hall.queue import Queue
from hall.stations import store
from hall.stations.ledgers import lines
from hall.stations.ledgers.hearing import ALIVE
from hall.stations.stolen import lines as stolen
from hall.stations.words import PAPER, state_words, to_do

DECIDE = "请决定用哪一台。"

UNKNOWN_FOR = timedelta(seconds=20)
"""A device whose state is not known becomes somebody's business after this."""


class Needs:
    def __init__(self, queue: Queue, clock: Clock) -> None:
        self._queue, self._clock = queue, clock

    def help(self, conn: Connection, _now: datetime) -> list[Need]:
        """Today's calls, one line a station: who presses twelve times is one person."""
        calls: dict[str, list[Thing]] = {}
        for row in store.help_calls(conn, self._clock.start_of(self._clock.day())):
            calls.setdefault(row.station, []).append(Thing(f"help:{row.id}", row.at))
        return [
            Need("help", f"help:{station}", "有人求助", "过去看看。", tuple(things), station=station, passing=True)
            for station, things in calls.items()
        ]

    def stations(self, conn: Connection, now: datetime) -> list[Need]:
        devices = store.devices(conn)
        found: list[Need] = []
        for row in store.stations(conn):
            if row.seen_at is None:
                continue
            if now - row.seen_at >= ALIVE:
                found.append(_away(row.id, row.seen_at))
                continue
            found += [need for one in devices.get(row.id, ()) if (need := _device(one, now)) is not None]
        return [*found, *stolen.needs(conn, now), *self._contradictions(conn), *self._memory(conn, now)]

    def _memory(self, conn: Connection, now: datetime) -> Iterator[Need]:
        """A ledger lost, put back or copied: what of it is not known, and who is refused."""
        names = {row.id: row for row in store.stations(conn)}
        for station, found in lines.read(conn, self._queue, now, self._clock.start_of(self._clock.day())).items():
            if station in names:
                todo = "详情在“自助机”页面。" + (DECIDE if any(one.ledger for one in found) else "")
                things = tuple(Thing(one.id, one.at) for one in found)
                what = "的记录换过，或有两台机器用它的名义"
                yield Need("contradiction", f"memory:{station}", what, todo, things, station=station, passing=True)

    def _contradictions(self, conn: Connection) -> Iterator[Need]:
        since = self._clock.start_of(self._clock.day())
        told: dict[str, list[Thing]] = {}
        for row in store.contradictions(conn, since):
            told.setdefault(row.station, []).append(Thing(f"contradiction:{row.id}", row.received_at))
        for station, things in told.items():
            todo = "两份都已保留。问清这台机器是否换过或还原过数据，必要时停用后重新登记。"
            yield Need(
                "contradiction",
                f"contradiction:{station}",
                "的报告前后矛盾",
                todo,
                tuple(things),
                station=station,
                passing=True,
            )

    def stands(self, conn: Connection, station: str) -> tuple[str, str, str]:
        """Its name, where it stands in words, and its place in the plan."""
        row = store.station_by_id(conn, station)
        if row is None:
            return station, "", ""
        published = self._queue.published(conn)
        return row.name_zh, place_words(published.plan, row.place) if published and row.place else "", row.place


def place_words(plan: Plan, id: str) -> str:
    """一层 · 南门自助区; empty for a place the plan does not have."""
    place = plan.place(id)
    if place is None:
        return ""
    floors, nodes = {one.id: one.name_zh for one in plan.floors}, {one.id: one.floor for one in plan.nodes}
    zone = plan.place(place.zone) if place.zone else None
    floor = floors.get(nodes.get(place.node, place.floor), "")
    return " · ".join(part for part in (floor, zone.name_zh if zone else "", place.name_zh) if part)


def _away(station: str, seen_at: datetime) -> Need:
    return Need(
        "away",
        f"away:{station}",
        "没有来信",
        "去看它是不是关了机、断了网；它自己会接着办，恢复后报告会补上。",
        (Thing(f"away:{station}:{seen_at.isoformat(timespec='seconds')}", seen_at),),
        station=station,
    )


def _device(row: store.DeviceRow, now: datetime) -> Need | None:
    reasons: list[str] = json.loads(row.reasons)
    if row.able and not reasons:
        return None
    if row.able is None and now - row.at < UNKNOWN_FOR:
        return None
    paper = bool(reasons) and set(reasons) <= PAPER
    return Need(
        "paper" if paper else "device",
        f"device:{row.station}:{row.device}",
        state_words(row.device, row.able, reasons),
        to_do(reasons),
        (Thing(f"device:{row.station}:{row.device}:{row.at.isoformat(timespec='seconds')}", row.at),),
        station=row.station,
    )
