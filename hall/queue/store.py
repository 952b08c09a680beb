"""Tables and SQL of the queue. Every writing function runs under the writers' lock."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)

from hall.kit.db import BigKey, Instant, metadata
from hall.kit.prepared import Prepared
from hall.queue.rows import BlockUsed, ClosedBlock, CounterRow, NumberCalled, SeatRow, ServiceRow, TicketRow

service = Table(
    "queue_service",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("letter", String(1), nullable=False, unique=True),
    Column("position", Integer, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("name_zh", String(40), nullable=False),
    Column("name_en", String(80), nullable=False),
    Column("hint_zh", String(80), nullable=False),
    Column("hint_en", String(120), nullable=False),
)
counter = Table(
    "queue_counter",
    metadata,
    Column("day", Date, primary_key=True),
    Column("service", ForeignKey("queue_service.id"), primary_key=True),
    Column("next_n", Integer, nullable=False),
    Column("place_at", Instant, nullable=False),
    Column("called", Integer, nullable=False),
)
block = Table(
    "queue_block",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("station", String(32), nullable=False),
    Column("day", Date, nullable=False),
    Column("service", ForeignKey("queue_service.id"), nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("ledger", String(40), nullable=False, server_default=""),
    Column("closed_at", Instant),
    UniqueConstraint("day", "service", "first"),
)
"""``ledger``: of the station's memories the one it was granted to. ``closed_at``: since that one was lost; whether what
nobody has told of was given, is not known."""
ticket = Table(
    "queue_ticket",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("station", String(32), nullable=False),
    Column("key", String(64), nullable=False),
    Column("day", Date, nullable=False),
    Column("service", ForeignKey("queue_service.id"), nullable=False),
    Column("letter", String(1), nullable=False),
    Column("n", Integer, nullable=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("origin", String(8), nullable=False),
    Column("language", String(2), nullable=False),
    Column("subject_kind", String(16)),
    Column("subject_hash", String(64)),
    Column("subject_last4", String(4)),
    Column("issued_at", Instant, nullable=False),
    Column("place_at", Instant, nullable=False),
    Column("state", String(8), nullable=False),
    Column("window", String(16)),
    Column("calls", Integer, nullable=False),
    Column("called_at", Instant),
    Column("ended_at", Instant),
    Column("missed_mark", Integer),
    Column("called_again", Boolean, nullable=False),
    Column("slip", String(16), nullable=False),
    Column("slip_reason", String(200), nullable=False),
    Column("came_at", Instant),
    UniqueConstraint("day", "service", "n"),
)
_LIVE = ticket.c.state != "void"
Index("queue_ticket_key", ticket.c.station, ticket.c.key, unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE)
Index("queue_ticket_line", ticket.c.day, ticket.c.state, ticket.c.service, ticket.c.place_at, ticket.c.id)
call = Table(
    "queue_call",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("ticket", ForeignKey("queue_ticket.id"), nullable=False),
    Column("window", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("ordinal", Integer, nullable=False),
)
seat = Table(
    "queue_seat",
    metadata,
    Column("window", String(16), primary_key=True),
    Column("member", BigKey, nullable=False, unique=True),
    Column("name", String(32), nullable=False),
    Column("since", Instant, nullable=False),
)


_TODAY = ticket.c.day == bindparam("day")
_WAITING = and_(_TODAY, ticket.c.state == "waiting")
_LINE = (ticket.c.place_at, ticket.c.id)

_SERVICES = Prepared(select(service).order_by(service.c.position), ServiceRow)
_SERVICE = Prepared(select(service).where(service.c.id == bindparam("of")), ServiceRow)
_THIS_COUNTER = and_(counter.c.day == bindparam("on"), counter.c.service == bindparam("of"))
_COUNTER = Prepared(select(counter).where(_THIS_COUNTER), CounterRow)
_MOVE_COUNTER = Prepared(
    update(counter).where(_THIS_COUNTER).values(next_n=bindparam("to"), place_at=bindparam("place"))
)
_COUNT_CALL = Prepared(update(counter).where(_THIS_COUNTER).values(called=counter.c.called + 1))
_ADD_TICKET = Prepared(
    insert(ticket)
    .values(
        {
            name: bindparam(name)
            for name in (
                "station",
                "key",
                "day",
                "service",
                "letter",
                "n",
                "token",
                "origin",
                "language",
                "subject_kind",
                "subject_hash",
                "subject_last4",
                "issued_at",
                "place_at",
            )
        }
        | {"calls": 0, "called_again": False, "slip": "", "slip_reason": "", "state": "waiting"}
    )
    .returning(*ticket.c),
    TicketRow,
)
_BY_KEY = Prepared(
    select(ticket).where(ticket.c.station == bindparam("of"), ticket.c.key == bindparam("k"), _LIVE), TicketRow
)
_BY_TOKEN = Prepared(select(ticket).where(ticket.c.token == bindparam("of")), TicketRow)
_LIVE_OF = Prepared(
    select(ticket)
    .where(
        _TODAY,
        or_(*(ticket.c.state == state for state in ("waiting", "called", "serving", "missed"))),
        ticket.c.subject_kind == bindparam("kind"),
        ticket.c.subject_hash == bindparam("hashed"),
    )
    .order_by(*_LINE)
    .limit(bindparam("most", type_=Integer)),
    TicketRow,
)
_BY_NUMBER = Prepared(
    select(ticket).where(_TODAY, ticket.c.service == bindparam("of"), ticket.c.n == bindparam("number")), TicketRow
)
_BY_ID = Prepared(select(ticket).where(ticket.c.id == bindparam("of")), TicketRow)
_AHEAD = Prepared(
    select(func.count().label("n"))
    .select_from(ticket)
    .where(
        _WAITING,
        ticket.c.service == bindparam("of"),
        or_(
            ticket.c.place_at < bindparam("place"),
            and_(ticket.c.place_at == bindparam("place"), ticket.c.id < bindparam("own")),
        ),
    )
)
_COUNT_WAITING = Prepared(select(ticket.c.service, func.count().label("n")).where(_WAITING).group_by(ticket.c.service))
_FIRST = Prepared(
    select(ticket)
    .where(_WAITING, ticket.c.service == bindparam("of"))
    .order_by(*_LINE)
    .limit(bindparam("most", type_=Integer)),
    TicketRow,
)
_HERE = or_(
    and_(_TODAY, ticket.c.state == "called"), and_(ticket.c.day >= bindparam("before"), ticket.c.state == "serving")
)
"""At a window now. Who is being served at midnight does not vanish from it."""
_CURRENT = Prepared(
    select(ticket).where(_HERE, ticket.c.window == bindparam("at")).order_by(ticket.c.day.desc()).limit(1),
    TicketRow,
)
_HELD = Prepared(select(ticket.c.window).where(_HERE).distinct())
_RECENT = Prepared(
    select(ticket.c.called_at, ticket.c.ended_at)
    .where(
        _TODAY,
        ticket.c.state == "done",
        ticket.c.service == bindparam("of"),
    )
    .order_by(ticket.c.place_at.desc())
    .limit(bindparam("most", type_=Integer))
)
_CALLED = Prepared(
    update(ticket)
    .where(ticket.c.id == bindparam("of"))
    .values(
        state="called",
        window=bindparam("at"),
        calls=bindparam("times"),
        called_at=bindparam("since"),
        came_at=None,
        ended_at=None,
    )
)
_RETURNED = Prepared(
    update(ticket)
    .where(ticket.c.id == bindparam("of"))
    .values(state="waiting", window=None, calls=0, called_at=None, came_at=None, ended_at=None)
)
_ENDED = Prepared(
    update(ticket).where(ticket.c.id == bindparam("of")).values(state=bindparam("as"), ended_at=bindparam("when"))
)
_ADD_CALL = Prepared(
    insert(call).values({name: bindparam(name) for name in ("day", "ticket", "window", "at", "ordinal")})
)
_SEATS = Prepared(select(seat), SeatRow)
_SEAT = Prepared(select(seat).where(seat.c.window == bindparam("at")), SeatRow)


def services(conn: Connection) -> list[ServiceRow]:
    return _SERVICES.rows(conn)


def service_by_id(conn: Connection, service_id: str) -> ServiceRow | None:
    return _SERVICE.first(conn, of=service_id)


def put_services(conn: Connection, rows: list[dict[str, Any]]) -> None:
    conn.execute(insert(service), rows)


def counter_of(conn: Connection, day: date, service_id: str) -> CounterRow | None:
    return _COUNTER.first(conn, on=day, of=service_id)


def called_of(conn: Connection, day: date, service_id: str) -> int:
    """How many numbers of a service have been called that day."""
    row = counter_of(conn, day, service_id)
    return row.called if row else 0


def add_counter(conn: Connection, day: date, service_id: str, now: datetime) -> None:
    conn.execute(insert(counter).values(day=day, service=service_id, next_n=1, place_at=now, called=0))


def move_counter(conn: Connection, day: date, service_id: str, next_n: int, place_at: datetime) -> None:
    _MOVE_COUNTER.run(conn, on=day, of=service_id, to=next_n, place=place_at)


def count_call(conn: Connection, day: date, service_id: str) -> None:
    _COUNT_CALL.run(conn, on=day, of=service_id)


def uncount_calls(conn: Connection, day: date, service_id: str, calls: int) -> None:
    this = (counter.c.day == day, counter.c.service == service_id)
    conn.execute(update(counter).where(*this).values(called=counter.c.called - calls))


def add_ticket(conn: Connection, **values: Any) -> TicketRow:
    return _ADD_TICKET.rows(conn, **values)[0]


def ticket_by_key(conn: Connection, station: str, key: str) -> TicketRow | None:
    return _BY_KEY.first(conn, of=station, k=key)


def ticket_by_token(conn: Connection, token: str) -> TicketRow | None:
    return _BY_TOKEN.first(conn, of=token)


def live_of(conn: Connection, day: date, kind: str, hashed: str, most: int) -> list[TicketRow]:
    return _LIVE_OF.rows(conn, day=day, kind=kind, hashed=hashed, most=most)


def ticket_by_id(conn: Connection, ticket_id: int) -> TicketRow | None:
    return _BY_ID.first(conn, of=ticket_id)


def ticket_by_number(conn: Connection, day: date, service_id: str, n: int) -> TicketRow | None:
    return _BY_NUMBER.first(conn, day=day, of=service_id, number=n)


def set_ticket(conn: Connection, ticket_id: int, **values: Any) -> None:
    conn.execute(update(ticket).where(ticket.c.id == ticket_id).values(**values))


def ticket_called(conn: Connection, ticket_id: int, window: str, times: int, since: datetime) -> None:
    _CALLED.run(conn, of=ticket_id, at=window, times=times, since=since)


def ticket_returned(conn: Connection, ticket_id: int) -> None:
    """To its old place in the line, which is the front: all who stood before it have been called."""
    _RETURNED.run(conn, of=ticket_id)


def ticket_ended(conn: Connection, ticket_id: int, state: str, when: datetime) -> None:
    _ENDED.run(conn, of=ticket_id, when=when, **{"as": state})


def count_ahead(conn: Connection, row: TicketRow) -> int:
    return _AHEAD.rows(conn, day=row.day, of=row.service, place=row.place_at, own=row.id)[0].n


def count_waiting(conn: Connection, day: date) -> dict[str, int]:
    return {row.service: row.n for row in _COUNT_WAITING.rows(conn, day=day)}


def first_waiting(conn: Connection, day: date, services: tuple[str, ...]) -> TicketRow | None:
    """Who has waited longest for any of these services."""
    heads = [row for one in services for row in waiting(conn, day, one, 1)]
    return min(heads, key=lambda t: (t.place_at, t.id), default=None)


def waiting(conn: Connection, day: date, service_id: str, limit: int) -> list[TicketRow]:
    return _FIRST.rows(conn, day=day, of=service_id, most=limit)


def missed(conn: Connection, day: date, services: tuple[str, ...]) -> list[tuple[TicketRow, int]]:
    """Each with how many of its service have been called today."""
    rows = conn.execute(
        select(ticket, counter.c.called.label("called"))
        .join(counter, and_(counter.c.day == ticket.c.day, counter.c.service == ticket.c.service))
        .where(ticket.c.day == day, ticket.c.state == "missed", ticket.c.service.in_(services))
        .order_by(ticket.c.ended_at.desc())
        .limit(30)
    )
    return [(TicketRow._make(row[:-1]), row.called) for row in rows]


def doubtful(conn: Connection, day: date) -> list[TicketRow]:
    rows = conn.execute(
        select(ticket)
        .where(
            ticket.c.day == day,
            ticket.c.slip.in_(("doubtful", "not_printed", "abandoned")),
            ticket.c.state.in_(("waiting", "called", "serving")),
        )
        .order_by(ticket.c.place_at)
    )
    return [TicketRow._make(row) for row in rows]


def current_at(conn: Connection, day: date, window: str) -> TicketRow | None:
    return _CURRENT.first(conn, day=day, before=day - timedelta(days=1), at=window)


def windows_with_numbers(conn: Connection, day: date) -> set[str]:
    """Where somebody was called to or is being served."""
    return {row.window for row in _HELD.rows(conn, day=day, before=day - timedelta(days=1))}


def last_call_at(conn: Connection, day: date, window: str) -> TicketRow | None:
    """The last number that was called to ``window`` today, as it is now; None if none was."""
    row = conn.execute(
        select(ticket)
        .join(call, call.c.ticket == ticket.c.id)
        .where(call.c.day == day, call.c.window == window)
        .order_by(call.c.id.desc())
        .limit(1)
    ).one_or_none()
    return TicketRow._make(row) if row else None


def recent_durations(conn: Connection, day: date, service_id: str, limit: int) -> list[float]:
    rows = _RECENT.rows(conn, day=day, of=service_id, most=limit)
    return [(row.ended_at - row.called_at).total_seconds() for row in rows]


def add_call(conn: Connection, **values: Any) -> None:
    _ADD_CALL.run(conn, **values)


_CALLS = select(
    call.c.id,
    call.c.at,
    call.c.window,
    call.c.ordinal,
    ticket.c.letter,
    ticket.c.n,
    ticket.c.service,
    ticket.c.id.label("ticket"),
).join(ticket, ticket.c.id == call.c.ticket)


def calls_by_id(conn: Connection, ids: tuple[int, ...]) -> list[NumberCalled]:
    return [NumberCalled._make(row) for row in conn.execute(_CALLS.where(call.c.id.in_(ids)))]


def last_calls(conn: Connection, day: date, since: datetime, limit: int) -> list[NumberCalled]:
    """Of each number that is called or being served, its last call; newest first. What is finished is no call."""
    newest = select(func.max(call.c.id)).where(call.c.day == day).group_by(call.c.ticket)
    rows = conn.execute(
        _CALLS.where(
            call.c.day == day,
            call.c.at >= since,
            ticket.c.state.in_(("called", "serving")),
            call.c.id.in_(newest),
        )
        .order_by(call.c.id.desc())
        .limit(limit)
    )
    return [NumberCalled._make(row) for row in rows]


_USED = (
    select(func.coalesce(func.max(ticket.c.n), 0))
    .where(ticket.c.day == block.c.day, ticket.c.service == block.c.service)
    .where(ticket.c.n.between(block.c.first, block.c.last))
    .scalar_subquery()
    .label("used")
)
"""The last number of a block that is known to be given; 0: none."""


def blocks_of(conn: Connection, station: str, ledger: str, days: tuple[date, ...]) -> list[BlockUsed]:
    """Those that are open."""
    rows = conn.execute(
        select(block, _USED)
        .where(block.c.station == station, block.c.ledger == ledger, block.c.day.in_(days))
        .where(block.c.closed_at.is_(None))
        .order_by(block.c.day, block.c.service, block.c.first)
    )
    return [BlockUsed._make(row) for row in rows]


def close_blocks(conn: Connection, station: str, ledger: str | None, now: datetime) -> int:
    """``ledger`` None: of all."""
    of = (block.c.station == station, block.c.closed_at.is_(None))
    of = of if ledger is None else (*of, block.c.ledger == ledger)
    return conn.execute(update(block).where(*of).values(closed_at=now)).rowcount


def carry_blocks(conn: Connection, station: str, ledger: str, to: str) -> None:
    conn.execute(update(block).where(block.c.station == station, block.c.ledger == ledger).values(ledger=to))


def hand_over_blocks(conn: Connection, station: str, to: str) -> None:
    conn.execute(update(block).where(block.c.station == station).values(station=to))


def closed_blocks(conn: Connection, day: date) -> list[tuple[ClosedBlock, list[int]]]:
    """With the numbers of each that are known to be given."""
    found = []
    columns = (block.c.station, block.c.day, block.c.service, block.c.first, block.c.last, service.c.letter)
    query = select(*columns).join(service, service.c.id == block.c.service).where(block.c.day == day)
    for found_row in conn.execute(query.where(block.c.closed_at.is_not(None)).order_by(block.c.id)):
        row = ClosedBlock._make(found_row)
        of = (ticket.c.day == row.day, ticket.c.service == row.service, ticket.c.n.between(row.first, row.last))
        found.append((row, list(conn.execute(select(ticket.c.n).where(*of).order_by(ticket.c.n)).scalars())))
    return found


def block_with(conn: Connection, station: str, day: date, service_id: str, n: int) -> BlockUsed | None:
    row = conn.execute(
        select(block, _USED).where(
            block.c.station == station,
            block.c.day == day,
            block.c.service == service_id,
            block.c.first <= n,
            block.c.last >= n,
        )
    ).one_or_none()
    return BlockUsed._make(row) if row else None


def last_blocked(conn: Connection, day: date, service_id: str) -> int:
    return (
        conn.execute(
            select(func.max(block.c.last)).where(block.c.day == day, block.c.service == service_id)
        ).scalar_one()
        or 0
    )


def add_block(conn: Connection, **values: Any) -> None:
    conn.execute(insert(block).values(**values))


NOBODY = "?"
"""Holds blocks that may have been granted before the database went back: whoever tells of a number of them is right."""


def days_from(conn: Connection, day: date) -> set[date]:
    """``day``, the next, and later ones for which there are numbers already."""
    counted = conn.execute(select(counter.c.day).where(counter.c.day >= day).distinct()).scalars()
    blocked = conn.execute(select(block.c.day).where(block.c.day >= day).distinct()).scalars()
    return {day, day + timedelta(days=1), *counted, *blocked}


def last_given(conn: Connection, day: date, service_id: str) -> int:
    """The greatest number of the counter's that stands on a ticket of that day, not of a block; 0: none."""
    this = (ticket.c.day == day, ticket.c.service == service_id, ticket.c.origin == "hall")
    return conn.execute(select(func.max(ticket.c.n)).where(*this)).scalar_one() or 0


