"""What a board that decides for itself is told, compiled from the part ``grants``. Pure.

The rule stays in one place: each stretch of time in which it cannot change is put to ``decide``, with the least that
can be known at the door, and only what it admits is written down. A board knows no second person, no host, no PIN by
level and no holiday, and does not hear of a letter withdrawn while nobody reaches it: so all of that is decided here,
for a few days, after which every card on it is dead.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from devices.door.board import ALWAYS, FIRST, LAST, NONE, BoardCard, BoardProfile, Policy
from hall.contract.access import DoorState, Grants, Person, Presented, Seen, Span, decide

DAYS = 3
"""How long a board may decide without a word of ours: over a weekend. At most seven: a day is known by its weekday."""
_SPANS = 3
_MINUTE = timedelta(minutes=1)

Stretch = tuple[time, time]
"""Minutes, both included."""
Week = tuple[tuple[Stretch, ...], ...]
"""For each day of the time compiled for, what is open."""


@dataclass(frozen=True)
class Compiled:
    """``left_out``: who is not let in by the board though the rule would, and why, in plain English without names."""

    policy: Policy
    left_out: tuple[str, ...] = ()


def compile_policy(
    grants: Grants, doors: Sequence[str], numbers: Mapping[str, int], first: date, days: int = DAYS
) -> Compiled:
    """``doors``: what hangs on the board's doors 1 to 4, an empty text for nothing. ``numbers``: a card's key in the
    part → the number its board reads. From ``first`` on, for ``days``. Raises ``ValueError`` for more than seven days,
    or more than four doors."""
    if not 1 <= days <= 7 or len(doors) > 4:
        raise ValueError("a board is told of one to seven days and up to four doors")
    dates = [first + timedelta(days=n) for n in range(days)]
    weeks = {number: _weeks(grants, doors, key, dates) for key, number in sorted(numbers.items())}
    profiles = _Profiles(dates)
    cards: set[BoardCard] = set()
    left_out: list[str] = []
    for number, opened in sorted(weeks.items()):
        told = tuple(profiles.id_of(week) for week in opened)
        if None in told:
            left_out.append(f"card …{number % 1000:03d}: the board has no profile left for its hours")
        if any(told):
            one, two, three, four = (id or NONE for id in told)
            cards.add(BoardCard(number, dates[0], dates[-1], (one, two, three, four)))
    return Compiled(Policy(frozenset(cards), frozenset(profiles.made)), tuple(left_out))


# -- when --------------------------------------------------------------------------------------------------------------


def _weeks(grants: Grants, doors: Sequence[str], key: str, dates: list[date]) -> list[Week]:
    """For each of four doors."""
    issued = grants.credential_by_key.get(("card", key))
    person = grants.person_by_id.get(issued.person) if issued is not None else None
    found: list[Week] = []
    for door in (*doors, "", "", "", "")[:4]:
        known = person is not None and door in grants.door_by_id and not grants.door_by_id[door].leaves
        found.append(tuple(_day(grants, door, key, person, day) if known and person else () for day in dates))
    return found


def _day(grants: Grants, door: str, key: str, person: Person, day: date) -> tuple[Stretch, ...]:
    """Whole minutes in which ``decide`` lets him in, whatever else is the case."""
    edges = sorted(_edges(grants, door, key, person, day))
    stretches: list[tuple[datetime, datetime]] = []
    for begin, end in pairwise(edges):
        if not _admitted(grants, door, key, person, begin):
            continue
        if stretches and stretches[-1][1] == begin:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((begin, end))
    return tuple(found for one in stretches if (found := _whole(*one)) is not None)


def _whole(begin: datetime, end: datetime) -> Stretch | None:
    """The minutes that lie in it from their first second to their last."""
    first = begin if begin.second == begin.microsecond == 0 else begin.replace(second=0, microsecond=0) + _MINUTE
    last = end.replace(second=0, microsecond=0) - _MINUTE
    return (first.time(), last.time()) if first <= last else None


def _edges(grants: Grants, door: str, key: str, person: Person, day: date) -> Iterator[datetime]:
    """Every moment of the day at which the answer can become another, and its two ends."""
    zone = ZoneInfo(grants.timezone)
    begin, end = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
    issued = grants.credential_by_key[("card", key)]
    moments = [begin, end, issued.begins, issued.ends]
    hours: set[time] = set()
    for grant in grants.grants_of.get(person.id, ()):
        if grants.opens(grant, door):
            document = grants.document_by_id.get(grant.document)
            moments += [grant.begins, grant.ends]
            moments += [document.begins, document.ends, document.offline_until] if document else []
            hours |= _hours(grants, grant.profile)
    hours |= _hours(grants, grants.door_by_id[door].first)
    moments += [datetime.combine(day, hour, zone) for hour in hours]
    yield from {one.astimezone(zone) for one in moments if one is not None and begin <= one <= end}


def _hours(grants: Grants, profile: str) -> set[time]:
    found = grants.profile_by_id.get(profile)
    spans: list[Span] = [] if found is None else [*found.spans, *(s for other in found.others for s in other.spans)]
    return {hour for span in spans for hour in (span.begins, span.ends)}


def _admitted(grants: Grants, door: str, key: str, person: Person, at: datetime) -> bool:
    """By the least that can be known: the hall never spoke, every other door stands open, nobody waits, nobody was
    first today, and he is where the door leads to already."""
    where = grants.door_by_id[door]
    others = frozenset(grants.door_by_id) - {door}
    seen = {person.id: Seen(where.to_zone, at)}
    state = DoorState(door, open_doors=others | frozenset(where.interlock), where=seen)
    return decide(Presented("card", key), grants, state, at).admitted


# -- profiles ----------------------------------------------------------------------------------------------------------


class _Profiles:
    """Hours that are alike share their profiles."""

    def __init__(self, dates: list[date]) -> None:
        self._dates = dates
        self._ids: dict[Week, int | None] = {tuple(() for _ in dates): NONE}
        self._whole = tuple(((time(), time(23, 59)),) for _ in dates)
        self.made: list[BoardProfile] = []

    def id_of(self, week: Week) -> int | None:
        """None: there is no room for it."""
        if week == self._whole:
            return ALWAYS
        if week not in self._ids:
            self._ids[week] = self._make(week)
        return self._ids[week]

    def _make(self, week: Week) -> int | None:
        days_of: dict[tuple[Stretch, ...], set[int]] = {}
        for day, stretches in zip(self._dates, week, strict=True):
            for at in range(0, len(stretches), _SPANS):
                days_of.setdefault(stretches[at : at + _SPANS], set()).add(day.weekday())
        first = FIRST + len(self.made)
        if first + len(days_of) - 1 > LAST:
            return None
        for n, (stretches, weekdays) in enumerate(sorted(days_of.items())):
            link = first + n + 1 if n + 1 < len(days_of) else 0
            days = tuple(day in weekdays for day in range(7))
            self.made.append(BoardProfile(first + n, self._dates[0], self._dates[-1], days, stretches, link))
        return first
