"""What may stand on a notice, who must have read it, and which lines a screen shows."""

import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

from sqlalchemy import Connection

from hall.contract.frame import NoticeLine
from hall.contract.glyphs import lacking
from hall.contract.plan import Plan
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.signage.notices import store

LONGEST_ZH, LONGEST_EN = 60, 140
"""Characters: what a passer-by reads in the eight seconds a page stands (about four Chinese characters a second)."""

FARTHEST = timedelta(days=92)
"""A notice that stands longer than a season is a sign, and belongs to the plan."""

AHEAD = timedelta(days=366)
"""How long beforehand one is put up: a year that was mistyped is not one that was meant."""

NUMBER, TIME = re.compile(r"[A-Za-z]?[0-9]{1,4}"), re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")
TIMES = ("time", "from", "to")
"""Fields of settled wordings that are times; the others are numbers of windows."""

ON_GLASS = 3
"""Notices on one screen at a time; what is less urgent waits."""


@dataclass(frozen=True)
class Notice:
    """What somebody wants to put up. ``wording`` names a settled text, whose ``fields`` are filled in; without it
    ``zh`` and ``en`` are free text. ``places``: ids of screens, and of floors for all their screens; empty for all.
    ``key`` is the same when the same order comes twice."""

    key: str
    starts: datetime
    ends: datetime
    wording: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    zh: str = ""
    en: str = ""
    priority: int = 5
    places: tuple[str, ...] = ()


@cache
def wordings() -> dict[str, dict[str, Any]]:
    """Settled texts by name."""
    return tomllib.loads((resources.files("assets") / "signs" / "notices.toml").read_text("utf-8"))


def put_up(tx: Tx, notice: Notice, member: str, plan: Plan) -> int:
    """Returns its id; for a key that has one already, that one. A settled wording is up from its start; free text
    waits for :func:`approve`. ``plan``: the one that stands, whose windows a settled wording may name."""
    known = store.by_key(tx.conn, notice.key)
    if known is not None:
        return known.id
    zh, en = _text(notice, {place.number for place in plan.places if place.kind == "window"})
    _check_times(notice, tx.now)
    settled = member if notice.wording else None
    id = store.add(
        tx.conn,
        notice.places,
        key=notice.key,
        wording=notice.wording,
        zh=zh,
        en=en,
        priority=notice.priority,
        starts=notice.starts,
        ends=notice.ends,
        made_by=member,
        made_at=tx.now,
        approved_by=settled,
        approved_at=tx.now if settled else None,
    )
    tx.note(member, "notice_made", f"notice:{id}", zh=zh, waiting=settled is None)
    return id


def approve(tx: Tx, id: int, member: str) -> None:
    row = _found(tx.conn, id)
    if row.made_by == member:
        raise Problem(
            403,
            "second_person",
            "自拟的通知要由另一人复核，不能自己复核自己的。",
            "Free text needs a second person; you cannot approve your own.",
        )
    if not store.approve(tx.conn, id, member, tx.now):
        raise Problem(409, "settled", "这条通知已经复核过或已撤下。", "This notice was already approved or withdrawn.")
    tx.note(member, "notice_approved", f"notice:{id}", made_by=row.made_by)


def withdraw(tx: Tx, id: int, member: str) -> None:
    _found(tx.conn, id)
    if not store.withdraw(tx.conn, id, member, tx.now):
        raise Problem(409, "settled", "这条通知已经撤下。", "This notice was already withdrawn.")
    tx.note(member, "notice_withdrawn", f"notice:{id}")


def by_screen(conn: Connection, plan: Plan, at: datetime) -> Mapping[str, tuple[NoticeLine, ...]]:
    """The most urgent notices of each screen at ``at``, most urgent first. One query for all screens."""
    rows = [
        (
            frozenset(json.loads(row.places)),
            NoticeLine(id=row.id, priority=row.priority, zh=row.zh, en=row.en, starts=row.starts, ends=row.ends),
        )
        for row in store.showing(conn, at)
    ]
    if not rows:
        return {}
    floors = {node.id: node.floor for node in plan.nodes}
    found: dict[str, tuple[NoticeLine, ...]] = {}
    for screen in plan.screens:
        here = {screen.id, floors.get(screen.node, "")}
        found[screen.id] = tuple(line for places, line in rows if not places or places & here)[:ON_GLASS]
    return found


