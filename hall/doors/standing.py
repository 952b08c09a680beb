"""How a door stands, read from what was told of it last, and from when that knowledge is. Pure.

What is not known is said so: a station that is silent, a line that is down, a door that no station drives. A door never
looks better than the last thing heard of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from hall.contract.access import Door
from hall.doors.store import EventRow
from hall.doors.watch import Watch

JUST = timedelta(seconds=10)
"""So long after its lock was released a door is said to be just opened."""

State = Literal["unwired", "unknown", "fire", "forced", "tamper", "held_open", "ajar", "open", "well"]
WORDS: dict[State, tuple[str, str]] = {
    "unwired": ("没有接站点，状态不知道", "unknown"),
    "unknown": ("状态不知道", "unknown"),
    "fire": ("消防联动，已释放", "bad"),
    "forced": ("被强行打开", "bad"),
    "tamper": ("被拆动", "bad"),
    "held_open": ("开着没有关", "amber"),
    "ajar": ("开着", "good"),
    "open": ("刚放行", "good"),
    "well": ("没有异常", "good"),
}
"""And how it is drawn."""


@dataclass(frozen=True)
class Standing:
    """``since``: when this began (None: not known). ``as_of``: up to when it is known; None: never. ``last``: of an
    unknown door, what was known last. ``contradicts``: what it says of itself does not fit together."""

    state: State
    since: datetime | None = None
    as_of: datetime | None = None
    last: State | None = None
    battery_low: bool = False
    contradicts: bool = False

    @property
    def wrong(self) -> bool:
        return self.state in ("forced", "tamper", "held_open")


def standing(door: Door, last: Mapping[str, EventRow], watch: Watch | None, now: datetime) -> Standing:
    """``last``: what → the last time of it, at this door."""
    if watch is None:
        return Standing("unwired")
    state, since = _told(door, last, now)
    battery = "battery_low" in last and last["battery_low"].at > now - timedelta(days=1)
    if _lost(door, last, watch):
        return Standing("unknown", last["lost"].at, last["lost"].at, state, battery)
    contradicts = watch.contradicts(door)
    if not watch.alive(now) or not watch.answers(door):
        return Standing("unknown", watch.seen_at, watch.seen_at, state, battery, contradicts)
    return Standing(state, since, watch.seen_at, None, battery, contradicts)


def _lost(door: Door, last: Mapping[str, EventRow], watch: Watch) -> bool:
    anew = watch.heard_anew(door)
    return _running(last, "lost", "watched") and not (anew is not None and anew > last["lost"].at)


def _told(door: Door, last: Mapping[str, EventRow], now: datetime) -> tuple[State, datetime | None]:
    if _running(last, "fire", "fire_over"):
        return "fire", last["fire"].at
    if _running(last, "forced", "closed_again"):
        return "forced", last["forced"].at
    if _running(last, "tamper", "tamper_over"):
        return "tamper", last["tamper"].at
    if _running(last, "held_open", "closed_again"):
        return "held_open", last["held_open"].at
    if _running(last, "opened", "closed"):
        return "ajar", last["opened"].at
    opened = last.get("released")
    if opened is not None and now - opened.at < JUST + timedelta(seconds=door.unlock_seconds):
        return "open", opened.at
    return "well", None


def _running(last: Mapping[str, EventRow], begins: str, ends: str) -> bool:
    """It began after it ended last."""
    return begins in last and (ends not in last or last[begins].id > last[ends].id)
