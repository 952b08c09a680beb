"""Puts the room together, once a process."""

from hall.accounts import PageCard, Room
from hall.kit import Kit
from hall.trail.routes import router
from hall.trail.sending import Sending


def open_room(kit: Kit) -> Room:
    sending = Sending(kit)
    return Room(
        name="trail",
        router=router(kit, sending),
        pages=(PageCard("/audit", "审计", "谁在何时做了什么：查阅、核对、导出", "Audit"),),
        needs={"syslog": sending.needs},
        runs=(sending.run,),
    )
