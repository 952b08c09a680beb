"""What one line of the table says, checked by itself. Every fault of it is named."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from hall.contract.matters import Catalogue, Material, Question
from hall.kit.sheets import Rows, refused
from hall.matters.reading import in_words
from hall.matters.table.saying import read_condition

HEADINGS: dict[str, tuple[str, ...]] = {
    "matter": ("事项", "事项名称", "事项编号"),
    "name": ("材料", "材料名称"),
    "origin": ("来源", "材料来源"),
    "copies": ("份数",),
    "when": ("条件", "情形"),
    "exempt": ("免提交",),
    "conf": ("把握",),
    "when_conf": ("条件的把握", "条件把握"),
    "source": ("依据",),
    "since": ("生效", "生效日期"),
    "until": ("有效期至", "失效日期"),
    "lapsed": ("过期说明",),
    "doc": ("算作",),
}
NEEDED = ("matter", "name")
YES, NO = ("是", "免", "免提交", "true", "1"), ("", "否", "不免", "false", "0")
CONF = {"有原文": "S", "依国家规定": "K", "示意": "I"}
_MARKED = re.compile(r"^'(?=[=+\-@])")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass
class Line:
    """``n``: as the table counts, headings being 1. ``matter``: its id. ``values``: what the line says; a column that
    is not there says nothing, an empty cell says what stands when nobody says anything."""

    n: int
    matter: str = ""
    name: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    does: list[str] = field(default_factory=list)


def read_lines(rows: Rows, catalogue: Catalogue) -> list[Line]:
    """Raises Problem for headings that are none; a line that is wrong says so itself."""
    columns = _columns(rows[0])
    matters = {name: one.id for one in catalogue.matters for name in (one.name, one.id)}
    lines = []
    for n, row in enumerate(rows[1:], 2):
        cells = {name: _plain(row[at]) if at < len(row) else "" for name, at in columns.items()}
        if any(cells.values()):
            lines.append(_line(n, cells, matters, catalogue.question))
    if not lines:
        raise refused("除了表头没有内容", "there is nothing below its headings")
    return lines


def _plain(cell: str) -> str:
    """Without the mark that keeps a spreadsheet from reckoning with it."""
    return _MARKED.sub("", unicodedata.normalize("NFC", cell))


def _columns(heading: list[str]) -> dict[str, int]:
    plain = [re.sub(r"[\s*（(].*$", "", cell) for cell in heading]
    found = {name: plain.index(word) for name, words in HEADINGS.items() for word in words if word in plain}
    if lacking := [HEADINGS[name][0] for name in NEEDED if name not in found]:
        raise refused(f"第一行要是表头，缺{'、'.join(lacking)}", "the first line has to hold the headings")
    return found


def _line(n: int, cells: dict[str, str], matters: Mapping[str, str], questions: Mapping[str, Question]) -> Line:
    line = Line(n, matters.get(cells["matter"], ""), cells["name"])
    if not line.matter:
        line.faults.append(f"没有“{cells['matter'][:30]}”这个事项" if cells["matter"] else "缺事项")
    for name, text in cells.items():
        if name != "matter":
            _cell(line, name, text, questions)
    blank = {"origin": "自备"} | line.values | {"name": line.name}
    try:
        Material.model_validate(blank)
    except ValidationError as error:
        line.faults += [in_words(one) for one in error.errors() if one["loc"] != ("when",)]
    return line


def _cell(line: Line, name: str, text: str, questions: Mapping[str, Question]) -> None:
    try:
        line.values[name] = _read(name, text, questions)
    except ValueError as error:
        line.faults.append(f"{HEADINGS[name][0]}：{error}")


def _read(name: str, text: str, questions: Mapping[str, Question]) -> Any:
    """Raises ValueError with a sentence (Unsaid is one)."""
    match name:
        case "when":
            return read_condition(text, questions)
        case "exempt":
            if text.lower() not in (*YES, *NO):
                raise ValueError(f"“{text[:20]}”要写“是”或空着")
            return text.lower() in YES
        case "copies":
            if text and not text.isdecimal():
                raise ValueError(f"“{text[:20]}”不是份数")
            return int(text or 0)
        case "conf" | "when_conf":
            value = CONF.get(text, text.upper())
            if value not in ("", "S", "K", "I"):
                raise ValueError(f"“{text[:20]}”要写 S（有原文）、K（依国家规定）或 I（示意）")
            return value or (None if name == "when_conf" else "I")
        case "since" | "until":
            return _date(text)
        case "origin":
            return text or "自备"
        case _:
            return text


def _date(text: str) -> str | None:
    if not text:
        return None
    found = _DATE.fullmatch(text.split(" ")[0])
    if not found:
        raise ValueError(f"“{text[:20]}”不是日期，请写成 2026-12-31")
    year, month, day = map(int, found.groups())
    return f"{year:04d}-{month:02d}-{day:02d}"
