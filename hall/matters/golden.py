"""Every combination of answers and the list it gives, as text that people of the law read line by line.

Each matter begins with its rules; a row is what was answered and which of the numbered lines are needed beside those
that always are. ``changes`` is what a draft does to it.
"""

import difflib
from collections.abc import Iterator
from datetime import date

from hall.contract.matters import (
    Catalogue,
    Checklist,
    Guide,
    Matter,
    Named,
    Ruled,
    Sourced,
    merged,
    named_in,
    said,
)
from hall.matters.parting import Part, Parting
from hall.matters.ways import first_of, ways

HEAD = """\
# 每一种回答得到的清单。由 python -m hall matters golden --write 写出，逐行对照依据复核后提交。
# 行尾括号：把握（S 有原文、K 依国家规定、I 示意；“条件 I”指条件比材料本身更不确定）和依据。免＝可免提交。
# 回答行：要＝除“必要”外还要的材料编号；可能＝以窗口核定为准；说＝提示编号；转＝不是这个事项。
"""


def golden_text(catalogue: Catalogue) -> str:
    named = {rule.named: rule for one in catalogue.matters for rule in _rules(one)}
    rules = [f"《{name}》：{said(rule.of, catalogue.question)}" for name, rule in named.items()]
    blocks = ("\n".join(_block(catalogue, one)) for one in catalogue.matters)
    return "\n".join(f"{one}\n" for one in (HEAD.rstrip(), *rules, *blocks))


def changes(old: str, new: str) -> str:
    """Line by line; empty where nothing changed."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), "golden.txt", "now", lineterm="", n=1)
    return "\n".join(lines)


def _rules(matter: Matter) -> Iterator[Named]:
    for one in (*matter.turns, *matter.notes, *matter.materials):
        yield from named_in(one.when)


def _block(catalogue: Catalogue, matter: Matter) -> Iterator[str]:
    yield f"## {matter.id} {matter.name}"
    questions = catalogue.question
    whole = Guide(catalogue, matter)
    for n, turn in enumerate(whole.matter.turns, 1):
        where = turn.to or "不办"
        yield f"  转{n} {said(turn.when, questions)} → {where}：{turn.say}{_stands(turn)}"
    for n, note in enumerate(whole.matter.notes, 1):
        when = f"{said(note.when, questions)}：" if note.when else ""
        yield f"  说{n} {when}{note.say}{_stands(note)}"
    if matter.parts:
        yield f"  合并 {'、'.join(matter.parts)}，一张清单："
    of = [f" ← {'、'.join(one.of)}" for one in merged(catalogue, matter)] if matter.parts else []
    for n, one in enumerate(whole.matter.materials, 1):
        when = said(one.when, questions) or "必要"
        yield f"  {n:2d} {one.name}{' 免' if one.exempt else ''}{of[n - 1] if of else ''}｜{when}{_stands(one)}"
    split = Parting(whole).parts(catalogue, whole) if matter.parts else [_all_of(whole)]
    for n, one in enumerate(split):
        if matter.parts:
            yield f"  合并清单的回答（{'、'.join(questions[id].name for id in one.guide.asked()) or '没有问题'}）："
        for way in ways(one.guide):
            answers = " ".join(
                f"{questions[id].name}＝{'、'.join(map(questions[id].label, options))}" for id, options in way.items()
            )
            came = one.guide.checklist(first_of(way), date.min)
            none = "只有必要的" if n == 0 else "没有另要的"
            yield f"  {answers or '（没有问题）'} ⇒ {_result(whole.matter, one, came) or none}"


def _all_of(guide: Guide) -> Part:
    return Part(guide, range(len(guide.matter.materials)), range(len(guide.matter.notes)))


def _result(matter: Matter, part: Part, came: Checklist) -> str:
    if came.turned is not None:
        return f"转{matter.turns.index(came.turned) + 1} {came.turned.to or '不办'}"
    lines = [(n + 1, one) for n, one in zip(part.lines, came.lines, strict=True)]
    notes = [(n + 1, matter.notes[n]) for n in part.notes]
    numbers = {
        "要": [n for n, one in lines if one.material.when is not None and one.state in ("needed", "waived")],
        "可能转": [matter.turns.index(one) + 1 for one in came.perhaps],
        "可能": [n for n, one in lines if one.state in ("maybe", "open")],
        "说": [n for n, one in notes if one.when is not None and one in came.notes],
    }
    return "；".join(f"{word} {' '.join(map(str, ns))}" for word, ns in numbers.items() if ns)


def _stands(one: Sourced) -> str:
    rule = f" 条件{one.when_conf}" if isinstance(one, Ruled) and one.when_conf else ""
    return f"（{one.conf}{rule}{' ' if one.source else ''}{one.source}）"
