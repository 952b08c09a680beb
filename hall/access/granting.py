"""From papers and rules to what decides: the treaty's ``Grants``, of the whole hall and of each station. Derived at
each change, never stored: a right that has no living paper cannot be forgotten anywhere. What is made of one row alone
is kept as long as that row is as it was.

Of the whole hall cards are known as the hall keeps them, and everybody has one, so that "who may" is answered for those
too who have none yet. A station is told its own doors, and of people, papers and cards what these need, under its key.
"""

import base64
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from hall.access import store as counts
from hall.access.letters import store as letters
from hall.access.letters.standing import Standing, genuine, standing
from hall.access.letters.store import LetterRow
from hall.access.made import MadeOf
from hall.access.people import store as people
from hall.access.people.cards import CardKeys
from hall.access.people.service import known_as
from hall.access.people.store import CardRow, PersonRow
from hall.access.rules import RulesBook
from hall.access.rules.shape import Rules
from hall.access.visits import Visit, Visits
from hall.contract.access.grants import Credential, Document, DocumentState, Grant, Grants, PassKey, Person
from hall.contract.access.words import Level
from hall.contract.ids import mask_name
from hall.keys import all_keys
from hall.kit import Clock

REMEMBERED = timedelta(days=14)
"""So long a paper that opens nothing any more is told, that its bearer hears why."""

_STATES: dict[str, DocumentState] = {"withdrawn": "withdrawn", "altered": "withdrawn", "suspended": "suspended"}


PASSES = "passes"
"""The kind of keys that sign passes."""


Standings = list[tuple[LetterRow, Standing]]

Around = Callable[[Connection], object]
"""What else decides and is counted elsewhere: another answer, and all is derived anew."""


class Whole(NamedTuple):
    """``of``: what it was made from: the count of changes, the day, the keys that count, how the hall is held,
    and what the wiring adds.
    ``altered``: letters that somebody changed by hand."""

    of: tuple[int, date, tuple[PassKey, ...], Level, object]
    grants: Grants
    altered: tuple[LetterRow, ...]


class Named(NamedTuple):
    """A person, and what his department is called."""

    id: int
    row: PersonRow
    department: str


