"""What a screen is told to show. A screen paints frames and nothing else; it answers with the hash of what is painted.

A frame is data: typed text, directions, names of pictograms. Every region carries how long it may be believed without
word from the hall (its *lease*); when that has passed the region is dropped, for a wrong arrow is worse than none.
"""

import hashlib
import json
from typing import Literal

from pydantic import AwareDatetime, Field

from hall.contract.plan import Layout
from hall.contract.queue import Wire

Direction = Literal[
    "ahead", "right_ahead", "right", "right_behind", "behind", "left_behind", "left", "left_ahead", "up", "down", "here"
]
"""As seen by the reader; ``up`` and ``down`` a floor; ``here``: it is where the reader stands."""

GUIDANCE_LEASE = 4 * 3600
"""Seconds: windows may be moved, but not by the minute."""
CALLS_LEASE = 10


class Line(Wire):
    """One line of guidance. ``tag`` is windows as people say them ("1–5"); ``floor`` is set where it is another one
    than the reader's ("二层"). ``places`` are the ids this line is about."""

    direction: Direction
    zh: str
    en: str
    tag: str = ""
    pictograms: tuple[str, ...] = ()
    floor_zh: str = ""
    floor_en: str = ""
    step_free: bool = True
    metres: int = 0
    places: tuple[str, ...] = ()


class Sign(Wire):
    """What ``arrows`` answers: pages of lines, most needed first; every page fits the glass at its readable size.

    ``letter_mm`` is the height of a Chinese character on the glass, from the farthest reader's distance.
    """

    screen: str
    letter_mm: float
    pages: tuple[tuple[Line, ...], ...]


class Call(Wire):
    """A call on the board, with the words that are also spoken."""

    id: int
    number: str
    window: str
    direction: Direction
    direction_zh: str
    direction_en: str
    service_zh: str
    service_en: str
    sentence: str
    at: AwareDatetime


class NoticeLine(Wire):
    """Typed text between two moments. ``priority`` 1 is the most urgent."""

    id: int
    priority: int = Field(ge=1, le=9)
    zh: str = ""
    en: str = ""
    starts: AwareDatetime
    ends: AwareDatetime


class Frame(Wire):
    """Everything one screen shows. ``mode`` overrides every region: evacuation and drill show ``pages`` alone, in
    their own colours; a drill says that it is one. ``plate``: the window over which a strip hangs."""

    screen: str
    revision: int
    mode: Literal["normal", "evacuation", "drill", "blank"] = "normal"
    layout: Layout = "guidance"
    title_zh: str = ""
    title_en: str = ""
    letter_mm: float = Field(gt=0, le=10_000)
    glass: tuple[int, int] = (0, 0)
    """Width and height of the glass in millimetres, so that letters have their size on any pixels; 0: unknown."""
    pages: tuple[tuple[Line, ...], ...] = ()
    page_seconds: int = Field(default=8, ge=3, le=120)
    languages: Literal["both", "turns"] = "both"
    ink: str
    ground: str
    plate: str = ""
    plate_zh: str = ""
    plate_en: str = ""
    calls: tuple[Call, ...] = ()
    notices: tuple[NoticeLine, ...] = ()
    guidance_lease: int | None = GUIDANCE_LEASE
    calls_lease: int | None = CALLS_LEASE
    show_at: AwareDatetime | None = None
    """When to flip, so that all screens of a change flip together; None: at once."""

    def canonical(self) -> str:
        """One text for one content: sorted keys, no spaces, Chinese as it is. ``show_at`` is not part of what is seen.
        The players' own code must give the same, byte for byte."""
        seen = self.model_dump(mode="json", exclude={"show_at"})
        return json.dumps(seen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def hash(self) -> str:
        """SHA-256 of :meth:`canonical`, in hexadecimal."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()
