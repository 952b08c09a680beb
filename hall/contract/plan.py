"""The plan of the hall: what managers edit, and what every sign, map, slip and call is drawn from.

Metres; x runs right and y runs down the drawing, from the floor's upper left corner. A *heading* is degrees clockwise,
0 towards the top of the drawing: the way a reader looks while reading the screen, or the way an arrow points.

A draft may be wrong in every way a person can draw it (a window on no node, an island, a way of length zero), so these
shapes check types and sizes alone. What is wrong with a plan is the compiler's word, with the place and what to do.
"""

from datetime import time
from math import hypot
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, FailFast, Field, StringConstraints, model_validator

from hall.contract.queue import Wire

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
Ref = Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9][A-Za-z0-9_-]{0,31})?$")]
"""The id of another thing, or empty where none is chosen yet."""
Name = Annotated[str, StringConstraints(max_length=400)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Metre = Annotated[float, Field(ge=-10_000, le=10_000)]
Heading = Annotated[float, Field(ge=0, lt=360)]

NodeKind = Literal["junction", "entrance", "door", "lift", "stairs", "escalator"]
WayKind = Literal["walk", "ramp", "stairs", "escalator", "lift"]
PlaceKind = Literal[
    "zone",
    "window",
    "room",
    "kiosk",
    "desk",
    "toilet",
    "accessible_toilet",
    "nursing_room",
    "water",
    "lift",
    "stairs",
    "exit",
]
Layout = Literal["guidance", "board", "both", "strip"]
"""What a screen shows: arrows, the call board, one beside the other, or the plate over one window (2:1)."""

WINDOW_ID = 16
"""Characters: every ticket called to a window keeps its id."""
MOST = 5000
"""Things of one kind in a plan, at most."""


def _of_the_hall(at: time) -> time:
    if at.tzinfo is not None:
        raise ValueError("opening hours are the hall's own time, without an offset")
    return at


HallTime = Annotated[time, AfterValidator(_of_the_hall)]


class Hours(Wire):
    """Open from ``opens`` to ``closes`` (local time) on ``days`` (1 Monday … 7 Sunday)."""

    days: Annotated[tuple[Annotated[int, Field(ge=1, le=7)], ...], FailFast()] = (1, 2, 3, 4, 5)
    opens: HallTime
    closes: HallTime


class Background(Wire):
    """A drawing laid under a floor: the name of an uploaded SVG or PNG, where its upper left corner lies, its width."""

    file: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}\.(svg|png)$")]
    x: Metre = 0
    y: Metre = 0
    width: Annotated[float, Field(gt=0, le=10_000)]
    opacity: Annotated[float, Field(ge=0, le=1)] = 0.4


class Floor(Wire):
    """``level`` orders the floors (1 above 0, −1 below); ``width`` × ``depth`` metres."""

    id: Id
    level: Annotated[int, Field(ge=-20, le=200)]
    name_zh: Name
    name_en: Name = ""
    width: Annotated[float, Field(gt=0, le=10_000)]
    depth: Annotated[float, Field(gt=0, le=10_000)]
    background: Background | None = None


class Node(Wire):
    """Where one stands and may choose. Only the public's nodes of kind ``entrance`` are where visitors begin."""

    id: Id
    floor: Ref
    x: Metre
    y: Metre
    kind: NodeKind = "junction"


class Way(Wire):
    """From ``a`` to ``b``, and back unless ``one_way``. ``length`` in metres, None: the straight line (lifts and stairs
    must say). ``width`` in metres. Empty ``open`` means always."""

    id: Id
    a: Ref
    b: Ref
    kind: WayKind = "walk"
    length: Annotated[float, Field(ge=0, le=10_000)] | None = None
    width: Annotated[float, Field(ge=0, le=100)] = 2.0
    step_free: bool = True
    one_way: bool = False
    open: Annotated[tuple[Hours, ...], FailFast()] = ()


