"""Who sits where, and what becomes of a number when its window is left behind.

The rule, once: a number that was called and has not come goes back to the front of its line; whoever is being served is
finished. It holds for who signs out, is disabled or leaves, for a window that the plan has no more, and for the
manager's key; so that nobody who is gone holds up anybody.
"""

from sqlalchemy import Connection

from hall.accounts import at_work, lasts
from hall.contract.queue import ticket_number
from hall.kit.clock import Clock
from hall.kit.db import Tx
from hall.plan import Plans
from hall.queue import store
from hall.queue.rows import TicketRow
from hall.settings import Settings


class Seats:
    def __init__(self, settings: Settings, clock: Clock, plans: Plans) -> None:
        self._lasts = lasts(settings)
        self._clock, self._plans = clock, plans

    def present(self, conn: Connection, member: int) -> bool:
        """Whether he is signed in anywhere. A computer that died is found out when its session has run out."""
        return member in at_work(conn, self._clock.steady(), self._lasts)

    def serving(self, conn: Connection, service: str) -> int:
        """Windows for ``service`` at which somebody sits who is at work. Seats of the gone serve nobody."""
        seated = store.seats(conn)
        windows = [window.id for window in self._plans.serving(conn, service) if window.id in seated]
        if not windows:
            return 0
        here = at_work(conn, self._clock.steady(), self._lasts)
        return sum(1 for window in windows if seated[window].member in here)

    def in_words(self, conn: Connection) -> dict[int, str]:
        """Where members sit, by their ids: 3 号窗口."""
        windows = self._plans.windows(conn)
        return {seat.member: f"{windows[id].number} 号窗口" for id, seat in store.seats(conn).items() if id in windows}

    def free(self, tx: Tx, window: str, by: str, why: str) -> None:
        """Nobody sits at ``window`` any more."""
        sitting = store.seat_at(tx.conn, window)
        self.empty(tx, window, by, why)
        if sitting is not None:
            store.leave_seat(tx.conn, window=window)
            tx.note(by, "seat_freed", f"window:{window}", why=why, name=sitting.name[:1] + "*")

    def empty(self, tx: Tx, window: str, by: str, why: str) -> None:
        """No number stands at ``window`` any more."""
        row = store.current_at(tx.conn, self._clock.day(), window)
        if row is None:
            return
        if row.state == "called" and row.day == self._clock.day():
            store.ticket_returned(tx.conn, row.id)
            tx.note(by, "ticket_returned", about(row), why=why)
        else:
            store.ticket_ended(tx.conn, row.id, "done", max(tx.now, row.called_at or tx.now))
            tx.note(by, "ticket_done", about(row), why=why)

    def member_gone(self, tx: Tx, member: int, by: str, why: str) -> None:
        """He has signed out, is disabled, or has left."""
        for window, sitting in store.seats(tx.conn).items():
            if sitting.member == member:
                self.free(tx, window, by, why)

    def gone_windows(self, conn: Connection) -> set[str]:
        """Windows that the plan has no more, where somebody still sits or a number stands."""
        held = set(store.seats(conn)) | store.windows_with_numbers(conn, self._clock.day())
        return held - set(self._plans.windows(conn))

    def settle(self, tx: Tx) -> None:
        """After a plan was published."""
        for window in sorted(self.gone_windows(tx.conn)):
            self.free(tx, window, "hall", "window_gone")


def about(row: TicketRow) -> str:
    return f"ticket:{row.day}:{ticket_number(row.letter, row.n)}"
