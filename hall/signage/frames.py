"""What a screen shows, made from the published plan, the calls and the notices of a moment. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hall.contract.frame import Call, Frame, Line, NoticeLine
from hall.contract.plan import Place, Plan, Screen
from hall.contract.wayfinding import DIRECTIONS, arrows, direction_from

Mode = Literal["normal", "evacuation", "drill", "blank"]

CALLS_SHOWN = 8
"""The big one, five beside it, and a short burst waiting for its turn."""


@dataclass(frozen=True)
class Called:
    """A call as the queue tells it: ``window`` is the number people read, ``sentence`` what is spoken."""

    id: int
    number: str
    window: str
    service_zh: str
    service_en: str
    sentence: str
    at: datetime


def frame_of(
    plan: Plan,
    revision: int,
    screen: Screen,
    now: datetime,
    *,
    calls: Iterable[Called] = (),
    notices: Iterable[NoticeLine] = (),
    mode: Mode = "normal",
    ways_out: tuple[tuple[Line, ...], ...] = (),
) -> Frame:
    """Everything ``screen`` shows at ``now``. ``ways_out``: the pages of an evacuation or a drill."""
    sign = arrows(plan, screen, now)
    hall_floor = _where(plan, screen)
    plate = _plate(plan, screen)
    return Frame(
        screen=screen.id,
        revision=revision,
        mode=mode,
        layout=screen.layout,
        title_zh=hall_floor[0],
        title_en=hall_floor[1],
        letter_mm=sign.letter_mm,
        glass=(screen.width, screen.height),
        pages=_pages(screen, sign.pages, mode, ways_out),
        languages=screen.languages,
        ink=screen.ink.upper(),
        ground=screen.ground.upper(),
        plate=plate.number if plate else "",
        plate_zh=plate.name_zh if plate else "",
        plate_en=plate.name_en if plate else "",
        calls=calls_on(plan, screen, calls, now) if mode == "normal" else (),
        notices=tuple(notices) if mode == "normal" else (),
        guidance_lease=None if mode in ("evacuation", "drill") else Frame.model_fields["guidance_lease"].default,
    )


def frame_off_the_plan(screen: str, revision: int, mode: Mode = "blank") -> Frame:
    """For a glass whose screen the plan has no more: dark, since nobody knows where it hangs; in an alarm it says that
    there is one, without a way."""
    return Frame(
        screen=screen,
        revision=revision,
        mode=mode,
        letter_mm=60,
        ink="#FFFFFF",
        ground="#000000",
        guidance_lease=None,
        calls_lease=None,
    )


def _pages(
    screen: Screen, pages: tuple[tuple[Line, ...], ...], mode: Mode, ways_out: tuple[tuple[Line, ...], ...]
) -> tuple[tuple[Line, ...], ...]:
    if mode in ("evacuation", "drill"):
        return ways_out
    return pages if mode == "normal" and screen.layout in ("guidance", "both") else ()


def _where(plan: Plan, screen: Screen) -> tuple[str, str]:
    """The foot line: hall and floor."""
    floors = {floor.id: floor for floor in plan.floors}
    floor = next((floors.get(node.floor) for node in plan.nodes if node.id == screen.node), None)
    return (
        " · ".join(part for part in (plan.name_zh, floor.name_zh if floor else "") if part),
        " · ".join(part for part in (plan.name_en, floor.name_en if floor else "") if part),
    )


def _plate(plan: Plan, screen: Screen) -> Place | None:
    return plan.place(screen.place) if screen.layout == "strip" and screen.place else None


def calls_on(plan: Plan, screen: Screen, calls: Iterable[Called], now: datetime) -> tuple[Call, ...]:
    """A strip shows the calls of its own window alone; a screen that only guides shows none. A call to a window the
    plan does not have is left out: nobody could find it."""
    if screen.layout == "guidance":
        return ()
    windows = {place.number: place for place in plan.places if place.kind == "window" and place.number}
    shown: list[Call] = []
    for call in calls:
        window = windows.get(call.window)
        if window is None or (screen.layout == "strip" and window.id != screen.place):
            continue
        direction = direction_from(plan, screen, window, now)
        zh, en = DIRECTIONS[direction]
        shown.append(
            Call(
                id=call.id,
                number=call.number,
                window=call.window,
                direction=direction,
                direction_zh=zh,
                direction_en=en,
                service_zh=call.service_zh,
                service_en=call.service_en,
                sentence=call.sentence,
                at=call.at,
            )
        )
        if len(shown) == CALLS_SHOWN:
            break
    return tuple(shown)
