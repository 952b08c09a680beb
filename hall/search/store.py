"""The table of questions that nobody could answer: their words, how often, when last. Never who asked, nor where."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Column, Connection, Integer, String, Table, delete, func, insert, select, update

from hall.kit.db import Instant, metadata

unanswered = Table(
    "search_unanswered",
    metadata,
    Column("text", String(80), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last", Instant, nullable=False),
)


class UnansweredRow(NamedTuple):
    text: str
    times: int
    last: datetime


def count(conn: Connection, text: str, now: datetime, most: int) -> None:
    """Once more. Of a new one nothing is kept where there are ``most`` already."""
    more = update(unanswered).where(unanswered.c.text == text)
    if conn.execute(more.values(times=unanswered.c.times + 1, last=now)).rowcount:
        return
    if conn.execute(select(func.count()).select_from(unanswered)).scalar_one() < most:
        conn.execute(insert(unanswered).values(text=text, times=1, last=now))


def all_of(conn: Connection) -> list[UnansweredRow]:
    """The most frequent first."""
    asked = select(unanswered).order_by(unanswered.c.times.desc(), unanswered.c.last.desc(), unanswered.c.text)
    return [UnansweredRow._make(row) for row in conn.execute(asked)]


def drop(conn: Connection, text: str) -> None:
    conn.execute(delete(unanswered).where(unanswered.c.text == text))


def forget(conn: Connection, before: datetime, most: int) -> int:
    """Those that nobody asked since, ``most`` at once. How many went."""
    old = select(unanswered.c.text).where(unanswered.c.last < before).limit(most)
    return conn.execute(delete(unanswered).where(unanswered.c.text.in_(old.scalar_subquery()))).rowcount
