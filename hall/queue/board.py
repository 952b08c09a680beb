"""What a call board shows and says: the last calls, each with one sentence that is both painted and spoken."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection

from hall.contract.frame import Direction
from hall.contract.plan import Plan, Screen
from hall.contract.queue import ticket_number
from hall.contract.wayfinding import DIRECTIONS, direction_from
from hall.plan import Window
from hall.queue import store
from hall.queue.rows import NumberCalled
from hall.queue.service import Queue

KEPT = 16
"""Calls sent to a board: the big one, five beside it, and a burst waiting for its turn."""


class BoardCall(NamedTuple):
    id: int
    ticket: int
    number: str
    window: str
    at: datetime
    ordinal: int
    direction: Direction
    direction_zh: str
    direction_en: str
    place: str
    service: str
    service_en: str
    sentence: str

    def told(self) -> dict[str, Any]:
        """As a page gets it."""
        return self._asdict() | {"at": self.at.isoformat()}


def board_state(queue: Queue, conn: Connection, now: datetime, screen: str = "") -> list[BoardCall]:
    """Calls within their lease, newest first. ``id`` grows: a board shows what it has not shown, oldest first.

    Directions are those seen by who reads the plan's ``screen``; by default its first that is all board."""
    published = queue.published(conn)
    if published is None:
        return []  # no window has a place yet
    names = {s.id: (s.name_zh, s.name_en) for s in store.services(conn)}
    since = now - timedelta(minutes=queue.settings.board_lease_minutes)
    hung = hung_as(published.plan, screen)

    def direction(window: Window) -> Direction:
        return direction_from(published.plan, hung, window.id, queue.clock.local(now)) if hung else "here"

    return [
        _shown(row, window, direction(window), names[row.service])
        for row in store.last_calls(conn, queue.clock.day(), since, KEPT)
        if (window := published.windows.get(row.window))
    ]


def calls_again(queue: Queue, conn: Connection, revision: int, ids: tuple[int, ...]) -> list[BoardCall]:
    """Calls of the past, as they were told under that revision of the plan; without a direction of their own."""
    at = queue.plans.at(conn, revision)
    windows = at.windows if at else {}
    names = {s.id: (s.name_zh, s.name_en) for s in store.services(conn)}
    return [
        _shown(row, window, "here", names[row.service])
        for row in store.calls_by_id(conn, ids)
        if (window := windows.get(row.window))
    ]


def hung_as(plan: Plan, id: str) -> Screen | None:
    """The screen called so, else the main call board."""
    boards = sorted((s for s in plan.screens if s.layout in ("board", "both")), key=lambda s: s.layout != "board")
    return plan.screen(id) or next(iter(boards), None)


def sentence(number: str, window: str) -> str:
    """请A012号到3号窗口: the customary words, on the glass and in the air alike."""
    return f"请{number}号到{window}号窗口"


def _shown(row: NumberCalled, window: Window, direction: Direction, name: tuple[str, str]) -> BoardCall:
    number = ticket_number(row.letter, row.n)
    zh, en = DIRECTIONS[direction]
    return BoardCall(
        id=row.id,
        ticket=row.ticket,
        number=number,
        window=window.number,
        at=row.at,
        ordinal=row.ordinal,
        direction=direction,
        direction_zh=zh,
        direction_en=en,
        place=window.place_zh,
        service=name[0],
        service_en=name[1],
        sentence=sentence(number, window.number),
    )
