"""Reports of doors in: each kept once as it was told, and noted in the trail, so that a row which is missing or is
otherwise later is found out."""

from datetime import datetime
from typing import Any

from hall.contract.report import DoorTold, EntryTold, PassageTold
from hall.doors import store
from hall.kit.db import Tx
from hall.kit.errors import Problem


def entry_told(tx: Tx, station: str, at: datetime, told: EntryTold) -> None:
    """Once under its key, whatever the station repeats."""
    if store.told_as(tx.conn, station, told.key):
        return
    _kept(
        tx,
        station,
        at,
        told,
        kind="entry",
        what=told.cause,
        key=told.key,
        shown=told.shown,
        admitted=told.admitted,
        person=told.person,
        credential=told.credential,
        grants=told.grants,
    )


def passage_told(tx: Tx, station: str, at: datetime, told: PassageTold) -> None:
    """Raises :class:`Problem` where that station decided no such thing."""
    if not store.told_as(tx.conn, station, told.key):
        raise Problem(404, "no_entry", "没有这次开门的决定。", "There is no such decision.")
    _kept(tx, station, at, told, kind="passage", what=told.became, key=told.key)


def door_told(tx: Tx, station: str, at: datetime, told: DoorTold) -> None:
    _kept(tx, station, at, told, kind="door", what=told.what, key="")


def _kept(tx: Tx, station: str, at: datetime, told: EntryTold | PassageTold | DoorTold, **values: Any) -> None:
    given = {"shown": "", "admitted": False, "person": "", "credential": "", "grants": ""} | values
    body = told.model_dump_json(exclude_defaults=True)
    id = store.add_event(tx.conn, station=station, at=at, received_at=tx.now, door=told.door, body=body, **given)
    if id is not None:
        row = store.event_by_id(tx.conn, id)
        assert row is not None
        tx.note(f"station:{station}", f"door_{given['kind']}", f"door:{told.door}", n=row.n, digest=row.digest[:16])
