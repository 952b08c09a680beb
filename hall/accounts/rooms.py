"""What every room hands to the application. A new room is its folder and one line in ``hall.app``."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.middleware import Middleware

from hall.accounts.needs import Source
from hall.accounts.permits import ROLES, Permit, Public, Staff, who_may
from hall.accounts.sessions import Member
from hall.kit import Pages
from hall.kit.db import Tx

Key = TypeVar("Key")
Value = TypeVar("Value")

Action = Callable[[Tx, str, datetime, Any], None]
"""Acts on a report: (transaction, station id, when the station said it, body)."""

PartReader = Callable[[Connection, str, datetime], BaseModel | None]
"""One part of the snapshot: (connection, station id, now). None: there is nothing to tell yet."""


@dataclass(frozen=True)
class PageCard:
    """A page on the index and in the navigation: its address, its name, what one does there, its name in English. Who
    sees it stands beside the page's route."""

    path: str
    zh: str
    does: str
    en: str
    apart: bool = False
    """Fills a whole screen and has no way back: it opens beside."""


@dataclass(frozen=True)
class Front:
    """What stands before the application and its guard, at one address; ``why`` it may."""

    path: str
    why: str
    middleware: Middleware


@dataclass(frozen=True, kw_only=True)
class Room:
    name: str
    router: APIRouter
    pages: tuple[PageCard, ...] = ()
    in_bar: str = ""
    """A template: what of it stands in the bar of every page of staff."""
    reports: Mapping[type[BaseModel], Action] = field(default_factory=dict)
    """Which reports of stations this room acts on."""
    parts: Mapping[str, PartReader] = field(default_factory=dict)
    """Its parts of the snapshot."""
    needs: Mapping[str, Source] = field(default_factory=dict)
    """What of it needs a person now."""
    runs: tuple[Callable[[], Awaitable[None]], ...] = ()
    """What runs as long as the hall does."""
    fronts: tuple[Front, ...] = ()
    larger: Mapping[str, int] = field(default_factory=dict)
    """Bytes at most of what comes to some of its addresses, where that is more than elsewhere."""

    def cards(self) -> list[tuple[PageCard, Permit | None]]:
        """Each with who may open it. Raises KeyError for a card without a page."""
        marks = who_may(self.router.routes)
        return [(card, marks[f"GET {card.path}"]) for card in self.pages]


def each_once(what: str, named: Iterable[tuple[str, Mapping[Key, Value]]]) -> dict[Key, Value]:
    """What several rooms name, together; ``named``: room → what it names. Raises ValueError when the hall is put
    together where two name the same: one of them would never hear of it."""
    found: dict[Key, Value] = {}
    whose: dict[Key, str] = {}
    for room, of in named:
        for key, value in of.items():
            if key in found:
                name = key.__name__ if isinstance(key, type) else key
                raise ValueError(f"The rooms '{whose[key]}' and '{room}' both name the {what} {name}.")
            found[key], whose[key] = value, room
    return found


def draw_navigation(pages: Pages, rooms: Iterable[Room]) -> None:
    """The index and the bar of every page have the cards of these rooms that the member may open, in this order."""
    rooms = tuple(rooms)
    cards = [card for room in rooms for card in room.cards()]

    def pages_for(member: Member) -> list[PageCard]:
        return [card for card, permit in cards if _opens(permit, member)]

    in_bar = [room.in_bar for room in rooms if room.in_bar]
    pages.environment.globals.update(pages_for=pages_for, in_bar=in_bar, roles=ROLES)


def _opens(permit: Permit | None, member: Member) -> bool:
    return isinstance(permit, Public) or (isinstance(permit, Staff) and member.role in permit.roles)
