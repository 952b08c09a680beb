"""Questions that nobody could answer: their words, how often, when last; never who asked, nor where. And the phrases
that the hall's own people made of them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Column, Connection, Integer, String, Table, delete, func, insert, select, update

from hall.kit.db import Instant, metadata
from hall.kit.prepared import Prepared

unanswered = Table(
    "search_unanswered",
    metadata,
    Column("text", String(80), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last", Instant, nullable=False),
)


phrase = Table(
    "search_phrase",
    metadata,
    Column("text", String(80), primary_key=True),
    Column("thing", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(32), nullable=False),
)
"""``thing``: the matter, service or other hall that is meant."""


class Phrase(NamedTuple):
    """``thing``: the matter, service or other hall that is meant."""

    text: str
    thing: str


_PHRASES = Prepared(select(phrase.c.text, phrase.c.thing).order_by(phrase.c.at, phrase.c.text), Phrase)


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


def phrases(conn: Connection) -> tuple[Phrase, ...]:
    """The first found first."""
    return tuple(_PHRASES.rows(conn))


def add_phrase(conn: Connection, text: str, thing: str, at: datetime, by: str) -> None:
    """Of a text that is one already, the later meaning stands."""
    drop_phrase(conn, text)
    conn.execute(insert(phrase).values(text=text, thing=thing, at=at, by=by))


def drop_phrase(conn: Connection, text: str) -> bool:
    """Whether it was there."""
    return conn.execute(delete(phrase).where(phrase.c.text == text)).rowcount > 0
