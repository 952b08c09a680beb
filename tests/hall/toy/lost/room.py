"""Puts the room together, once a process."""

from hall.lost.routes import router
from hall.lost.service import Lost

from hall.accounts import PageCard, Room
from hall.contract.report import ThingLost
from hall.kit import Kit


def open_room(kit: Kit) -> Room:
    lost = Lost()
    return Room(
        name="lost",
        router=router(kit, lost),
        pages=(PageCard("/lost", "失物招领", "谁丢了什么、领走了没有", "Lost and found"),),
        reports={ThingLost: lost.told},
        parts={"lost": lost.part},
    )
