"""A checklist that was carried along, as a phone shows it: computed from what stands now, by the answers in its code.

It names nobody and is kept nowhere: whoever has the address sees what anybody would see who answers so.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from hall.contract import workdays
from hall.contract.matters import (
    Carried,
    Catalogue,
    Checklist,
    Doubt,
    Guide,
    Line,
    Matter,
    Since,
    Turn,
    doubted,
    since,
    working_days,
)

HEADS = {
    "needed": "要带的材料",
    "maybe": "可能要，由窗口核定",
    "open": "还没有定，看您怎么回答",
    "waived": "可免提交：政府部门已有，不用带",
    "not": "这次不用",
}
ORIGINS = {"自备": "自备", "核发": "政府部门核发", "中介": "中介机构出具", "系统": "在系统里填"}


class Row(NamedTuple):
    """``below``: from whom, by which law, and what it hangs on; ``warning``: how unsure. ``mark``: what changed."""

    name: str
    below: str
    warning: str
    mark: str


class Told(NamedTuple):
    matter: Matter
    given: tuple[str, ...]
    sections: tuple[tuple[str, tuple[Row, ...]], ...]
    changes: tuple[str, ...]
    notes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    turned: Turn | None
    doubt: Doubt


def told(catalogue: Catalogue, carried: Carried, today: date) -> Told | None:
    """None: there is no such matter (any more)."""
    matter = catalogue.matter.get(carried.matter)
    if matter is None:
        return None
    guide = Guide(catalogue, matter)
    came = guide.checklist(carried.answers, today)
    moved = since(carried, came)
    asked = [catalogue.question[one] for one in guide.asked() if one in carried.answers]
    return Told(
        matter,
        tuple(f"{one.name}：{one.label(carried.answers[one.id])}" for one in asked),
        tuple(_sections(catalogue, came, moved)),
        tuple(_changes(moved)),
        tuple(one.say for one in (*came.perhaps, *came.notes)),
        tuple(_facts(matter, today)),
        came.turned,
        came.doubt,
    )


def _sections(catalogue: Catalogue, came: Checklist, moved: Since) -> Iterator[tuple[str, tuple[Row, ...]]]:
    for state, head in HEADS.items():
        rows = tuple(_row(catalogue, one, moved) for one in came.lines if one.state == state)
        if rows:
            yield head, rows


def _row(catalogue: Catalogue, line: Line, moved: Since) -> Row:
    material, needless = line.material, line.state == "not"
    names = "、".join(catalogue.question[one].name for one in (*line.depends, *line.unsure))
    below = (
        "" if needless else ORIGINS[material.origin],
        f"要看：{names}" if names else "",
        "" if needless else material.source,
    )
    new, other = material.document in moved.new, material.document in moved.other
    mark = "新增" if new else "有变化" if other else "不再要" if line in moved.gone else ""
    return Row(material.name, " · ".join(one for one in below if one), "" if needless else _warning(line), mark)


def _warning(line: Line) -> str:
    if line.doubt == "lapsed":
        return f"依据到 {line.material.until} 已过期，以窗口核定为准" if line.material.until else "依据还没有生效"
    if line.window:
        return f"由窗口核定：{'、'.join(line.window)}"
    return "以窗口核定为准" if line.doubt else ""


def _changes(moved: Since) -> Iterator[str]:
    for count, words in (
        (len(moved.new), "新增{}项"),
        (len(moved.other), "{}项的要求变了"),
        (len(moved.gone) + moved.lost, "{}项不再要"),
    ):
        if count:
            yield words.format(count)


def _facts(matter: Matter, today: date) -> Iterator[tuple[str, str]]:
    limit = matter.limit
    commit, legal = (one if one != "—" else "" for one in (limit.commit, limit.legal))
    count = working_days(commit or legal)
    last = workdays.after(today, count) if count is not None else None
    day = last.isoformat() if last else workdays.beyond(today) if count is not None else ""
    source, one = limit.source or matter.source, limit if limit.source else matter
    ended = doubted(one, today) == "lapsed"
    valid = f"（{'已于' if ended else '有效至'} {one.until}{' 过期' if ended else ''}）" if one.until else ""
    for name, text in (
        ("承诺时限", commit),
        ("法定时限", legal),
        ("今天受理，最迟办结", day),
        ("办理结果", matter.result),
        ("办理部门", matter.lead),
        ("依据", f"{source}{valid}" if source else ""),
    ):
        if text:
            yield name, text
