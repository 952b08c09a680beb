"""Numbers: given once for each key, merged from blocks, never twice."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from hall.contract.codes import new_token
from hall.contract.glyphs import lacking
from hall.contract.ids import Subject
from hall.contract.queue import (
    Block,
    BlockTicket,
    ServiceView,
    Ticket,
    TicketOrder,
    TicketState,
    TicketStatus,
    ticket_number,
)
from hall.contract.report import PaperTold
from hall.contract.snapshot import HallAlarm
from hall.kit.clock import Clock
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.kit.marks import epochs
from hall.plan import Plans, Published, Window, where
from hall.queue import store
from hall.queue.numbers import missing, next_block, next_free
from hall.queue.rows import BlockUsed, ServiceRow, TicketRow
from hall.queue.seats import Seats
from hall.queue.wait import LATEST, wait_range
from hall.settings import Settings

FRESH = 2.0
"""Seconds for which the durations of recent visits are remembered."""

STATION_CLOCK_AHEAD = timedelta(minutes=5)
"""A station's clock may run ahead by this much; a number said to be given later than that is placed at now."""


LOST_FOR = timedelta(days=31)
"""So long after the hall's data went back stations may tell what it lost."""


@dataclass(frozen=True)
class Service:
    """A service as it is set up: what one queues for."""

    id: str
    letter: str
    name_zh: str
    name_en: str
    hint_zh: str = ""
    hint_en: str = ""
    open: bool = True


