"""What a theft means, in sentences for whoever has to deal with it: which numbers, which papers, what is void."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from hall.accounts import Need, Thing
from hall.kit.clock import Clock
from hall.queue import Queue
from hall.stations import store as stations
from hall.stations.stolen import store
from hall.stations.stolen.store import StolenRow, Told

SHOWN_FOR = timedelta(days=30)
SPANS = 12
"""Spans of numbers in one sentence."""
TICKETS = ("ticket_taken", "ticket_heard")


def told(conn: Connection, queue: Queue, now: datetime) -> list[dict[str, Any]]:
    """As the stations page gets it."""
    names = {row.name_zh: row.id for row in stations.stations(conn)}
    return [_card(conn, queue, row, names) for row in store.after(conn, now - SHOWN_FOR)]


def needs(conn: Connection, now: datetime) -> list[Need]:
    """Somebody has to look, and again whenever it tries from somewhere else."""
    return [
        Need(
            "contradiction",
            f"stolen:{row.station}",
            "已按被盗处理" if row.heard_at is None else f"已按被盗处理，还在从 {row.heard_from} 来，已拒绝",
            "哪些号码、哪些纸不能信，在“自助机”页面。",
            tuple(_things(row)),
            station=row.station,
            passing=True,
        )
        for row in store.after(conn, now - timedelta(days=1))
    ]


def _things(row: StolenRow) -> Iterable[Thing]:
    yield Thing(f"stolen:{row.station}", row.at)
    if row.heard_at is not None:
        yield Thing(f"stolen:{row.station}:{row.heard_from}", row.heard_at)


def _card(conn: Connection, queue: Queue, row: StolenRow, names: dict[str, str]) -> dict[str, Any]:
    station = stations.station_by_id(conn, row.station)
    name = station.name_zh if station else row.station
    reports = store.told_since(conn, row.station, row.since)
    return {
        "station": row.station,
        "name": name,
        "at": row.at.isoformat(timespec="seconds"),
        "by": row.by,
        "reason": row.reason,
        "again": names.get(name, ""),
        "lines": [
            _numbers(conn, queue, row, reports),
            *_papers(reports),
            *_others(reports),
            *_held(row),
            _heard(queue.clock, row),
        ],
    }


def _numbers(conn: Connection, queue: Queue, row: StolenRow, reports: list[Told]) -> str:
    keys = {key for one in reports if one.kind in TICKETS and (key := _body(one).get("ticket", {}).get("key"))}
    found = queue.told_by(conn, row.station, row.since, keys)
    since = _moment(queue.clock, row.since)
    if not found:
        return f"{since} 以后，没有号码从它来。"
    spans, today = [], queue.clock.day()
    for day in sorted({one.day for one in found}, reverse=True):
        mine = sorted((one.letter, one.n) for one in found if one.day == day)
        spans += [f"{'' if day == today else f'{day:%m-%d} '}{span}" for span in _spans(mine)]
    more = "等" if len(spans) > SPANS else ""
    waiting = sum(one.state in ("waiting", "called") and one.day == today for one in found)
    still = f"，{waiting} 个还在等" if waiting else ""
    return (
        f"{since} 以后从它来的号码存疑：{'、'.join(spans[:SPANS])}{more}（共 {len(found)} 个{still}）。"
        "号码照常叫，但不一定真有人取过：来人请看号票和证件，没人来就过号。"
    )


def _papers(reports: list[Told]) -> Iterable[str]:
    """The last word on each."""
    papers = {(b.get("errand"), b.get("key"), b.get("copy_no", 0)): b for one in reports if (b := _body(one, "paper"))}
    if not papers:
        return
    forms = [body.get("form", "slip") for body in papers.values()]
    parts = [f"{word} {n} {unit}" for form, word, unit in FORMS if (n := forms.count(form))]
    unsure = sum(body.get("state") != "printed" for body in papers.values())
    tail = f"，其中 {unsure} 份没说印好" if unsure else ""
    yield f"它说印过的纸存疑：{'、'.join(parts)}{tail}。不能只凭这些纸办事，请在系统里核对。"


FORMS = (("slip", "号票", "张"), ("a4", "A4 纸", "份"))


def _others(reports: list[Told]) -> Iterable[str]:
    fires = sum(one.kind == "fire_contact" for one in reports)
    rest = sum(one.kind not in (*TICKETS, "paper", "fire_contact") for one in reports)
    if fires:
        yield f"它报过 {fires} 次消防触点，存疑：请以现场和消防主机为准。"
    if rest:
        yield f"另有 {rest} 条报告（求助、外设、启动等）存疑。"


def _held(row: StolenRow) -> Iterable[str]:
    if row.held:
        yield f"它手里的号段已作废：{row.held}。这些号不再发也不会叫；有人拿着来，请到咨询台重新取号。"


def _heard(clock: Clock, row: StolenRow) -> str:
    if row.heard_at is None:
        return "它的身份和密钥已吊销；到现在没有再来过。"
    whence = f"，来自 {row.heard_from}" if row.heard_from else ""
    return f"它的身份和密钥已吊销；之后还来过，最近 {_moment(clock, row.heard_at)}{whence}，已拒绝。请查这个地址。"


def _spans(numbers: list[tuple[str, int]]) -> Iterable[str]:
    """Ascending; A701–A703, A705."""
    start: tuple[str, int] | None = None
    for at, one in enumerate(numbers):
        start = start or one
        if numbers[at + 1 : at + 2] != [(one[0], one[1] + 1)]:
            yield _number(one) if start == one else f"{_number(start)}–{_number(one)}"
            start = None


def _number(one: tuple[str, int]) -> str:
    return f"{one[0]}{one[1]:03d}"


def _body(one: Told, kind: str = "") -> dict[str, Any]:
    """Empty where it was forgotten, cannot be read, or is of another kind."""
    if kind and one.kind != kind:
        return {}
    try:
        body = json.loads(one.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) and isinstance(body.get("ticket", {}), dict) else {}


def _moment(clock: Clock, at: datetime) -> str:
    local = clock.local(at)
    return f"{local:%H:%M}" if local.date() == clock.day() else f"{local:%m-%d %H:%M}"
