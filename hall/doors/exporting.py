"""What happened at the doors as a table, in the order of each station's own numbers, its holes among them: for whoever
looks into an incident, six months later too."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from hall.contract.report import DoorTold, EntryTold, PassageTold
from hall.doors.reading import Told
from hall.doors.watch import Hole
from hall.doors.words import LEVELS, SHOWN, of_door, of_passage
from hall.kit import Clock

COLUMNS = (
    "站点", "序号", "发生时间", "收到时间", "门", "什么", "出示", "准入", "事件", "原因", "说明", "人（代号）", "依据",
    "管理级别", "经手人", "开门原因", "决定编号", "规则版本",
)  # fmt: skip
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a table program would take for one to be reckoned (OWASP, CSV injection)."""


def table(told: list[Told], holes: list[Hole], clock: Clock) -> Iterator[str]:
    yield BOM + _line(COLUMNS)
    rows = [(one.station, one.received_at, one.n, _cells(one, clock)) for one in told]
    rows += [(hole.station, hole.at, 0, _hole(hole, clock)) for hole in holes]
    last: dict[str, int] = {}
    for station, _, n, cells in sorted(rows, key=lambda row: row[:3]):
        if n and n > last.get(station, n - 1) + 1:
            yield _line(_missing(station, last[station] + 1, n - 1))
        last |= {station: n} if n else {}
        yield _line(cells)


def _missing(station: str, first: int, last: int) -> tuple[object, ...]:
    text = f"第 {first}–{last} 号不在库里：有人删过，请核对审计"
    return (station, "", "", "", "", "缺号", "", "", "", "", text, *[""] * 7)


def _cells(one: Told, clock: Clock) -> tuple[object, ...]:
    head = (one.station, one.n, _at(one.at, clock), _at(one.received_at, clock), one.body.door)
    altered = "" if one.intact else "【这一行被人改过】"
    match one.body:
        case EntryTold() as said:
            return (*head, "决定", SHOWN[said.shown], "是" if said.admitted else "否", said.event, said.cause,
                    altered + said.zh, said.person, said.document, LEVELS[said.level], said.by, said.reason, said.key,
                    said.grants)  # fmt: skip
        case PassageTold() as said:
            return (
                *head,
                "结果",
                "",
                "",
                said.became,
                said.why,
                altered + of_passage(said)[0],
                *[""] * 5,
                said.key,
                "",
            )
        case DoorTold() as said:
            return (*head, "门", "", "", said.what, said.why, altered + of_door(said)[0], *[""] * 7)


def _hole(hole: Hole, clock: Clock) -> tuple[object, ...]:
    text = f"缺站点报告第 {hole.first}–{hole.last} 号，共 {hole.last - hole.first + 1} 条，不会再来"
    return (hole.station, "", _at(hole.at, clock), "", "", "缺口", "", "", "", "", text, *[""] * 7)


def _at(moment: datetime, clock: Clock) -> str:
    return clock.local(moment).isoformat(sep=" ", timespec="milliseconds")


def _line(cells: tuple[object, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_cell(one) for one in cells])
    return out.getvalue()


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
