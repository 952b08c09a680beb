"""Tables: departments, people and cards."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, String, Table, delete, insert, select, update

from hall.kit.db import BigKey, Instant, metadata

department = Table(
    "access_department",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name_zh", String(64), nullable=False, unique=True),
    Column("name_en", String(120), nullable=False),
    Column("place", Integer, nullable=False),
)
"""``place``: where it stands in lists."""

person = Table(
    "access_person",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("number", String(32), nullable=False, unique=True),
    Column("name", String(32), nullable=False),
    Column("department", ForeignKey("access_department.id"), nullable=False, index=True),
    Column("login", String(32), nullable=False),
    Column("pin", String(64), nullable=False),
    Column("duress", String(64), nullable=False),
    Column("left_at", Instant),
)
"""``number``: 工号, by which lists of departments name him. ``login``: of his account here; empty: he has none. ``pin``
and ``duress``: points, as of cards below; empty: none."""

card = Table(
    "access_card",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("person", ForeignKey("access_person.id"), nullable=False, index=True),
    Column("hash", String(64), nullable=False),
    Column("last4", String(4), nullable=False),
    Column("seal", String(64), nullable=False),
    Column("given_by", String(32), nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("access_card_hash", "hash"),
)
"""``hash`` is a point under the hall's own key (``hall.contract.subjects``), so that each station can be told it under
a key of its own; the number is nowhere. ``seal``: that this card was given to this person (``hall.access.seal``)."""


wait = Table(
    "access_wait",
    metadata,
    Column("key", String(24), primary_key=True),
    Column("person", ForeignKey("access_person.id"), nullable=False, index=True),
    Column("door", String(32), nullable=False),
    Column("by", String(32), nullable=False),
    Column("until", Instant, nullable=False, index=True),
    Column("outcome", String(120), nullable=False),
    Column("last4", String(4), nullable=False),
)
"""Somebody waits for a card of ``person`` to be presented at ``door``. ``outcome``: ``given``, or why not, in words;
empty: not yet."""


class DepartmentRow(NamedTuple):
    id: str
    name_zh: str
    name_en: str
    place: int


class PersonRow(NamedTuple):
    id: int
    number: str
    name: str
    department: str
    login: str
    pin: str
    duress: str
    left_at: datetime | None


class CardRow(NamedTuple):
    id: int
    person: int
    hash: str
    last4: str
    seal: str
    given_by: str
    given_at: datetime
    ended_at: datetime | None


class WaitRow(NamedTuple):
    key: str
    person: int
    door: str
    by: str
    until: datetime
    outcome: str
    last4: str


def departments(conn: Connection) -> list[DepartmentRow]:
    return [DepartmentRow._make(row) for row in conn.execute(select(department).order_by(department.c.place))]


def add_department(conn: Connection, row: DepartmentRow) -> None:
    conn.execute(insert(department).values(**row._asdict()))


def people(conn: Connection) -> list[PersonRow]:
    """Those who have left too, last."""
    order = (person.c.left_at.is_not(None), person.c.department, person.c.number)
    return [PersonRow._make(row) for row in conn.execute(select(person).order_by(*order))]


def person_by_id(conn: Connection, id: int) -> PersonRow | None:
    row = conn.execute(select(person).where(person.c.id == id)).one_or_none()
    return PersonRow._make(row) if row else None


def person_by_number(conn: Connection, number: str) -> PersonRow | None:
    row = conn.execute(select(person).where(person.c.number == number)).one_or_none()
    return PersonRow._make(row) if row else None


def add_person(conn: Connection, **values: Any) -> int:
    return conn.execute(
        insert(person).values(pin="", duress="", left_at=None, **values).returning(person.c.id)
    ).scalar_one()


def set_person(conn: Connection, id: int, **values: Any) -> None:
    conn.execute(update(person).where(person.c.id == id).values(**values))


def cards(conn: Connection) -> list[CardRow]:
    """Those that count."""
    there = card.c.ended_at.is_(None)
    return [CardRow._make(row) for row in conn.execute(select(card).where(there).order_by(card.c.id))]


def cards_of(conn: Connection, person: int) -> list[CardRow]:
    """Those that have ended too."""
    return [CardRow._make(row) for row in conn.execute(select(card).where(card.c.person == person).order_by(card.c.id))]


def card_by_id(conn: Connection, id: int) -> CardRow | None:
    row = conn.execute(select(card).where(card.c.id == id)).one_or_none()
    return CardRow._make(row) if row else None


def card_by_hash(conn: Connection, hash: str) -> CardRow | None:
    """One that counts."""
    there = (card.c.hash == hash) & card.c.ended_at.is_(None)
    row = conn.execute(select(card).where(there)).first()
    return CardRow._make(row) if row else None


def add_card(conn: Connection, **values: Any) -> int:
    return conn.execute(insert(card).values(ended_at=None, **values).returning(card.c.id)).scalar_one()


def set_card(conn: Connection, id: int, **values: Any) -> None:
    conn.execute(update(card).where(card.c.id == id).values(**values))


def wait_by_key(conn: Connection, key: str) -> WaitRow | None:
    row = conn.execute(select(wait).where(wait.c.key == key)).one_or_none()
    return WaitRow._make(row) if row else None


def waits(conn: Connection, now: datetime) -> list[WaitRow]:
    """Those that are not over."""
    there = (wait.c.until >= now) & (wait.c.outcome == "")
    return [WaitRow._make(row) for row in conn.execute(select(wait).where(there).order_by(wait.c.until))]


def add_wait(conn: Connection, **values: Any) -> None:
    conn.execute(insert(wait).values(outcome="", last4="", **values))


def set_wait(conn: Connection, key: str, **values: Any) -> None:
    conn.execute(update(wait).where(wait.c.key == key).values(**values))


def end_waits(conn: Connection, door: str, now: datetime) -> None:
    """At one reader one waits; those of yesterday are forgotten."""
    conn.execute(delete(wait).where((wait.c.until < now - timedelta(days=1)) | (wait.c.door == door)))
