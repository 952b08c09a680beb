"""Puts the room together, once a process."""

from hall.accounts import PageCard, Room
from hall.kit import Kit
from hall.matters.routes import router
from hall.matters.service import Matters


def open_room(kit: Kit, matters: Matters) -> Room:
    return Room(
        name="matters",
        router=router(kit, matters),
        pages=(PageCard("/matters", "事项库", "每件事要什么材料，依据到哪天", "Matters"),),
        parts={"matters": lambda conn, _station, _now: matters.current(conn)},
    )