class Granting:
    def __init__(self, clock: Clock, keys: CardKeys, book: RulesBook, visits: Visits, around: Around) -> None:
        self.clock, self.seal, self.keys, self.book = clock, book.seal, keys, book
        self._visits, self._around = visits, around
        self.held: Callable[[Connection], Level] = lambda _conn: "normal"
        """How the hall is held now; by the wiring."""
        self._whole: Whole | None = None
        self._told: dict[str, tuple[Whole, str, Grants]] = {}
        self._people = MadeOf[Named, tuple[Person, Credential]](_person)
        self._letters = MadeOf[LetterRow, tuple[Document, Grant]](lambda row: (_letter(row, "living"), _right(row)))
        self._genuine = MadeOf[LetterRow, bool](lambda row: genuine(row, self.seal))
        self._cards = MadeOf[CardRow, Credential | None](self._card)

    def whole(self, conn: Connection, now: datetime) -> Whole:
        """The same object as long as nothing changed."""
        of = counts.of(conn), self.clock.local(now).date(), _pass_keys(conn, now), self.held(conn), self._around(conn)
        if self._whole is None or self._whole.of != of:
            rows = people.people(conn)
            standings = [*self._standings(conn, rows, now)]
            altered = tuple(row for row, stands in standings if stands == "altered")
            self._whole = Whole(of, self._derived(conn, self.book.current(conn).rules, rows, standings, now), altered)
        return self._whole

    def under(self, conn: Connection, rules: Rules, now: datetime) -> Grants:
        """As it would be under these rules."""
        rows = people.people(conn)
        return self._derived(conn, rules, rows, [*self._standings(conn, rows, now)], now)

    def _derived(
        self, conn: Connection, rules: Rules, rows: list[PersonRow], standings: Standings, now: datetime
    ) -> Grants:
        named = {one.id: one.name_zh for one in people.departments(conn)}
        persons = self._people.all(Named(row.id, row, named.get(row.department, "")) for row in rows)
        papers = [*_told(standings, now)]
        letters_made = self._letters.all(row for row, _ in papers)
        cards: dict[int, list[Credential]] = {}
        card_rows = people.cards(conn)
        made = self._cards.all(card_rows)
        for row in card_rows:
            if (card := made[row.id]) is not None:
                cards.setdefault(row.person, []).append(card)
        until = _until(papers)
        visits = self._visits(conn, now)
        guests = [(visit, one) for visit in visits for one in visit.passes]
        return Grants(
            timezone=str(self.clock.zone),
            level=self.held(conn),
            calendar=rules.calendar,
            profiles=rules.profiles,
            doors=rules.doors,
            groups=rules.groups,
            people=(
                *(persons[row.id][0] for row in rows),
                *(Person(id=f"v{one.cti}", label=visit.title[:20], step_free=one.step_free) for visit, one in guests),
            ),
            documents=(
                *(letters_made[row.id][0] if to == "living" else _letter(row, to) for row, to in papers),
                *(_appointment(visit, until.get(visit.host)) for visit in visits),
            ),
            grants=(
                *(letters_made[row.id][1] for row, _ in papers),
                *(
                    Grant(id=f"g{one.cti}", person=f"v{one.cti}", document=f"a{visit.id}", doors=one.doors)
                    for visit, one in guests
                    if one.doors
                ),
            ),
            credentials=(
                *(one for row in rows for one in (persons[row.id][1], *cards.get(row.id, ()))),
                *(
                    Credential(
                        key=one.cti,
                        kind="pass",
                        person=f"v{one.cti}",
                        document=f"a{visit.id}",
                        people=one.people,
                        state="withdrawn" if one.ended else "active",
                    )
                    for visit, one in guests
                ),
            ),
            iss=self.keys.iss,
            pass_keys=_pass_keys(conn, now),
        )

    def host(self, conn: Connection, person: int, at: datetime) -> str:
        """Why he can receive nobody then, in words; empty: he can."""
        row = people.person_by_id(conn, person)
        if row is None or row.left_at is not None:
            return "接待人不在名单上，或已离岗。"
        ends = _until(self._papers(conn, people.people(conn), at)).get(person)
        return "" if ends is not None and at < ends else f"{row.name}那时没有有效的委托书，不能接待。"

    def hosts(self, conn: Connection, now: datetime) -> dict[int, str]:
        """Who may receive somebody now: ids and names, with their departments."""
        rows, named = people.people(conn), {one.id: one.name_zh for one in people.departments(conn)}
        until = _until(self._papers(conn, rows, now))
        return {
            row.id: f"{row.name}（{named.get(row.department, '')}）"
            for row in rows
            if row.left_at is None and (ends := until.get(row.id)) is not None and now < ends
        }

    def of_station(self, conn: Connection, station: str, place: str, now: datetime) -> Grants:
        """``place``: where it stands on the plan; a door may name it by that."""
        whole = self.whole(conn, now)
        known = self._told.get(station)
        if known is None or known[0] is not whole or known[1] != place:
            self._told[station] = known = whole, place, self._narrow(whole.grants, station, place)
        return known[2]

    def _narrow(self, whole: Grants, station: str, place: str) -> Grants:
        own = [
            door.model_copy(update={"station": station})
            for door in whole.doors
            if door.station and door.station in (station, place)
        ]
        ids = {door.id for door in own}
        rights = [one for one in whole.grants if any(whole.opens(one, id) for id in ids)]
        papers, persons = {one.document for one in rights}, {one.person for one in rights}
        documents = [one for one in whole.documents if one.id in papers]
        persons |= {one.host for one in documents if one.host}
        profiles = {one.profile for one in rights} | {door.first for door in own}
        groups = {id for one in rights for id in one.groups}
        return whole.model_copy(
            update={
                "doors": tuple(own),
                "groups": tuple(
                    group.model_copy(update={"doors": tuple(id for id in group.doors if id in ids)})
                    for group in whole.groups
                    if group.id in groups
                ),
                "profiles": tuple(one for one in whole.profiles if one.id in profiles),
                "people": tuple(self._carried(one, station) for one in whole.people if one.id in persons),
                "documents": tuple(documents),
                "grants": tuple(_within(one, ids) for one in rights),
                "credentials": tuple(
                    self._rekeyed(one, station)
                    for one in whole.credentials
                    if one.person in persons and not _made_up(one)
                ),
            }
        )

    def _carried(self, one: Person, station: str) -> Person:
        pin, duress = (self.keys.for_station(kept, station) for kept in (one.pin, one.duress))
        return one.model_copy(update={"pin": pin, "duress": duress})

    def _rekeyed(self, one: Credential, station: str) -> Credential:
        return one if one.kind == "pass" else one.model_copy(update={"key": self.keys.for_station(one.key, station)})

    def _papers(
        self, conn: Connection, rows: Iterable[PersonRow], now: datetime
    ) -> Iterator[tuple[LetterRow, DocumentState]]:
        return _told(self._standings(conn, rows, now), now)

    def _standings(
        self, conn: Connection, rows: Iterable[PersonRow], now: datetime
    ) -> Iterator[tuple[LetterRow, Standing]]:
        known, papers = {row.id: row for row in rows}, letters.letters(conn)
        holds = self._genuine.all(papers)
        for row in papers:
            yield row, standing(row, known[row.person], self.seal, now, known_genuine=holds[row.id])

    def _card(self, row: CardRow) -> Credential | None:
        """None: somebody wrote it into the database by hand."""
        holds = self.seal.holds(row.seal, "card", row.person, row.hash)
        return Credential(key=row.hash, kind="card", person=known_as(row.person)) if holds else None


