"""All laws over one set of grants and one plan. Pure; seconds for the largest hall, so never in the loop."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hall.access.proving.building import Building
from hall.access.proving.classes import Class, Week, classes
from hall.access.proving.holes import Fact, Hole, Step
from hall.access.proving.laws import Fault, of_one_department, without_host, without_paper
from hall.access.proving.rights import Questions, Right, of_level, two_person_doors
from hall.access.proving.saying import Words
from hall.access.proving.walking import Entry, Path, entries, stuck
from hall.contract.access import LEVELS, Grants, Level
from hall.contract.plan import Plan


@dataclass(frozen=True)
class Proof:
    """``questions``: how often ``decide`` was asked, for ``classes`` of people."""

    holes: tuple[Hole, ...]
    classes: int
    questions: int

    @property
    def facts(self) -> frozenset[Fact]:
        return frozenset[Fact]().union(*(one.facts for one in self.holes))


def worse(before: Proof, after: Proof, gained: Collection[str]) -> tuple[Hole, ...]:
    """The holes of ``after`` that a change makes or widens: a passage, a person or a level that was not wrong before,
    or somebody who gains (``gained``) a door of one that was."""
    stood = before.facts
    return tuple(one for one in after.holes if not one.facts <= stood or not set(one.doors).isdisjoint(gained))


def prove(grants: Grants, plan: Plan | None, now: datetime) -> Proof:
    """``plan``: None: nothing is drawn, so that nothing is walked."""
    week = Week(grants, now)
    return _Proving(Questions(grants, week), Building(plan, grants.doors) if plan else None).proof()


class _Proving:
    def __init__(self, questions: Questions, building: Building | None) -> None:
        self.questions, self.building = questions, building
        self.words = Words(questions.grants, building, questions.week.hours[0])
        self._walked: dict[tuple[frozenset[str], Level], list[Entry]] = {}

    def proof(self) -> Proof:
        grants, questions = self.questions.grants, self.questions
        anybody = questions.of_strangers()
        found = [(one, questions.of_class(one)) for one in classes(grants)]
        two = two_person_doors(grants.doors, (right for _, rights in found for right in rights), grants)
        holes: dict[object, Hole] = {}
        facts: dict[object, frozenset[Fact]] = {}
        for key, hole in (
            *(self._fault(Fault("paper", None, one.door, one.level, one.moments[0])) for one in anybody),
            *self._ways_out(),
            *self._walks(anybody, found),
            *(self._fault(one) for each, rights in found for one in without_paper(grants, each, rights)),
            *(self._fault(one) for each, rights in found for one in without_host(questions, each, rights)),
            *(self._fault(one) for one in of_one_department(questions, two, found)),
        ):
            holes.setdefault(key, hole)
            facts[key] = facts.get(key, frozenset()) | hole.facts
        whole = tuple(replace(hole, facts=facts[key]) for key, hole in holes.items())
        return Proof(whole, len(found), questions.count)

    # -- walks ---------------------------------------------------------------------------------------------------------

    def _walks(self, anybody: list[Right], found: list[tuple[Class, list[Right]]]) -> Iterator[tuple[object, Hole]]:
        if self.building is None:
            return
        for level in LEVELS:
            for one, rights in ((None, anybody), *found):
                yield from self._of_one(one, of_level(rights, level), level)

    def _of_one(self, one: Class | None, rights: list[Right], level: Level) -> Iterator[tuple[object, Hole]]:
        """At each kind of hour, and over the whole week: one may wait inside for another hour."""
        hours: dict[str, list[datetime]] = {}
        at_once: dict[datetime, set[str]] = {}
        for right in rights:
            hours.setdefault(right.door, []).extend(right.moments)
            at_once.setdefault(right.moments[0], set()).add(right.door)
        for at, doors in ((self.questions.week.hours[0], set[str]()), *at_once.items()):
            for entry in self._entries(frozenset(doors), level):
                yield self._entered(one, entry, level, dict.fromkeys(doors, at))
        for entry in self._entries(frozenset(hours), level):
            yield self._entered(one, entry, level, _one_after_another(entry.path, hours))

    def _entries(self, opened: frozenset[str], level: Level) -> list[Entry]:
        if (known := self._walked.get((opened, level))) is None:
            assert self.building is not None
            known = entries(self.building, opened, self.questions.free[level])
            self._walked[opened, level] = known
        return known

    def _entered(
        self, one: Class | None, entry: Entry, level: Level, opens: dict[str, datetime]
    ) -> tuple[object, Hole]:
        zh, en = self.words.entered(one, entry.path, entry.goal, level, opens)
        doors = tuple(dict.fromkeys(id for each in entry.path if (id := each.door or each.past)))
        times = [opens[each.door] for each in entry.path if each.door in opens]
        at, people = times[-1] if times else self.questions.week.hours[0], one.people if one else ()
        where = "back_office", entry.path[-1].a, entry.path[-1].b
        facts = frozenset((*where, id, level) for id in people or ("",))
        return where, Hole(
            "back_office", people, at, level, doors, entry.goal, _steps(entry.path, opens), zh, en, facts
        )

    def _ways_out(self) -> Iterator[tuple[object, Hole]]:
        building, met = self.building, set[str]()
        if building is None:
            return
        times: dict[frozenset[str], datetime] = {}
        for at in self.questions.week.hours:
            times.setdefault(building.shut(at), at)
        for level in LEVELS:
            for shut, at in times.items():
                for one in stuck(building, self.questions.free[level], level, shut):
                    if met & one.region:
                        continue
                    met |= one.region
                    zh, en = self.words.stuck(one, level, at, shut)
                    stop = (one.stop.door or one.stop.past,) if one.stop and (one.stop.door or one.stop.past) else ()
                    walk = _steps(one.path, {}) or (Step(one.start),)
                    place = building.place_at(one.start)
                    facts = frozenset(("way_out", node, "", level) for node in one.region)
                    yield ("way_out", one.start), Hole("way_out", (), at, level, stop, place, walk, zh, en, facts)

    # -- answers -------------------------------------------------------------------------------------------------------

    def _fault(self, one: Fault) -> tuple[object, Hole]:
        people = one.one.people if one.one else ()
        zh, en = self.words.fault(one)
        door = self.questions.grants.door_by_id[one.door]
        facts = frozenset((one.law, one.door, id, one.level) for id in people or ("",))
        hole = Hole(one.law, people, one.at, one.level, (one.door,), door.to_zone, self._to(one), zh, en, facts)
        return (one.law, one.door, people[:1] if one.law != "two_departments" else ()), hole

    def _to(self, one: Fault) -> tuple[Step, ...]:
        """The door itself, from one side to the other."""
        across = next((p for p in self.building.passages if p.door == one.door), None) if self.building else None
        return _steps((across,), {}) if across else ()


def _one_after_another(path: Path, hours: dict[str, list[datetime]]) -> dict[str, datetime]:
    """When each door on the way is passed, at the soonest; what is open only before then is open a week later."""
    opens: dict[str, datetime] = {}
    now = min((at for moments in hours.values() for at in moments), default=None)
    for one in path:
        if one.door in hours and now is not None:
            moments = sorted(hours[one.door])
            now = next((at for at in moments if at >= now), moments[0] + timedelta(days=7))
            opens[one.door] = now
    return opens


def _steps(path: Path, opens: dict[str, datetime]) -> tuple[Step, ...]:
    if not path:
        return ()
    return (Step(path[0].a), *(Step(one.b, one.door or one.past, opens.get(one.door)) for one in path))
