"""What a change of the rules does: who gains and who loses which door when, in sentences. Nothing is compared by eye or
by form: both sets of rules are asked, person by person, door by door, hour by hour, by the same ``decide``.

People with the same papers are asked once. Between two moments at which any profile begins or ends nothing changes, so
that one question between each two is enough.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from hall.access.may import may
from hall.contract.access import Grants, Span
from hall.kit import Clock

DAYS = 14
"""From tomorrow on; days that are otherwise within the next year are looked at too."""
MOST_OTHERS = 40
WEEK = "一二三四五六日"


@dataclass(frozen=True)
class Change:
    """``gains`` or loses ``door`` at ``hours`` (周六 08:00–18:00); ``people``: ids."""

    gains: bool
    door: str
    people: tuple[str, ...]
    hours: str


def changes(before: Grants, after: Grants, clock: Clock, now: datetime) -> list[Change]:
    """``before`` and ``after``: of the same people and papers under two sets of rules."""
    doors = [door.id for door in (*after.doors, *before.doors)]
    slots = list(_slots(before, after, clock, now))
    found: dict[tuple[bool, str, str], list[str]] = {}
    for people in _alike(after):
        for door in dict.fromkeys(doors):
            gained, lost = _compared(before, after, people[0], door, slots)
            for gains, spans in ((True, gained), (False, lost)):
                if spans:
                    found.setdefault((gains, door, _words(spans, clock)), []).extend(people)
    return [Change(gains, door, tuple(people), hours) for (gains, door, hours), people in found.items()]


def _compared(
    before: Grants, after: Grants, person: str, door: str, slots: list[tuple[datetime, datetime]]
) -> tuple[list[tuple[datetime, datetime]], list[tuple[datetime, datetime]]]:
    gained, lost = [], []
    for begins, ends in slots:
        at = begins + (ends - begins) / 2
        was, will = may(before, person, door, at), may(after, person, door, at)
        if will and not was:
            gained.append((begins, ends))
        elif was and not will:
            lost.append((begins, ends))
    return gained, lost


def _alike(grants: Grants) -> list[list[str]]:
    """People by what their papers say. Guests are not asked about: their doors follow their way."""
    found: dict[object, list[str]] = {}
    documents = grants.document_by_id
    for person in grants.people:
        rights = grants.grants_of.get(person.id, ())
        if not person.department or not rights:
            continue
        key = frozenset(
            (one.doors, one.groups, one.profile, one.first, documents[one.document].model_copy(update=_NAMELESS))
            for one in rights
        )
        found.setdefault((key, person.suspended), []).append(person.id)
    return list(found.values())


_NAMELESS = {"id": "x", "label_zh": "", "label_en": ""}


def _slots(before: Grants, after: Grants, clock: Clock, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    edges = sorted({time(), *_edges(before), *_edges(after)})
    for day in _days(before, after, clock.local(now).date()):
        moments = [datetime.combine(day, edge, clock.zone) for edge in edges]
        yield from zip(
            moments, [*moments[1:], datetime.combine(day + timedelta(days=1), time(), clock.zone)], strict=True
        )


def _edges(grants: Grants) -> Iterator[time]:
    for profile in grants.profiles:
        spans: Iterable[Span] = (*profile.spans, *(span for other in profile.others for span in other.spans))
        for span in spans:
            yield from (span.begins, span.ends)


def _days(before: Grants, after: Grants, today: date) -> list[date]:
    usual = [today + timedelta(days=n) for n in range(1, DAYS + 1)]
    others = {
        day
        for grants in (before, after)
        for day in (
            *grants.calendar.holidays,
            *grants.calendar.made_up,
            *(other.day for profile in grants.profiles for other in profile.others),
        )
        if today < day < today + timedelta(days=366)
    }
    return sorted({*usual, *sorted(others)[:MOST_OTHERS]})


def _words(spans: list[tuple[datetime, datetime]], clock: Clock) -> str:
    """By weekday where two weeks say the same, by date otherwise."""
    by_day: Mapping[date, list[str]] = {
        day: _joined(list(of_day)) for day, of_day in groupby(spans, key=lambda span: clock.local(span[0]).date())
    }
    by_hours: dict[str, list[date]] = {}
    for day, hours in by_day.items():
        by_hours.setdefault("、".join(hours), []).append(day)
    return "；".join(f"{_named(days)} {hours}" for hours, days in by_hours.items())


def _joined(spans: list[tuple[datetime, datetime]]) -> list[str]:
    whole: list[list[datetime]] = []
    for begins, ends in spans:
        if whole and whole[-1][1] == begins:
            whole[-1][1] = ends
        else:
            whole.append([begins, ends])
    return [f"{begins:%H:%M}–{ends:%H:%M}".replace("–00:00", "–24:00") for begins, ends in whole]


def _named(days: list[date]) -> str:
    twice = {day.weekday() for day in days if day + timedelta(days=7) in days}
    week = "、".join(f"周{WEEK[n]}" for n in sorted(twice)).replace("周一、周二、周三、周四、周五", "周一至周五")
    dates = "、".join(f"{day.month}月{day.day}日" for day in days if day.weekday() not in twice)
    return "、".join(part for part in (week, dates) if part)
