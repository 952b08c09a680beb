"""A card is given by presenting it at a reader: a manager names the reader, the next card there within a minute is it.

The hall never hears its number: the station tells it as a point under its own key, which is carried over to the hall's.
"""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from hall.access.people import store
from hall.access.people.cards import CardKeys
from hall.access.people.service import found, give_kept, not_himself, refuse_left
from hall.access.people.store import WaitRow
from hall.access.seal import Seal
from hall.contract.parts import CardsWantedPart, CardWanted
from hall.contract.report import CardShown
from hall.kit.db import Tx
from hall.kit.errors import Problem

WAITS = timedelta(seconds=60)
"""For whoever stands at the reader already, or in the next room."""
ON_ITS_WAY = timedelta(seconds=30)
"""So much later a card that was presented in time is still taken."""

Standing = Literal["waiting", "given", "refused", "over"]


def wait(tx: Tx, key: str, id: int, door: str, readers: frozenset[str], by: str) -> None:
    """``key``: random, of the press. Whoever waited at this reader before waits no more. Raises :class:`Problem`."""
    row = found(tx.conn, id)
    not_himself(row, by)
    refuse_left(row)
    if door not in readers:
        raise Problem(422, "no_reader", "这扇门没有能登记卡的读卡器。", "That door has no reader for it.")
    if store.wait_by_key(tx.conn, key) is None:
        store.end_waits(tx.conn, door, tx.now)
        store.add_wait(tx.conn, key=key, person=id, door=door, by=by, until=tx.now + WAITS)
        tx.note(by, "card_waited_for", f"person:{id}", door=door)


def of_doors(conn: Connection, doors: frozenset[str], now: datetime) -> CardsWantedPart:
    """For the station that drives these."""
    rows = [row for row in store.waits(conn, now) if row.door in doors]
    return CardsWantedPart(wanted=tuple(CardWanted(id=row.key, door=row.door, until=row.until) for row in rows))


def shown(tx: Tx, keys: CardKeys, seal: Seal, station: str, told: CardShown) -> None:
    """Why it could not be given is kept for whoever waits. Raises :class:`Problem` where nobody waits for it."""
    row = store.wait_by_key(tx.conn, told.key)
    if row is None or row.door != told.door or row.outcome or tx.now > row.until + ON_ITS_WAY:
        raise Problem(409, "nobody_waits", "没有人在等这张卡。", "Nobody waits for this card.")
    try:
        kept = keys.from_station(told.card, station)
        give_kept(tx, seal, row.person, kept, told.last4, row.by)
    except Problem as problem:
        store.set_wait(tx.conn, told.key, outcome=problem.zh[:120])
    else:
        store.set_wait(tx.conn, told.key, outcome="given", last4=told.last4)


def standing(row: WaitRow, now: datetime) -> tuple[Standing, str]:
    """And in words."""
    if row.outcome == "given":
        return "given", f"已登记，尾号 {row.last4}。"
    if row.outcome:
        return "refused", row.outcome
    if now > row.until + ON_ITS_WAY:
        return "over", "一分钟内没有人刷卡，没有登记。"
    return "waiting", "请把新卡放到这个读卡器上（一分钟内）…"
