"""At the gate: what is shown, what is written before it opens, and what opens it no second time."""

import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from devices.door.door import Card, CardRead, Side
from devices.gate import gate as locks
from devices.printer.verdict import NotPrinted, Printed, Reason
from devices.scanner.scan import Scan
from hall.contract.access import Grants, said_card
from hall.contract.passes import Claims, signed
from hall.contract.report import DoorTold, EntryTold, PassageTold
from hall.contract.snapshot import PublishedPlan
from kiosk.errands.entry.view import EntryView, GateView
from kiosk.kit.views import AttractView, HomeView
from kiosk.ledger.anew import open_ledger
from kiosk.ledger.db import LedgerFull
from kiosk.ledger.parts import written
from kiosk.machine import DoorAnswered, DoorSaid, GateAnswered, GateSaid, Scanned, Stands
from kiosk.news import PartsCame
from kiosk.screens.samples import PLAN
from kiosk.visit.gatehouse import sample_grants
from tests.support.doors import changed
from tests.support.snapshots import snapshot
from tests.support.stage import KEY, NUMBER, Stage

NOW = datetime(2026, 11, 24, 1, 42, tzinfo=UTC)
CTI = bytes.fromhex("0123456789abcdef")
CLAIMS = Claims("sjspzx", "pass", CTI, NOW, NOW + timedelta(hours=8), zones=("zc",))


def code(**changes: Any) -> str:
    return signed(replace(CLAIMS, **changes), "01", bytes(range(32)))


CODE = code()


def word_of_the_hall() -> Any:
    word = snapshot(at=NOW)
    return word.model_copy(update={"station": word.station.model_copy(update={"place": "kiosk1"})})


def doors(stage: Stage, grants: Grants | None = None, **changes: Any) -> None:
    held = grants or sample_grants("ZZ-02", NOW, **changes)
    plan = PublishedPlan(revision=1, at=NOW, plan=PLAN)
    stage.tell(PartsCame(NOW, written({"grants": held, "plan": plan})))


@pytest.fixture
def stage(tmp_path: Path):
    with closing(Stage(tmp_path, word=word_of_the_hall())) as stage:
        doors(stage)
        yield stage


def at_the_gate(view: object) -> EntryView:
    assert isinstance(view, EntryView)
    return view


def shown(stage: Stage, text: str = CODE) -> EntryView:
    return at_the_gate(stage.scan(text))


def says(view: object) -> str:
    """Which sentence stands there instead of the decision's."""
    what = at_the_gate(view).what
    return what.key if what else ""


def in_chinese(view: object) -> str:
    said = at_the_gate(view).said
    return said[0] if said else ""


def notice(stage: Stage) -> str:
    said = stage.attendant.face().frame.notice
    return said.key if said else ""


def told(stage: Stage, kind: type) -> list[Any]:
    return [report.body for report in stage.ledger.outbox.reader()(1000) if isinstance(report.body, kind)]


def became(stage: Stage) -> list[str]:
    return [body.became for body in told(stage, PassageTold)]


def the_gate(stage: Stage, *what: type, why: locks.Why = locks.Why.REFUSED) -> EntryView:
    decision = stage.table.unlocked[-1][1]
    for one in what:
        match one:
            case locks.NotReleased:
                stage.tell(GateAnswered(locks.NotReleased(decision, why)))
            case locks.MaybeReleased:
                stage.tell(GateAnswered(locks.MaybeReleased(decision, locks.Trouble.SILENT)))
            case locks.Released:
                stage.tell(GateAnswered(locks.Released(decision)))
            case _:
                stage.tell(GateSaid(one(decision)))
    view = stage.attendant.face().view
    assert isinstance(view, EntryView)
    return view


def test_a_pass_opens_the_gate_and_shows_the_way(stage: Stage):
    view = stage.scan(CODE)
    assert isinstance(view, EntryView)
    assert view.step == "opening"
    seconds, decision = stage.table.unlocked[0]
    assert (seconds, decision.person) == (5.0, "guest")
    view = the_gate(stage, locks.Released)
    assert (view.step, view.said, view.room, view.slip) == (
        "open", ("请进", "Please come in"), ("联合会审室", "Joint review"), "printing")  # fmt: skip
    assert view.way is not None
    assert at_the_gate(stage.printer(Printed("process-id"))).slip == "printed"
    assert the_gate(stage, locks.Passed).step == "passed"
    assert isinstance(stage.touch("done"), AttractView)
    (entry,) = told(stage, EntryTold)
    assert (entry.key, entry.admitted, entry.shown, entry.document, entry.credential) == (
        decision.id, True, "pass", "m1", CTI.hex())  # fmt: skip
    assert became(stage) == ["released", "passed"]


