"""The guard opens this station's door once: within two seconds or never, written first, never twice."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from devices.gate import gate as locks
from hall.contract.parts import OpenOrder, OrdersPart
from hall.contract.report import EntryTold, PassageTold
from kiosk.ledger.db import LedgerFull
from kiosk.ledger.parts import written
from kiosk.machine import GateAnswered
from kiosk.news import PartsCame
from tests.kiosk.test_entry import doors, told, word_of_the_hall
from tests.support.stage import Stage

NOW = datetime(2026, 11, 24, 1, 42, tzinfo=UTC)


@pytest.fixture
def stage(tmp_path: Path):
    with closing(Stage(tmp_path, word=word_of_the_hall())) as stage:
        doors(stage)
        yield stage


def order(id: str = "hand-0001", door: str = "gate1", age: float = 0.2) -> OrdersPart:
    at = NOW - timedelta(seconds=age)
    return OrdersPart(orders=(OpenOrder(id=id, door=door, by="security", reason="核对过证件", at=at),))


def heard(stage: Stage, part: OrdersPart, at: datetime = NOW) -> None:
    stage.tell(PartsCame(at, written({"orders": part})))


def said(stage: Stage) -> list[EntryTold]:
    return [one for one in told(stage, EntryTold) if one.shown == "hand"]


def test_it_is_written_with_who_and_why_before_the_lock_is_asked(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    seen: list[Any] = []
    unlock = stage.table.unlock

    def watched(seconds: float, decision: locks.Decision, door: str = "") -> None:
        seen.extend(report.body for report in stage.ledger.outbox.reader()(1000))
        unlock(seconds, decision, door)

    monkeypatch.setattr(stage.table, "unlock", watched)
    heard(stage, order())
    (_, decision), (entry,) = stage.table.unlocked[0], said(stage)
    assert entry in seen
    assert (decision.id, decision.person, decision.reason) == ("hand-0001", "security", "核对过证件")
    assert (entry.key, entry.admitted, entry.by, entry.reason) == ("hand-0001", True, "security", "核对过证件")
    stage.tell(GateAnswered(locks.Released(decision)))
    assert [(one.key, one.became) for one in told(stage, PassageTold)] == [("hand-0001", "released")]


@pytest.mark.parametrize(("part", "cause"), [(order(age=2.1), "expired"), (order(door="gate2"), "not_here")])
def test_one_that_is_too_old_or_for_another_door_opens_nothing_and_says_so(stage: Stage, part: OrdersPart, cause: str):
    heard(stage, part)
    assert stage.table.unlocked == []
    assert [(one.admitted, one.cause) for one in said(stage)] == [(False, cause)]


def test_one_that_lay_about_on_the_way_is_old_by_this_stations_own_count(stage: Stage):
    """The hall's answer says that it is fresh: it was, when it was written."""
    later = NOW + timedelta(seconds=20)
    stage.tell(PartsCame(later, ()))
    heard(stage, order(), at=NOW)
    assert stage.table.unlocked == []
    assert [one.cause for one in said(stage)] == ["expired"]


def test_none_is_obeyed_twice_also_after_a_start_and_a_refused_one_is_told_once(stage: Stage, tmp_path: Path):
    heard(stage, order())
    heard(stage, OrdersPart())
    heard(stage, order())
    assert len(stage.table.unlocked) == 1
    heard(stage, order("hand-0002", age=3))
    heard(stage, order("hand-0002", age=3))
    assert [one.key for one in said(stage)] == ["hand-0001", "hand-0002"]
    stage.close()
    again = Stage(tmp_path, word=word_of_the_hall())
    with closing(again):
        doors(again)
        heard(again, order())
        assert again.table.unlocked == []


@pytest.mark.says("kiosk.porter", "cannot be written down")
def test_a_ledger_that_is_full_opens_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    def full(*_: Any, **__: Any) -> None:
        raise LedgerFull("SQLITE_FULL")

    monkeypatch.setattr(stage.ledger.entries, "decided", full)
    heard(stage, order())
    assert stage.table.unlocked == []
