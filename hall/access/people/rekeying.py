"""The hall's root of subjects was changed: cards and PINs are carried over to the new one, without anybody's number."""

from hall.access import store as counts
from hall.access.people import store
from hall.access.people.cards import CardKeys
from hall.access.seal import Seal
from hall.kit.db import Tx


def rekey(tx: Tx, seal: Seal, old: CardKeys, new: CardKeys) -> int:
    """Returns how many cards go on. One that somebody wrote into the database by hand stays what it is: nothing."""
    went = 0
    for row in store.cards(tx.conn):
        if seal.holds(row.seal, "card", row.person, row.hash) and (kept := old.carried_to(new, row.hash)):
            store.set_card(tx.conn, row.id, hash=kept, seal=seal.of("card", row.person, kept))
            went += 1
    for person in store.people(tx.conn):
        if person.pin:
            pins = {name: old.carried_to(new, getattr(person, name)) for name in ("pin", "duress")}
            store.set_person(tx.conn, person.id, **pins)
    counts.count(tx.conn)
    return went
