"""What the manager's page says of a station's memory, in sentences; and what of it needs a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from hall.queue import Queue
from hall.stations.ledgers import store
from hall.stations.store import gaps

TOLD_FOR = timedelta(days=1)
"""How long a machine that is refused is spoken of after it was last heard of."""

WHY = {
    "lost": "记录文件不见了",
    "damaged": "记录文件损坏",
    "other_machine": "硬盘换到了另一台机器上",
    "went_back": "记录退回到了旧的状态",
    "other_station": "重新登记",
    "told": "大厅要求",
}


@dataclass(frozen=True)
class Line:
    """``id`` names it for the attention list; ``ledger``: of a refused machine that could stay instead."""

    id: str
    text: str
    at: datetime
    ledger: str = ""

    def told(self) -> dict[str, Any]:
        return {"text": self.text, "at": self.at.isoformat(timespec="seconds"), "ledger": self.ledger}


def lines(conn: Connection, queue: Queue, now: datetime, today: datetime) -> dict[str, list[dict[str, Any]]]:
    """By station. ``today``: when the day began."""
    return {station: [one.told() for one in found] for station, found in read(conn, queue, now, today).items()}


def read(conn: Connection, queue: Queue, now: datetime, today: datetime) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    heard = store.all_heard(conn)
    for row in store.others(conn):
        if row.state == "refused" and now - row.seen_at < TOLD_FOR:
            found.setdefault(row.station, []).append(_two(row))
    for row in heard.values():
        if row.run_refused and row.run_since >= today:
            text = "硬盘被复制：另一台机器用同一份记录来过，已要求它另起一份。"
            found.setdefault(row.station, []).append(
                Line(f"copied:{row.station}:{row.run_refused}", text, row.run_since)
            )
        if row.why and row.born >= today:
            found.setdefault(row.station, []).append(_begun(row))
    for station, spans in queue.not_known(conn).items():
        since = max((r.since for r in (*heard.values(),) if r.station == station), default=now)
        text = f"{'、'.join(spans)} 不知道有没有给出，不再使用；有人拿着这些号来，请到咨询台处理。"
        found.setdefault(station, []).append(Line(f"not_known:{station}:{spans[-1]}", text, since))
    for row in gaps(conn, today):
        span = f"第 {row.first} 号" if row.first == row.last else f"第 {row.first}–{row.last} 号"
        text = f"{span}报告不会再来：机器里已经没有了。"
        found.setdefault(row.station, []).append(Line(f"gap:{row.id}", text, row.at))
    return found


def _two(row: store.LedgerRow) -> Line:
    text = "另一台机器也用这个名义，已被拒绝；它现在停着。"
    return Line(f"two:{row.station}:{row.id}", text, row.since, row.id)


def _begun(row: store.LedgerRow) -> Line:
    aside = f"，旧的另存为 {row.aside}" if row.aside else ""
    text = f"另起了一份记录（{WHY.get(row.why, row.why)}{aside}）。"
    return Line(f"begun:{row.station}:{row.id}", text, row.born)
