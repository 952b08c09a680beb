"""Puts the room together, once a process."""

from hall.accounts import PageCard, Room
from hall.contract.report import AlarmLineTold, FireContact
from hall.kit import Kit
from hall.signage.evacuation.routes import router
from hall.signage.evacuation.service import Evacuation, contact_told, line_told
from hall.signage.published import PlansOrNone


def open_room(kit: Kit, plans: PlansOrNone, evacuation: Evacuation) -> Room:
    return Room(
        name="evacuation",
        router=router(kit, plans, evacuation),
        pages=(PageCard("/evacuation", "疏散与演练", "一键全部屏指向出口、解除", "Evacuation"),),
        reports={
            FireContact: contact_told,
            AlarmLineTold: lambda tx, station, _at, told: line_told(tx, station, told),
        },
    )
