"""Puts the room together, once a process."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import APIRouter

from hall.accounts import Room
from hall.kit import Kit
from hall.retention.service import Rule, keep, nightly


@dataclass(frozen=True, kw_only=True)
class Retention(Room):
    keep: Callable[[], Awaitable[None]]
    """The night's work, now."""


def open_room(kit: Kit, rules: tuple[Rule, ...]) -> Retention:
    return Retention(
        name="retention",
        router=APIRouter(),
        runs=(lambda: nightly(kit, rules),),
        keep=lambda: keep(kit, rules),
    )
