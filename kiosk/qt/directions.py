"""Directions in words: what the slip and the way both show of them."""

from kiosk.kit.floor import Directions
from kiosk.qt.phrases import Phrases
from kiosk.qt.times import Clock


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
