"""Puts the room together, once a process."""

from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from hall.accounts import PageCard, Room, each_once
from hall.contract.report import ClockJumped, DeviceTold, HelpWanted, LedgerBegun, StationStarted
from hall.contract.snapshot import HallAlarm
from hall.kit import Kit
from hall.queue import Queue
from hall.stations import reports
from hall.stations.routes import router
from hall.stations.snapshot import readers

NAME = "stations"
OWN = {
    DeviceTold: reports.device_told,
    HelpWanted: reports.help_wanted,
    StationStarted: reports.started,
    ClockJumped: reports.clock_jumped,
    LedgerBegun: reports.ledger_begun,
}


def open_room(
    kit: Kit,
    queue: Queue,
    others: Iterable[Room],
    alarm: Callable[[Connection], HallAlarm],
    pressed: Callable[[], HallAlarm] = lambda: "",
) -> Room:
    """``others``: the rooms whose reports come in here, and whose parts of the snapshot go out.
    ``alarm``: whether the hall is being evacuated; ``pressed``: what of it is not written yet."""
    others = tuple(others)
    actions = each_once("report", [(NAME, OWN), *((room.name, room.reports) for room in others)])
    parts = each_once("part", [(NAME, readers(queue, alarm)), *((room.name, room.parts) for room in others)])
    return Room(
        name=NAME,
        router=router(kit, queue, actions, alarm, parts, pressed),
        pages=(PageCard("/stations", "自助机", "健康、最近来信、登记新设备", "Stations"),),
        reports=OWN,
    )
