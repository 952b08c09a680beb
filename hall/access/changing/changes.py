"""What a change of the rules does: who gains and who loses which door when, in sentences. Nothing is compared by eye or
by form: both sets of rules are asked, person by person, door by door, hour by hour, by the same ``decide``.

People with the same papers are asked once. Between two moments at which any profile begins or ends nothing changes, so
that one question between each two is enough.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hall.access.changing.words import Days, Spans, in_words
from hall.access.may import may
from hall.contract.access import Grants, Span, TimeProfile
from hall.kit import Clock

TWICE = 2
"""Ordinary days of each weekday, from tomorrow on; from where a letter begins later, as many from then on. Days that
are otherwise within the next year are looked at too."""
MOST_OTHERS = 40
MOST_STARTS = 3


@dataclass(frozen=True)
class Change:
    """``gains`` or loses ``door`` at ``hours`` (周六 08:00–18:00); ``people``: ids."""

    gains: bool
    door: str
    people: tuple[str, ...]
    hours: str


def changes(before: Grants, after: Grants, clock: Clock, now: datetime) -> list[Change]:
    """``before`` and ``after``: of the same people and papers under two sets of rules."""
    doors = dict.fromkeys(door.id for door in (*after.doors, *before.doors))
    today = clock.local(now).date()
    others = _others(before, after, today)
    found: dict[tuple[bool, str, str], list[str]] = {}
    for people in _alike(after):
        days = _days(others, today, _starts(after, people[0], clock))
        edges = {time(), *_edges(before, people[0]), *_edges(after, people[0])}
        slots = list(_slots(days, sorted(edges), clock))
        for door in doors:
            gained, lost = _compared(before, after, people[0], door, slots)
            for gains, spans in ((True, gained), (False, lost)):
                if spans:
                    found.setdefault((gains, door, in_words(spans, days)), []).extend(people)
    return [Change(gains, door, tuple(people), hours) for (gains, door, hours), people in found.items()]


def _compared(before: Grants, after: Grants, person: str, door: str, slots: Spans) -> tuple[Spans, Spans]:
    """A door that no right of his names is asked about once: nothing of the hour is read for it."""
    if not any(grants.opens(one, door) for grants in (before, after) for one in grants.grants_of.get(person, ())):
        gained, lost = _compared_at(before, after, person, door, slots[:1])
        return (slots if gained else [], slots if lost else [])
    return _compared_at(before, after, person, door, slots)


def _compared_at(before: Grants, after: Grants, person: str, door: str, slots: Spans) -> tuple[Spans, Spans]:
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


def _starts(grants: Grants, person: str, clock: Clock) -> list[date]:
    """When papers of his begin."""
    papers = (grants.document_by_id[one.document] for one in grants.grants_of.get(person, ()))
    return sorted({clock.local(paper.begins).date() for paper in papers})


def _slots(days: Days, edges: list[time], clock: Clock) -> Iterator[tuple[datetime, datetime]]:
    for day in days.every:
        moments = [datetime.combine(day, edge, clock.zone) for edge in edges]
        next_day = datetime.combine(day + timedelta(days=1), time(), clock.zone)
        yield from zip(moments, [*moments[1:], next_day], strict=True)


def _edges(grants: Grants, person: str) -> Iterator[time]:
    """Of the hours that are read for him."""
    read = {one.profile for one in grants.grants_of.get(person, ())} | {door.first for door in grants.doors}
    for span in _spans(profile for profile in grants.profiles if profile.id in read):
        yield from (span.begins, span.ends)


def _spans(profiles: Iterable[TimeProfile]) -> Iterator[Span]:
    for profile in profiles:
        yield from profile.spans
        yield from (span for other in profile.others for span in other.spans)


def _days(others: set[date], today: date, starts: list[date]) -> Days:
    tomorrow = today + timedelta(days=1)
    usual = {*_ordinary(others, tomorrow)}
    for start in [start for start in starts if start > tomorrow][:MOST_STARTS]:
        usual |= {*_ordinary(others, start)}
    return Days(tuple(sorted(usual)), tuple(sorted(others)[:MOST_OTHERS]))


def _ordinary(others: set[date], first: date) -> Iterator[date]:
    met = dict.fromkeys(range(7), 0)
    for n in range(366):
        day = first + timedelta(days=n)
        if day not in others and met[day.weekday()] < TWICE:
            met[day.weekday()] += 1
            yield day


def _others(before: Grants, after: Grants, today: date) -> set[date]:
    """Days within the year that are not as the week says, and those after them, into which a night may reach."""
    named = {
        day
        for grants in (before, after)
        for day in (
            *grants.calendar.holidays,
            *grants.calendar.made_up,
            *(other.day for profile in grants.profiles for other in profile.others),
        )
    }
    spans = (span for grants in (before, after) for span in _spans(grants.profiles))
    if any(time() < span.ends <= span.begins for span in spans):
        named |= {day + timedelta(days=1) for day in named}
    return {day for day in named if today < day < today + timedelta(days=366)}