class Place(Wire):
    """What people look for. They stand at ``node``; it is drawn at (``x``, ``y``), inside ``outline`` if that is given.

    ``number`` is a window's plate. ``zone`` is the place of kind zone it belongs to. ``priority``: 1 is never left off
    a sign, 9 the first to go to a later page. ``services``: ids of what a window serves. ``public``: False is never
    shown to visitors, and never led to.
    """

    id: Id
    kind: PlaceKind
    node: Ref = ""
    floor: Ref = ""
    x: Metre
    y: Metre
    name_zh: Name
    name_en: Name = ""
    number: Annotated[str, StringConstraints(max_length=8)] = ""
    zone: Ref = ""
    pictogram: Annotated[str, StringConstraints(pattern=r"^[a-z_]{0,32}$")] = ""
    public: bool = True
    priority: Annotated[int, Field(ge=1, le=9)] = 5
    services: Annotated[tuple[Annotated[str, StringConstraints(max_length=32)], ...], FailFast()] = ()
    outline: Annotated[tuple[tuple[Metre, Metre], ...], FailFast()] = ()
    open: Annotated[tuple[Hours, ...], FailFast()] = ()

    @model_validator(mode="after")
    def _short(self) -> Self:
        if self.kind == "window" and len(self.id) > WINDOW_ID:
            raise ValueError(f"the id of a window has at most {WINDOW_ID} characters")
        return self


class Door(Wire):
    """A door across ``way``. ``staff_only``: no arrow leads the public through it."""

    id: Id
    way: Ref
    name_zh: Name
    name_en: Name = ""
    staff_only: bool = False


class Screen(Wire):
    """A screen hung where people at ``node`` and up to ``farthest`` metres before it read it, looking along
    ``heading``. ``width`` × ``height`` millimetres of glass, ``pitch`` millimetres a pixel, its middle ``above`` metres
    over the floor. Two faces back to back are two screens. ``place``: the window a strip hangs over.
    """

    id: Id
    number: Annotated[str, StringConstraints(max_length=8)]
    name_zh: Name
    node: Ref
    heading: Heading
    above: Annotated[float, Field(ge=0, le=50)] = 2.4
    width: Annotated[int, Field(gt=0, le=50_000)]
    height: Annotated[int, Field(gt=0, le=50_000)]
    pitch: Annotated[float, Field(gt=0, le=100)]
    farthest: Annotated[float, Field(gt=0, le=200)] = 8.0
    layout: Layout = "guidance"
    place: Ref = ""
    languages: Literal["both", "turns"] = "both"
    ink: Colour = "#1B2A26"
    ground: Colour = "#FBFAF6"

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height."""
        return round(self.width / self.pitch), round(self.height / self.pitch)


class FireSign(Wire):
    """A lit exit sign that is fixed to the building (GB 51309). Ours never point against it. ``heading`` is the way its
    arrow points on the drawing."""

    id: Id
    node: Ref
    heading: Heading


class Plan(Wire):
    """One hall. ``format`` names this shape in exported files."""

    format: Literal["onedoor-plan-1"] = "onedoor-plan-1"
    name_zh: Name
    name_en: Name = ""
    floors: Annotated[tuple[Floor, ...], FailFast(), Field(max_length=50)] = ()
    nodes: Annotated[tuple[Node, ...], FailFast(), Field(max_length=MOST)] = ()
    ways: Annotated[tuple[Way, ...], FailFast(), Field(max_length=MOST)] = ()
    places: Annotated[tuple[Place, ...], FailFast(), Field(max_length=MOST)] = ()
    doors: Annotated[tuple[Door, ...], FailFast(), Field(max_length=MOST)] = ()
    screens: Annotated[tuple[Screen, ...], FailFast(), Field(max_length=MOST)] = ()
    fire_signs: Annotated[tuple[FireSign, ...], FailFast(), Field(max_length=MOST)] = ()

    def place(self, id: str) -> Place | None:
        return next((place for place in self.places if place.id == id), None)

    def screen(self, id: str) -> Screen | None:
        return next((screen for screen in self.screens if screen.id == id), None)


def straight(a: Node, b: Node) -> float:
    """Metres between two nodes of one floor, as the crow flies."""
    return hypot(b.x - a.x, b.y - a.y)
