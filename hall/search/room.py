"""Puts the room together, once a process."""

from fastapi import APIRouter

from hall.accounts import Room
from hall.kit import Kit
from hall.matters import Matters
from hall.search.service import Search


def open_room(kit: Kit, matters: Matters) -> Room:
    search = Search(matters)
    return Room(name="search", router=APIRouter(), parts={"words": lambda _conn, _station, _now: search.words})
