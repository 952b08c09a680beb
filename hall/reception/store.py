"""Tables: cases with their receipts, what happened to each, what is to go on to the city, which department a member
works for, and receipts shown at kiosks that are not ours."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    select,
    update,
)

from hall.contract.cases import Event
from hall.contract.receipts import Receipt
from hall.kit.db import BigKey, Instant, metadata

case = Table(
    "reception_case",
    metadata,
    Column("number", String(16), primary_key=True),
    Column("key", String(24), nullable=False, unique=True),
    Column("same", String(64), nullable=False),
    Column("matter", String(64), nullable=False),
    Column("department", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("over", Boolean, nullable=False),
    Column("void", Boolean, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("subject_kind", String(16), nullable=False),
    Column("subject_hash", String(64), nullable=False),
    Column("subject_last4", String(4), nullable=False),
    Column("ticket", String(8), nullable=False),
    Column("login", String(32), nullable=False),
    Column("copies", Integer, nullable=False),
)
"""``key``: of the press that took it in. ``same``: equal for the same papers of the same applicant. ``receipt``: as
JSON, never changed. ``department``, ``over``, ``void``: as its events left them."""
Index("reception_case_same", case.c.same, case.c.over)
Index("reception_case_open", case.c.over, case.c.department, case.c.number)
Index("reception_case_subject", case.c.subject_hash)
Index("reception_case_void", case.c.void)
Index("reception_case_at", case.c.at)
event = Table(
    "reception_event",
    metadata,
    Column("number", String(16), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("act", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("on", String(10), nullable=False),
    Column("by", String(32), nullable=False),
    Column("name", String(32), nullable=False),
    Column("department", String(64), nullable=False),
    Column("text", String(1000), nullable=False),
    Column("key", String(24), nullable=False),
    UniqueConstraint("number", "key", name="reception_event_once"),
)
"""``on``: the business day. ``key``: of the press."""
out = Table(
    "reception_outbox",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("key", String(36), nullable=False, unique=True),
    Column("number", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
"""What the city is to be told, in order. ``key``: stable over every repetition."""
post = Table(
    "reception_post",
    metadata,
    Column("login", String(32), primary_key=True),
    Column("department", String(64), nullable=False),
    Column("by", String(32), nullable=False),
    Column("at", Instant, nullable=False),
)
"""Which department a member of staff works for."""
doubt = Table(
    "reception_doubt",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("station", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("why", String(16), nullable=False),
    Column("number", String(16), nullable=False),
    Column("mark", String(32), nullable=False),
    UniqueConstraint("station", "at", "mark", name="reception_doubt_once"),
)
"""``mark``: of the text that was shown; the text itself is kept nowhere."""


class CaseRow(NamedTuple):
    number: str
    key: str
    same: str
    matter: str
    department: str
    at: datetime
    over: bool
    void: bool
    receipt: str
    digest: bytes
    subject_kind: str
    subject_hash: str
    subject_last4: str
    ticket: str
    login: str
    copies: int

    @property
    def paper(self) -> Receipt:
        """What stands on it."""
        return Receipt.model_validate_json(self.receipt)


class EventRow(NamedTuple):
    number: str
    n: int
    act: str
    at: datetime
    on: str
    by: str
    name: str
    department: str
    text: str
    key: str

    @property
    def event(self) -> Event:
        return Event(self.act, date.fromisoformat(self.on), self.department, self.text)  # type: ignore[arg-type]


class OutRow(NamedTuple):
    id: int
    key: str
    number: str
    kind: str
    body: str
    at: datetime


class DoubtRow(NamedTuple):
    id: int
    station: str
    at: datetime
    verdict: str
    why: str
    number: str
    mark: str


# -- cases -------------------------------------------------------------------------------------------------------------


def add_case(conn: Connection, **values: Any) -> None:
    conn.execute(insert(case).values(over=False, void=False, copies=0, **values))


def put_case(conn: Connection, number: str, **values: Any) -> None:
    conn.execute(update(case).where(case.c.number == number).values(**values))


def any_case(conn: Connection) -> bool:
    return conn.execute(select(case.c.number).limit(1)).first() is not None


def by_number(conn: Connection, number: str) -> CaseRow | None:
    return next(iter(_cases(conn, case.c.number == number)), None)


def by_key(conn: Connection, key: str) -> CaseRow | None:
    return next(iter(_cases(conn, case.c.key == key)), None)


def open_same(conn: Connection, same: str) -> CaseRow | None:
    return next(iter(_cases(conn, case.c.same == same, ~case.c.over)), None)


def open_cases(conn: Connection, department: str | None, most: int) -> list[CaseRow]:
    """Of all departments for None; the oldest first."""
    where = [~case.c.over] if department is None else [~case.c.over, case.c.department == department]
    return _cases(conn, *where, order=case.c.number, most=most)


def received_on(conn: Connection, day: date, most: int) -> list[CaseRow]:
    """The newest first."""
    first = f"SJ{day:%Y%m%d}"
    return _cases(conn, case.c.number.between(first, first + "999999"), order=case.c.number.desc(), most=most)


def last_number(conn: Connection, day: date) -> str:
    """Empty: the first of the day is still to come."""
    first = f"SJ{day:%Y%m%d}"
    last = select(func.max(case.c.number)).where(case.c.number.between(first, first + "999999"))
    return conn.execute(last).scalar_one() or ""


def numbers_before(conn: Connection, moment: datetime) -> list[tuple[str, bytes]]:
    rows = conn.execute(select(case.c.number, case.c.digest).where(case.c.at < moment))
    return [(row.number, row.digest) for row in rows]


def count_before(conn: Connection, moment: datetime) -> int:
    return conn.execute(select(func.count()).select_from(case).where(case.c.at < moment)).scalar_one()


def with_subject(conn: Connection) -> list[CaseRow]:
    return [CaseRow._make(row) for row in conn.execute(select(case).where(case.c.subject_hash != ""))]


def of_subject(conn: Connection, kind: str, hashed: str, most: int) -> list[CaseRow]:
    return _cases(conn, case.c.subject_hash == hashed, case.c.subject_kind == kind, most=most)


def void_numbers(conn: Connection) -> list[str]:
    return list(conn.execute(select(case.c.number).where(case.c.void).order_by(case.c.number)).scalars())


def _cases(conn: Connection, *where: Any, order: Any = None, most: int = 1) -> list[CaseRow]:
    asked = select(case).where(*where).order_by(case.c.number if order is None else order).limit(most)
    return [CaseRow._make(row) for row in conn.execute(asked)]


# -- what happened -----------------------------------------------------------------------------------------------------


def add_event(conn: Connection, **values: Any) -> None:
    conn.execute(insert(event).values(**values))


def events(conn: Connection, numbers: Iterable[str]) -> dict[str, list[EventRow]]:
    """Number → its events, the oldest first."""
    wanted = list(numbers)
    found: dict[str, list[EventRow]] = {one: [] for one in wanted}
    for row in conn.execute(select(event).where(event.c.number.in_(wanted)).order_by(event.c.number, event.c.n)):
        found[row.number].append(EventRow._make(row))
    return found


def lay_with(conn: Connection, number: str, department: str) -> bool:
    """Whether any step of it was this department's, or brought it there."""
    of = (event.c.number == number, event.c.department == department)
    return conn.execute(select(event.c.n).where(*of).limit(1)).first() is not None


