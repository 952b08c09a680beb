"""The press: from this transaction on the station is nobody's, whichever machine speaks under its name."""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.queue import Queue
from hall.stations import service
from hall.stations import store as stations
from hall.stations.keys import store as keys
from hall.stations.stolen import store

LONGEST_REASON = 200
HEARD_EVERY = timedelta(minutes=1)
"""What it still tries is written down this often, and whenever it comes from elsewhere."""


def press(tx: Tx, station: str, since: datetime, reason: str, by: str, queue: Queue) -> None:
    """``since``: when it was last surely in our hands. Also of a station that was retired already. Raises
    :class:`Problem`."""
    row = stations.station_by_id(tx.conn, station)
    if row is None:
        raise Problem(404, "unknown_station", "没有这台设备。", "There is no such station.")
    if store.of(tx.conn, station) is not None:
        raise Problem(409, "stolen", "这台已经按被盗处理过了。", "This station has been reported as stolen already.")
    if since > tx.now:
        raise Problem(422, "in_future", "“从何时起”不能在将来。", "The moment lies in the future.")
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON or not why.isprintable():
        zh = f"请写明原因，1 至 {LONGEST_REASON} 个字。"
        raise Problem(422, "no_reason", zh, f"Give a reason of 1 to {LONGEST_REASON} characters.")
    if row.retired_at is None:
        service.retire(tx, station, by, queue)
    keys.put(tx.conn, station, revoked_at=tx.now)
    codes = stations.end_codes(tx.conn, tx.now, row.name_zh)
    held = _in_words(queue.unsaid(tx.conn, station), queue.clock.day())
    store.add(tx.conn, station=station, since=since, at=tx.now, by=by, reason=why, held=held)
    tx.note(by, "station_stolen", f"station:{station}", since=since.isoformat(), reason=why, held=held, codes=codes)


def _in_words(unsaid: dict[date, list[str]], today: date) -> str:
    """今天 A704–A720、B701–B720；明天 A721–A740."""
    words = {today: "今天", today + timedelta(days=1): "明天"}
    return "；".join(f"{words.get(day, f'{day:%m-%d}')} {'、'.join(spans)}" for day, spans in unsaid.items())


def only_manager_lifts(conn: Connection, name_zh: str, role: str) -> None:
    """A code for the place of a stolen station is the manager's to make. Raises :class:`Problem`."""
    if role != "manager" and store.named(conn, name_zh):
        raise Problem(
            403,
            "stolen",
            f"{name_zh} 已按被盗处理，只有大厅管理能重新登记它。",
            "This station was reported as stolen; only the hall manager enrols it again.",
        )


def worth_noting(conn: Connection, station: str, now: datetime, source: str) -> bool:
    """That a machine with the identity of a stolen station was refused: the thief's, or a copy."""
    row = store.of(conn, station)
    if row is None:
        return False
    return row.heard_at is None or now - row.heard_at > HEARD_EVERY or row.heard_from != source


def spoke(tx: Tx, station: str) -> None:
    store.put(tx.conn, station, heard_at=tx.now, heard_from=tx.source)
    tx.note(f"station:{station}", "stolen_refused", f"station:{station}")
