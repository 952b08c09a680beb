"""Puts the room together, once a process."""

from hall.accounts import PageCard, Room
from hall.kit import Kit
from hall.signage.notices.routes import router
from hall.signage.published import PlansOrNone


def open_room(kit: Kit, plans: PlansOrNone) -> Room:
    return Room(
        name="notices",
        router=router(kit, plans),
        pages=(PageCard("/notices", "通知", "挂出、复核、撤下屏上的通知", "Notices"),),
    )
