"""A condition in one cell, as people write it: 用地＝租赁厂房或楼宇 且 性质＝新建、扩建. Pure.

Several situations are parted by 或, what the window decides is 窗口核定（…）. What is not to be said so (an amount, a
shared rule, a negation) is the short form that files have, in braces.
"""

import json
import re
from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from hall.contract.matters import Kind, Question
from hall.contract.matters.conditions import All, AnyOf, ByWindow, Condition, Is
from hall.matters.writing import short

ALWAYS = ("", "必要", "总是")
_WINDOW = re.compile(r"窗口核定[（(](.+)[）)]")
_SIGN = re.compile(r"\s*[＝=]\s*")
_CONDITION: TypeAdapter[Kind] = TypeAdapter(Condition)


class Unsaid(ValueError):
    """What stands in the cell is no condition; the sentence says why."""


def read_condition(text: str, questions: Mapping[str, Question]) -> Kind | None:
    """None: always. Raises Unsaid."""
    if text in ALWAYS:
        return None
    if text.startswith("{"):
        return _written(text)
    cases = [_case(one, questions) for one in re.split(r"\s+或\s+", text)]
    return cases[0] if len(cases) == 1 else AnyOf(any=tuple(cases))


def say_condition(when: Kind | None, questions: Mapping[str, Question]) -> str:
    """So that :func:`read_condition` gives the same again."""
    if when is None:
        return ""
    cases = [_said(one, questions) for one in (when.any if isinstance(when, AnyOf) else (when,))]
    plain = " 或 ".join(one for one in cases if one is not None)
    if None not in cases:
        try:
            if read_condition(plain, questions) == when:
                return plain
        except Unsaid:
            pass
    return json.dumps(short(when, {}), ensure_ascii=False)


def _written(text: str) -> Kind:
    try:
        return _CONDITION.validate_python(json.loads(text))
    except ValidationError as error:
        raise Unsaid(error.errors()[0]["msg"].removeprefix("Value error, ")) from None
    except (ValueError, RecursionError):
        raise Unsaid("花括号里的写法读不懂") from None


def _case(text: str, questions: Mapping[str, Question]) -> Kind:
    parts = tuple(_part(one.strip(), questions) for one in re.split(r"\s+且\s+", text.strip()))
    return parts[0] if len(parts) == 1 else All(all=parts)


def _part(text: str, questions: Mapping[str, Question]) -> Kind:
    if found := _WINDOW.fullmatch(text):
        return ByWindow(window=found[1][:200])
    asked, wanted = _SIGN.split(text, maxsplit=1) if _SIGN.search(text) else ("", "")
    if not asked:
        raise Unsaid(f"“{text[:30]}”要写成“问题＝选项”")
    question = next((one for one in questions.values() if asked in (one.id, one.name, one.zh)), None)
    if question is None:
        raise Unsaid(f"没有“{asked[:30]}”这个问题")
    return Is(question=question.id, options=tuple(_options(question, wanted)))


def _options(question: Question, wanted: str) -> list[str]:
    """Longest first, since 、 also stands within the words of options."""
    names = {name: one.id for one in question.options for name in (one.id, one.zh)}
    found: list[str] = []
    while wanted:
        name = max((one for one in names if wanted.startswith(one)), key=len, default=None)
        rest = wanted[len(name) :] if name else ""
        if name is None or (rest and rest[0] not in "、,，"):
            raise Unsaid(f"“{question.name}”没有选项“{wanted[:30]}”")
        if names[name] not in found:
            found.append(names[name])
        wanted = rest[1:].strip()
    if not found:
        raise Unsaid(f"“{question.name}”后面没有写选项")
    return found


def _said(when: Kind, questions: Mapping[str, Question]) -> str | None:
    parts = when.all if isinstance(when, All) else (when,)
    said = []
    for one in parts:
        if isinstance(one, ByWindow):
            said.append(f"窗口核定（{one.window}）")
        elif isinstance(one, Is) and one.question in questions:
            question = questions[one.question]
            said.append(f"{question.name}＝{'、'.join(map(question.label, one.options))}")
        else:
            return None
    return " 且 ".join(said)