def test_who_was_invited_without_steps_is_shown_and_given_such_a_way(stage: Stage):
    """His pass says so; the glass showed him the stairs until he asked."""
    held = sample_grants("ZZ-02", NOW)
    people = tuple(one.model_copy(update={"step_free": one.id == "guest"}) for one in held.people)
    doors(stage, held.model_copy(update={"people": people}))
    stage.scan(CODE)
    view = the_gate(stage, locks.Released)
    assert view.way is not None
    assert view.way.step_free
    assert not any("楼梯" in step for step in view.way.zh)
    stage.printer(Printed("process-id"))
    view = at_the_gate(stage.touch("step_free"))
    assert view.way is not None
    assert not view.way.step_free, "and he may still choose"


def test_it_is_written_before_the_lock_is_asked(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    """And on disk: another connection reads it."""
    seen: list[Any] = []

    def unlock(seconds: float, decision: locks.Decision, door: str) -> None:
        seen.extend(report.body for report in stage.ledger.outbox.reader()(1000))

    monkeypatch.setattr(stage.table, "unlock", unlock)
    stage.scan(CODE)
    assert [body.kind for body in seen][-1] == "entry"


def test_a_ledger_that_is_full_opens_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    def full(*_: Any, **__: Any) -> None:
        raise LedgerFull("SQLITE_FULL")

    monkeypatch.setattr(stage.ledger.outbox, "report", full)
    view = stage.scan(CODE)
    assert isinstance(view, EntryView)
    assert (view.step, says(view)) == ("refused", "entry.disk_full")
    assert stage.table.unlocked == []


def test_a_pass_counts_once(stage: Stage):
    stage.scan(CODE)
    the_gate(stage, locks.Released, locks.Passed)
    stage.printer(Printed("process-id"))
    stage.touch("done")
    view = stage.scan(CODE)
    assert isinstance(view, EntryView)
    assert (view.step, in_chinese(view)) == ("refused", "通行码已经用过一次；请按“求助”找值班人员")
    assert len(stage.table.unlocked) == 1
    assert [body.cause for body in told(stage, EntryTold)] == ["granted", "used"]


def test_it_counts_once_also_after_a_kill_with_the_clock_set_back(tmp_path: Path):
    first = Stage(tmp_path, word=word_of_the_hall())
    doors(first)
    first.scan(CODE)
    assert len(first.table.unlocked) == 1
    again = Stage(tmp_path)  # the first one is not closed in order, and nobody told it the time
    again.desk.clock.set(NOW - timedelta(days=1))
    with closing(first), closing(again):
        doors(again)
        again.desk.clock.set(NOW - timedelta(days=1))
        view = again.scan(CODE)
        assert again.table.unlocked == [], "nothing is opened that was decided before"
        assert isinstance(view, EntryView)
        assert view.step == "refused"
        assert became(again) == ["unseen"]


@pytest.mark.says("kiosk.ledger.anew", "the ledger is set aside as")
def test_it_counts_once_also_in_a_ledger_that_began_anew(tmp_path: Path):
    with closing(Stage(tmp_path, word=word_of_the_hall())) as first:
        doors(first)
        first.scan(CODE)
    (tmp_path / "ledger.db.anew").write_text("told", encoding="utf-8")
    ledger, why = open_ledger(tmp_path / "ledger.db", "ZZ-02")
    with closing(ledger):
        assert why == "told"
        assert ledger.entries.used(CTI.hex(), "zc")[0] == 1
        assert ledger.entries.latest >= NOW


@pytest.mark.parametrize(
    ("end", "used"),
    [
        ((locks.NotReleased,), False),
        ((locks.Released, locks.NotPassed), False),
        ((locks.Released, locks.Passed), True),
        ((locks.Released, locks.Unseen), True),
        ((locks.MaybeReleased, locks.Unseen), True),
        ((locks.MaybeReleased,), True),
    ],
)
def test_a_pass_is_used_up_unless_it_is_proved_that_nobody_came_in(stage: Stage, end: tuple[type, ...], used: bool):
    stage.scan(CODE)
    the_gate(stage, *end)
    assert stage.ledger.entries.used(CTI.hex(), "zc")[0] == used


def test_a_gate_that_did_not_open_is_said(stage: Stage):
    stage.scan(CODE)
    assert says(the_gate(stage, locks.NotReleased)) == "entry.not_opened"
    stage.touch("again")
    stage.scan(CODE)
    view = the_gate(stage, locks.NotReleased, why=locks.Why.BUSY)
    assert (view.step, says(view)) == ("over", "entry.busy")


def test_a_party_goes_in_one_by_one(stage: Stage):
    doors(stage, changed(sample_grants("ZZ-02", NOW), "credentials", CTI.hex(), people=2))
    for _ in range(2):
        stage.scan(CODE)
        the_gate(stage, locks.Released, locks.Passed)
        stage.printer(Printed("process-id"))
    assert shown(stage).step == "refused"
    assert len(stage.table.unlocked) == 2


REFUSED = [
    ({"cti": b"stranger"}, "unknown"),
    ({"iss": "other"}, "code_other_hall"),
    ({"exp": NOW - timedelta(minutes=3)}, "code_ended"),
    ({"nbf": NOW + timedelta(minutes=3)}, "code_not_yet"),
]


@pytest.mark.parametrize(("changes", "cause"), REFUSED)
def test_a_pass_that_is_none(stage: Stage, changes: dict[str, Any], cause: str):
    view = stage.scan(code(**changes))
    assert isinstance(view, EntryView)
    assert (view.step, view.room, view.way) == ("refused", ("", ""), None)
    assert [body.cause for body in told(stage, EntryTold)] == [cause]
    assert stage.table.unlocked == []


def test_a_pass_signed_by_nobody_we_know(stage: Stage):
    view = stage.scan(signed(CLAIMS, "01", b"\x01" * 32))
    assert isinstance(view, EntryView)
    assert [body.cause for body in told(stage, EntryTold)] == ["code_forged"]


def test_a_meeting_that_is_closed_lets_nobody_in(stage: Stage):
    doors(stage, state="closed")
    assert in_chinese(stage.scan(CODE)).startswith("会议已经结束")


def test_a_card_with_a_right(stage: Stage):
    card = said_card(NUMBER, KEY)
    held = sample_grants("ZZ-02", NOW)
    mine = held.credentials[0].model_copy(update={"key": card, "kind": "card", "person": "host", "document": ""})
    doors(stage, held.model_copy(update={"credentials": (*held.credentials, mine)}))
    stage.touch("wake")
    assert isinstance(stage.touch("enter"), GateView)
    view = stage.lay()
    assert isinstance(view, EntryView)
    assert stage.table.unlocked[0][1].person == "host"
    (entry,) = told(stage, EntryTold)
    assert (entry.shown, entry.credential, entry.document) == ("card", card, "l1")
    assert the_gate(stage, locks.Released).room == ("", ""), "who works here knows the way"


def test_a_card_without_one(stage: Stage):
    stage.touch("wake")
    stage.touch("enter")
    assert at_the_gate(stage.lay()).step == "refused"
    assert [body.cause for body in told(stage, EntryTold)] == ["unknown"]


def test_the_key_is_there_where_a_gate_is(stage: Stage):
    stage.touch("wake")
    view = stage.attendant.face().view
    assert isinstance(view, HomeView)
    assert "entry" in [key.errand for key in view.keys]
    doors(stage, sample_grants("ZZ-99", NOW))
    view = stage.attendant.face().view
    assert isinstance(view, HomeView)
    assert "entry" not in [key.errand for key in view.keys]
    stage.scan(CODE)
    assert notice(stage) == "scan.pass"
    assert stage.table.unlocked == []


def test_what_was_shown_a_while_ago_has_to_be_shown_again(stage: Stage):
    stage.tell(Scanned(Scan(CODE), time.monotonic() - 3))
    view = stage.attendant.face().view
    assert isinstance(view, EntryView)
    assert (view.step, says(view)) == ("refused", "entry.stale")
    assert (stage.table.unlocked, told(stage, EntryTold)) == ([], [])


def test_a_pass_shown_while_another_goes_through_has_to_be_shown_again(stage: Stage):
    stage.scan(CODE)
    stage.scan(code(cti=b"stranger"))
    assert notice(stage) == "frame.kept.code_busy"
    the_gate(stage, locks.Released, locks.Passed)
    stage.printer(Printed("process-id"))
    view = stage.touch("kept")
    assert isinstance(view, EntryView)
    assert says(view) == "entry.stale"
    assert len(stage.table.unlocked) == 1


def test_the_same_pass_held_there_a_little_longer_is_no_second_entry(stage: Stage):
    stage.scan(CODE)
    stage.scan(CODE)
    the_gate(stage, locks.Released)
    stage.scan(CODE)
    assert len(told(stage, EntryTold)) == len(stage.table.unlocked) == 1


def test_without_paper_the_gate_opens_all_the_same(stage: Stage):
    stage.scan(CODE)
    the_gate(stage, locks.Released)
    view = at_the_gate(stage.printer(NotPrinted(Reason.PAPER_END)))
    assert (view.step, view.slip) == ("open", "failed")


def test_what_the_gate_does_by_itself_is_told(stage: Stage):
    stage.tell(
        *(GateSaid(one) for one in (locks.Forced(), locks.ClosedAgain(), locks.HeldOpen(), locks.ExitPressed(),
                                    locks.GateTrouble(locks.Trouble.SILENT), locks.GateBack()))
    )  # fmt: skip
    assert [(body.what, body.door) for body in told(stage, DoorTold)] == [
        (what, "gate1") for what in ("forced", "closed_again", "held_open", "exit_pressed", "lost", "watched")
    ]


def test_no_name_and_no_number_of_anybody_is_on_the_glass(stage: Stage):
    stage.scan(CODE)
    view = the_gate(stage, locks.Released)
    assert "周" not in repr(view)
    assert CTI.hex() not in repr(view)
    assert stage.attendant.face().frame.visitor is None


def test_a_hall_that_is_away_does_not_prolong_a_visit(stage: Stage):
    stage.desk.clock.set(NOW + timedelta(hours=2, minutes=1))
    longer = sample_grants("ZZ-02", NOW, ends=NOW + timedelta(hours=6))
    stage.tell(PartsCame(NOW + timedelta(hours=1), written({"grants": longer})))
    stage.desk.clock.set(NOW + timedelta(hours=2, minutes=1))
    stage.desk.hall_seen = NOW + timedelta(hours=1)
    view = stage.scan(CODE)
    assert isinstance(view, EntryView)
    assert [body.cause for body in told(stage, EntryTold)] == ["offline_bound"]


# -- where the gate is a door with readers -----------------------------------------------------------------------------


def test_beside_a_glass_a_door_with_readers_is_its_gate(stage: Stage):
    """The same visitor, the same sentences: only the wires are others."""
    assert shown(stage).step == "opening"
    decision = stage.table.unlocked[-1][1]
    assert at_the_gate(stage.tell(DoorAnswered("gate1", locks.Released(decision)))).step == "open"
    stage.tell(Stands("gate1", True))
    assert at_the_gate(stage.tell(DoorSaid("gate1", locks.Passed(decision)))).step == "passed"
    stage.tell(Stands("gate1", False))
    assert [(one.door, one.became) for one in told(stage, PassageTold)] == [("gate1", "released"), ("gate1", "passed")]
    assert [(one.door, one.what) for one in told(stage, DoorTold)] == [("gate1", "opened"), ("gate1", "closed")]


def test_beside_a_glass_a_card_at_the_doors_reader_is_decided_there_and_leaves_the_glass_alone(stage: Stage):
    grants = sample_grants("ZZ-02", NOW)
    card = grants.credentials[0].model_copy(
        update={"key": said_card("704711", KEY), "kind": "card", "person": "host", "document": ""}
    )
    doors(stage, grants.model_copy(update={"credentials": (*grants.credentials, card)}))
    before = stage.attendant.face().view
    read = CardRead(Side.IN, Card(34, 704_711, 704_711), time.monotonic())
    assert stage.tell(DoorSaid("gate1", read)) == before
    assert [(one.shown, one.admitted, one.door) for one in told(stage, EntryTold)] == [("card", True, "gate1")]
    assert len(stage.table.unlocked) == 1
