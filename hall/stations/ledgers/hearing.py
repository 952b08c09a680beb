"""Whom the hall hears under a station's name.

One ledger and one run of its program is heard. A new ledger takes the place of the one before at once: a disk was
replaced. If the one before speaks again afterwards, two machines work under one name: the one that was there first
stays, the other is refused until the manager decides. A new run of the same ledger is a restart; if the run before
speaks again afterwards, the disk was copied. A ledger that has told more than it knows of was put back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from hall.contract.ledger import ANEW, CARRIED, REFUSED, WAIT, LedgerSaid
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.queue import Queue
from hall.stations.ledgers import store
from hall.stations.store import carry_reports, last_seq

TURN = timedelta(seconds=3)
"""What a killed program had sent may arrive after what its successor sends; later than this it is alive."""

ALIVE = timedelta(seconds=30)
"""A ledger not heard for longer is no second machine: whoever comes then takes its place."""

SEEN_EVERY = timedelta(seconds=5)

Standing = Literal["heard", "refused", "anew", "wait"]


@dataclass(frozen=True)
class Hearing:
    """``seen_at``: when the ledger that is heard last gave a sign of life."""

    station: str
    seen_at: datetime | None
    queue: Queue

    def hear(self, tx: Tx, said: LedgerSaid) -> Standing:
        heard, mine = store.heard(tx.conn, self.station), store.of(tx.conn, self.station, said.birth)
        if heard is None:
            self._begin(tx, said)
            return "heard"
        if mine is None:
            if said.birth.startswith(CARRIED) and heard.id == "":
                self._carry(tx, heard, said)
            else:
                self._take_over(tx, heard, said, "lost")
            return "heard"
        store.put(tx.conn, self.station, said.birth, seen_at=tx.now)
        if mine.state == "heard":
            return self._run(tx, mine, said)
        if mine.state == "refused":
            return "refused"
        if tx.now - heard.since < TURN:
            return "wait"
        alive = self.seen_at is not None and tx.now - self.seen_at < ALIVE
        self._take_over(tx, heard, said, "refused" if alive else "lost")
        return "heard"

    def decide(self, tx: Tx, ledger: str, by: str) -> None:
        """The manager's word: the refused one stays, and the one heard so far is refused."""
        chosen, heard = store.of(tx.conn, self.station, ledger), store.heard(tx.conn, self.station)
        if chosen is None or chosen.state != "refused" or heard is None:
            raise Problem(409, "decided", "这件事已经处理过了。", "This has been settled already.")
        self._take_over(tx, heard, LedgerSaid(ledger, chosen.run), "refused")
        tx.note(by, "ledger_chosen", f"station:{self.station}", ledger=ledger, instead_of=heard.id)

    def _begin(self, tx: Tx, said: LedgerSaid) -> None:
        now = tx.now
        values = {"state": "heard", "born": now, "since": now, "seen_at": now, "run": said.run, "run_since": now}
        store.add(tx.conn, station=self.station, id=said.birth, **values)

    def _carry(self, tx: Tx, heard: store.LedgerRow, said: LedgerSaid) -> None:
        """The station was renewed: its ledger has a birth id now, and goes on."""
        store.forget(tx.conn, self.station, heard.id)
        self._begin(tx, said)
        store.put(tx.conn, self.station, said.birth, upto=heard.upto)
        carry_reports(tx.conn, self.station, said.birth)
        self.queue.carry_blocks(tx, self.station, heard.id, said.birth)
        tx.note("hall", "ledger_carried", f"station:{self.station}", ledger=said.birth)

    def _take_over(self, tx: Tx, heard: store.LedgerRow, said: LedgerSaid, leave: Literal["lost", "refused"]) -> None:
        self.queue.close_blocks(tx, self.station, heard.id)
        store.put(tx.conn, self.station, heard.id, state=leave, since=tx.now)
        if store.of(tx.conn, self.station, said.birth) is None:
            self._begin(tx, said)
        else:
            values = {"state": "heard", "since": tx.now, "run": said.run, "run_since": tx.now, "run_before": ""}
            store.put(tx.conn, self.station, said.birth, **values)
        tx.note("hall", "ledger_heard", f"station:{self.station}", ledger=said.birth, before=heard.id, left=leave)

    def _run(self, tx: Tx, mine: store.LedgerRow, said: LedgerSaid) -> Standing:
        if said.run == mine.run:
            return "heard"
        if said.run == mine.run_refused:
            return "anew"
        put = {"run": said.run, "run_since": tx.now}
        if said.run == mine.run_before:
            if tx.now - mine.run_since < TURN:
                return "wait"
            tx.note("hall", "ledger_copied", f"station:{self.station}", ledger=mine.id)
            store.put(tx.conn, self.station, mine.id, **put, run_before="", run_refused=mine.run)
            return "heard"
        if said.birth and said.last < last_seq(tx.conn, self.station, mine.id):
            tx.note("hall", "ledger_went_back", f"station:{self.station}", ledger=mine.id, last=said.last)
            return "anew"
        store.put(tx.conn, self.station, mine.id, **put, run_before=mine.run)
        return "heard"


def standing(conn: Connection, station: str, said: LedgerSaid) -> Standing | None:
    """As it is, without a turn taken; None: it has to be heard first."""
    mine = store.of(conn, station, said.birth)
    if mine is not None and mine.state == "heard" and mine.run == said.run:
        return "heard"
    return None


def refusal(standing: Standing) -> Problem:
    match standing:
        case "refused":
            return Problem(
                409,
                REFUSED,
                "另一台机器正以本机的名义工作，本机暂停服务。请大厅管理人员在“自助机”页面决定用哪一台。",
                "Another machine works under this one's name, so this one is out of service. "
                "The hall manager decides on the stations page which of them stays.",
            )
        case "anew":
            return Problem(
                409,
                ANEW,
                "本机的记录不是最新的，需要重新开始。",
                "This machine's records are not the latest; it begins anew.",
            )
        case _:
            return Problem(503, WAIT, "请稍候。", "One moment, please.", {"Retry-After": "1"})
