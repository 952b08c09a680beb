"""Reports of doors: each kept once, whatever the station repeats."""

from datetime import datetime

from hall.contract.report import DoorTold, EntryTold, PassageTold
from hall.doors import store
from hall.kit.db import Tx
from hall.kit.errors import Problem


def entry_told(tx: Tx, station: str, at: datetime, told: EntryTold) -> None:
    """What was decided. ``silent_alarm`` is in the row alone: whoever watches is told, nothing at the door shows it."""
    said = told.model_dump(exclude={"kind", "grant"})
    store.add_entry(tx.conn, **said, right=told.grant, station=station, at=at)


def passage_told(tx: Tx, station: str, at: datetime, told: PassageTold) -> None:
    """Raises :class:`Problem` where nobody decided that."""
    if not store.put_passage(tx.conn, told.key, station, became=told.became, became_at=at, why=told.why):
        raise Problem(404, "no_entry", "没有这次开门的决定。", "There is no such decision.")


def door_told(tx: Tx, station: str, at: datetime, told: DoorTold) -> None:
    store.add_event(tx.conn, station=station, door=told.door, at=at, what=told.what, seen=told.seen, why=told.why)
