"""What was changed, in sentences: thing by thing, field by field, with what it was and what it is. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from hall.contract.matters import Catalogue, Limit, Material, Matter, Note, Question, Service, Turn, said
from hall.contract.matters.conditions import Kind
from hall.contract.queue import Wire

FIELDS: Mapping[str, str] = {
    "version": "版本", "disclaimer": "声明", "stages": "阶段", "name": "名称", "zh": "问法", "short": "简称",
    "en": "英文", "unit": "单位", "stage": "阶段", "lead": "牵头部门", "co": "协同部门", "way": "办法",
    "result": "结果", "core": "主事项", "gives": "发的证件", "classes": "适用", "threshold": "门槛",
    "parts": "合并的事项", "always": "必有其一", "legal": "法定时限", "commit": "承诺时限", "origin": "来源",
    "exempt": "免提交", "copies": "份数", "doc": "算作", "covers": "可代替", "when": "条件", "to": "转到",
    "say": "说法", "conf": "把握", "when_conf": "条件的把握", "source": "依据", "since": "生效", "until": "有效期至",
    "lapsed": "过期说明",
}  # fmt: skip
APART = frozenset({"id", "materials", "turns", "notes", "limit", "options", "band"})
"""Fields that have sentences of their own."""


class Told(NamedTuple):
    """``about``: ``matters:sgxk``, where to look; ``name`` of the thing; one sentence a change."""

    about: str
    name: str
    sentences: tuple[str, ...]


def changed_words(before: Catalogue, after: Catalogue) -> list[Told]:
    found = [Told("head:", "开头的说明", tuple(_fields(before, after, ("version", "disclaimer", "stages"))))]
    for of, differ in (("questions", _question), ("matters", _Matters(before, after).differ), ("services", _service)):
        old, new = ({one.id: one for one in getattr(each, of)} for each in (before, after))
        for id in dict.fromkeys((*new, *old)):
            if id not in old or id not in new:
                name = new[id].name if id in new else old[id].name
                found.append(Told(f"{of}:{id}", name, ("新增" if id in new else "删除",)))
            elif old[id] != new[id]:
                found.append(Told(f"{of}:{id}", new[id].name, tuple(differ(old[id], new[id]))))
    return [one for one in found if one.sentences]


def _question(was: Question, now: Question) -> Iterator[str]:
    yield from _fields(was, now, _names(now))
    old, new = ({one.id: one for one in each.options} for each in (was, now))
    for id in dict.fromkeys((*new, *old)):
        if id not in old:
            yield f"新增选项“{new[id].zh}”"
        elif id not in new:
            yield f"删除选项“{old[id].zh}”"
        elif old[id] != new[id]:
            yield (
                f"选项“{old[id].zh}”改为“{new[id].zh}”"
                if old[id].zh != new[id].zh
                else f"选项“{new[id].zh}”的英文或范围改了"
            )
    if list(old) != list(new) and set(old) == set(new):
        yield "选项的次序改了"


def _service(was: Service, now: Service) -> Iterator[str]:
    yield from _fields(was, now, _names(now))


class _Matters:
    """``before`` and ``after``: in whose words each condition is said."""

    def __init__(self, before: Catalogue, after: Catalogue) -> None:
        self._before, self._after = before, after

    def differ(self, was: Matter, now: Matter) -> Iterator[str]:
        yield from _fields(was, now, _names(now))
        yield from (f"时限的{one}" for one in _fields(was.limit, now.limit, _names(Limit())))
        for word, old, new in (
            ("材料", was.materials, now.materials),
            ("转办", was.turns, now.turns),
            ("提示", was.notes, now.notes),
        ):
            yield from self._lines(word, old, new)

    def _lines(self, word: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[str]:
        olds, news = _paired(old), _paired(new)
        for key in dict.fromkeys((*news, *olds)):
            if key not in olds:
                line = news[key]
                stands = f"（{line.conf}{' ' if line.source else ''}{line.source}）"
                yield f"新增{word}“{_name(line)}”：{self._after_says(line.when)}{stands}"
            elif key not in news:
                yield f"删除{word}“{_name(olds[key])}”"
            elif olds[key] != news[key]:
                yield from (f"{word}“{_name(olds[key])}”{one}" for one in self._fields(olds[key], news[key]))
        if [one for one in olds if one in news] != [one for one in news if one in olds]:
            yield f"{word}的次序改了"

    def _fields(self, was: Any, now: Any) -> Iterator[str]:
        yield from _fields(was, now, [one for one in _names(now) if one != "when"])
        if was.when != now.when:
            yield f"条件：{said(was.when, self._before.question) or '必要'} → {self._after_says(now.when)}"

    def _after_says(self, when: Kind | None) -> str:
        return said(when, self._after.question) or "必要"


def _paired(lines: Sequence[Material | Turn | Note]) -> dict[tuple[str, int], Any]:
    """By what they are called; the second of one name apart."""
    found: dict[tuple[str, int], Any] = {}
    for one in lines:
        n = 0
        while (_name(one), n) in found:
            n += 1
        found[_name(one), n] = one
    return found


def _name(one: Any) -> str:
    return one.name if isinstance(one, Material) else one.say


def _names(one: Wire) -> list[str]:
    return [name for name in type(one).model_fields if name not in APART]


def _fields(was: Any, now: Any, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        old, new = getattr(was, name), getattr(now, name)
        if old != new:
            yield f"{FIELDS[name]}：{_shown(old)} → {_shown(new)}"


def _shown(value: Any) -> str:
    if value is None or value in ("", ()):
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(_shown(one) for one in value)
    return value.isoformat() if isinstance(value, date) else str(value)
