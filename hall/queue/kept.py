"""What the queue keeps of a person, by his number: tickets of days that the night has not forgotten yet."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from hall.contract.ids import IdKind
from hall.kit.db import Tx
from hall.queue import store
from hall.queue.people import People
from hall.queue.rows import TicketRow


class Kept(NamedTuple):
    """``alike``: how many tickets have these last four and no hash: nobody can say whose they are."""

    tickets: list[TicketRow]
    alike: int


def kept_of(conn: Connection, people: People, kind: IdKind, number: str) -> Kept:
    found: list[TicketRow] = []
    alike = 0
    for day in store.days_with_people(conn):
        subject = people.of_number(kind, number, day)
        found += store.tickets_of_person(conn, day, kind, subject.hash)
        alike += store.count_alike(conn, day, kind, subject.last4)
    return Kept(found, alike)


def erase(tx: Tx, people: People, kind: IdKind, number: str) -> int:
    """His tickets stay, and are nobody's: neither hash nor last four. Returns how many."""
    return store.forget_tickets(tx.conn, [row.id for row in kept_of(tx.conn, people, kind, number).tickets])


def marks_of(people: People, kind: IdKind, number: str, days: list[date]) -> dict[str, date]:
    """As the audit trail names him on each of these days."""
    return {f"person:{people.of_number(kind, number, day).hash[:16]}": day for day in days}
