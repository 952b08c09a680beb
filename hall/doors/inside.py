"""Who is inside, as far as the doors told, and how sure that is. Pure.

For the guard who stands before the assembly point with a list: a name too many costs a search, a name too few a life.
So whoever may be inside is on it, and the list says itself what it cannot know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from hall.contract.access import Door
from hall.doors.store import NOBODY

Sure = Literal["seen", "maybe"]
SURE: dict[Sure, str] = {"seen": "门看见他进去", "maybe": "门开过，没看见是否进去"}


@dataclass(frozen=True)
class Inside:
    """``who``: a person, or a pass. ``people``: how many came in by it (a pass of a group). ``document``: the paper it
    was under. ``zone``: into which."""

    who: str
    person: str
    document: str
    zone: str
    door: str
    at: datetime
    people: int
    sure: Sure


@dataclass(frozen=True)
class Roll:
    """``exits``: how often an exit button was pressed, nobody knows by whom. ``unknown``: how often a door was forced
    or opened by hand, and nobody knows who came in."""

    inside: tuple[Inside, ...]
    left: int
    exits: int
    unknown: int


@dataclass
class Went:
    """Somebody was let in, or out. ``became``: what came of it, as far as it was told."""

    at: datetime
    door: str
    by_pass: bool
    person: str
    document: str
    became: str = "released"


def inside_of(
    who: str, went: Iterable[Went], doors: Mapping[str, Door], left: datetime | None
) -> tuple[Inside | None, int]:
    """Where one person, or the bearers of one pass, are, and how often they came out. ``left``: when they were seen to
    leave last."""
    inside: Inside | None = None
    gone = 0
    for one in sorted(went, key=lambda one: one.at):
        door = doors.get(one.door)
        if one.became in NOBODY:
            continue
        if door is not None and door.leaves:
            gone += inside is not None
            inside = None
            continue
        sure: Sure = "seen" if one.became == "passed" else "maybe"
        here = Inside(who, one.person, one.document, door.to_zone if door else "", one.door, one.at, 1, sure)
        if inside is not None and one.by_pass and not (left is not None and inside.at <= left < one.at):
            here = replace(here, people=inside.people + 1, at=inside.at, sure=_less(inside.sure, sure))
        inside = here
    if inside is not None and left is not None and inside.at <= left:
        return None, gone + 1
    return inside, gone


def _less(a: Sure, b: Sure) -> Sure:
    return "maybe" if "maybe" in (a, b) else "seen"


def doubts(
    roll: Roll, doors: Iterable[Door], silent: Iterable[str], holes: int, *, away: int, over: bool = False
) -> list[str]:
    """What this list cannot know, in sentences. ``silent``: names of doors whose state is not known; ``away``: stations
    that are not heard, so that what happened there comes later. ``over``: of a day that is over."""
    day, found = "那天" if over else "今天", []
    with_readers_out = {door.from_zone for door in doors if door.leaves and door.from_zone}
    zones = {door.to_zone for door in doors if not door.leaves and door.to_zone} - with_readers_out
    if zones:
        leave = "没有人按“已离开”的，走了也还在名单上。" if over else "人走了名单上还在：看见谁离开，请按“已离开”。"
        found.append(f"出去不用刷卡的门，{leave}")
    if roll.exits:
        found.append(f"{day}有人按出门按钮 {roll.exits} 次，不知道是谁出去了。")
    if roll.unknown:
        found.append(f"{day}有 {roll.unknown} 次开门不知道进了谁（强行打开、值班人员开门）：可能有人不在名单上。")
    if names := list(silent):
        found.append(f"这些门现在状态不知道：{'、'.join(names)}。")
    if away:
        found.append(f"{away} 个站点没有来信，那里刚才的进出还没有报上来。")
    if holes:
        found.append(f"站点的记录{day}缺了 {holes} 条，补不回来。")
    maybe = sum(one.sure == "maybe" for one in roll.inside)
    if maybe:
        found.append(f"{maybe} 人只知道门开过，没有看见是否进去。")
    found.append("跟着别人进去的人、不经门禁门进来办事的人，不在这张名单上。")
    return found
