"""What a line says, checked by itself: a person, and perhaps a letter and a card. Every fault of it is named."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from typing import NamedTuple

from hall.access.people.cards import card_number
from hall.kit.errors import Problem
from hall.kit.sheets import Rows, refused

HEADINGS: dict[str, tuple[str, ...]] = {
    "number": ("工号", "人员编号", "编号"),
    "name": ("姓名", "名字"),
    "department": ("单位", "部门", "派驻单位", "派驻部门"),
    "letter": ("文号", "委托书文号", "委托书编号"),
    "signed_by": ("签发人", "签发"),
    "groups": ("门组", "权限", "准许的门", "权限范围"),
    "profile": ("时段", "时间段"),
    "starts": ("起", "起日", "开始日期", "有效期起"),
    "ends": ("止", "止日", "截止日期", "有效期止"),
    "card": ("卡号", "门禁卡号"),
}
NEEDED = ("number", "name", "department")
OF_LETTER = ("letter", "signed_by", "groups", "profile", "starts", "ends")
_DATE = re.compile(r"(20\d\d)[-/.年]?(0?[1-9]|1[0-2])[-/.月]?(0?[1-9]|[12]\d|3[01])日?")


class SaidLetter(NamedTuple):
    number: str
    signed_by: str
    groups: tuple[str, ...]
    profile: str
    starts: date
    ends: date


@dataclass
class Line:
    """``n``: as the table counts, headings being 1. ``card_kept``: the card as it is kept. ``faults``: in sentences;
    empty: it can be taken."""

    n: int
    number: str = ""
    name: str = ""
    department: str = ""
    letter: SaidLetter | None = None
    card: str = field(default="", repr=False)
    card_kept: str = field(default="", repr=False)
    faults: list[str] = field(default_factory=list)


class Known(NamedTuple):
    """By the names that tables call them: departments, groups of doors and hours, to their ids."""

    departments: dict[str, str]
    groups: dict[str, str]
    profiles: dict[str, str]


def read_lines(rows: Rows, known: Known) -> list[Line]:
    """Raises :class:`Problem` for headings that are none; a line that is wrong says so itself."""
    columns = _columns(rows[0])
    lines: list[Line] = []
    for n, row in enumerate(rows[1:], 2):
        cells = {name: unicodedata.normalize("NFC", row[at]) if at < len(row) else "" for name, at in columns.items()}
        if any(cells.values()):
            lines.append(_line(n, cells, known))
    if not lines:
        raise refused("除了表头没有内容", "there is nothing below its headings")
    return lines


def _columns(heading: list[str]) -> dict[str, int]:
    plain = [re.sub(r"[\s*（(].*$", "", cell) for cell in heading]
    found = {name: plain.index(word) for name, words in HEADINGS.items() for word in words if word in plain}
    if lacking := [HEADINGS[name][0] for name in NEEDED if name not in found]:
        raise refused(f"第一行要是表头，缺{'、'.join(lacking)}", "the first line has to hold the headings")
    return found


def _line(n: int, cells: dict[str, str], known: Known) -> Line:
    line = Line(n, cells["number"].strip(), cells["name"].strip())
    for name, longest in (("number", 32), ("name", 16)):
        if not 1 <= len(cells[name]) <= longest or _odd(cells[name]):
            line.faults.append(f"{HEADINGS[name][0]}要有 1–{longest} 个看得见的字")
    department = cells["department"]
    line.department = known.departments.get(department, "")
    if not line.department:
        line.faults.append(_unknown(department, "单位", known.departments) if department else "缺单位")
    if any(cells.get(name) for name in OF_LETTER):
        line.letter = _letter(cells, known, line.faults)
    if card := cells.get("card", ""):
        try:
            line.card = card_number(card)
        except Problem as problem:
            line.faults.append(problem.zh.rstrip("。"))
    return line


def _letter(cells: dict[str, str], known: Known, faults: list[str]) -> SaidLetter | None:
    if lacking := [HEADINGS[name][0] for name in OF_LETTER if not cells.get(name)]:
        faults.append(f"委托书缺{'、'.join(lacking)}")
        return None
    groups = [one for one in re.split(r"[、,，;；/\s]+", cells["groups"]) if one]
    faults += [_unknown(one, "门组", known.groups) for one in groups if one not in known.groups]
    if cells["profile"] not in known.profiles:
        faults.append(_unknown(cells["profile"], "时段", known.profiles))
    starts, ends = (_date(cells[name], HEADINGS[name][0], faults) for name in ("starts", "ends"))
    for name, longest in (("letter", 60), ("signed_by", 16)):
        if len(cells[name]) > longest or _odd(cells[name]):
            faults.append(f"{HEADINGS[name][0]}最多 {longest} 个看得见的字")
    if starts and ends and ends < starts:
        faults.append("止日在起日之前")
    if faults or starts is None or ends is None:
        return None
    ids = tuple(sorted({known.groups[one] for one in groups}))
    return SaidLetter(cells["letter"], cells["signed_by"], ids, known.profiles[cells["profile"]], starts, ends)


def _date(text: str, label: str, faults: list[str]) -> date | None:
    found = _DATE.fullmatch(text.split(" ")[0])
    try:
        return date(*map(int, found.groups())) if found else _wrong(text, label, faults)
    except ValueError:
        return _wrong(text, label, faults)


def _wrong(text: str, label: str, faults: list[str]) -> None:
    faults.append(f"{label}“{text[:20]}”不是日期，请写成 2026-12-31{_counted(text)}")


def _counted(text: str) -> str:
    """A day as table programs count them, where the cell lost its format: it is named, and not taken for granted."""
    if not re.fullmatch(r"4[3-9]\d{3}|5\d{4}", text):
        return ""
    return f"（像是 {date(1899, 12, 30) + timedelta(days=int(text))}：把那一列设成日期格式）"


def _unknown(text: str, label: str, known: Iterable[str]) -> str:
    """With the one that may be meant; nothing is taken for another by itself."""
    plain = {re.sub(r"[\s–—-]", "", name): name for name in known}
    near = get_close_matches(re.sub(r"[\s–—-]", "", text), plain, 1, 0.6)
    return f"没有“{text[:20]}”这个{label}" + (f"，是不是“{plain[near[0]]}”？" if near else "")


def _odd(text: str) -> bool:
    return any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") for c in text)
