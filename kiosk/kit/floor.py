"""A way through the hall as the glass draws it: plain data in metres, already turned so that the reader's facing is up.

Apart from ``views``, since it is made of numbers; without the treaty, since views are loaded before the first picture.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Point = tuple[float, float]
"""Metres: x to the right, y down."""


@dataclass(frozen=True)
class Area:
    """A room, a zone, a wall of desks. ``public`` False: drawn, so that the hall is recognised, but greyed."""

    outline: tuple[Point, ...]
    zh: str = ""
    en: str = ""
    public: bool = True


@dataclass(frozen=True)
class Plate:
    """A window by its number. ``served``: it serves this number; ``goal``: the way leads there."""

    at: Point
    text: str
    mark: Literal["", "served", "goal"] = ""


@dataclass(frozen=True)
class Landmark:
    """Something to know one's way by: a lift, an exit, the information desk."""

    at: Point
    zh: str
    en: str


@dataclass(frozen=True)
class FloorMap:
    """One floor with the part of the way that lies on it. ``here``: the way begins at this kiosk. ``leaving``: what one
    takes at its end (lift, stairs, escalator), empty where the way ends on this floor."""

    zh: str
    en: str
    outline: tuple[Point, ...]
    areas: tuple[Area, ...]
    plates: tuple[Plate, ...]
    landmarks: tuple[Landmark, ...]
    path: tuple[Point, ...]
    here: bool = True
    leaving: Literal["", "lift", "stairs", "escalator"] = ""
    goal: Point | None = None


@dataclass(frozen=True)
class Directions:
    """How to get from this kiosk to ``goal``, a window: the one that has called, or the nearest of the ``target`` that
    serve. ``zh`` and ``en``: the same steps, one sentence each, and ``brief`` for paper. ``step_free``: chosen for a
    wheelchair; ``other``: chosen otherwise it would be another way; ``barred``: one without steps was asked for and
    there is none. ``known`` is when the plan was last known to hold, None while the hall is there to ask."""

    target: tuple[str, ...]
    goal: str
    place_zh: str
    place_en: str
    metres: int
    zh: tuple[str, ...]
    en: tuple[str, ...]
    brief_zh: tuple[str, ...]
    brief_en: tuple[str, ...]
    maps: tuple[FloorMap, ...]
    step_free: bool = False
    other: bool = False
    barred: bool = False
    revision: int = 0
    known: datetime | None = None
