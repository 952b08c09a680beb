"""Table: the ledgers a station has spoken from. One is heard; the others were lost, or are refused."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    delete,
    false,
    insert,
    select,
    update,
)

from hall.kit.db import Instant, metadata
from hall.kit.prepared import Prepared

ledger = Table(
    "stations_ledger",
    metadata,
    Column("station", ForeignKey("stations_station.id"), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("state", String(8), nullable=False),
    Column("born", Instant, nullable=False),
    Column("since", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("upto", Integer, nullable=False),
    Column("run", String(12), nullable=False),
    Column("run_since", Instant, nullable=False),
    Column("run_before", String(12), nullable=False),
    Column("run_refused", String(12), nullable=False),
    Column("why", String(32), nullable=False),
    Column("aside", String(80), nullable=False),
    Column("again", Boolean, nullable=False, server_default=false()),
)
"""``again``: the hall's data went back in time since it was last heard, and it has to be told once more.
``id``: its birth id, empty for a station that tells none. ``born``: first heard of. ``state``: ``heard``, ``lost``
(another took its place) or ``refused`` (another machine works under the same name), ``since`` when.
``run``: the program's run it is heard from, ``run_before`` the one before, ``run_refused`` one found beside it."""
_HEARD = ledger.c.state == "heard"
Index(
    "stations_ledger_heard",
    ledger.c.station,
    unique=True,
    sqlite_where=_HEARD,
    postgresql_where=_HEARD,
)


class LedgerRow(NamedTuple):
    station: str
    id: str
    state: str
    born: datetime
    since: datetime
    seen_at: datetime
    upto: int
    run: str
    run_since: datetime
    run_before: str
    run_refused: str
    why: str
    aside: str
    again: bool


_ONE = Prepared(select(ledger).where(ledger.c.station == bindparam("of"), ledger.c.id == bindparam("birth")))
_THE_HEARD = Prepared(select(ledger).where(ledger.c.station == bindparam("of"), _HEARD))


def of(conn: Connection, station: str, birth: str) -> LedgerRow | None:
    return _row(_ONE.first(conn, of=station, birth=birth))


def heard(conn: Connection, station: str) -> LedgerRow | None:
    """The one that is heard; None before the station has spoken."""
    return _row(_THE_HEARD.first(conn, of=station))


def last_begun(conn: Connection, station: str) -> LedgerRow | None:
    query = select(ledger).where(ledger.c.station == station).order_by(ledger.c.born.desc()).limit(1)
    return _row(conn.execute(query).one_or_none())


def all_heard(conn: Connection) -> dict[str, LedgerRow]:
    return {row.station: LedgerRow._make(row) for row in conn.execute(select(ledger).where(_HEARD))}


def others(conn: Connection) -> list[LedgerRow]:
    """Those that are not heard (any more), the latest first."""
    query = select(ledger).where(ledger.c.state != "heard").order_by(ledger.c.since.desc())
    return [LedgerRow._make(row) for row in conn.execute(query)]


def _row(row: Any) -> LedgerRow | None:
    return LedgerRow._make(row) if row is not None else None


def add(conn: Connection, **values: Any) -> None:
    empty = {"upto": 0, "run_before": "", "run_refused": "", "why": "", "aside": ""}
    conn.execute(insert(ledger).values(**(empty | values)))


def put(conn: Connection, station: str, birth: str, **values: Any) -> None:
    conn.execute(update(ledger).where(ledger.c.station == station, ledger.c.id == birth).values(**values))


def forget(conn: Connection, station: str, birth: str) -> None:
    conn.execute(delete(ledger).where(ledger.c.station == station, ledger.c.id == birth))


def ask_again(conn: Connection) -> int:
    """Every ledger is to tell once more what we may not know."""
    return conn.execute(update(ledger).values(again=True)).rowcount
