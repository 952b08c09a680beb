"""Tables: stations, enrolment codes (by hash), reports as they came and what is missing, devices, calls for help."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from hall.kit.db import BigKey, Instant, metadata
from hall.kit.prepared import Prepared

station = Table(
    "stations_station",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name_zh", String(40), nullable=False),
    Column("name_en", String(80), nullable=False),
    Column("secret", String(64), nullable=False),
    Column("enrolled_at", Instant, nullable=False),
    Column("retired_at", Instant),
    Column("seen_at", Instant),
    Column("version", String(40), nullable=False),
    Column("started_at", Instant),
    Column("clock_off", Integer, nullable=False),
    Column("place", String(32), nullable=False, server_default=""),
)
code = Table(
    "stations_code",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("name_zh", String(40), nullable=False),
    Column("name_en", String(80), nullable=False),
    Column("made_by", String(32), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("place", String(32), nullable=False, server_default=""),
)
report = Table(
    "stations_report",
    metadata,
    Column("station", ForeignKey("stations_station.id"), primary_key=True),
    Column("ledger", String(40), primary_key=True, server_default=""),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("body", Text, nullable=False),
    Column("refused", String(300)),
)
gap = Table(
    "stations_gap",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("station", ForeignKey("stations_station.id"), nullable=False),
    Column("ledger", String(40), nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("at", Instant, nullable=False),
)
"""Reports that will never come: the station has none older than the one behind them."""
Index("stations_report_received", report.c.received_at)
contradiction = Table(
    "stations_contradiction",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("station", ForeignKey("stations_station.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("body", Text, nullable=False),
)
"""A second, different report under a number already told: kept beside the first for a person to look at."""
device = Table(
    "stations_device",
    metadata,
    Column("station", ForeignKey("stations_station.id"), primary_key=True),
    Column("device", String(40), primary_key=True),
    Column("able", Boolean),
    Column("reasons", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
help_call = Table(
    "stations_help",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("station", ForeignKey("stations_station.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("screen", String(40), nullable=False),
)


class StationRow(NamedTuple):
    id: str
    name_zh: str
    name_en: str
    secret: str
    enrolled_at: datetime
    retired_at: datetime | None
    seen_at: datetime | None
    version: str
    started_at: datetime | None
    clock_off: int
    place: str


class CodeRow(NamedTuple):
    hash: str
    name_zh: str
    name_en: str
    made_by: str
    expires_at: datetime
    used_at: datetime | None
    place: str


class ReportRow(NamedTuple):
    """``at``: as the station wrote it."""

    station: str
    ledger: str
    seq: int
    at: str
    received_at: datetime
    kind: str
    body: str
    refused: str | None


class GapRow(NamedTuple):
    id: int
    station: str
    ledger: str
    first: int
    last: int
    at: datetime


class Contradicting(NamedTuple):
    """A contradiction without what it says."""

    id: int
    station: str
    received_at: datetime


class DeviceRow(NamedTuple):
    station: str
    device: str
    able: bool | None
    reasons: str
    at: datetime


class HelpCallRow(NamedTuple):
    id: int
    station: str
    at: datetime
    screen: str


_BY_ID = Prepared(select(station).where(station.c.id == bindparam("of")), StationRow)


def station_by_id(conn: Connection, station_id: str) -> StationRow | None:
    return _BY_ID.first(conn, of=station_id)


def stations(conn: Connection) -> list[StationRow]:
    rows = conn.execute(select(station).where(station.c.retired_at.is_(None)).order_by(station.c.id))
    return [StationRow._make(row) for row in rows]


def enrolled(conn: Connection) -> set[str]:
    """Ids of the stations that are still ours."""
    return {row.id for row in stations(conn)}


def names(conn: Connection) -> dict[str, str]:
    """How each is called that is or ever was ours, by its id."""
    return {row.id: row.name_zh for row in conn.execute(select(station.c.id, station.c.name_zh))}


def count_stations(conn: Connection) -> int:
    return conn.execute(select(func.count()).select_from(station)).scalar_one()


def add_station(conn: Connection, **values: Any) -> None:
    conn.execute(insert(station).values(version="", clock_off=0, **values))


def set_station(conn: Connection, station_id: str, **values: Any) -> None:
    conn.execute(update(station).where(station.c.id == station_id).values(**values))


def retire_named(conn: Connection, name_zh: str, now: datetime) -> list[str]:
    where = (station.c.name_zh == name_zh) & station.c.retired_at.is_(None)
    old = [row.id for row in conn.execute(select(station.c.id).where(where))]
    conn.execute(update(station).where(where).values(retired_at=now))
    return old


def ids_named(conn: Connection, name_zh: str) -> list[str]:
    """Also those that were retired."""
    return list(conn.execute(select(station.c.id).where(station.c.name_zh == name_zh)).scalars())


def add_code(conn: Connection, **values: Any) -> None:
    conn.execute(insert(code).values(**values))


def code_by_hash(conn: Connection, hashed: str) -> CodeRow | None:
    row = conn.execute(select(code).where(code.c.hash == hashed)).one_or_none()
    return CodeRow._make(row) if row else None


def use_code(conn: Connection, hashed: str, now: datetime) -> None:
    conn.execute(update(code).where(code.c.hash == hashed).values(used_at=now))


def open_codes(conn: Connection, now: datetime) -> list[CodeRow]:
    of = (code.c.used_at.is_(None), code.c.expires_at > now)
    return [CodeRow._make(row) for row in conn.execute(select(code).where(*of).order_by(code.c.expires_at))]


def end_codes(conn: Connection, now: datetime, name_zh: str | None = None) -> int:
    """Open codes (of one name, or all) work no more. Returns how many they were."""
    still = code.c.used_at.is_(None) & (code.c.expires_at > now)
    if name_zh is not None:
        still &= code.c.name_zh == name_zh
    return conn.execute(update(code).where(still).values(expires_at=now)).rowcount


def reports_of_before(conn: Connection, since: datetime) -> int:
    """Reports received within a day of then, of what a station says was earlier. Stations write their times in UTC."""
    earlier = report.c.at < since.strftime("%Y-%m-%dT%H:%M:%S")
    soon = report.c.received_at.between(since, since + timedelta(days=1))
    return conn.execute(select(func.count()).where(soon, earlier)).scalar_one()


def reports_at(conn: Connection, station_id: str, ledger: str, seqs: list[int]) -> dict[int, ReportRow]:
    rows = conn.execute(select(report).where(*_of(station_id, ledger), report.c.seq.in_(seqs)))
    return {row.seq: ReportRow._make(row) for row in rows}


def _of(station_id: str, ledger: str) -> tuple[ColumnElement[bool], ...]:
    return report.c.station == station_id, report.c.ledger == ledger


def add_report(conn: Connection, **values: Any) -> None:
    conn.execute(insert(report).values(**values))


def seqs_after(conn: Connection, station_id: str, ledger: str, seq: int) -> list[int]:
    query = select(report.c.seq).where(*_of(station_id, ledger), report.c.seq > seq).order_by(report.c.seq)
    return list(conn.execute(query).scalars())


def last_seq(conn: Connection, station_id: str, ledger: str) -> int:
    return conn.execute(select(func.max(report.c.seq)).where(*_of(station_id, ledger))).scalar_one() or 0


def carry_reports(conn: Connection, station_id: str, ledger: str) -> None:
    """Reports told without a birth id are those of ``ledger``."""
    conn.execute(update(report).where(*_of(station_id, "")).values(ledger=ledger))


def add_gap(conn: Connection, **values: Any) -> None:
    conn.execute(insert(gap).values(**values))


def gaps(conn: Connection, since: datetime) -> list[GapRow]:
    """Of stations that are still ours, the oldest first."""
    rows = conn.execute(
        select(gap)
        .join(station, station.c.id == gap.c.station)
        .where(gap.c.at >= since, station.c.retired_at.is_(None))
        .order_by(gap.c.id)
    )
    return [GapRow._make(row) for row in rows]


def add_contradiction(conn: Connection, **values: Any) -> None:
    conn.execute(insert(contradiction).values(**values))


def contradictions_of(conn: Connection, station_id: str, since: datetime) -> int:
    of = (contradiction.c.station == station_id, contradiction.c.received_at >= since)
    return conn.execute(select(func.count()).select_from(contradiction).where(*of)).scalar_one()


def refused_reports(conn: Connection, limit: int) -> list[ReportRow]:
    rows = conn.execute(
        select(report).where(report.c.refused.is_not(None)).order_by(report.c.received_at.desc()).limit(limit)
    )
    return [ReportRow._make(row) for row in rows]


def forget_bodies(conn: Connection, before: datetime, most: int) -> int:
    """``most`` reports received before then keep no body any more. Returns how many did."""
    old = select(report.c.station, report.c.ledger, report.c.seq).where(
        report.c.received_at < before, report.c.body != ""
    )
    rows = conn.execute(old.order_by(report.c.received_at).limit(most)).all()
    for row in rows:
        conn.execute(update(report).where(*_of(row.station, row.ledger), report.c.seq == row.seq).values(body=""))
    return len(rows)


def put_device(conn: Connection, station_id: str, name: str, **values: Any) -> None:
    where = (device.c.station == station_id) & (device.c.device == name)
    if not conn.execute(update(device).where(where).values(**values)).rowcount:
        conn.execute(insert(device).values(station=station_id, device=name, **values))


def devices(conn: Connection) -> dict[str, list[DeviceRow]]:
    found: dict[str, list[DeviceRow]] = {}
    for row in conn.execute(select(device).order_by(device.c.station, device.c.device)):
        found.setdefault(row.station, []).append(DeviceRow._make(row))
    return found


def forget_devices(conn: Connection, station_id: str) -> None:
    conn.execute(delete(device).where(device.c.station == station_id))


def forget_parts(conn: Connection, station_id: str) -> None:
    """What a station could not read of the hall's word, told like a device's state."""
    conn.execute(delete(device).where(device.c.station == station_id, device.c.device.startswith("part ")))


def add_help(conn: Connection, **values: Any) -> None:
    conn.execute(insert(help_call).values(**values))


def forget_helps(conn: Connection, before: datetime, most: int) -> int:
    old = select(help_call.c.id).where(help_call.c.at < before).limit(most)
    return conn.execute(delete(help_call).where(help_call.c.id.in_(old.scalar_subquery()))).rowcount


def help_calls(conn: Connection, since: datetime) -> list[HelpCallRow]:
    """Of stations that are still ours, the oldest first."""
    rows = conn.execute(
        select(help_call)
        .join(station, station.c.id == help_call.c.station)
        .where(help_call.c.at >= since, station.c.retired_at.is_(None))
        .order_by(help_call.c.at)
    )
    return [HelpCallRow._make(row) for row in rows]


def contradictions(conn: Connection, since: datetime) -> list[Contradicting]:
    rows = conn.execute(
        select(contradiction.c.id, contradiction.c.station, contradiction.c.received_at)
        .join(station, station.c.id == contradiction.c.station)
        .where(contradiction.c.received_at >= since, station.c.retired_at.is_(None))
        .order_by(contradiction.c.id)
    )
    return [Contradicting._make(row) for row in rows]
