"""A door opened once by hand: an order to its station, good for two seconds, under a decision's id, with who and why.
The station writes it down before it unlocks, and tells what came of it; what it does not tell counts as not done."""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from hall.accounts import Member
from hall.contract.access import Door
from hall.contract.parts import OpenOrder, OrdersPart
from hall.doors import store
from hall.doors.holding import worded
from hall.doors.store import OrderRow
from hall.doors.watch import Watch
from hall.kit.db import Tx
from hall.kit.errors import Problem

EXPIRES = timedelta(seconds=2)
"""Whoever stands there by then may be somebody else (IEC 60839-11-1, table 7)."""
ANSWERED = timedelta(seconds=10)
"""So long an answer is waited for on the page."""

Outcome = Literal["waiting", "silent", "refused", "released", "maybe", "passed", "not_passed", "unseen"]
WORDS: dict[Outcome, tuple[str, str]] = {
    "waiting": ("已发出，等门回话", ""),
    "silent": ("门没有回话：按没有开处理，请到门前看", "bad"),
    "refused": ("没有开", "bad"),
    "released": ("已开锁", ""),
    "maybe": ("发出了，锁没有确认：请到门前看", "amber"),
    "passed": ("已开锁，有人通过", ""),
    "not_passed": ("已开锁，没有人通过", ""),
    "unseen": ("已开锁，是否有人通过不知道", "amber"),
}
_REFUSED = {"expired": "到门时已过 2 秒，没有开：请看清门前的人再按", "not_here": "站点现在管不到这扇门，没有开"}
_BECAME: dict[str, Outcome] = {
    "released": "released",
    "maybe_released": "maybe",
    "not_released": "refused",
    "passed": "passed",
    "not_passed": "not_passed",
    "unseen": "unseen",
}


def order(tx: Tx, member: Member, key: str, door: Door | None, watch: Watch | None, reason: str) -> str:
    """``key``: of the press, so that one that is sent twice is one. Returns the order's id. Raises :class:`Problem`."""
    why = worded(reason)
    if door is None:
        raise Problem(404, "no_door", "没有这扇门。", "There is no such door.")
    if watch is None:
        raise Problem(409, "unwired", f"“{door.name_zh}”没有接到任何站点，这里开不了。", "No station drives this door.")
    if not watch.alive(tx.now):
        raise Problem(
            409,
            "away",
            f"管“{door.name_zh}”的站点没有来信，这里开不了：请到门前处理。",
            "The door's station is not heard of: go there.",
        )
    id = f"hand-{key}"
    if store.order_by_id(tx.conn, id) is not None:
        return id
    store.add_order(
        tx.conn,
        id=id,
        station=watch.station,
        door=door.id,
        by=member.login,
        name=member.shown,
        reason=why,
        at=tx.now,
    )
    tx.note(member.login, "door_opened_by_hand", f"door:{door.id}", order=id, reason=why)
    return id


def of_station(conn: Connection, station: str, now: datetime) -> OrdersPart:
    """The part ``orders``: what is still good."""
    rows = store.orders(conn, now - EXPIRES, station)
    return OrdersPart(
        orders=tuple(OpenOrder(id=row.id, door=row.door, by=row.by, reason=row.reason, at=row.at) for row in rows)
    )


def outcome(conn: Connection, row: OrderRow, now: datetime) -> tuple[Outcome, str, str]:
    """What came of it, in words, and how it is drawn."""
    found: Outcome = "silent" if now - row.at > ANSWERED else "waiting"
    for told in store.told_as(conn, row.station, row.id):
        if told.kind == "entry" and told.what != "by_hand":
            return "refused", _REFUSED.get(told.what, WORDS["refused"][0]), "bad"
        if told.kind == "passage":
            found = _BECAME.get(told.what, found)
    return found, *WORDS[found]