def _told(standings: Iterable[tuple[LetterRow, Standing]], now: datetime) -> Iterator[tuple[LetterRow, DocumentState]]:
    """Those that open something, will, or did a short while ago."""
    for row, stands in standings:
        last = min(row.ends, row.stopped_at or row.ends)
        if stands not in ("waiting", "left") and now - last < REMEMBERED:
            yield row, _STATES.get(stands, "living")


def _pass_keys(conn: Connection, now: datetime) -> tuple[PassKey, ...]:
    """Those whose codes are believed. A revoked one is gone with the next word."""
    return tuple(
        PassKey(kid=row.kid, key=base64.urlsafe_b64decode(row.public + "=").hex(), ends=row.not_after)
        for row in all_keys(conn, PASSES)
        if row.counts(now)
    )


def asked_as(person: str) -> str:
    """The card with which the hall itself asks about somebody, whether he has one or not."""
    return f"{'0' * 16}{person.encode().hex():0>48}"


def _made_up(one: Credential) -> bool:
    return one.kind == "card" and one.key.startswith("0" * 16)


def _person(named: Named) -> tuple[Person, Credential]:
    """And the card with which the hall asks about him."""
    row, whose = named.row, known_as(named.id)
    person = Person(
        id=whose,
        label=mask_name(row.name),
        department=row.department,
        department_zh=named.department,
        pin=row.pin,
        duress=row.duress,
        suspended=row.left_at is not None,
    )
    return person, Credential(key=asked_as(whose), kind="card", person=whose)


def _letter(row: LetterRow, state: DocumentState) -> Document:
    return Document(id=f"l{row.id}", kind="letter", label_zh=row.number, begins=row.starts, ends=row.ends, state=state)


def _right(row: LetterRow) -> Grant:
    return Grant(
        id=f"r{row.id}",
        person=known_as(row.person),
        document=f"l{row.id}",
        groups=row.group_ids,
        profile=row.profile,
        first=row.first,
    )


def _until(papers: Iterable[tuple[LetterRow, DocumentState]]) -> dict[int, datetime]:
    """By person: until when he is one of the house."""
    found: dict[int, datetime] = {}
    for row, state in papers:
        if state == "living":
            found[row.person] = max(row.ends, found.get(row.person, row.ends))
    return found


def _appointment(visit: Visit, host_until: datetime | None) -> Document:
    """A host whose letter ends takes the visit with it; without one there is none."""
    ends = min(visit.ends, host_until) if host_until else visit.ends
    return Document(
        id=f"a{visit.id}",
        kind="appointment",
        label_zh=visit.title,
        begins=visit.begins,
        ends=ends,
        state="closed" if visit.closed else "living",
        host=known_as(visit.host) if host_until else "",
        room=visit.room,
        offline_until=min(visit.offline_until, ends),
    )


def _within(one: Grant, doors: set[str]) -> Grant:
    return one.model_copy(update={"doors": tuple(id for id in one.doors if id in doors)})
