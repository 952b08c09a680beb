"""Five thousand people are a few classes, and the hours of a week a few kinds. Whose papers say the same is asked once;
so are the moments between which no profile, paper or right of a class begins or ends. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hall.contract.access import Calendar, Credential, Document, Grant, Grants, Person, Presented, TimeProfile, within

HOURS = 168
MOST_OTHERS = 40
"""Days that are otherwise within a year, which are looked at too."""
_HOUR, _DAY, _WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Class:
    """``people``: ids; the first is asked for all, with what he ``shows``. ``rights``: his, those of a pass of its
    document alone. ``visitor``: by a pass."""

    people: tuple[str, ...]
    person: Person
    shows: Presented
    rights: tuple[Grant, ...]
    documents: tuple[Document, ...]
    issued: Credential

    @property
    def visitor(self) -> bool:
        return self.issued.kind == "pass"


def classes(grants: Grants) -> list[Class]:
    """Who shows nothing that is known opens nothing, and is asked as a stranger."""
    found: dict[object, list[tuple[Person, Credential, tuple[Grant, ...]]]] = {}
    for person, issued in _shown(grants):
        rights = grants.grants_of.get(person.id, ())
        if issued.kind == "pass":
            rights = tuple(one for one in rights if one.document == issued.document)
        if rights:
            found.setdefault(_said(grants, person, issued, rights), []).append((person, issued, rights))
    return [_class(grants, members) for members in found.values()]


def _shown(grants: Grants) -> Iterator[tuple[Person, Credential]]:
    """One card of each who has one, and every pass."""
    carded: set[str] = set()
    for issued in grants.credentials:
        person = grants.person_by_id.get(issued.person)
        if person is None or issued.state != "active" or (issued.kind == "card" and person.id in carded):
            continue
        if issued.kind == "card":
            carded.add(person.id)
        yield person, issued


def _said(grants: Grants, person: Person, issued: Credential, rights: tuple[Grant, ...]) -> object:
    """What of him the rule reads, without what only names it."""
    documents = grants.document_by_id
    papers = frozenset((_content(one), _paper(documents.get(one.document))) for one in rights)
    used = tuple(sorted(issued.entered.items()))
    return (
        person.department,
        person.department_zh,
        person.suspended,
        bool(person.pin),
        (issued.kind, issued.begins, issued.ends, issued.people, used),
        papers,
    )


def _content(one: Grant) -> tuple[object, ...]:
    return (one.doors, one.groups, one.begins, one.ends, one.profile, one.level, one.two, one.escort, one.department,
            one.first, one.free)  # fmt: skip


def _paper(one: Document | None) -> object:
    return None if one is None else (one.kind, one.begins, one.ends, one.state, one.host, one.room, one.offline_until)


def _class(grants: Grants, members: list[tuple[Person, Credential, tuple[Grant, ...]]]) -> Class:
    person, issued, rights = members[0]
    documents = tuple(one for id in dict.fromkeys(r.document for r in rights) if (one := grants.document_by_id.get(id)))
    shows = Presented(issued.kind, issued.key)
    return Class(tuple(one.id for one, _, _ in members), person, shows, rights, documents, issued)


class Week:
    """The hours that are asked about: a week from ``now`` on, and days that are otherwise within the year; for whose
    papers begin later, a week from then on too."""

    def __init__(self, grants: Grants, now: datetime) -> None:
        self._grants, self._zone = grants, ZoneInfo(grants.timezone)
        self._begins = now.astimezone(self._zone).replace(minute=0, second=0, microsecond=0)
        self.hours = [*self._from(self._begins, HOURS), *self._otherwise()]
        self._held: dict[tuple[str, datetime], bool] = {}

    def kinds(self, one: Class) -> list[tuple[datetime, ...]]:
        """Moments at which the rule reads the same of this class."""
        profiles = self._profiles(one)
        begins = {edge.begins for edge in (*one.documents, *one.rights, one.issued) if edge.begins is not None}
        ends = {edge.ends for edge in (*one.documents, *one.rights, one.issued) if edge.ends is not None}
        found: dict[object, list[datetime]] = {}
        for at in self._moments(profiles, begins | ends, one.documents):
            held = tuple(self._within(profile, at) for profile in profiles)
            sides = tuple(at >= edge for edge in (*begins, *ends))
            found.setdefault((held, sides), []).append(at)
        return [tuple(moments) for moments in found.values()]

    def _profiles(self, one: Class) -> list[TimeProfile]:
        ids = {right.profile for right in one.rights} | {door.first for door in self._grants.doors}
        return [self._grants.profile_by_id[id] for id in sorted(ids) if id in self._grants.profile_by_id]

    def _moments(
        self, profiles: Iterable[TimeProfile], edges: set[datetime], documents: tuple[Document, ...]
    ) -> list[datetime]:
        hours = self.hours
        for begins in sorted({one.begins for one in documents if one.begins >= self._begins + _WEEK})[:3]:
            hours = [*hours, *self._from(begins.astimezone(self._zone), HOURS)]
        offsets = sorted({timedelta(), *(offset for profile in profiles for offset in _offsets(profile))})
        moments = [hour + offset for hour in hours for offset in offsets] if len(offsets) > 1 else [*hours]
        first, last = hours[0], max(hours[-1], hours[0] + _WEEK)
        within_them = (edge.astimezone(self._zone) for edge in edges if first < edge < last)
        return sorted({*moments, *within_them})

    def _within(self, profile: TimeProfile, at: datetime) -> bool:
        key = profile.id, at
        if (held := self._held.get(key)) is None:
            held = self._held[key] = within(profile, self._grants.calendar, at)
        return held

    def _from(self, begins: datetime, hours: int) -> list[datetime]:
        return [begins + n * _HOUR for n in range(hours)]

    def _otherwise(self) -> list[datetime]:
        today = self._begins.date()
        after = today + _WEEK + _DAY
        days = {
            day
            for day in _other_days(self._grants.calendar, self._grants.profiles)
            if after <= day < today + 52 * _WEEK
        }
        return [
            hour
            for day in sorted(days)[:MOST_OTHERS]
            for hour in self._from(datetime(day.year, day.month, day.day, tzinfo=self._zone), 24)
        ]


def _other_days(calendar: Calendar, profiles: Iterable[TimeProfile]) -> Iterator[date]:
    yield from calendar.holidays
    yield from calendar.made_up
    for profile in profiles:
        yield from (other.day for other in profile.others)


def _offsets(profile: TimeProfile) -> Iterator[timedelta]:
    """Within an hour: a profile that begins at 7:30."""
    for span in (*profile.spans, *(span for other in profile.others for span in other.spans)):
        for edge in (span.begins, span.ends):
            yield timedelta(minutes=edge.minute, seconds=edge.second, microseconds=edge.microsecond)
