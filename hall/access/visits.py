"""A visit as the doors see it, handed in by the room that keeps appointments: no visitor has a right of his own."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection


class Pass(NamedTuple):
    """``cti``: 16 hex digits, the random number of its code. ``people``: how many come in by it. ``step_free``: by a
    way without steps."""

    cti: str
    people: int
    doors: tuple[str, ...]
    ended: bool
    step_free: bool = False


class Visit(NamedTuple):
    """``host``: a person's id; his letters bound it. ``ends``: when it ends though nobody says so; ``offline_until``:
    how long stations believe it that hear nothing. ``closed``: it was said in the hall."""

    id: int
    title: str
    host: int
    room: str
    begins: datetime
    ends: datetime
    offline_until: datetime
    closed: bool
    passes: tuple[Pass, ...]


Visits = Callable[[Connection, datetime], list[Visit]]
