"""When a right holds: a week, the hall's calendar over it, and days that are otherwise. The hall's own time. Pure."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from hall.contract.plan import HallTime, Id, Name
from hall.contract.queue import Wire

DayOfWeek = Annotated[int, Field(ge=1, le=7)]


class Span(Wire):
    """From ``begins`` up to ``ends``, on ``days`` (1 Monday … 7 Sunday). 00:00 as the end is midnight; an end before
    the beginning is on the next day."""

    days: tuple[DayOfWeek, ...] = (1, 2, 3, 4, 5)
    begins: HallTime
    ends: HallTime


class OtherDay(Wire):
    """One date that is not as the week says: ``spans`` alone hold (their ``days`` do not count); none: nothing does."""

    day: date
    spans: Annotated[tuple[Span, ...], Field(max_length=16)] = ()


class TimeProfile(Wire):
    """``holidays``: whether the week also holds on the calendar's holidays. ``others`` go before everything."""

    id: Id
    name_zh: Name = ""
    spans: Annotated[tuple[Span, ...], Field(max_length=64)] = ()
    holidays: bool = False
    others: Annotated[tuple[OtherDay, ...], Field(max_length=400)] = ()

    @model_validator(mode="after")
    def _one_a_day(self) -> Self:
        if len({other.day for other in self.others}) != len(self.others):
            raise ValueError("one day has two exceptions")
        return self


class Calendar(Wire):
    """``holidays``: days on which the hall is shut. ``made_up``: days off that are worked (调休), and as which day of
    the week."""

    holidays: Annotated[tuple[date, ...], Field(max_length=1000)] = ()
    made_up: dict[date, DayOfWeek] = Field(default={}, max_length=1000)


def within(profile: TimeProfile, calendar: Calendar, at: datetime) -> bool:
    """``at``: aware, in the hall's time zone. Without a span nothing holds."""
    day, clock = at.date(), at.time()
    if any(_holds(span, clock) for span in _spans(profile, calendar, day)):
        return True
    before = day - timedelta(days=1)
    return any(_overnight(span) and clock < span.ends for span in _spans(profile, calendar, before))


def _spans(profile: TimeProfile, calendar: Calendar, day: date) -> tuple[Span, ...]:
    for other in profile.others:
        if other.day == day:
            return other.spans
    if day in calendar.holidays and not profile.holidays:
        return ()
    weekday = calendar.made_up.get(day) or day.isoweekday()
    return tuple(span for span in profile.spans if weekday in span.days)


def _holds(span: Span, clock: time) -> bool:
    if span.ends == time() or _overnight(span):
        return clock >= span.begins
    return span.begins <= clock < span.ends


def _overnight(span: Span) -> bool:
    return time() < span.ends <= span.begins