def last_ticket(conn: Connection) -> int:
    return conn.execute(select(func.max(ticket.c.id))).scalar_one() or 0


def jump_calls(conn: Connection, by: int) -> None:
    """The next call's id lies so far beyond the last one's: boards show only what they have not shown."""
    last = conn.execute(select(func.max(call.c.id))).scalar_one()
    if last is None:
        return
    conn.execute(update(call).where(call.c.id == last).values(id=last + by))
    if conn.dialect.name == "postgresql":
        conn.execute(select(func.setval(func.pg_get_serial_sequence("queue_call", "id"), last + by)))


def told_since(conn: Connection, ticket_id: int, before: datetime) -> list[TicketRow]:
    """Of the next 5000 tickets that came in behind ``ticket_id`` those that were given ``before``, oldest first."""
    where = (ticket.c.id.between(ticket_id + 1, ticket_id + 5000), ticket.c.issued_at < before)
    return [TicketRow._make(row) for row in conn.execute(select(ticket).where(*where).order_by(ticket.c.issued_at))]


def told_by(conn: Connection, station: str, since: datetime, keys: set[str]) -> list[TicketRow]:
    """Of a station, given since then or under one of these keys."""
    of = (ticket.c.station == station, _LIVE, or_(ticket.c.issued_at >= since, ticket.c.key.in_(keys)))
    return [TicketRow._make(row) for row in conn.execute(select(ticket).where(*of).order_by(ticket.c.id))]


