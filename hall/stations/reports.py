"""Reports in: each stored once under (station, ledger, seq), handed to its room in the same transaction.

What cannot be read or acted on is kept as it came and refused by its number, so that one bad report never stops those
behind it. A different report under a number already told is kept beside the first and refused. A station sends from the
oldest it has: what is missing before that will never come, so the gap is closed, named, and passed.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from hall.accounts import Action
from hall.contract.report import (
    Body,
    ClockJumped,
    DeviceTold,
    HelpWanted,
    LedgerBegun,
    Refusal,
    ReportAck,
    StationStarted,
)
from hall.kit.db import Tx, unkept
from hall.kit.errors import Problem
from hall.stations import store
from hall.stations.keys.said import without_person
from hall.stations.ledgers import store as ledgers

Actions = Mapping[type[BaseModel], Action]
"""Which report goes to whom."""

MOST_DEVICES, MOST_REASONS, LONGEST_REASON = 100, 16, 80
"""Of one station, its unread parts among them; of one device; and letters of one. A kiosk has six devices."""
MOST_CONTRADICTIONS = 50
"""Of one station in a day that are kept: who contradicts itself so often has nothing more to say."""

AHEAD = timedelta(days=1)
"""By which a station's clock is believed to run ahead."""

_BODY: TypeAdapter[Any] = TypeAdapter(Body)
_AT: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)


class Envelope(BaseModel):
    """A report before its body is looked at."""

    model_config = ConfigDict(extra="forbid")
    seq: int = Field(ge=1, le=2**31 - 1)
    at: str = Field(max_length=40)
    body: dict[str, Any]


