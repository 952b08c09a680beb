"""Working days (工作日), by the State Council's notices of each year. Pure.

Limits of the law count them (行政许可法第八十二条), the day itself not counted (民法典第二百零一条). A year without
its notice is not guessed at: the answer is None, and whoever shows it says so.

The end of a year is known with its own notice, although the next one may touch it: New Year 2027 falls on a Friday, and
the notice for 2025 gives such a New Year its own weekend alone (元旦…放假调休或连休3天).
"""

from datetime import date, timedelta
from typing import NamedTuple

_DAY = timedelta(days=1)


class Notice(NamedTuple):
    """What one year's notice says. ``off``: spans, both days included. ``worked``: Saturdays and Sundays that are
    working days (调休上班)."""

    source: str
    off: tuple[tuple[date, date], ...]
    worked: tuple[date, ...]


def _notice(year: int, source: str, off: str, worked: str) -> Notice:
    """Days as the notice writes them: month.day, and month.day-month.day."""

    def day(text: str) -> date:
        month, number = map(int, text.split("."))
        return date(year, month, number)

    spans = [one.partition("-") for one in off.split()]
    return Notice(source, tuple((day(a), day(b or a)) for a, _, b in spans), tuple(map(day, worked.split())))


NOTICES = {
    2025: _notice(
        2025,
        "国务院办公厅关于2025年部分节假日安排的通知（国办发明电〔2024〕12号，2024-11-12）",
        off="1.1 1.28-2.4 4.4-4.6 5.1-5.5 5.31-6.2 10.1-10.8",
        worked="1.26 2.8 4.27 9.28 10.11",
    ),
    2026: _notice(
        2026,
        "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号，2025-11-04）",
        off="1.1-1.3 2.15-2.23 4.4-4.6 5.1-5.5 6.19-6.21 9.25-9.27 10.1-10.7",
        worked="1.4 2.14 2.28 5.9 9.20 10.10",
    ),
}


def works(day: date) -> bool | None:
    """Whether it is a working day; None: its year's notice is not here."""
    notice = NOTICES.get(day.year)
    if notice is None:
        return None
    if day in notice.worked:
        return True
    return day.weekday() < 5 and not any(first <= day <= last for first, last in notice.off)


def after(day: date, count: int) -> date | None:
    """The ``count``-th working day after ``day``: the last day of a limit of so many working days that runs from it.
    None: that lies beyond the notices. ``count`` is 0 or more; 0 is the day itself, worked or not."""
    for _ in range(count):
        day += _DAY
        while not (worked := works(day)):
            if worked is None:
                return None
            day += _DAY
    return day


def between(day: date, last: date) -> int | None:
    """How many working days lie after ``day``, up to and with ``last``: what is left of a limit; negative, where it is
    over. None: beyond the notices."""
    if last < day:
        over = between(last, day)
        return None if over is None else -over
    days = [works(day + n * _DAY) for n in range(1, (last - day).days + 1)]
    return None if None in days else sum(bool(one) for one in days)


def beyond(day: date) -> str:
    """Chinese, where :func:`after` knew no day: which notice is missing."""
    year = next(one for one in range(day.year, day.year + 100) if one not in NOTICES)
    return f"{year}年的放假安排还没有录入，到期日以窗口核定为准"
