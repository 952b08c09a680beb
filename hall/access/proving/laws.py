"""The laws that are read off the answers themselves: a living paper behind each, a host behind each visitor, two
departments behind each pair. Each is looked up anew in what stands, not taken from the rule's own word. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from hall.access.may import asked_by, has_right
from hall.access.proving.classes import Class
from hall.access.proving.holes import Law
from hall.access.proving.rights import Questions, Right
from hall.contract.access import Cause, Document, Grants, Level, Waiting


class Fault(NamedTuple):
    """``one``: None: anybody. ``other``: the second of two."""

    law: Law
    one: Class | None
    door: str
    level: Level
    at: datetime
    other: str = ""


def without_paper(grants: Grants, one: Class, rights: Iterable[Right]) -> Iterator[Fault]:
    for right in rights:
        given = next((each for each in one.rights if each.id == right.decision.grant), None)
        document = grants.document_by_id.get(right.decision.document)
        named = given is not None and given.document == right.decision.document and grants.opens(given, right.door)
        dead = next((at for at in (right.moments[0], right.moments[-1]) if not living(document, at)), None)
        if not named or dead is not None:
            yield Fault("paper", one, right.door, right.level, dead or right.moments[0])


def living(document: Document | None, at: datetime) -> bool:
    return document is not None and document.state == "living" and document.begins <= at < document.ends


def without_host(questions: Questions, one: Class, rights: Iterable[Right]) -> Iterator[Fault]:
    """His host is one of the house at that moment, and may himself pass that door at some moment of the visit."""
    hosts: dict[tuple[str, Level], list[Right]] = {}
    for right in rights:
        document = questions.grants.document_by_id.get(right.decision.document)
        if not one.visitor and (document is None or document.kind == "letter"):
            continue
        host = document.host if document else ""
        if not of_the_house(questions.grants, host, right.moments[0]):
            yield Fault("host", one, right.door, right.level, right.moments[0])
            continue
        hosts.setdefault((right.door, right.level), []).append(right)
    for (door, level), given in hosts.items():
        document = questions.grants.document_by_id[given[0].decision.document]
        moments = [at for right in given for at in right.moments]
        if not any(_host_may(questions, document.host, door, level, at) for at in moments):
            yield Fault("host", one, door, level, moments[0])


def of_the_house(grants: Grants, person: str, at: datetime) -> bool:
    """There is a living letter of his."""
    who = grants.person_by_id.get(person)
    papers = (grants.document_by_id.get(one.document) for one in grants.grants_of.get(person, ()))
    return who is not None and not who.suspended and any(p and p.kind == "letter" and living(p, at) for p in papers)


def _host_may(questions: Questions, host: str, door: str, level: Level, at: datetime) -> bool:
    shows = asked_by(questions.grants, host)
    return shows is not None and has_right(questions.ask(shows, door, level, at))


def of_one_department(questions: Questions, doors: set[str], found: list[tuple[Class, list[Right]]]) -> Iterator[Fault]:
    """Alone; with himself; with one of his department, also where a department is written down twice."""
    people = questions.grants.person_by_id
    there: dict[tuple[str, Level], list[tuple[Class, Right]]] = {}
    for one, rights in found:
        for right in rights:
            if right.door in doors:
                there.setdefault((right.door, right.level), []).append((one, right))
    for (door, level), holders in there.items():
        firsts = {one.person.department: (one, right) for one, right in reversed(holders)}
        two = questions.grants.door_by_id[door].two
        for one, right in holders:
            if two and right.decision.admitted:
                yield Fault("two_departments", one, door, level, right.moments[0])
            for first, beside in firsts.values():
                at = next((at for at in right.moments if at in set(beside.moments)), None)
                if at is None or not _same(one, first):
                    continue
                for waiting in (one.people[0], next((id for id in first.people if id != one.people[0]), "")):
                    if not waiting:
                        continue
                    there_before = Waiting(waiting, people[waiting].department, at)
                    said = questions.ask(one.shows, door, level, at, (there_before,))
                    if said.cause is Cause.SECOND_CAME:
                        yield Fault("two_departments", one, door, level, at, waiting)


def _same(one: Class, other: Class) -> bool:
    a, b = one.person, other.person
    return a.department == b.department or bool(a.department_zh and a.department_zh == b.department_zh)