# -- on to the city ----------------------------------------------------------------------------------------------------


def add_out(conn: Connection, **values: Any) -> None:
    conn.execute(insert(out).values(**values))


def last_out(conn: Connection) -> int:
    """Every step of every case adds one."""
    return conn.execute(select(func.max(out.c.id))).scalar() or 0


def outbox(conn: Connection, after: int, most: int) -> list[OutRow]:
    rows = conn.execute(select(out).where(out.c.id > after).order_by(out.c.id).limit(most))
    return [OutRow._make(row) for row in rows]


# -- who works where; what is not ours ---------------------------------------------------------------------------------


def department_at(conn: Connection, login: str) -> str:
    """Empty: nobody has said."""
    return conn.execute(select(post.c.department).where(post.c.login == login)).scalar() or ""


def posts(conn: Connection) -> list[tuple[str, str]]:
    """(login, department)"""
    return [(row.login, row.department) for row in conn.execute(select(post).order_by(post.c.login))]


def put_post(conn: Connection, login: str, department: str, by: str, at: datetime) -> None:
    values = {"department": department, "by": by, "at": at}
    if not conn.execute(update(post).where(post.c.login == login).values(**values)).rowcount:
        conn.execute(insert(post).values(login=login, **values))


def add_doubt(conn: Connection, **values: Any) -> bool:
    """False: it was told before."""
    same = (doubt.c.station == values["station"], doubt.c.at == values["at"], doubt.c.mark == values["mark"])
    if conn.execute(select(doubt.c.id).where(*same)).first() is not None:
        return False
    conn.execute(insert(doubt).values(**values))
    return True


def doubts(conn: Connection, since: datetime, most: int) -> list[DoubtRow]:
    """The newest first."""
    rows = conn.execute(select(doubt).where(doubt.c.at >= since).order_by(doubt.c.id.desc()).limit(most))
    return [DoubtRow._make(row) for row in rows]
