"""One search box: "后台门 01 周六 20:00" – who may, who may not, and why; or a person's name – which doors.

What is typed is read as people say it: a day, a time, and what is left over names a door or a person."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from hall.access.may import asked, has_right, why
from hall.contract.access import Door, Grants
from hall.kit.errors import Problem

LONGEST = 80
MOST = 200
"""Rows of an answer, those who may first."""

_CLOCK = re.compile(r"(?P<h>[01]?\d|2[0-4])\s*(?:[:点时](?P<m>[0-5]\d)?(?P<half>半)?)分?")
_DATE = re.compile(r"(?:(?P<y>20\d\d)[-年/.])?(?P<m>1[0-2]|0?[1-9])[-月/.](?P<d>3[01]|[12]\d|0?[1-9])[日号]?")
_WEEKDAY = re.compile(r"(?:(?<![早晚])(?P<which>[上下本这])个?)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
_NEAR = {
    "大前天": -3, "前天": -2, "前晚": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1,
    "今天": 0, "今日": 0, "今早": 0, "今晚": 0, "今夜": 0, "现在": 0,
    "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "大后天": 3, "后天": 2,
}  # fmt: skip
"""The longer word before the one it ends with."""
_EARLIER = "这个时刻今天已经过去，下面按现在的权限答；当时实际怎样，看“进出回看”。"
_LATE = ("下午", "晚", "夜")
_IN_WORDS = re.compile(r"[一二两三四五六七八九十]{1,3}(?=点|时)|[一二三四五六七八九十]{1,3}(?=月|日|号)")
_PART_OF_DAY = re.compile(r"凌晨|清晨|中午|傍晚|夜里|夜间")
_SPELT = r"[一二两三四五六七八九十](?:点|时)|[一二三四五六七八九十]月[一二三四五六七八九十]{1,3}[日号]"
"""Hours and dates in words; a door may be called 三号门."""
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_LATELY = timedelta(days=60)
"""A date without its year that lies so short a while back is that one; any other is to come."""
_FILLING = re.compile(r"[谁哪些个人能可以开进出打过通得去到的在呢吗么请问为什何上下午早晚点\s?？,，。、:]+")
_DAYS = "一二三四五六日"


@dataclass(frozen=True)
class Question:
    """``what``: what is left when the moment is taken out. ``note``: what has to be said of the moment."""

    what: str
    at: datetime
    note: str = ""


def read(text: str, now: datetime) -> Question:
    """``now``: the hall's local time; without a day it is today, without an hour this one. A day that is over is
    refused: what stands now says nothing of then. Raises :class:`Problem`."""
    text = unicodedata.normalize("NFKC", text).strip()
    if len(text) > LONGEST:
        raise Problem(422, "too_long", f"问得太长，最多 {LONGEST} 个字。", f"At most {LONGEST} characters.")
    if re.search(_SPELT, text):
        text = _IN_WORDS.sub(_in_digits, text)
    day, text = _day(text, now)
    if day is not None and day < now.date():
        raise _over(day)
    found = _CLOCK.search(text)
    if found is None:
        at = now.time() if day in (None, now.date()) else time(12)
    else:
        hour, late = int(found["h"]), any(word in text for word in _LATE)
        if hour == 24 or (hour == 12 and any(word in text for word in _LATE[1:])):  # the midnight at that day's end
            day, hour = (day or now.date()) + timedelta(days=1), 0
        elif late and hour < 12:
            hour += 12
        at = time(hour, int(found["m"] or (30 if found["half"] else 0)))
        text = text[: found.start()] + " " + text[found.end() :]
    text = _PART_OF_DAY.sub(" ", text)
    moment = datetime.combine(day or now.date(), at, now.tzinfo)
    note = _EARLIER if now - moment > timedelta(minutes=1) else ""
    if moment.year != now.year:
        note = f"按 {moment.year} 年的这一天答。"
    return Question(text, moment, note)


def answer(grants: Grants, names: Mapping[str, str], question: Question) -> dict[str, Any]:
    """``names``: of people by their ids, in full: who asks sees the list of people anyway. Raises :class:`Problem`."""
    doors = named_doors(grants, question.what)
    if not doors:
        people = [id for id, name in names.items() if name and name in question.what]
        if people:
            _all_read(question.what.replace(names[people[0]], " "))
            return _of_person(grants, names, people[0], question)
        raise Problem(
            422,
            "no_door",
            "没看出问的是哪扇门或哪个人。可以这样问：“后台门 01 周六 20:00”“张样例 明天 9:00”。",
            "It is not clear which door or person is meant.",
        )
    _all_read(_without(question.what, doors))
    rows = [
        _row(grants, names, person.id, door, question.at)
        for door in doors
        for person in grants.people
        if person.id in names
    ]
    near = [row for row in rows if row["may"] or row["cause"] != "no_right"]
    people, told = ({row["person"] for row in some} for some in (rows, near))
    near.sort(key=lambda row: (not row["may"], row["department"], row["name"]))
    return {
        "at": question.at.isoformat(),
        "note": question.note,
        "about": "、".join(door.name_zh for door in doors),
        "may": f"{len({row['person'] for row in rows if row['may']})} 人能开",
        "others": len(people - told),
        "rows": near[:MOST],
    }


def named_doors(grants: Grants, what: str) -> list[Door]:
    """The doors whose name is meant: the whole name, or else all whose name holds what was said."""
    said = _FILLING.sub("", what)
    plain = {door.id: _FILLING.sub("", unicodedata.normalize("NFKC", door.name_zh)) for door in grants.doors}
    whole = [door for door in grants.doors if said and (plain[door.id] in said or door.id == said)]
    longest = max((len(plain[door.id]) for door in whole), default=0)
    if whole:
        return [door for door in whole if len(plain[door.id]) == longest or door.id == said]
    return [door for door in grants.doors if len(said) >= 2 and said in plain[door.id]]


def _without(what: str, doors: list[Door]) -> str:
    """What was said beside the doors that are meant."""
    said = _FILLING.sub("", what)
    for door in doors:
        name = _FILLING.sub("", unicodedata.normalize("NFKC", door.name_zh))
        if name in said or door.id == said:
            said = said.replace(name, "").replace(door.id, "")
        elif said in name:
            return ""
    return said


def _all_read(rest: str) -> None:
    """A word that was not read may be the very time that is asked about: it is named, and not passed over."""
    if left := _FILLING.sub("", rest):
        raise Problem(
            422,
            "not_read",
            f"“{left[:20]}”没有看懂，没有答。时间请写成“周六 20:00”“明天 下午3点半”“12月31日 9:00”。",
            f"'{left[:20]}' was not understood, so there is no answer.",
        )


def _in_digits(found: re.Match[str]) -> str:
    """十点 → 10点; 二十三 → 23."""
    tens, ten, ones = found[0].rpartition("十")
    if not ten:
        return "".join(str(_DIGITS[one]) for one in found[0])
    return str((_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0))


def _of_person(grants: Grants, names: Mapping[str, str], person: str, question: Question) -> dict[str, Any]:
    rows = [_row(grants, names, person, door, question.at) for door in grants.doors]
    rows.sort(key=lambda row: not row["may"])
    may = f"能开 {sum(row['may'] for row in rows)} 扇，共 {len(rows)} 扇"
    told = {"about": names[person], "may": may, "others": 0, "rows": rows[:MOST]}
    return {"at": question.at.isoformat(), "note": question.note, **told}


def _row(grants: Grants, names: Mapping[str, str], person: str, door: Door, at: datetime) -> dict[str, Any]:
    decision = asked(grants, person, door.id, at)
    who = grants.person_by_id[person]
    document = grants.document_by_id.get(decision.document)
    return {
        "person": person,
        "name": names[person],
        "department": who.department_zh,
        "door": door.id,
        "door_zh": door.name_zh,
        "may": has_right(decision),
        "cause": decision.cause.value,
        "why": why(decision),
        "paper": document.label_zh if document else "",
    }


def _over(day: date) -> Problem:
    return Problem(
        422,
        "over",
        f"{day.year}年{day.month}月{day.day}日已经过去了，这里只按现在的权限答现在和以后。"
        "那天谁进来过、谁在里面，看“进出回看”；当时为什么放行，看那一条旁的“为什么”。",
        "That day is over. What stood then is on the page of past days, and beside each decision.",
    )


def _day(text: str, now: datetime) -> tuple[date | None, str]:
    """The day that is named, and the text without it."""
    for word, days in _NEAR.items():
        if word in text:
            return now.date() + timedelta(days=days), text.replace(word, "晚" if word[-1] in "晚夜" else " ")
    if (found := _WEEKDAY.search(text)) is not None:
        wanted = _DAYS.index("日" if found["day"] == "天" else found["day"])
        ahead = wanted - now.weekday()  # of this week, where that is said
        if not found["which"]:
            ahead %= 7
        else:
            ahead += {"上": -7, "下": 7}.get(found["which"], 0)
        return now.date() + timedelta(days=ahead), text[: found.start()] + " " + text[found.end() :]
    if (found := _DATE.search(text)) is not None:
        try:
            day = date(int(found["y"] or now.year), int(found["m"]), int(found["d"]))
        except ValueError:
            raise Problem(422, "no_day", "没有这一天，请看一下日期。", "There is no such day.") from None
        if not found["y"] and now.date() - day > _LATELY:  # in November "1月1日" is the next one
            day = day.replace(year=day.year + 1)
        return day, text[: found.start()] + " " + text[found.end() :]
    return None, text
