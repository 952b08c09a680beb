"""Windows as the trades see them."""

import time
from dataclasses import dataclass

from sqlalchemy import Connection

from hall.kit.db import Tx
from hall.plan import store

DIRECTIONS = {
    "ahead": ("前方", "ahead"), "right_ahead": ("右前方", "ahead right"), "right": ("右侧", "right"),
    "right_behind": ("右后方", "behind right"), "behind": ("后方", "behind"), "left_behind": ("左后方", "behind left"),
    "left": ("左侧", "left"), "left_ahead": ("左前方", "ahead left"),
}
"""Eight directions as seen by somebody facing the hall's main board."""

FRESH = 1.0
"""Seconds a process may go on with the windows it has read: a changed plan is everywhere within this."""


@dataclass(frozen=True)
class Window:
    """``number`` is what people read (3); ``services`` are ids of what is served there."""

    id: str
    number: str
    name_zh: str
    name_en: str
    place_zh: str
    place_en: str
    direction: str
    services: tuple[str, ...]


class Plan:
    """The windows of the current revision, read at most once a second."""

    def __init__(self) -> None:
        self._read_at = -FRESH
        self._revision = -1
        self._windows: dict[str, Window] = {}

    def windows(self, conn: Connection) -> dict[str, Window]:
        """By id, in the hall's order."""
        if time.monotonic() - self._read_at >= FRESH:
            revision = store.revision_of(conn)
            if revision != self._revision:
                self._windows, self._revision = _read(conn), revision
            self._read_at = time.monotonic()
        return self._windows

    def serving(self, conn: Connection, service: str) -> list[Window]:
        return [window for window in self.windows(conn).values() if service in window.services]


def place_windows(tx: Tx, windows: list[Window], actor: str) -> int:
    """Put these windows in place of all before. Returns the plan's new revision."""
    rows = [{"position": i, **{k: v for k, v in vars(w).items() if k != "services"}} for i, w in enumerate(windows)]
    store.replace(tx.conn, rows, [{"window": w.id, "service": s} for w in windows for s in w.services])
    revision = store.next_revision(tx.conn)
    tx.note(actor, "plan_changed", f"plan:{revision}", windows=len(windows))
    tx.show()
    return revision


def _read(conn: Connection) -> dict[str, Window]:
    served: dict[str, list[str]] = {}
    for window, service in store.services_served(conn):
        served.setdefault(window, []).append(service)
    return {
        row["id"]: Window(**{k: v for k, v in row.items() if k != "position"},
                          services=tuple(served.get(row["id"], ())))
        for row in store.windows(conn)
    }
