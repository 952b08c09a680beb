"""A catalogue from files, whole or not at all: every fault of every file is named, with its line."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, NamedTuple

from pydantic import ValidationError

from hall.contract.matters import Catalogue, Matter, Question, Service
from hall.matters.expanding import Expanding
from hall.matters.yaml import Broken, Path, Read, read_yaml

LISTS = {"questions": Question, "matters": Matter, "services": Service}
WORDS = {
    "missing": "没有写",
    "extra_forbidden": "不认识这一项",
    "string_type": "要写文字",
    "string_too_short": "是空的",
    "string_too_long": "太长",
    "string_pattern_mismatch": "只能用小写字母、数字和下划线，以字母开头",
    "literal_error": "不是可以写的词",
    "date_from_datetime_parsing": "要写 2026-12-31 这样的日期",
    "date_from_datetime_inexact": "要写 2026-12-31 这样的日期",
    "bool_type": "要写 true 或 false",
    "bool_parsing": "要写 true 或 false",
    "tuple_type": "要写成一串",
    "too_short": "太少",
    "too_long": "太多",
    "model_type": "写法不对",
    "float_parsing": "要写数字",
    "float_type": "要写数字",
}
MOST = 200
"""Faults that are named; whoever has more is told so."""


class Fault(NamedTuple):
    file: str
    line: int
    zh: str

    def __str__(self) -> str:
        return f"{self.file} 第{self.line}行：{self.zh}"


class Unreadable(ValueError):
    """Nothing was taken. ``faults`` in the order of files and lines."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults[:MOST])))


def sample_files() -> dict[str, str]:
    """What lies in ``assets/matters``."""
    folder = files("assets").joinpath("matters")
    return {one.name: one.read_text("utf-8") for one in folder.iterdir() if one.name.endswith(".yaml")}


def read_catalogue(texts: Mapping[str, str]) -> Catalogue:
    """Name of a file → its text. Raises Unreadable."""
    faults: list[Fault] = []
    read: dict[str, Read] = {}
    for name in sorted(texts):
        try:
            read[name] = read_yaml(texts[name])
        except Broken as error:
            faults.append(Fault(name, error.line, error.zh))
    for name, one in read.items():
        faults += (Fault(name, line, f"“{key[:60]}”写了两遍") for line, key in one.twice)
        if not isinstance(one.data, dict):
            faults.append(Fault(name, 1, "文件里要有 questions、matters 等栏目"))
    usable = {name: one for name, one in read.items() if isinstance(one.data, dict)}
    head = _head(usable, faults)
    taken = _items(usable, faults)
    if not faults:
        try:
            return Catalogue.model_validate(head | taken)
        except ValidationError as error:
            faults += (Fault("", 1, in_words(one)) for one in error.errors())
    raise Unreadable(faults)


def _head(read: Mapping[str, Read], faults: list[Fault]) -> dict[str, Any]:
    """What is said once for all files."""
    head: dict[str, Any] = {}
    for name, one in read.items():
        for key, value in one.data.items():
            if key in ("version", "disclaimer", "stages", "format"):
                if key in head:
                    faults.append(Fault(name, one.lines[key,], f"“{key}”在别的文件里已经写过"))
                head[key] = value
            elif key not in LISTS and key not in ("sources", "rules"):
                faults.append(Fault(name, one.lines[key,], f"不认识的栏目“{key[:60]}”"))
            elif not isinstance(value, list if key in LISTS else dict):
                faults.append(Fault(name, one.lines[key,], f"“{key}”的写法不对"))
    return head


def _items(read: Mapping[str, Read], faults: list[Fault]) -> dict[str, list[Any]]:
    """Every question, matter and service, read one by one, so that one fault does not hide the next."""
    shared = {"sources": {}, "rules": {}}
    for one in read.values():
        for key, all_of in shared.items():
            all_of |= one.data.get(key) or {} if isinstance(one.data.get(key) or {}, dict) else {}
    expanding = Expanding(shared["sources"], shared["rules"])
    taken: dict[str, list[Any]] = {key: [] for key in LISTS}
    seen: set[tuple[str, str]] = set()
    for name, key, at, raw, lines in _listed(read):
        faults += (Fault(name, lines[at], zh) for zh in _twice(seen, key, raw))
        expanded, wrong = expanding.item(raw)
        faults += (Fault(name, _line(lines, (*at, *path)), zh) for path, zh in wrong)
        try:
            taken[key].append(LISTS[key].model_validate(expanded))
        except ValidationError as error:
            faults += (Fault(name, _line(lines, (*at, *fault["loc"])), in_words(fault)) for fault in error.errors())
    return taken


def _listed(read: Mapping[str, Read]) -> Iterator[tuple[str, str, Path, Any, dict[Path, int]]]:
    for name, one in read.items():
        for key in LISTS:
            value = one.data.get(key)
            for n, raw in enumerate(value if isinstance(value, list) else ()):
                yield name, key, (key, n), raw, one.lines


def _twice(seen: set[tuple[str, str]], key: str, raw: Any) -> Iterator[str]:
    if isinstance(raw, dict) and isinstance(id := raw.get("id"), str):
        if (key, id) in seen:
            yield f"编号 {id[:60]} 用了两次"
        seen.add((key, id))


def _line(lines: Mapping[Path, int], loc: tuple[Any, ...]) -> int:
    """Of the thing itself, or of the nearest one around it that stands in the file."""
    while loc not in lines:
        loc = loc[:-1]
    return lines[loc]


def in_words(fault: Any) -> str:
    """pydantic's word, in Chinese for what people do."""
    where = ".".join(str(one) for one in fault["loc"] if isinstance(one, str))
    zh = WORDS.get(fault["type"]) or fault["msg"].removeprefix("Value error, ")
    return f"{where[:80]}：{zh}" if where else zh
