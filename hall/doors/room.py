"""Puts the room together, once a process."""

from hall.access import Office
from hall.accounts import PageCard, PartReader, Room
from hall.contract.report import DoorTold, EntryTold, PassageTold
from hall.doors import opening, told
from hall.doors.desk import Desk, Wiring
from hall.doors.kept import Keeping
from hall.doors.needs import needs
from hall.doors.routes import router
from hall.doors.whereabouts import Whereabouts
from hall.kit import Kit


def open_room(kit: Kit, office: Office, wiring: Wiring, of_station: PartReader) -> Room:
    """``of_station``: the rights a station is told."""
    desk = Desk(kit.clock, office.granting, office.plans, wiring)
    keeping = Keeping(kit, of_station, lambda conn: [one.station for one in wiring.watches(conn)])
    return Room(
        name="doors",
        router=router(kit, desk),
        pages=(
            PageCard("/guard", "门卫", "每扇门现在怎样、刚发生什么、谁在里面", "Guard"),
            PageCard("/past", "进出回看", "某一刻谁在里面、那天各门发生过什么，导出记录", "Past days"),
        ),
        reports={EntryTold: told.entry_told, PassageTold: told.passage_told, DoorTold: told.door_told},
        parts={"orders": opening.of_station, "whereabouts": Whereabouts(desk, of_station).of_station},
        needs={"doors": needs(desk)},
        runs=(keeping.run,),
    )
