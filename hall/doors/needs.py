"""What of the doors needs a person: forced, held open, tampered with, silent, somebody forced by another, a visitor who
is not out. A hole in what a station told is on the list already (``hall.stations``)."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hall.accounts import Need, Thing
from hall.doors.desk import Desk, Seen

NOT_OUT = timedelta(minutes=15)
"""After a meeting's end."""
SILENT = timedelta(minutes=2)
"""A station's own silence is said by the list already; of its doors it is said a little later."""

DRIFT = timedelta(hours=12)
"""So long a board that held something else stays on the list."""

TODO = {
    "forced": "马上到门前看；看完按“已去处理”。",
    "tamper": "马上到门前看设备；看完按“已去处理”。",
    "held_open": "去把门关上，看看为什么没有关。",
}


def needs(desk: Desk) -> Callable[[Connection, datetime], list[Need]]:
    def read(conn: Connection, now: datetime) -> list[Need]:
        seen = desk.look(conn, now)
        wrong = (*_wrong(seen), *_silent(seen, now), *_drifted(seen, now))
        return [*wrong, *_forced_person(seen), *_not_out(conn, seen, desk, now)]

    return read


def _wrong(seen: Seen) -> Iterable[Need]:
    for door, stands in seen.doors:
        told = stands.last if stands.state == "unknown" else stands.state
        if told in TODO:
            since = seen.last.get(door.id, {})[told].at
            what = {"forced": "被强行打开", "tamper": "的设备被拆动", "held_open": "开着没有关"}[told]
            things = (Thing(f"door:{told}:{door.id}:{_at(since)}", since),)
            yield Need("door", f"door:{told}:{door.id}", f"{door.name_zh}{what}", TODO[told], things,
                       where=seen.where(door), place=door.place)  # fmt: skip


def _silent(seen: Seen, now: datetime) -> Iterable[Need]:
    for door, stands in seen.doors:
        if stands.state == "unknown" and (stands.as_of is None or now - stands.as_of > SILENT):
            since = stands.as_of
            things = (Thing(f"door:silent:{door.id}:{_at(since)}", since),)
            todo = "派人到门前看着；恢复前这里显示的不是现在的情况。"
            yield Need("door", f"door:silent:{door.id}", f"{door.name_zh}没有消息", todo, things,
                       where=seen.where(door), place=door.place)  # fmt: skip


def _drifted(seen: Seen, now: datetime) -> Iterable[Need]:
    """It is mended by now; that somebody had his hands in it stays until it was taken."""
    for door, _ in seen.doors:
        told = seen.last.get(door.id, {}).get("drift")
        if told is not None and now - told.at < DRIFT:
            things = (Thing(f"door:drift:{door.id}:{_at(told.at)}", told.at),)
            what = f"{door.name_zh}的控制板里的名单和下发的不一样"
            todo = "已自动改回；查清谁动过控制板或它的网线，门禁网段里有没有别的机器。"
            yield Need("door", f"door:drift:{door.id}", what, todo, things, passing=True,
                       where=seen.where(door), place=door.place)  # fmt: skip


def _forced_person(seen: Seen) -> Iterable[Need]:
    for one in seen.forced:
        door = seen.grants.door_by_id.get(one.door)
        todo = "有人被胁迫用卡：不要惊动他，按预案报警。"
        things = (Thing(f"door:duress:{one.id}", one.at),)
        what = f"{door.name_zh if door is not None else one.door}胁迫报警"
        yield Need("door", f"door:duress:{one.id}", what, todo, things, passing=True)


def _not_out(conn: Connection, seen: Seen, desk: Desk, now: datetime) -> Iterable[Need]:
    ended = desk.ended(conn, now)
    for one in seen.roll.inside:
        over = ended.get(one.document)
        if over is not None and now - over > NOT_OUT:
            who = seen.name(one.person) or "访客"
            many = f"（{one.people} 人）" if one.people > 1 else ""
            things = (Thing(f"door:not_out:{one.who}:{_at(over)}", over + NOT_OUT),)
            todo = "请接待人送出来；看见他离开后，在门卫页的名单上按“已离开”。"
            yield Need("door", f"door:not_out:{one.who}", f"{who}{many}散会 15 分钟还没有出来", todo, things)


def _at(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else "never"
