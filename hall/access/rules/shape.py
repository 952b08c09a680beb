"""One set of rules, and what is wrong with one. Doors, groups and hours are the treaty's own shapes."""

from collections.abc import Iterable, Iterator
from typing import Annotated

from pydantic import Field

from hall.contract.access.grants import Door, DoorGroup
from hall.contract.access.hours import Calendar, TimeProfile
from hall.contract.plan import Plan
from hall.contract.queue import Wire


class Rules(Wire):
    """Everything that decides, but people and their papers. Empty: every door stays shut."""

    doors: Annotated[tuple[Door, ...], Field(max_length=1000)] = ()
    groups: Annotated[tuple[DoorGroup, ...], Field(max_length=200)] = ()
    profiles: Annotated[tuple[TimeProfile, ...], Field(max_length=200)] = ()
    calendar: Calendar = Calendar()


def faults(rules: Rules, plan: Plan | None) -> list[str]:
    """In sentences; empty: it may be proposed. ``plan``: the one that stands."""
    return [*_twice(rules), *_of_groups(rules), *_of_doors(rules), *(_of_plan(rules, plan) if plan else ())]


def _twice(rules: Rules) -> Iterator[str]:
    for label, things in (("门", rules.doors), ("门组", rules.groups), ("时段", rules.profiles)):
        ids = [one.id for one in things]
        for id in sorted({one for one in ids if ids.count(one) > 1}):
            yield f"{label} {id} 写了两次。"
        yield from (f"{label} {one.id} 没有名称。" for one in things if not one.name_zh.strip())


def _of_groups(rules: Rules) -> Iterator[str]:
    doors = {door.id for door in rules.doors}
    for group in rules.groups:
        for id in _unknown(group.doors, doors):
            yield f"门组“{group.name_zh}”里没有 {id} 这扇门。"


def _of_doors(rules: Rules) -> Iterator[str]:
    doors, profiles = {door.id for door in rules.doors}, {one.id for one in rules.profiles}
    for door in rules.doors:
        for id in _unknown(door.interlock, doors - {door.id}):
            yield f"“{door.name_zh}”的互锁门 {id} 不存在，或就是它自己。"
        for other in (one for one in rules.doors if one.id in door.interlock):
            if door.station and other.station and door.station != other.station:
                yield f"“{door.name_zh}”和“{other.name_zh}”互锁，要由同一台站点管：看不见另一扇，这扇永远不开。"
        if door.first and door.first not in profiles:
            yield f"“{door.name_zh}”的首卡时段 {door.first} 不存在。"
        if door.from_zone and door.from_zone == door.to_zone:
            yield f"“{door.name_zh}”两侧是同一个区。"


def _of_plan(rules: Rules, plan: Plan) -> Iterator[str]:
    ways, places = {way.id for way in plan.ways}, {place.id for place in plan.places}
    for door in rules.doors:
        if door.way and door.way not in ways:
            yield f"“{door.name_zh}”所在的通道 {door.way} 图上没有。"
        for zone in _unknown((door.from_zone, door.to_zone, door.place), places):
            yield f"“{door.name_zh}”的区 {zone} 图上没有。"


def _unknown(ids: Iterable[str], known: set[str]) -> list[str]:
    return [id for id in ids if id and id not in known]