class Envelopes(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reports: list[Envelope] = Field(max_length=200)


def take(tx: Tx, station: str, ledger: str, batch: Envelopes, actions: Actions) -> ReportAck:
    """``ledger``: the birth id of the one that numbered them."""
    known = store.reports_at(tx.conn, station, ledger, [r.seq for r in batch.reports])
    seen: dict[int, str] = {seq: row.body for seq, row in known.items()}
    refused = [Refusal(seq=seq, why=row.refused) for seq, row in known.items() if row.refused]
    for envelope in sorted(batch.reports, key=lambda r: r.seq):
        text = json.dumps(without_person(envelope.body), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if envelope.seq in seen:
            if not _alike(seen[envelope.seq], text):
                refused.append(_contradicted(tx, station, envelope.seq, text))
            continue
        seen[envelope.seq] = text
        why = _act(tx, station, envelope, actions)
        kind = str(envelope.body.get("kind", "?"))[:32].replace("\0", "?")
        store.add_report(
            tx.conn,
            station=station,
            ledger=ledger,
            seq=envelope.seq,
            at=envelope.at.replace("\0", "?"),
            received_at=tx.now,
            kind=kind,
            body=text,
            refused=why,
        )
        tx.note(
            f"station:{station}",
            "reported",
            f"report:{station}:{envelope.seq}",
            kind=kind,
            **({"refused": why} if why else {}),
        )
        if why:
            refused.append(Refusal(seq=envelope.seq, why=why))
    upto = _advance(tx, station, ledger, min((r.seq for r in batch.reports), default=1))
    return ReportAck(upto=upto, refused=tuple(sorted(refused, key=lambda r: r.seq)))


def _act(tx: Tx, station: str, envelope: Envelope, actions: Actions) -> str | None:
    """None, or why not."""
    try:
        at, body = _AT.validate_python(envelope.at), _BODY.validate_python(envelope.body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return f"看不懂的报告 / cannot be read: {_place(first['loc'])}{first['msg']}"[:300]
    action = actions.get(type(body))
    if action is None:
        return "大厅不处理这类报告 / nobody here acts on this kind"
    try:
        with tx.attempt():
            action(tx, station, at, body)
    except Problem as problem:
        return f"{problem.zh} / {problem.en}"[:300]
    except Exception as error:
        if not unkept(error):
            raise
        return "里面有大厅存不下的数字、时间或文字 / a number, a time or a text in it cannot be kept"
    return None


def _alike(known: str, text: str) -> bool:
    """The same report, perhaps in the wire's older form: a station may be updated between two tries. What is forgotten
    (empty) contradicts nothing."""
    if known in (text, ""):
        return True
    try:
        return _BODY.validate_json(known) == _BODY.validate_json(text)
    except ValidationError:
        return False


def _place(loc: tuple[int | str, ...]) -> str:
    return "".join(f"{part}: " for part in loc[-1:])


def _contradicted(tx: Tx, station: str, seq: int, text: str) -> Refusal:
    if store.contradictions_of(tx.conn, station, tx.now - timedelta(days=1)) < MOST_CONTRADICTIONS:
        store.add_contradiction(tx.conn, station=station, seq=seq, received_at=tx.now, body=text)
        tx.note(f"station:{station}", "report_contradicted", f"report:{station}:{seq}")
    return Refusal(seq=seq, why="同一编号已有不同的报告，两份都已保留 / another report has this number; both are kept")


def _advance(tx: Tx, station: str, ledger: str, oldest: int) -> int:
    mine = ledgers.of(tx.conn, station, ledger)
    reached = upto = mine.upto if mine else 0
    if mine is not None and mine.again:
        ledgers.put(tx.conn, station, ledger, again=False)
        if oldest > upto + 1:
            return upto  # less than it was told: what lies between was known once, and is sent once more
    if oldest > upto + 1:
        reached = oldest - 1
        store.add_gap(tx.conn, station=station, ledger=ledger, first=upto + 1, last=reached, at=tx.now)
        tx.note("hall", "gap_closed", f"station:{station}", ledger=ledger, first=upto + 1, last=reached)
    for seq in store.seqs_after(tx.conn, station, ledger, reached):
        if seq != reached + 1:
            break
        reached = seq
    ledgers.put(tx.conn, station, ledger, upto=reached, seen_at=tx.now)
    if mine is not None and mine.state == "heard":
        store.set_station(tx.conn, station, seen_at=tx.now)
    return reached


def device_told(tx: Tx, station: str, at: datetime, told: DeviceTold) -> None:
    known = {row.device for row in store.devices(tx.conn).get(station, ())}
    if told.device[:40] not in known and len(known) >= MOST_DEVICES:
        raise Problem(409, "too_many", "一台机器没有这么多设备。", "No station has so many devices.")
    reasons = [reason[:LONGEST_REASON] for reason in told.reasons[:MOST_REASONS]]
    store.put_device(
        tx.conn, station, told.device[:40], able=told.able, at=at, reasons=json.dumps(reasons, ensure_ascii=False)
    )


def help_wanted(tx: Tx, station: str, at: datetime, told: HelpWanted) -> None:
    """One from a clock that is days ahead would stand on the list until then: it was made now."""
    at = at if at - tx.now < AHEAD else tx.now
    store.add_help(tx.conn, station=station, at=at, screen=told.screen[:40])


def started(tx: Tx, station: str, at: datetime, told: StationStarted) -> None:
    store.set_station(tx.conn, station, version=told.version[:40], started_at=at)
    if told.devices is not None:
        store.forget_devices(tx.conn, station)
        for device in dict.fromkeys(name[:40] for name in told.devices[:MOST_DEVICES]):
            store.put_device(tx.conn, station, device, able=None, at=at, reasons="[]")
    store.forget_parts(tx.conn, station)  # what cannot be read after the start is told anew


def clock_jumped(tx: Tx, station: str, at: datetime, told: ClockJumped) -> None:
    store.set_station(tx.conn, station, clock_off=int(max(-(10**9), min(10**9, told.seconds))))


def ledger_begun(tx: Tx, station: str, at: datetime, told: LedgerBegun) -> None:
    """Told first of all, so it is the ledger that came last."""
    if (last := ledgers.last_begun(tx.conn, station)) is not None:
        ledgers.put(tx.conn, station, last.id, why=told.why, aside=told.aside)
