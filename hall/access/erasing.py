"""What is held here of one person who comes to ask, and what of it is taken off (个人信息保护法, Art. 45 and 47). He is
found by the number by which his department names him, or by a resident ID card that opens doors for him: the number
itself is nowhere, but its point is."""

from typing import NamedTuple

from sqlalchemy import Connection

from hall.access import store as counts
from hall.access.letters import store as letters
from hall.access.letters.store import LetterRow
from hall.access.people import store
from hall.access.people.cards import CardKeys
from hall.access.people.service import known_as
from hall.access.people.store import CardRow, PersonRow
from hall.kit.db import Tx

ERASED = "已清除"
"""What stands in the place of a name."""


class Held(NamedTuple):
    person: PersonRow
    cards: list[CardRow]
    """Those that have ended too."""
    letters: list[LetterRow]

    @property
    def known_as(self) -> str:
        """In what is told of doors."""
        return known_as(self.person.id)


class Gone(NamedTuple):
    cards: int
    name: bool


def held(conn: Connection, keys: CardKeys, number: str) -> Held | None:
    """``number``: as typed, of an ID card or of a member of a department."""
    card = store.card_by_hash(conn, keys.kept(number))
    person = store.person_by_id(conn, card.person) if card else store.person_by_number(conn, number)
    if person is None:
        return None
    papers = [one for one in letters.letters(conn) if one.person == person.id]
    return Held(person, store.cards_of(conn, person.id), papers)


def erase(tx: Tx, keys: CardKeys, number: str) -> Gone:
    """An ID card opens nothing any more. Of one who has left for good also name, number, account, PINs, and the last
    four of his cards go; of one who comes to work here these are what his rights stand on."""
    found = held(tx.conn, keys, number)
    if found is None:
        return Gone(0, name=False)
    whole = found.person.left_at is not None
    cards = [one for one in found.cards if one.last4 and (whole or one.hash == keys.kept(number))]
    for one in cards:
        store.set_card(tx.conn, one.id, hash="", seal="", last4="", ended_at=one.ended_at or tx.now)
    if whole:
        erased = {"name": ERASED, "number": f"erased-{found.person.id}", "login": "", "pin": "", "duress": ""}
        store.set_person(tx.conn, found.person.id, **erased)
    counts.count(tx.conn)
    return Gone(len(cards), whole)
