"""Whatever is pressed, ordered and reported in whatever order: no number twice, nobody called twice."""

import shutil
import tempfile
from collections import Counter
from datetime import datetime
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hall.accounts import Member
from hall.accounts import store as accounts_store
from hall.contract.queue import BlockTicket, TicketOrder
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.queue import store
from hall.queue.desk import Desk
from tests.hall.caller import found_house, open_house

WINDOWS = ("w1", "w5", "w8")
SERVICES = st.sampled_from(["intake", "advice", "pickup"])
STATIONS = st.sampled_from(["K001", "K002"])
_founded: list[tuple[Path, dict[str, str]]] = []


def founded() -> Path:
    if not _founded:
        folder = Path(tempfile.mkdtemp(prefix="hall-founded-")) / "hall"
        house = found_house(folder)
        house.close()
        _founded.append((folder, house.passwords))
    return _founded[0][0]


def teardown_module() -> None:
    for folder, _ in _founded:
        shutil.rmtree(folder.parent)
    _founded.clear()


class QueueOfOneDay(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hall-machine-"))
        shutil.copytree(founded(), self.folder / "hall")
        self.house = open_house(self.folder / "hall", {})
        self.queue = self.house.queue
        self.desk = Desk(self.queue)
        self.slips: dict[tuple[str, str], tuple[str, int, str]] = {}
        self.drawn: Counter[tuple[str, str]] = Counter()
        self.orders = 0
        self.undone: Counter[int] = Counter()
        self.house.write(self._sit)

    def _sit(self, tx: Tx) -> None:
        self.members = {}
        for login, window in zip(("clerk1", "clerk2", "clerk3"), WINDOWS, strict=True):
            row = accounts_store.member_by_login(tx.conn, login)
            assert row is not None
            self.members[window] = Member(row.id, login, row.name, "clerk", "", "", False, tx.now, tx.now)
            self.desk.sit(tx, self.members[window], window)
        for station in ("K001", "K002"):
            self.queue.grant_blocks(tx, station)

    def teardown(self) -> None:
        if hasattr(self, "house"):
            self.house.close()
            shutil.rmtree(self.folder)

    @rule(station=STATIONS, service=SERVICES)
    def order(self, station: str, service: str) -> None:
        self.orders += 1
        self._order(station, f"visit-{self.orders:04}", service)

    @rule(station=STATIONS, service=SERVICES, which=st.integers(1, 12))
    def order_again(self, station: str, service: str, which: int) -> None:
        key = f"visit-{which:04}"
        ticket = self._order(station, key, service)
        if (station, key) in self.slips and ticket is not None:
            assert (ticket.service, ticket.n) == self.slips[station, key][:2], "the slip wins"

    def _order(self, station: str, key: str, service: str):
        return self.house.write(lambda tx: self.queue.issue(tx, station, TicketOrder(key=key, service=service)))

    @rule(station=STATIONS, service=SERVICES, which=st.integers(1, 12), minutes=st.integers(-90, 90))
    def report_offline_number(self, station: str, service: str, which: int, minutes: int) -> None:
        key = f"visit-{which:04}"
        day = self.queue.clock.day()
        blocks = self.house.db.look(lambda c: self.queue.blocks(c, station)[0])
        numbers = [n for b in blocks if (b.day, b.service) == (day, service) for n in range(b.first, b.last + 1)]
        n = numbers[self.drawn[station, service] % len(numbers)]
        told = BlockTicket(
            key=key,
            day=day,
            service=service,
            n=n,
            token=f"{station}-{service}-{n}",
            issued_at=datetime.fromtimestamp(
                self.house.hands.at.timestamp() + minutes * 60, self.house.hands.at.tzinfo
            ),
        )
        refusal = self._refused(lambda tx: self.queue.block_ticket(tx, station, told))
        if refusal is not None:
            assert refusal.code in ("key_taken", "number_taken"), refusal
            return
        self.drawn[station, service] += 1
        self.slips[station, key] = (service, n, told.token)

    @rule(
        window=st.sampled_from(WINDOWS),
        stale=st.booleans(),
        undo=st.booleans(),
        act=st.sampled_from(["next", "next", "next", "again", "arrived", "missed", "finish"]),
    )
    def press(self, window: str, act: str, stale: bool, undo: bool) -> None:
        day = self.queue.clock.day()
        at = self.house.db.look(lambda c: store.current_at(c, day, window))
        current = -1 if stale else (at.id if at else None)
        before, member = self._numbers(), self.members[window]

        def pressed(tx: Tx) -> None:
            self.desk.keep(tx, member, window, act, None, lambda: getattr(self.desk, act)(tx, member, window, current))

        refusal = self._refused(pressed)
        assert refusal is None or refusal.status == 409
        assert refusal is not None or not stale, "a page that is behind changes nothing"
        if act == "next" and refusal is None and at is not None:
            became = self.house.db.look(lambda c: store.ticket_by_id(c, at.id))
            assert became is not None
            assert became.state == ("done" if at.state == "serving" else "missed"), "only who was served is finished"
        if undo and refusal is None:
            now_at = self.house.db.look(lambda c: store.current_at(c, day, window))
            self.undone.update([now_at.id] if now_at is not None and act == "next" else [])
            self.house.write(lambda tx: self.desk.undo(tx, member, window, now_at.id if now_at else None))
            assert self._numbers() == before, "as it was"

    def _numbers(self):
        of = (store.ticket, store.counter)
        return self.house.db.look(lambda c: [c.execute(table.select()).all() for table in of])

    @rule(window=st.sampled_from(WINDOWS), ticket=st.integers(1, 20))
    def once_more(self, window: str, ticket: int) -> None:
        refusal = self._refused(lambda tx: self.desk.once_more(tx, self.members[window], window, None, ticket))
        assert refusal is None or refusal.status == 409

    def _refused(self, work) -> Problem | None:
        try:
            self.house.write(work)
        except Problem as problem:
            return problem
        return None

    @rule(minutes=st.integers(-60, 60))
    def clock_is_set(self, minutes: int) -> None:
        self.house.hands.move(minutes=minutes)

    @invariant()
    def never_twice(self) -> None:
        if not hasattr(self, "house"):
            return
        tickets = self.house.db.look(lambda c: c.execute(store.ticket.select()).all())
        calls = self.house.db.look(lambda c: c.execute(store.call.select()).all())
        numbers = Counter((t.day, t.service, t.n) for t in tickets)
        assert not numbers or max(numbers.values()) == 1
        first_calls = Counter(call.ticket for call in calls if call.ordinal == 1)
        for ticket in tickets:
            assert first_calls[ticket.id] <= (2 if ticket.called_again else 1) + self.undone[ticket.id], (
                f"{ticket} was called twice"
            )
        live = Counter((t.station, t.key) for t in tickets if t.state != "void")
        assert not live or max(live.values()) == 1
        sat = Counter(t.window for t in tickets if t.state in ("called", "serving"))
        assert not sat or max(sat.values()) == 1


SLOW_IS_WELL = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]

TestQueueOfOneDay = QueueOfOneDay.TestCase
TestQueueOfOneDay.settings = settings(
    max_examples=15,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=SLOW_IS_WELL,
    database=None,
)
