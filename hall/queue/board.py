"""What a call board shows and says: the last calls, each with one sentence that is both painted and spoken."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from hall.contract.queue import ticket_number
from hall.plan.service import DIRECTIONS
from hall.queue import store
from hall.queue.service import Queue

KEPT = 16
"""Calls sent to a board: the big one, five beside it, and a burst waiting for its turn."""


def board_state(queue: Queue, conn: Connection, now: datetime) -> list[dict[str, Any]]:
    """Calls within their lease, newest first. ``id`` grows: a board shows what it has not shown, oldest first."""
    windows = queue.plan.windows(conn)
    names = {s.id: (s.name_zh, s.name_en) for s in store.services(conn)}
    since = now - timedelta(minutes=queue.settings.board_lease_minutes)
    return [_shown(row, windows[row.window], names[row.service])
            for row in store.last_calls(conn, queue.clock.day(), since, KEPT) if row.window in windows]


def sentence(number: str, window: str) -> str:
    """请A012号到3号窗口: the customary words, on the glass and in the air alike."""
    return f"请{number}号到{window}号窗口"


def _shown(row: Any, window: Any, name: tuple[str, str]) -> dict[str, Any]:
    number = ticket_number(row.letter, row.n)
    zh, en = DIRECTIONS[window.direction]
    return {"id": row.id, "ticket": row.ticket, "number": number, "window": window.number, "at": row.at.isoformat(),
            "ordinal": row.ordinal, "direction": window.direction, "direction_zh": zh, "direction_en": en,
            "place": window.place_zh, "service": name[0], "service_en": name[1],
            "sentence": sentence(number, window.number)}
