"""What needs a person, as rooms hand it to the attention list. A need is never stored: it is read from what a room
knows, and is gone when its cause is gone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

Kind = Literal[
    "help", "door", "screen", "away", "paper", "slip", "device", "contradiction", "line", "hall", "sign_in", "visit",
    "matters", "receipt", "case",
]  # fmt: skip


@dataclass(frozen=True)
class Thing:
    """One cause. ``id`` names it and its beginning, so that the same fault of tomorrow is another. ``since`` None: not
    known."""

    id: str
    since: datetime | None


@dataclass(frozen=True)
class Need:
    """One line of the list. ``key`` stays the same while causes join and leave; ``where`` and ``place`` (an id of the
    plan) may be left to the wiring where ``station`` is named. ``passing``: nothing tells when its cause is gone; it
    is over a while after somebody has taken it."""

    kind: Kind
    key: str
    what: str
    todo: str
    things: tuple[Thing, ...]
    where: str = ""
    place: str = ""
    station: str = ""
    passing: bool = False


Source = Callable[[Connection, datetime], list[Need]]