class Queue:
    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        plans: Plans,
        alarm: Callable[[Connection], HallAlarm] = lambda _: "",
        alarm_away: Callable[[], HallAlarm] = lambda: "",
    ) -> None:
        """``alarm``: whether the hall is being evacuated. Nobody is called then. ``alarm_away``: the same without the
        database."""
        self.settings, self.clock, self.plans, self.alarm = settings, clock, plans, alarm
        self.alarm_away = alarm_away
        self.seats = Seats(settings, clock, plans)
        self._took: dict[tuple[date, str], tuple[float, list[float]]] = {}

    def published(self, conn: Connection) -> Published | None:
        """The plan that directions are drawn from; None where none was published yet."""
        return self.plans.current(conn)

    # Orders

    def issue(self, tx: Tx, station: str, order: TicketOrder) -> Ticket:
        """A number for ``order``; for a key that has one already, that one. Raises :class:`Problem`."""
        known = store.ticket_by_key(tx.conn, station, order.key)
        if known is not None:
            return self.ticket(tx.conn, known, tx.now)
        service = store.service_by_id(tx.conn, order.service)
        if service is None:
            raise Problem(
                404,
                "unknown_service",
                "没有这项业务，请刷新后重选。",
                "There is no such service; reload and choose again.",
            )
        if not service.open:
            raise Problem(
                409,
                "service_closed",
                f"{service.name_zh}现在不取号。",
                f"{service.name_en} is not giving out numbers now.",
            )
        day = self.clock.day()
        n, place_at = self._next(tx, day, service)
        row = store.add_ticket(
            tx.conn,
            station=station,
            key=order.key,
            day=day,
            service=service.id,
            letter=service.letter,
            n=n,
            token=new_token(),
            origin="hall",
            language=order.language,
            issued_at=tx.now,
            place_at=place_at,
            **_subject(order.subject),
        )
        ticket = self.ticket(tx.conn, row, tx.now)
        tx.note(f"station:{station}", "ticket_issued", f"ticket:{day}:{ticket.number}", key=order.key)
        return ticket

    def _next(self, tx: Tx, day: date, service: ServiceRow) -> tuple[int, datetime]:
        """The number and the place in line. A place never lies before the one given last: a clock set back must not
        let new numbers pass those who wait."""
        counter = store.counter_of(tx.conn, day, service.id)
        if counter is None:
            store.add_counter(tx.conn, day, service.id, tx.now)
        n = next_free(counter.next_n if counter else 1)
        while n is not None and store.ticket_by_number(tx.conn, day, service.id, n) is not None:
            n = next_free(n + 1)  # somebody has it already, however that came: it is nobody else's
        if n is None:
            raise Problem(
                409,
                "numbers_used_up",
                f"{service.name_zh}今天的号已发完。",
                f"{service.name_en}: today's numbers are used up.",
            )
        place_at = max(tx.now, counter.place_at) if counter else tx.now
        store.move_counter(tx.conn, day, service.id, n + 1, place_at)
        return n, place_at

    def status(self, conn: Connection, token: str, now: datetime) -> TicketStatus:
        row = store.ticket_by_token(conn, token)
        if row is None:
            raise Problem(404, "unknown_ticket", "没有查到这张号票。", "No such ticket is known.")
        state: TicketState = row.state
        if row.day < self.clock.day() and state in ("waiting", "called"):
            state = "lapsed"  # a number lives one day; only who is being served at midnight is served to the end
        window = self.plans.windows(conn).get(row.window or "")
        return TicketStatus(
            ticket=self.ticket(conn, row, now, state), state=state, window=window.number if window else None
        )

    # What stations report

    def block_ticket(self, tx: Tx, station: str, told: BlockTicket, origin: Literal["block", "hall"] = "block") -> None:
        """Merge a number given out while the hall was away. The slip wins over a number the hall gave the same key.
        ``hall``: it was the hall that gave it, before its database went back."""
        known = store.ticket_by_number(tx.conn, told.day, told.service, told.n)
        if known is not None and (known.key, known.token) == (told.key, told.token):
            return  # also where the station was enrolled again meanwhile
        service = store.service_by_id(tx.conn, told.service)
        if service is None:
            raise _refused("unknown_service", "没有这项业务。", "There is no such service.")
        if known is not None:
            raise _refused("number_taken", "这个号已经给了别人。", "This number belongs to somebody else already.")
        if origin == "block" and not any(
            store.block_with(tx.conn, holder, told.day, told.service, told.n) for holder in (station, store.NOBODY)
        ):
            raise _refused("not_your_block", "这个号不在本机的号段里。", "This number is not in the station's blocks.")
        if origin == "hall" and not self._may_have_been_given(tx, told):
            raise _refused(
                "never_given", "大厅没有给过这个号，也没有丢过记录。", "The hall never gave this number, and lost none."
            )
        if store.ticket_by_token(tx.conn, told.token) is not None:
            raise _refused("token_taken", "号票码重复。", "This ticket code is taken.")
        number = f"ticket:{told.day}:{service.letter}{told.n:03d}"
        other = store.ticket_by_key(tx.conn, station, told.key)
        if other is not None:
            if other.origin == "block":
                raise _refused(
                    "key_taken", "这次取号已有另一张离线号。", "This order has another offline number already."
                )
            store.set_ticket(tx.conn, other.id, state="void", ended_at=tx.now)
            tx.note(f"station:{station}", "ticket_void", f"ticket:{other.day}:{other.letter}{other.n:03d}", for_=number)
        if store.counter_of(tx.conn, told.day, told.service) is None:
            store.add_counter(tx.conn, told.day, told.service, self.clock.start_of(told.day))
        place_at = told.issued_at if told.issued_at <= tx.now + STATION_CLOCK_AHEAD else tx.now
        place_at = max(place_at, self.clock.start_of(told.day))
        store.add_ticket(
            tx.conn,
            station=station,
            key=told.key,
            day=told.day,
            service=told.service,
            letter=service.letter,
            n=told.n,
            token=told.token,
            origin=origin,
            language=told.language,
            issued_at=told.issued_at,
            place_at=place_at,
            **_subject(told.subject),
        )
        tx.note(f"station:{station}", "ticket_merged", number, key=told.key)

    def _may_have_been_given(self, tx: Tx, told: BlockTicket) -> bool:
        """Whether the hall may have given this number and lost it: its data went back, the number is one of the
        counter's and lies behind it. Whatever comes next from the counter is nobody's yet."""
        today = self.clock.day()
        if not epochs(tx.conn, tx.now - LOST_FOR) or not today - LOST_FOR <= told.day <= today + timedelta(days=1):
            return False
        counter = store.counter_of(tx.conn, told.day, told.service)
        return next_free(told.n) == told.n and (told.day < today or (counter is not None and told.n < counter.next_n))

    def slip_told(self, tx: Tx, station: str, told: PaperTold) -> None:
        """What became of a slip, hung on its ticket so that the window sees doubtful ones. A number the hall has not
        heard of (yet) has no window that could."""
        row = store.ticket_by_key(tx.conn, station, told.key)
        if row is not None:
            store.set_ticket(tx.conn, row.id, slip=told.state, slip_reason=told.reason[:200])

    # Blocks

    def blocks(self, conn: Connection, station: str, ledger: str = "") -> tuple[tuple[Block, ...], bool]:
        """The open blocks of one ledger for today and tomorrow, and whether it should be granted more."""
        rows = store.blocks_of(conn, station, ledger, self._days())
        short = any(left <= self.settings.block_size // 2 for left in self._left(conn, rows).values())
        blocks = (Block(service=r.service, day=r.day, first=r.first, last=r.last, used=r.used) for r in rows)
        return tuple(blocks), short

    def _left(self, conn: Connection, rows: list[BlockUsed]) -> dict[tuple[date, str], int]:
        """How many numbers it may still give, by day and service."""
        left = {(day, one.id): 0 for day in self._days() for one in store.services(conn)}
        for row in rows:
            left[row.day, row.service] += row.last - max(row.used, row.first - 1)
        return left

    def grant_blocks(self, tx: Tx, station: str, ledger: str = "") -> None:
        """A block for every service and day of which half is used or none was granted."""
        size = self.settings.block_size
        held = store.blocks_of(tx.conn, station, ledger, self._days())
        for (day, service), left in self._left(tx.conn, held).items():
            span = next_block(store.last_blocked(tx.conn, day, service), size) if left <= size // 2 else None
            if span is not None:
                row = {"station": station, "ledger": ledger, "day": day, "service": service}
                store.add_block(tx.conn, **row, first=span[0], last=span[1])
                tx.note("hall", "block_granted", f"station:{station}", day=day, service=service, span=span)

    def close_blocks(self, tx: Tx, station: str, ledger: str | None = None) -> None:
        """The ledger they were granted to is lost (None: all of the station's): nothing of them is given any more, and
        what was given of them is known only as far as it is told."""
        if closed := store.close_blocks(tx.conn, station, ledger, tx.now):
            tx.note("hall", "blocks_closed", f"station:{station}", ledger=ledger, blocks=closed)

    def carry_blocks(self, tx: Tx, station: str, ledger: str, to: str) -> None:
        """The same memory under another birth id: its blocks stay its own."""
        store.carry_blocks(tx.conn, station, ledger, to)

    def hand_over_blocks(self, tx: Tx, station: str, to: str) -> None:
        """``to`` is enrolled in the place of ``station`` and may still tell what was given."""
        store.close_blocks(tx.conn, station, None, tx.now)
        store.hand_over_blocks(tx.conn, station, to)

    def not_known(self, conn: Connection) -> dict[str, list[str]]:
        """By station, today's numbers of closed blocks of which nobody knows whether they were given: A704–A720."""
        found: dict[str, list[str]] = {}
        for station, span in self._unsaid(conn, self.clock.day()):
            found.setdefault(station, []).append(span)
        return found

    def unsaid(self, conn: Connection, station: str) -> dict[date, list[str]]:
        """The same of one station, today's and tomorrow's."""
        found = {day: [span for one, span in self._unsaid(conn, day) if one == station] for day in self._days()}
        return {day: spans for day, spans in found.items() if spans}

    def _unsaid(self, conn: Connection, day: date) -> Iterator[tuple[str, str]]:
        for row, given in store.closed_blocks(conn, day):
            for first, last in missing(row.first, row.last, given):
                yield row.station, "–".join(ticket_number(row.letter, n) for n in dict.fromkeys((first, last)))

    def told_by(self, conn: Connection, station: str, since: datetime, keys: set[str]) -> list[TicketRow]:
        """What was given at a station since then, or under one of these orders' keys."""
        return store.told_by(conn, station, since, keys)

    def _days(self) -> tuple[date, date]:
        today = self.clock.day()
        return today, today + timedelta(days=1)

    # Views

    def ticket(self, conn: Connection, row: TicketRow, now: datetime, state: str | None = None) -> Ticket:
        """The ticket as of ``now``; how many are ahead only while it waits."""
        waiting = (state or row.state) == "waiting"
        ahead = store.count_ahead(conn, row) if waiting else None
        wait = self.wait(conn, row.day, row.service, ahead) if ahead is not None else None
        low, high = wait or (None, None)
        return Ticket(
            key=row.key,
            day=row.day,
            service=row.service,
            letter=row.letter,
            n=row.n,
            token=row.token,
            issued_at=row.issued_at,
            origin=row.origin,
            ahead=ahead,
            wait_low=low,
            wait_high=high,
            windows=tuple(w.number for w in self.plans.serving(conn, row.service)),
            as_of=now,
            plan=published.revision if (published := self.published(conn)) else 0,
        )

    def views(self, conn: Connection) -> tuple[ServiceView, ...]:
        """Every service as visitors see it now."""
        day = self.clock.day()
        waiting = store.count_waiting(conn, day)
        return tuple(self._view(conn, day, row, waiting.get(row.id, 0)) for row in store.services(conn))

    def _view(self, conn: Connection, day: date, row: ServiceRow, waiting: int) -> ServiceView:
        windows = self.plans.serving(conn, row.id)
        low, high = self.wait(conn, day, row.id, waiting) or (None, None)
        return ServiceView(
            id=row.id,
            letter=row.letter,
            name_zh=row.name_zh,
            name_en=row.name_en,
            hint_zh=row.hint_zh,
            hint_en=row.hint_en,
            open=row.open and bool(windows),
            waiting=waiting,
            wait_low=low,
            wait_high=high,
            windows=tuple(w.number for w in windows),
            place_zh=_places(windows, 0, "、"),
            place_en=_places(windows, 1, ", "),
        )

    def wait(self, conn: Connection, day: date, service: str, ahead: int) -> tuple[int, int] | None:
        serving = self.seats.serving(conn, service)
        return wait_range(ahead, serving, self._recent(conn, day, service)) if serving else None

    def _recent(self, conn: Connection, day: date, service: str) -> list[float]:
        read_at, took = self._took.get((day, service), (-FRESH, []))
        if time.monotonic() - read_at >= FRESH:
            took = store.recent_durations(conn, day, service, LATEST)
            self._took = {k: v for k, v in self._took.items() if k[0] == day} | {
                (day, service): (time.monotonic(), took)
            }
        return took


def put_services(tx: Tx, services: list[Service], actor: str) -> None:
    """Raises :class:`Problem` for a name that no printer could print: it would stand on every slip."""
    for service in services:
        if missing := lacking(service.name_zh + service.name_en):
            chars = " ".join(missing)
            raise Problem(
                422,
                "no_glyph",
                f"业务“{service.name_zh}”：打印机没有“{chars}”的字形，请换个名称。",
                f"The service {service.id}: printers have no glyph for {chars}; choose another name.",
            )
    store.put_services(tx.conn, [{"position": i, **vars(s)} for i, s in enumerate(services)])
    tx.note(actor, "services_set", "queue", services=[s.id for s in services])


def _subject(subject: Subject | None) -> dict[str, str | None]:
    return {
        "subject_kind": subject.kind if subject else None,
        "subject_hash": (subject.hash or None) if subject else None,
        "subject_last4": subject.last4 if subject else None,
    }


def _places(windows: list[Window], language: int, comma: str) -> str:
    return where(tuple((w.floor[language], w.zone[language]) for w in windows), comma)


def _refused(code: str, zh: str, en: str) -> Problem:
    return Problem(409, code, zh, en)
