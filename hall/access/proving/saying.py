"""Counter-examples in sentences, Chinese and English: who, when, how, why, and so what to mend. Pure."""

from datetime import datetime

from hall.access.proving.building import Building, Passage
from hall.access.proving.classes import Class
from hall.access.proving.laws import Fault
from hall.access.proving.walking import Path, Stuck
from hall.contract.access import Grants, Level

Said = tuple[str, str]

_LEVELS: dict[Level, Said] = {
    "normal": ("平时", "as every day"),
    "heightened": ("加强管理时", "at the heightened level"),
    "lockdown": ("封闭时", "in a lock-down"),
    "fire": ("火警时", "in a fire"),
}
_DAYS = ("一", "二", "三", "四", "五", "六", "日")


class Words:
    """``building``: None: nothing is drawn yet. ``first``: the first moment that was asked about."""

    def __init__(self, grants: Grants, building: Building | None, first: datetime) -> None:
        self._first = first
        self._people, self._doors = grants.person_by_id, {one.id: (one.name_zh, one.name_en) for one in grants.doors}
        self._places: dict[str, Said] = {}
        if building is not None:
            plan = building.plan
            self._doors = {one.id: (one.name_zh, one.name_en) for one in plan.doors} | self._doors
            self._places = {one.id: (one.name_zh, one.name_en) for one in plan.places}
            self._places |= {node: self._beside(building, node) for node in building.graph.nodes}

    def entered(self, one: Class | None, path: Path, goal: str, level: Level, opens: dict[str, datetime]) -> Said:
        """``opens``: when he passes each door that he has a right to, as he may wait inside for another hour; empty:
        all at the first moment. The last of them is the moment of the whole."""
        who, start, into = self.who(one), self.place(path[0].a), self.place(goal)
        times = [opens[passage.door] for passage in path if passage.door in opens]
        when = self.when(level, times[-1] if times else self._first)
        waits = len({*times}) > 1
        zh_via, en_via = "", ""
        for passage in path:
            if id := passage.door or passage.past:
                day, clock = self.clock(opens[id]) if waits and id in opens else (("", ""), "")
                zh_via += f"，过“{self.door(id)[0]}”" + (f"（{day[0]} {clock}）" if clock else "")
                en_via += f", through '{self.door(id)[1]}'" + (f" ({day[1]} {clock})" if clock else "")
        why = self._why(path[-1])
        return (
            f"{when[0]}，{who[0]}从{start[0]}{zh_via}，走进了{into[0]}：{why[0]}。",
            f"{when[1]} {who[1]} comes from {start[1]}{en_via} into {into[1]}: {why[1]}.",
        )

    def stuck(self, found: Stuck, level: Level, at: datetime, shut: frozenset[str]) -> Said:
        when, place = self.when(level, at), self.place(found.start)
        zh, en = "没有通向出口的路", "no way leads to an exit"
        if (stop := found.stop) is not None:
            if stop.door:
                door = self.door(stop.door)
                zh, en = f"“{door[0]}”从里面出来也要有权限", f"'{door[1]}' asks for a right on the way out too"
            elif stop.way in shut:
                zh = f"从{self.place(stop.a)[0]}到{self.place(stop.b)[0]}的通道按图那时关闭"
                en = f"by the plan the way from {self.place(stop.a)[1]} to {self.place(stop.b)[1]} is shut then"
            elif stop.lift:
                zh, en = "只有电梯，而火警时电梯不能用", "there is only the lift, which is no way out of a fire"
        return f"{when[0]}，在{place[0]}的人走不到任何出口：{zh}。", f"{when[1]} nobody gets out of {place[1]}: {en}."

    def fault(self, found: Fault) -> Said:
        when, who, door = self.when(found.level, found.at), self.who(found.one), self.door(found.door)
        zh, en = f"{when[0]}，{who[0]}能开“{door[0]}”，", f"{when[1]} {who[1]} may open '{door[1]}', "
        if found.law == "paper":
            return zh + "背后却没有有效的委托书或预约。", en + "without a living document behind it."
        if found.law == "host":
            return (
                zh + "却没有接待人，或接待人自己开不了这扇门：请先换接待人，或作废这张通行证。",
                en + "without a host, or with one who may not open it himself.",
            )
        if not found.other:
            return zh + "一个人就够，而这是双人门。", en + "alone, and it is a two-person door."
        other = self._people[found.other]
        return (
            zh + f"第二人是同一部门（{other.department_zh}）的{other.label}。",
            en + f"with {other.label} of the same department ({other.department_zh}).",
        )

    def when(self, level: Level, at: datetime) -> Said:
        (day_zh, day_en), clock = self.clock(at)
        zh, en = _LEVELS[level]
        return f"{day_zh} {clock}（{zh}）", f"On {day_en} at {clock} ({en})"

    def clock(self, at: datetime) -> tuple[Said, str]:
        """Within the week that begins now by its name."""
        if (at - self._first).days < 7:
            return (f"周{_DAYS[at.weekday()]}", f"{at:%A}"), f"{at:%H:%M}"
        return (f"{at.month}月{at.day}日", f"{at:%Y-%m-%d}"), f"{at:%H:%M}"

    def who(self, one: Class | None) -> Said:
        if one is None:
            return "没有任何卡的人", "somebody without any card"
        named = "、".join(self._people[id].label or id for id in one.people[:2])
        more = len(one.people)
        group = "来访者" if one.visitor else one.person.department_zh
        zh = f"{group}{' ' if group else ''}{named}{f' 等 {more} 人' if more > 2 else ''}"
        return zh, f"{named}{f' (one of {more})' if more > 2 else ''}"

    def door(self, id: str) -> Said:
        zh, en = self._doors.get(id, (id, id))
        return zh or id, en or zh or id

    def place(self, id: str) -> Said:
        zh, en = self._places.get(id, (id, id))
        return zh or id, en or zh or id

    def _why(self, last: Passage) -> Said:
        door = self.door(last.door or last.past)
        if last.door:
            return f"“{door[0]}”标为出口方向，谁都能过", f"'{door[1]}' is set up as a way out and lets anybody pass"
        if last.past and last.plain:
            return (
                f"“{door[0]}”画在图上，却不在门禁规则里，谁能过没有人管",
                f"'{door[1]}' is on the plan and not in the rules, so that nobody says who passes it",
            )
        if last.past:
            return (
                f"从“{door[0]}”的里侧出来不用卡，而没有一扇门准他进那里",
                f"out of '{door[1]}' no card is asked for, and no door admits him there",
            )
        return "那条通道上没有门", "no door stands across that way"

    def _beside(self, building: Building, node: str) -> Said:
        place = building.place_at(node)
        if place != node:
            return self._places[place]
        doors = [id for one in building.out_of[node] if (id := one.door or one.past)]
        zh, en = self._doors.get(doors[0], ("", "")) if doors else ("", "")
        return (f"“{zh}”旁", f"beside '{en or zh}'") if zh else (f"路口 {node}", f"junction {node}")
