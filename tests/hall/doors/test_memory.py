"""What is folded as it comes is what the table says, also after it went back; and a look stays cheap on a long day."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hall.contract.access import Door
from hall.contract.report import DoorTold, EntryTold, PassageTold
from hall.doors import memory, store, told
from hall.doors.memory import Memory
from hall.kit.db import Tx
from tests.hall.caller import House

MORNING = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
DOORS = {
    "in": Door(id="in", name_zh="门", from_zone="a", to_zone="b"),
    "out": Door(id="out", name_zh="门", from_zone="b", to_zone="a", leaves=True),
}


def entry(n: int, person: str = "p1", door: str = "in", **other: Any) -> EntryTold:
    given = {"shown": "card", "admitted": True, "event": "granted", "cause": "granted", "zh": "请进", "en": "in"}
    return EntryTold(key=f"decision{n:08d}", door=door, person=person, **(given | other))


def passage(n: int, became: Any) -> PassageTold:
    return PassageTold(key=f"decision{n:08d}", door="in", became=became)


def tell(house: House, *bodies: Any, minute: int = 60) -> None:
    def work(tx: Tx) -> None:
        for n, body in enumerate(bodies):
            at = MORNING + timedelta(minutes=minute, seconds=n)
            match body:
                case EntryTold():
                    told.entry_told(tx, "K001", at, body)
                case PassageTold():
                    told.passage_told(tx, "K001", at, body)
                case DoorTold():
                    told.door_told(tx, "K001", at, body)

    house.write(work)


def rows(n: int) -> list[dict[str, Any]]:
    """As they are kept, at once."""
    bodies = entry(n, f"p{n % 300}"), passage(n, "passed")
    at = MORNING + timedelta(minutes=60, seconds=n)
    return [
        {
            "station": "K001", "n": 2 * n + i, "at": at, "received_at": at, "door": "in", "kind": body.kind,
            "key": body.key, "what": getattr(body, "cause", "passed"), "shown": "card", "admitted": True, "person": "",
            "credential": "", "grants": "", "body": body.model_dump_json(exclude_defaults=True), "digest": f"{n}-{i}",
        }
        for i, body in enumerate(bodies)
    ]  # fmt: skip


def seen(house: House, known: Memory, left: dict[str, datetime] | None = None) -> list[tuple[str, int, str]]:
    _, roll, _ = house.db.look(lambda conn: known.look(conn, MORNING, DOORS, left or {}))
    return [(one.who, one.people, one.sure) for one in roll.inside]


def test_each_look_reads_what_is_new_and_comes_to_what_a_fresh_one_finds(house: House):
    known = Memory()
    tell(house, entry(1), passage(1, "passed"), entry(2, "p2"))
    assert seen(house, known) == [("p1", 1, "seen"), ("p2", 1, "maybe")]
    tell(house, passage(2, "not_passed"), entry(3, "p1", "out"), entry(4, "p3"), minute=70)
    assert seen(house, known) == seen(house, Memory()) == [("p3", 1, "maybe")]
    tell(house, *(entry(n, "v1", shown="pass", credential="c1") for n in (5, 6, 7)), minute=80)
    assert ("c1", 3, "maybe") in seen(house, known)


def test_what_was_told_late_counts_when_it_happened(house: House):
    known = Memory()
    tell(house, entry(1, "p1", "out"), minute=90)
    tell(house, entry(2, "p1"), minute=80)
    assert seen(house, known) == []


def test_a_table_that_went_back_is_read_again(house: House, monkeypatch: pytest.MonkeyPatch):
    known = Memory()
    tell(house, entry(1), entry(2, "p2"))
    assert len(seen(house, known)) == 2
    house.write(lambda tx: tx.conn.execute(store.event.delete().where(store.event.c.person == "p2")))
    monkeypatch.setattr(memory, "WENT_BACK", -1.0)
    assert seen(house, known) == [("p1", 1, "maybe")]
    tell(house, entry(3, "p3"), minute=61)
    assert [who for who, _, _ in seen(house, known)] == ["p1", "p3"]


def test_a_look_costs_what_is_new_and_not_what_the_day_holds(house: House):
    """Four thousand events; whoever reads them all at each look takes fifty times as long."""
    house.write(lambda tx: tx.conn.execute(store.event.insert(), [row for n in range(2000) for row in rows(n)]))
    known = Memory()
    began = time.perf_counter()
    assert len(seen(house, known)) == 300
    first = time.perf_counter() - began
    again = []
    for n in range(3):
        tell(house, entry(9000 + n, "p7"), minute=200 + n)
        began = time.perf_counter()
        seen(house, known)
        again.append(time.perf_counter() - began)
    assert min(again) < first / 4
