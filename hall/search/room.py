"""Puts the room together, once a process. Its pages hang on the page of matters: the bar is full."""

from hall.accounts import Room
from hall.kit import Kit
from hall.matters import Matters
from hall.search.routes import router
from hall.search.service import Search


def open_room(kit: Kit, matters: Matters) -> Room:
    search = Search(matters)
    return Room(
        name="search",
        router=router(kit, search),
        parts={"words": lambda conn, _station, _now: search.words(conn)},
    )