def seats(conn: Connection) -> dict[str, SeatRow]:
    return {row.window: row for row in _SEATS.rows(conn)}


def seat_at(conn: Connection, window: str) -> SeatRow | None:
    return _SEAT.first(conn, at=window)


def leave_seat(conn: Connection, *, member: int | None = None, window: str | None = None) -> None:
    where = seat.c.member == member if member is not None else seat.c.window == window
    conn.execute(seat.delete().where(where))


def take_seat(conn: Connection, window: str, member: int, name: str, now: datetime) -> None:
    conn.execute(insert(seat).values(window=window, member=member, name=name, since=now))


def forget_people(conn: Connection, before: date, most: int) -> int:
    """How many tickets of days before ``before`` kept somebody, ``most`` at once; they do no more."""
    kept = or_(ticket.c.subject_hash.is_not(None), ticket.c.subject_last4.is_not(None))
    old = select(ticket.c.id).where(ticket.c.day < before, kept).limit(most).scalar_subquery()
    forgotten = update(ticket).where(ticket.c.id.in_(old)).values(subject_hash=None, subject_last4=None)
    return conn.execute(forgotten).rowcount


_KEPT = or_(ticket.c.subject_hash.is_not(None), ticket.c.subject_last4.is_not(None))


def days_with_people(conn: Connection) -> list[date]:
    """Days of which tickets still keep somebody: today's, and what the next night forgets."""
    return list(conn.execute(select(ticket.c.day).where(_KEPT).distinct().order_by(ticket.c.day)).scalars())


def tickets_of_person(conn: Connection, day: date, kind: str, hashed: str) -> list[TicketRow]:
    this = (ticket.c.day == day, ticket.c.subject_kind == kind, ticket.c.subject_hash == hashed)
    return [TicketRow._make(row) for row in conn.execute(select(ticket).where(*this).order_by(ticket.c.id))]


def count_alike(conn: Connection, day: date, kind: str, last4: str) -> int:
    this = (ticket.c.day == day, ticket.c.subject_kind == kind, ticket.c.subject_last4 == last4)
    return conn.execute(
        select(func.count()).select_from(ticket).where(*this, ticket.c.subject_hash.is_(None))
    ).scalar_one()


def forget_tickets(conn: Connection, ids: list[int]) -> int:
    nobodys = {"subject_kind": None, "subject_hash": None, "subject_last4": None}
    return conn.execute(update(ticket).where(ticket.c.id.in_(ids)).values(**nobodys)).rowcount
