"""When, in words: weekdays for what comes every week, dates for the rest. Pure.

A weekday is said of ordinary days alone; a holiday, or a day that is otherwise, is always said by its date.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

WEEK = "一二三四五六日"

Spans = list[tuple[datetime, datetime]]


@dataclass(frozen=True)
class Days:
    """Those that were looked at: ``usual``, ordinary ones, at least two of each weekday; ``others``, the rest."""

    usual: tuple[date, ...]
    others: tuple[date, ...]

    @property
    def every(self) -> list[date]:
        return sorted({*self.usual, *self.others})


def in_words(spans: Spans, days: Days) -> str:
    """``spans``: in the hall's time, none over midnight."""
    by_day: Mapping[date, list[str]] = {
        day: _joined(list(of_day)) for day, of_day in groupby(spans, key=lambda span: span[0].date())
    }
    by_hours: dict[str, list[date]] = {}
    for day, hours in by_day.items():
        by_hours.setdefault("、".join(hours), []).append(day)
    return "；".join(f"{'、'.join(_named(those, days))} {hours}" for hours, those in by_hours.items())


def _joined(spans: Spans) -> list[str]:
    whole: list[list[datetime]] = []
    for begins, ends in spans:
        if whole and whole[-1][1] == begins:
            whole[-1][1] = ends
        else:
            whole.append([begins, ends])
    return [f"{begins:%H:%M}–{ends:%H:%M}".replace("–00:00", "–24:00") for begins, ends in whole]


def _named(those: list[date], days: Days) -> Iterator[str]:
    """周一至周五、周六; 12月7日起的周一; 12月1日."""
    chosen = frozenset(those)
    always = [n for n in range(7) if all(day in chosen for day in _of(n, days.usual))]
    later, begins = _from_then_on(chosen, [n for n in range(7) if n not in always], days.usual)
    if always:
        yield _week(always)
    if later:
        yield f"{_date(begins)}起的{_week(later)}"
    if always and days.others and chosen.issuperset(days.others):
        yield "节假日和特殊日"
        chosen -= {*days.others}
    yield from (
        _date(day) for day in those if day in chosen and (day in days.others or day.weekday() not in (*always, *later))
    )


def _from_then_on(chosen: frozenset[date], weekdays: list[int], usual: Iterable[date]) -> tuple[list[int], date]:
    """Weekdays that hold from some day on, and that day: a letter that begins later."""
    last = {n: _of(n, usual)[-1] for n in weekdays}
    going_on = {day for n in weekdays if last[n] in chosen for day in _of(n, usual) if day in chosen}
    for begins in sorted(going_on):
        held = [
            n for n in weekdays if (after := [d for d in _of(n, usual) if d >= begins]) and chosen.issuperset(after)
        ]
        before = {day for n in held for day in _of(n, usual) if day < begins and day in chosen}
        if held and not before:
            return held, begins
    return [], date.min


def _of(weekday: int, days: Iterable[date]) -> list[date]:
    return [day for day in days if day.weekday() == weekday]


def _week(weekdays: list[int]) -> str:
    return "、".join(f"周{WEEK[n]}" for n in weekdays).replace("周一、周二、周三、周四、周五", "周一至周五")


def _date(day: date) -> str:
    return f"{day.month}月{day.day}日"
