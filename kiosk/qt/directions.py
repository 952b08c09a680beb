"""Directions in words and drawings, as every screen that leads somewhere shows them."""

from dataclasses import dataclass

from kiosk.kit.floor import Directions
from kiosk.qt.floor_map import drawing_of
from kiosk.qt.phrases import Phrases
from kiosk.qt.times import Clock


@dataclass(frozen=True)
class FloorLine:
    id: int
    name: str
    picture: str


@dataclass(frozen=True)
class StepLine:
    id: int
    text: str


def floor_lines(way: Directions, phrases: Phrases, *, care: bool) -> list[FloorLine]:
    """Each floor that is walked, drawn."""
    return [
        FloorLine(n, phrases.pick(floor.zh, floor.en), drawing_of(floor, phrases, care=care, named=len(way.maps) > 1))
        for n, floor in enumerate(way.maps)
    ]


def step_lines(way: Directions, phrases: Phrases) -> list[StepLine]:
    return [StepLine(n, text) for n, text in enumerate(steps(way, phrases), 1)]


def steps(way: Directions, phrases: Phrases) -> tuple[str, ...]:
    return way.en if phrases.language == "en" else tuple(_together(text) for text in way.zh)


def whole(way: Directions, phrases: Phrases) -> str:
    """All steps in one breath, and to which of the windows they lead."""
    brief = way.brief_en if phrases.language == "en" else [_together(text) for text in way.brief_zh]
    said = phrases.say("way.between").join(brief)
    if len(way.target) > 1:
        return phrases.say("way.nearest", window=way.goal, steps=said)
    return said[:1].upper() + said[1:]


def _together(text: str) -> str:
    """No line ends between a number and what it counts."""
    return text.replace(" ", "\u00a0")


def warning(way: Directions | None, phrases: Phrases, clock: Clock) -> str:
    """What may be wrong with it; empty for nothing."""
    if way is None:
        return ""
    said = [phrases.say("way.barred")] if way.barred else []
    if way.known is not None:
        said.append(phrases.say("way.known", time=clock.minute(way.known)))
    return phrases.say("way.and").join(said)
