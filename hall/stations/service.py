"""Who a station is: enrolled with a code that works once, known by a secret kept only as its hash."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hall.contract.snapshot import Enrolled
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.plan import Published
from hall.queue import People, Queue
from hall.stations import store
from hall.stations.keys import store as keys

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0 O 1 I L U: a code is read aloud and typed. Ten of these are 49 bits."""


@dataclass(frozen=True)
class StationSeen:
    """The station a request comes from."""

    id: str
    name_zh: str
    name_en: str
    seen_at: datetime | None
    place: str = ""
    ledger: str = ""
    """The birth id of the ledger it speaks from."""


def unknown_station() -> Problem:
    return Problem(
        401,
        "unknown_station",
        "本机未在大厅登记，请联系大厅管理人员。",
        "This machine is not enrolled in this hall; please tell the hall manager.",
        {"WWW-Authenticate": 'Basic realm="station"'},
    )


def enrol_code(
    tx: Tx, name_zh: str, name_en: str, made_by: str, lifetime: timedelta, place: str = "", mark: str = ""
) -> str:
    """A code as it is read out: ``7KQD-M2XA-VC``. Kept only as its hash. ``place``: where in the plan the station will
    stand, as far as that is known. ``mark``: fingerprint of the hall's authority, by which the station knows the hall
    before it tells it the code."""
    raw = "".join(secrets.choice(_ALPHABET) for _ in range(10))
    store.add_code(
        tx.conn,
        hash=_hash(raw),
        name_zh=name_zh,
        name_en=name_en or name_zh,
        made_by=made_by,
        expires_at=tx.now + lifetime,
        used_at=None,
        place=place,
    )
    tx.note(made_by, "enrol_code_made", f"station:{name_zh}")
    return "-".join((raw[:4], raw[4:8], raw[8:], *(mark[at : at + 4] for at in range(0, len(mark), 4))))


def code_is_open(conn: Connection, code: str, now: datetime) -> bool:
    row = store.code_by_hash(conn, _hash(_typed(code)))
    return row is not None and _open(row, now)


def _typed(code: str) -> str:
    return re.sub(r"[\s-]", "", code).upper()[:10]


def _open(row: store.CodeRow, now: datetime) -> bool:
    return row.used_at is None and row.expires_at > now


def enrol(tx: Tx, code: str, people: People, queue: Queue, key: str = "") -> Enrolled | None:
    """None if the code is unknown, used or expired. A station of the same name is retired: its successor starts anew,
    but may still tell of numbers that were given from the other's blocks. ``key``: with which it is going to sign; then
    it has no secret."""
    hashed = _hash(_typed(code))
    row = store.code_by_hash(tx.conn, hashed)
    if row is None or not _open(row, tx.now):
        return None
    store.use_code(tx.conn, hashed, tx.now)
    old = store.retire_named(tx.conn, row.name_zh, tx.now)
    station, secret = f"K{store.count_stations(tx.conn) + 1:03d}", secrets.token_urlsafe(32)
    store.add_station(
        tx.conn,
        id=station,
        name_zh=row.name_zh,
        name_en=row.name_en,
        secret="" if key else _hash(secret),
        enrolled_at=tx.now,
        place=row.place,
    )
    for one in store.ids_named(tx.conn, row.name_zh):
        queue.hand_over_blocks(tx, one, station)
    tx.note(row.made_by, "station_enrolled", f"station:{station}", name=row.name_zh, retired=old)
    keys.add(tx.conn, station, mark=people.mark, public=key)
    return Enrolled(station=station, secret="" if key else secret, subject_key=people.key_of(station).hex())


def by_secret(conn: Connection, station: str, secret: str) -> store.StationRow:
    """Whose secret it is, also of a station that is none of ours any more. Raises :class:`Problem`."""
    row = store.station_by_id(conn, station[:32])
    if not hmac.compare_digest(row.secret if row is not None else "0" * 64, _hash(secret)) or row is None:
        raise unknown_station()
    return row


def seen(row: store.StationRow) -> StationSeen:
    return StationSeen(row.id, row.name_zh, row.name_en, row.seen_at, row.place)


def stand(tx: Tx, station: str, place: str, published: Published | None, by: str) -> None:
    """``station`` stands at ``place``, a kiosk of the published plan; empty: nobody knows where."""
    row = store.station_by_id(tx.conn, station)
    if row is None or row.retired_at is not None:
        raise Problem(404, "unknown_station", "没有这台设备。", "There is no such station.")
    there = published.plan.place(place) if published and place else None
    if place and (there is None or there.kind != "kiosk" or not there.node):
        raise Problem(
            422,
            "unknown_place",
            "平面图上没有这个自助机位置，请先在平面图上画好并发布。",
            "The published plan has no such kiosk place; draw and publish it first.",
        )
    store.set_station(tx.conn, station, place=place)
    tx.note(by, "station_placed", f"station:{station}", place=place)


def retire(tx: Tx, station: str, by: str, queue: Queue) -> None:
    row = store.station_by_id(tx.conn, station)
    if row is None or row.retired_at is not None:
        raise Problem(404, "unknown_station", "没有这台设备。", "There is no such station.")
    store.set_station(tx.conn, station, retired_at=tx.now)
    queue.close_blocks(tx, station)
    store.forget_devices(tx.conn, station)
    tx.note(by, "station_retired", f"station:{station}")


def _hash(secret: str) -> str:
    """The secrets hashed here are random, so a fast hash is right."""
    return hashlib.sha256(secret.encode()).hexdigest()
