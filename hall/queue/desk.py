"""What happens at a window: next, again, arrived, missed, finished, once more after missing."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from hall.accounts import Member
from hall.contract.queue import ticket_number
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.plan import Window
from hall.queue import store
from hall.queue.rows import TicketRow
from hall.queue.seats import about
from hall.queue.service import Queue
from hall.queue.undo import Undo

SHOWN = 12
"""Waiting numbers listed for each service of the window; other services show their count."""

ALARMS = {"evacuation": ("正在疏散", "Evacuation"), "drill": ("正在演练疏散", "Evacuation drill")}


class Desk:
    def __init__(self, queue: Queue) -> None:
        self.queue, self._undo = queue, Undo(queue)
        self.calls, self.gap = queue.settings.calls_before_missed, queue.settings.missed_gap

    def sit(self, tx: Tx, member: Member, window_id: str, *, instead: bool = False) -> None:
        """Take the seat at a window, leaving any other. Whoever is at work there is asked about first (``instead``: it
        was), and stays while he has somebody before him; the seat of who is gone is free."""
        window = self._window(tx.conn, window_id)
        sitting = store.seat_at(tx.conn, window_id)
        if sitting and sitting.member == member.id:
            return
        if sitting and self.queue.seats.present(tx.conn, sitting.member):
            self._ask(tx, window, sitting.name[:1] + "*", instead)
        self._leave_own(tx, member)
        self.queue.seats.free(tx, window_id, member.login, "taken_over")
        store.take_seat(tx.conn, window_id, member.id, member.name, tx.now)
        tx.note(member.login, "seat_taken", f"window:{window_id}")

    def _ask(self, tx: Tx, window: Window, name: str, instead: bool) -> None:
        if store.current_at(tx.conn, self.queue.clock.day(), window.id):
            raise Problem(
                409,
                "window_busy",
                f"{window.number} 号窗口正由 {name} 办理，办结后才能换人；他不在了，请大厅管理腾出窗口。",
                f"Window {window.number} is serving somebody; finish there first, or ask the manager to free it.",
            )
        if not instead:
            raise Problem(
                409,
                "seat_taken",
                f"{window.number} 号窗口现在是 {name} 在坐。换您来坐吗？",
                f"{name} is seated at window {window.number}. Take the seat?",
            )

    def leave(self, tx: Tx, member: Member) -> None:
        if self._leave_own(tx, member):
            tx.note(member.login, "seat_left", f"member:{member.login}")

    def _leave_own(self, tx: Tx, member: Member) -> bool:
        own = next((w for w, s in store.seats(tx.conn).items() if s.member == member.id), None)
        if own is None:
            return False
        if own in self.queue.seats.gone_windows(tx.conn):
            self.queue.seats.free(tx, own, member.login, "window_gone")
            return True
        if store.current_at(tx.conn, self.queue.clock.day(), own):
            raise Problem(
                409,
                "finish_first",
                "还有正在办理的号，请先办结或过号。",
                "A number is still at your window: finish it or mark it missed first.",
            )
        store.leave_seat(tx.conn, window=own)
        return True

    def next(self, tx: Tx, member: Member, window_id: str, current: int | None) -> None:
        """Call who has waited longest. Who is being served at the window is finished by it; who was called and has not
        come is missed, never finished: nobody has served him. ``current`` guards against a page that is behind, a key
        pressed twice, an answer that was lost."""
        self._calm(tx)
        window, day = self._mine(tx, member, window_id), self.queue.clock.day()
        at = self._expect(tx, day, window_id, current)
        if at is not None and at.state == "called":
            self._miss(tx, member, at)
        elif at is not None:
            self._end(tx, member, at, "done")
        row = store.first_waiting(tx.conn, day, window.services)
        if row is not None:
            self._call(tx, member, row, window, calls=1)
        elif at is None:
            raise Problem(409, "nobody_waiting", "现在没有人等候。", "Nobody is waiting.")

    def again(self, tx: Tx, member: Member, window_id: str, current: int | None) -> None:
        self._calm(tx)
        window = self._mine(tx, member, window_id)
        row = self._require(tx, window_id, current)
        if row.state != "called" or row.calls >= self.calls:
            raise Problem(
                409,
                "called_enough",
                f"已呼叫 {row.calls} 次，请按过号或办结。",
                f"Called {row.calls} times already: mark it missed or finish it.",
            )
        self._call(tx, member, row, window, calls=row.calls + 1)

    def arrived(self, tx: Tx, member: Member, window_id: str, current: int | None) -> None:
        self._mine(tx, member, window_id)
        row = self._require(tx, window_id, current)
        came = row.came_at or max(tx.now, row.called_at or tx.now)  # pressed twice he came once
        store.set_ticket(tx.conn, row.id, state="serving", came_at=came)
        tx.note(member.login, "ticket_serving", about(row))

    def missed(self, tx: Tx, member: Member, window_id: str, current: int | None) -> None:
        self._calm(tx)
        self._mine(tx, member, window_id)
        row = self._require(tx, window_id, current)
        if row.state != "called" or row.calls < self.calls:
            raise Problem(
                409,
                "call_again_first",
                f"呼叫满 {self.calls} 次才能过号，现在是第 {row.calls} 次。",
                f"A number is missed after {self.calls} calls; this was call {row.calls}.",
            )
        self._miss(tx, member, row)

    def finish(self, tx: Tx, member: Member, window_id: str, current: int | None) -> None:
        self._mine(tx, member, window_id)
        self._end(tx, member, self._require(tx, window_id, current), "done")

    def once_more(self, tx: Tx, member: Member, window_id: str, current: int | None, ticket: int) -> None:
        """Call a missed number again: once, after ``missed_gap`` others of its service or when nobody else of it
        waits."""
        self._calm(tx)
        window = self._mine(tx, member, window_id)
        if self._expect(tx, self.queue.clock.day(), window_id, current) is not None:
            raise Problem(409, "finish_first", "请先办结当前的号。", "Finish the current number first.")
        row = store.ticket_by_id(tx.conn, ticket)
        if row is None or row.state != "missed" or row.day != self.queue.clock.day():
            raise Problem(409, "not_missed", "这个号不在过号名单里。", "This number is not on the missed list.")
        if row.service not in window.services:
            raise Problem(409, "not_served_here", "本窗口不办这项业务。", "This window does not serve that service.")
        waiting = store.count_waiting(tx.conn, row.day).get(row.service, 0)
        left = self._others_left(row, store.called_of(tx.conn, row.day, row.service), waiting)
        if row.called_again:
            raise Problem(
                409,
                "called_again_already",
                "过号只能复呼一次，请重新取号。",
                "A missed number is called again once only; a new number is needed.",
            )
        if left:
            raise Problem(
                409, "too_soon", f"还要再叫 {left} 个号才能复呼。", f"{left} more numbers must be called first."
            )
        store.set_ticket(tx.conn, row.id, called_again=True)
        self._call(tx, member, row, window, calls=1)

    def keep(
        self, tx: Tx, member: Member, window_id: str, act: str, ticket: int | None, work: Callable[[], None]
    ) -> None:
        """A press of the key ``act`` that can be undone."""
        self._undo.keep(tx, member, window_id, act, ticket, work)

    def undo(self, tx: Tx, member: Member, window_id: str, current: int | None) -> None:
        """Take the last press back, within a minute."""
        self._mine(tx, member, window_id)
        self._expect(tx, self.queue.clock.day(), window_id, current)
        self._undo.undo(tx, member, window_id)

    def _others_left(self, row: TicketRow, called: int, waiting: int) -> int:
        """How many must be called before him; never more than there are: nobody waits for nobody."""
        return max(0, min(waiting, self.gap - (called - (row.missed_mark or 0))))

    def _call(self, tx: Tx, member: Member, row: TicketRow, window: Window, calls: int) -> None:
        if calls == 1:
            store.count_call(tx.conn, row.day, row.service)
        store.ticket_called(tx.conn, row.id, window.id, calls, tx.now if calls == 1 else row.called_at or tx.now)
        store.add_call(tx.conn, day=row.day, ticket=row.id, window=window.id, at=tx.now, ordinal=calls)
        tx.note(member.login, "ticket_called", about(row), window=window.number, time=calls)

    def _miss(self, tx: Tx, member: Member, row: TicketRow) -> None:
        store.set_ticket(tx.conn, row.id, missed_mark=store.called_of(tx.conn, row.day, row.service))
        self._end(tx, member, row, "missed")

    def _end(self, tx: Tx, member: Member, row: TicketRow, state: str) -> None:
        store.ticket_ended(tx.conn, row.id, state, max(tx.now, row.came_at or row.called_at or tx.now))
        tx.note(member.login, f"ticket_{state}", about(row))

    def _calm(self, tx: Tx) -> None:
        """Nobody is sent to a window, or given up for not coming, while the hall is being left."""
        alarm = self.queue.alarm(tx.conn)
        if alarm:
            zh, en = ALARMS[alarm]
            raise Problem(409, "alarm", f"{zh}，暂停叫号，解除后再叫。", f"{en}: no calls until it is over.")

    def _window(self, conn: Connection, window_id: str) -> Window:
        window = self.queue.plans.windows(conn).get(window_id)
        if window is None:
            raise Problem(404, "unknown_window", "没有这个窗口。", "There is no such window.")
        return window

    def _mine(self, tx: Tx, member: Member, window_id: str) -> Window:
        window = self._window(tx.conn, window_id)
        seat = store.seat_at(tx.conn, window_id)
        if seat is None or seat.member != member.id:
            raise Problem(
                409,
                "not_your_seat",
                f"{window.number} 号窗口现在不是您在坐，请重新选择窗口。",
                f"You are not seated at window {window.number}; choose your window again.",
            )
        return window

    def _expect(self, tx: Tx, day: date, window_id: str, current: int | None) -> TicketRow | None:
        row = store.current_at(tx.conn, day, window_id)
        if (row.id if row else None) != current:
            raise Problem(
                409,
                "page_behind",
                "窗口状态刚刚变了，已为您刷新，请再看一眼。",
                "The window has just changed; the page is up to date now, look again.",
            )
        return row

    def _require(self, tx: Tx, window_id: str, current: int | None) -> TicketRow:
        row = self._expect(tx, self.queue.clock.day(), window_id, current)
        if row is None:
            raise Problem(409, "nobody_here", "窗口现在没有号。", "No number is at this window.")
        return row

    def state(self, conn: Connection, window_id: str, now: datetime, asks: int = 0) -> dict[str, Any]:
        """Everything a window's page shows to the member ``asks``."""
        window, day = self._window(conn, window_id), self.queue.clock.day()
        seat = store.seat_at(conn, window_id)
        counts = store.count_waiting(conn, day)
        services = sorted(store.services(conn), key=lambda s: (s.id not in window.services, s.position))
        return {
            "window": {"id": window.id, "number": window.number, "name": window.name_zh, "place": window.place_zh},
            "seat": {"member": seat.member, "name": seat.name[:1] + "*"} if seat else None,
            "current": self.current(conn, window_id, asks),
            "waiting": [
                {
                    "service": s.id,
                    "letter": s.letter,
                    "name": s.name_zh,
                    "mine": s.id in window.services,
                    "count": counts.get(s.id, 0),
                    "tickets": [_listed(t) for t in store.waiting(conn, day, s.id, SHOWN * (s.id in window.services))],
                }
                for s in services
            ],
            "missed": [
                {
                    **_listed(t),
                    "at": _iso(t.ended_at),
                    "again": not t.called_again,
                    "left": self._others_left(t, called, counts.get(t.service, 0)),
                }
                for t, called in store.missed(conn, day, window.services)
            ],
            "doubtful": [_listed(t) for t in store.doubtful(conn, day)],
            "undo": self._undo.last(conn, window_id, asks, now),
            "alarm": self.queue.alarm(conn),
            "gone": "",
        }

    def gone(self, conn: Connection, window_id: str) -> str:
        """Why there is no such window, for who sat there, and what became of his number; empty: there is one."""
        published = self.queue.published(conn)
        if published is None or window_id in published.windows:
            return ""
        at = self.queue.clock.local(published.at)
        last = store.last_call_at(conn, self.queue.clock.day(), window_id)
        number = ticket_number(last.letter, last.n) if last is not None else ""
        became = {"waiting": f"{number} 已回到队首，会由别的窗口叫。", "done": f"{number} 已办结。"}
        told = became.get(last.state, "") if last is not None else ""
        return f"这个窗口已不在大厅图上（{published.by} {at:%H:%M} 发布）。{told}请另选窗口。"

    def current(self, conn: Connection, window_id: str, asks: int = 0) -> dict[str, Any] | None:
        """Who is at the window, and which keys may be pressed for him. What is known of the person is for the member
        who sits there alone."""
        row, seat = store.current_at(conn, self.queue.clock.day(), window_id), store.seat_at(conn, window_id)
        if row is None:
            return None
        service = store.service_by_id(conn, row.service)
        return {
            **_listed(row),
            "name": service.name_zh if service else "",
            "state": row.state,
            "calls": row.calls,
            "called_at": _iso(row.called_at),
            "came_at": _iso(row.came_at),
            "can_again": row.state == "called" and row.calls < self.calls,
            "can_miss": row.state == "called" and row.calls >= self.calls,
            "last4": (row.subject_last4 or "") if seat is not None and seat.member == asks else "",
        }


def _listed(row: TicketRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": ticket_number(row.letter, row.n),
        "issued_at": _iso(row.issued_at),
        "origin": row.origin,
        "slip": row.slip,
        "slip_reason": row.slip_reason,
    }


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat(timespec="milliseconds") if instant else None
