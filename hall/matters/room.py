"""Puts the room together, once a process."""

from hall.accounts import PageCard, Room
from hall.kit import Kit
from hall.kit.sheets import LARGEST as TABLE
from hall.matters.editing import Desk, needs_of
from hall.matters.editing import router as editing
from hall.matters.routes import router
from hall.matters.service import Matters
from hall.matters.table import TAKE, TRY, WHOLE
from hall.matters.table import router as tables
from hall.matters.yaml import LARGEST as FILE


def open_room(kit: Kit, matters: Matters) -> Room:
    pages = router(kit, matters)
    desk = Desk(kit, matters)
    pages.include_router(editing(desk))
    pages.include_router(tables(desk))
    return Room(
        name="matters",
        router=pages,
        pages=(PageCard("/matters", "事项库", "每件事要什么材料，依据到哪天，改了先给另一人看", "Matters"),),
        parts={"matters": lambda conn, _station, _now: matters.current(conn)},
        larger={TRY: TABLE, TAKE: TABLE, WHOLE: FILE},
        needs={"matters": needs_of(matters, kit.clock)},
    )
