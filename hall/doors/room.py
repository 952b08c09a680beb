"""Puts the room together, once a process."""

from fastapi import APIRouter

from hall.accounts import Room
from hall.contract.report import DoorTold, EntryTold, PassageTold
from hall.doors.service import door_told, entry_told, passage_told


def open_room() -> Room:
    reports = {EntryTold: entry_told, PassageTold: passage_told, DoorTold: door_told}
    return Room(name="doors", router=APIRouter(), reports=reports)
