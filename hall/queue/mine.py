"""My numbers: what a person has taken today and is not done with, for whoever shows that person's card or number."""

from datetime import datetime

from sqlalchemy import Connection

from hall.contract.ids import Subject
from hall.contract.queue import LiveNumbers
from hall.queue import store
from hall.queue.service import Queue

MOST = 20
"""Numbers told at once: nobody has business for more, and each costs a look at the line before it."""


def live_numbers(queue: Queue, conn: Connection, subject: Subject, now: datetime) -> LiveNumbers:
    """Of ``subject`` as the hall knows him today (``People.known``): the only place where the subject of one station
    meets the tickets of others. Nothing personal goes out: a number, its state and its window."""
    if not subject.hash:
        return LiveNumbers()
    rows = store.live_of(conn, queue.clock.day(), subject.kind, subject.hash, MOST)
    return LiveNumbers(numbers=tuple(queue.status(conn, row.token, now) for row in rows))
