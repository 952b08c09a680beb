"""Tables and SQL of the queue. Every writing function runs under the writers' lock."""

from datetime import date, datetime
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
    func,
    insert,
    or_,
    select,
    update,
)

from hall.kit.db import BigKey, Instant, metadata

service = Table(
    "queue_service", metadata,
    Column("id", String(32), primary_key=True),
    Column("letter", String(1), nullable=False, unique=True),
    Column("position", Integer, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("name_zh", String(40), nullable=False), Column("name_en", String(80), nullable=False),
    Column("hint_zh", String(80), nullable=False), Column("hint_en", String(120), nullable=False),
)
counter = Table(
    "queue_counter", metadata,
    Column("day", Date, primary_key=True),
    Column("service", ForeignKey("queue_service.id"), primary_key=True),
    Column("next_n", Integer, nullable=False),
    Column("place_at", Instant, nullable=False),
    Column("called", Integer, nullable=False),
)
block = Table(
    "queue_block", metadata,
    Column("id", BigKey, primary_key=True),
    Column("station", String(32), nullable=False),
    Column("day", Date, nullable=False),
    Column("service", ForeignKey("queue_service.id"), nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    UniqueConstraint("day", "service", "first"),
)
ticket = Table(
    "queue_ticket", metadata,
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
    Column("subject_kind", String(16)), Column("subject_hash", String(64)), Column("subject_last4", String(4)),
    Column("issued_at", Instant, nullable=False),
    Column("place_at", Instant, nullable=False),
    Column("state", String(8), nullable=False),
    Column("window", String(16)),
    Column("calls", Integer, nullable=False),
    Column("called_at", Instant), Column("ended_at", Instant),
    Column("missed_mark", Integer),
    Column("called_again", Boolean, nullable=False),
    Column("slip", String(16), nullable=False), Column("slip_reason", String(200), nullable=False),
    UniqueConstraint("day", "service", "n"),
)
_LIVE = ticket.c.state != "void"
Index("queue_ticket_key", ticket.c.station, ticket.c.key, unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE)
Index("queue_ticket_line", ticket.c.day, ticket.c.state, ticket.c.service, ticket.c.place_at, ticket.c.id)
call = Table(
    "queue_call", metadata,
    Column("id", BigKey, primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("ticket", ForeignKey("queue_ticket.id"), nullable=False),
    Column("window", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("ordinal", Integer, nullable=False),
)
seat = Table(
    "queue_seat", metadata,
    Column("window", String(16), primary_key=True),
    Column("member", BigKey, nullable=False, unique=True),
    Column("name", String(32), nullable=False),
    Column("since", Instant, nullable=False),
)


def services(conn: Connection) -> list[Any]:
    return list(conn.execute(select(service).order_by(service.c.position)))


def service_by_id(conn: Connection, service_id: str) -> Any:
    return conn.execute(select(service).where(service.c.id == service_id)).one_or_none()


def put_services(conn: Connection, rows: list[dict[str, Any]]) -> None:
    conn.execute(insert(service), rows)


def counter_of(conn: Connection, day: date, service_id: str) -> Any:
    where = and_(counter.c.day == day, counter.c.service == service_id)
    return conn.execute(select(counter).where(where)).one_or_none()


def add_counter(conn: Connection, day: date, service_id: str, now: datetime) -> None:
    conn.execute(insert(counter).values(day=day, service=service_id, next_n=1, place_at=now, called=0))


def move_counter(conn: Connection, day: date, service_id: str, next_n: int, place_at: datetime) -> None:
    conn.execute(update(counter).where(counter.c.day == day, counter.c.service == service_id)
                 .values(next_n=next_n, place_at=place_at))


def count_call(conn: Connection, day: date, service_id: str) -> None:
    conn.execute(update(counter).where(counter.c.day == day, counter.c.service == service_id)
                 .values(called=counter.c.called + 1))


def add_ticket(conn: Connection, **values: Any) -> int:
    base = {"calls": 0, "called_again": False, "slip": "", "slip_reason": "", "state": "waiting"}
    result = conn.execute(insert(ticket).values(**base, **values))
    return int(result.inserted_primary_key[0])  # type: ignore[index]


def ticket_by_key(conn: Connection, station: str, key: str) -> Any:
    return conn.execute(select(ticket).where(ticket.c.station == station, ticket.c.key == key, _LIVE)).one_or_none()


def ticket_by_token(conn: Connection, token: str) -> Any:
    return conn.execute(select(ticket).where(ticket.c.token == token)).one_or_none()


def ticket_by_id(conn: Connection, ticket_id: int) -> Any:
    return conn.execute(select(ticket).where(ticket.c.id == ticket_id)).one_or_none()


def ticket_by_number(conn: Connection, day: date, service_id: str, n: int) -> Any:
    return conn.execute(select(ticket).where(
        ticket.c.day == day, ticket.c.service == service_id, ticket.c.n == n)).one_or_none()


def set_ticket(conn: Connection, ticket_id: int, **values: Any) -> None:
    conn.execute(update(ticket).where(ticket.c.id == ticket_id).values(**values))


def _waiting(day: date) -> Any:
    return and_(ticket.c.day == day, ticket.c.state == "waiting")


def count_ahead(conn: Connection, row: Any) -> int:
    return conn.execute(select(func.count()).select_from(ticket).where(
        _waiting(row.day), ticket.c.service == row.service,
        or_(ticket.c.place_at < row.place_at, and_(ticket.c.place_at == row.place_at, ticket.c.id < row.id)),
    )).scalar_one()


def count_waiting(conn: Connection, day: date) -> dict[str, int]:
    rows = conn.execute(select(ticket.c.service, func.count()).where(_waiting(day)).group_by(ticket.c.service))
    return {row[0]: row[1] for row in rows}


def first_waiting(conn: Connection, day: date, services: tuple[str, ...]) -> Any:
    """Who has waited longest for any of these services."""
    heads = [conn.execute(select(ticket).where(_waiting(day), ticket.c.service == one)
                          .order_by(ticket.c.place_at, ticket.c.id).limit(1)).one_or_none() for one in services]
    return min((head for head in heads if head is not None), key=lambda t: (t.place_at, t.id), default=None)


def waiting(conn: Connection, day: date, service_id: str, limit: int) -> list[Any]:
    return list(conn.execute(select(ticket).where(_waiting(day), ticket.c.service == service_id)
                             .order_by(ticket.c.place_at, ticket.c.id).limit(limit)))


def missed(conn: Connection, day: date, services: tuple[str, ...]) -> list[Any]:
    return list(conn.execute(
        select(ticket, counter.c.called.label("called"))
        .join(counter, and_(counter.c.day == ticket.c.day, counter.c.service == ticket.c.service))
        .where(ticket.c.day == day, ticket.c.state == "missed", ticket.c.service.in_(services))
        .order_by(ticket.c.ended_at.desc()).limit(30)))


def doubtful(conn: Connection, day: date) -> list[Any]:
    return list(conn.execute(select(ticket).where(
        ticket.c.day == day, ticket.c.slip.in_(("doubtful", "not_printed", "abandoned")),
        ticket.c.state.in_(("waiting", "called", "serving")),
    ).order_by(ticket.c.place_at)))


def current_at(conn: Connection, day: date, window: str) -> Any:
    return conn.execute(select(ticket).where(
        ticket.c.day == day, ticket.c.state.in_(("called", "serving")), ticket.c.window == window)).one_or_none()


def recent_durations(conn: Connection, day: date, service_id: str, limit: int) -> list[float]:
    rows = conn.execute(select(ticket.c.called_at, ticket.c.ended_at).where(
        ticket.c.day == day, ticket.c.state == "done", ticket.c.service == service_id,
    ).order_by(ticket.c.place_at.desc()).limit(limit))
    return [(row.ended_at - row.called_at).total_seconds() for row in rows]


def add_call(conn: Connection, **values: Any) -> None:
    conn.execute(insert(call).values(**values))


def last_calls(conn: Connection, day: date, since: datetime, limit: int) -> list[Any]:
    """Newest first, with the ticket's number and state."""
    return list(conn.execute(
        select(call.c.id, call.c.at, call.c.window, call.c.ordinal, ticket.c.letter, ticket.c.n, ticket.c.service,
               ticket.c.id.label("ticket"))
        .join(ticket, ticket.c.id == call.c.ticket)
        .where(call.c.day == day, call.c.at >= since, ticket.c.state != "void")
        .order_by(call.c.id.desc()).limit(limit)))


def blocks_of(conn: Connection, station: str, days: tuple[date, ...]) -> list[Any]:
    return list(conn.execute(select(block).where(block.c.station == station, block.c.day.in_(days))
                             .order_by(block.c.day, block.c.service, block.c.first)))


def block_with(conn: Connection, station: str, day: date, service_id: str, n: int) -> Any:
    return conn.execute(select(block).where(
        block.c.station == station, block.c.day == day, block.c.service == service_id,
        block.c.first <= n, block.c.last >= n)).one_or_none()


def last_blocked(conn: Connection, day: date, service_id: str) -> int:
    return conn.execute(select(func.max(block.c.last)).where(
        block.c.day == day, block.c.service == service_id)).scalar_one() or 0


def add_block(conn: Connection, **values: Any) -> None:
    conn.execute(insert(block).values(**values))


def used_of_blocks(conn: Connection, station: str, days: tuple[date, ...]) -> dict[tuple[date, str], int]:
    rows = conn.execute(select(ticket.c.day, ticket.c.service, func.count()).where(
        ticket.c.station == station, ticket.c.day.in_(days), ticket.c.origin == "block",
    ).group_by(ticket.c.day, ticket.c.service))
    return {(row[0], row[1]): row[2] for row in rows}


def seats(conn: Connection) -> dict[str, Any]:
    return {row.window: row for row in conn.execute(select(seat))}


def leave_seat(conn: Connection, *, member: int | None = None, window: str | None = None) -> None:
    where = seat.c.member == member if member is not None else seat.c.window == window
    conn.execute(seat.delete().where(where))


def take_seat(conn: Connection, window: str, member: int, name: str, now: datetime) -> None:
    conn.execute(insert(seat).values(window=window, member=member, name=name, since=now))