def _text(notice: Notice, windows: set[str]) -> tuple[str, str]:
    if not notice.wording:
        zh, en = _plain("中文", notice.zh, LONGEST_ZH), _plain("英文", notice.en, LONGEST_EN)
        if not zh:
            raise _refused("请写中文内容。", "The Chinese text is missing.")
        return zh, en
    wording, given = wordings().get(notice.wording), dict(notice.fields)
    if wording is None:
        raise _refused("没有这种固定用语。", "There is no such settled wording.")
    values = {}
    for name, label in wording["fields"].items():
        values[name] = _like(name, label, given.get(name, ""))
        if name not in TIMES and values[name] not in windows:
            raise _refused(
                f"{label}：图上没有 {values[name]} 号窗口。", f"There is no window {values[name]} on the plan."
            )
    _check_sense(values)
    return _filled(wording["zh"], values), _filled(wording["en"], values)


def _check_sense(values: Mapping[str, str]) -> None:
    """What one field says, another may not deny."""
    if "other" in values and values["other"] == values["window"]:
        raise _refused(
            f"{values['window']} 号窗口暂停，就不能再请人到 {values['other']} 号窗口：请填另一个窗口。",
            f"Window {values['window']} is paused: people cannot be sent to it. Name another one.",
        )
    if "from" in values and _minutes(values["to"]) <= _minutes(values["from"]):
        raise _refused(
            f"休息到 {values['to']}，却从 {values['from']} 开始：结束要晚于开始。",
            f"A break that begins at {values['from']} cannot end at {values['to']}.",
        )


def _minutes(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


def _like(name: str, label: str, typed: str) -> str:
    """A field holds a window's number or a time, nothing somebody could say something else with."""
    typed = unicodedata.normalize("NFKC", typed).strip()
    shape, zh, en = (
        (TIME, "请写成 13:30 这样的时间", "a time like 13:30")
        if name in TIMES
        else (NUMBER, "请写窗口号，如 3 或 B12", "a window's number like 3 or B12")
    )
    if not shape.fullmatch(typed):
        raise _refused(f"{label}：{zh}。", f"{name} must be {en}.")
    return typed


def _filled(text: str, values: dict[str, str]) -> str:
    """Each brace is filled once; what was typed is never looked at again for braces of its own."""
    return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], text)


def _plain(label: str, text: str, longest: int) -> str:
    """One line of visible characters. Control and formatting characters (among them those that turn the direction of
    writing) are refused, since they can make a sentence say another."""
    text = unicodedata.normalize("NFC", text).strip()
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"):
            raise _refused(
                f"{label}里有不能显示的字符（U+{ord(character):04X}）。",
                f"There is a character that cannot be shown (U+{ord(character):04X}).",
            )
        if unicodedata.bidirectional(character) in ("R", "AL"):
            raise _refused(
                f"{label}里有从右往左写的文字，屏上会乱序，请换一种写法。",
                "There is right-to-left text, which would come out in the wrong order.",
            )
    if missing := lacking(text):
        raise _refused(
            f"{label}里的“{missing[0]}”屏上没有字形，会变成方框，请换一种写法。",
            f"Screens have no glyph for “{missing[0]}”.",
        )
    if len(text) > longest:
        raise _refused(
            f"{label}最多 {longest} 个字，现在是 {len(text)} 个；路过的人读不完。",
            f"At most {longest} characters; a passer-by cannot read {len(text)}.",
        )
    return text


def _check_times(notice: Notice, now: datetime) -> None:
    if notice.ends <= notice.starts:
        raise _refused("结束时间要在开始时间之后。", "The end must be after the start.")
    if notice.ends <= now:
        raise _refused("结束时间已经过了。", "The end has already passed.")
    if notice.starts > now + AHEAD:
        raise _refused(
            f"最多提前 {AHEAD.days} 天；请看一下年份。", f"At most {AHEAD.days} days ahead; look at the year."
        )
    if notice.ends - notice.starts > FARTHEST:
        raise _refused(
            f"通知最多挂 {FARTHEST.days} 天；长期的内容请画进大厅图。",
            f"A notice stands {FARTHEST.days} days at most; put lasting things on the plan.",
        )


def _refused(zh: str, en: str) -> Problem:
    return Problem(422, "notice", zh, en)


def _found(conn: Connection, id: int) -> store.NoticeRow:
    row = store.get(conn, id)
    if row is None:
        raise Problem(404, "no_notice", "没有这条通知。", "There is no such notice.")
    return row
