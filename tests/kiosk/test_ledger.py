"""The ledger keeps its word through kills, full disks and repeats."""

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel

from devices.printer.slip import Feed, Pair, QrCode, Rule, Slip, Text
from hall.contract.parts import ServicesPart, parts_of
from hall.contract.plan import Plan
from hall.contract.queue import Block, Ticket
from hall.contract.report import ClockJumped, PaperTold, TicketTaken
from hall.contract.snapshot import PublishedPlan
from kiosk.ledger.db import LedgerFull
from kiosk.ledger.glimpse import hall_names
from kiosk.ledger.paper import Document, sheet_from_bytes, sheet_to_bytes
from kiosk.ledger.parts import PartSaid, read_part, written
from kiosk.ledger.store import Ledger
from tests.support.snapshots import said, snapshot

NOW = datetime(2026, 11, 24, 1, 42, tzinfo=UTC)
DAY = date(2026, 11, 24)
SLIP = Slip((Text("A012", scale=6, bold=True), Rule(), Pair("前面等候", "3 组"), QrCode("OD1:X"), Feed(8)))


def ticket(key: str = "k" * 32, n: int = 12) -> Ticket:
    return Ticket(key=key, day=DAY, service="receive", letter="A", n=n, token="T" * 16, issued_at=NOW)


@pytest.fixture
def ledger(tmp_path: Path):
    ledger = Ledger(tmp_path / "ledger.db")
    yield ledger
    ledger.close()


def test_what_stands_on_a_paper_survives():
    assert sheet_from_bytes(sheet_to_bytes(SLIP), "slip") == SLIP
    document = Document(b"%PDF-1.7\n\x00\n%%EOF", 4, first=3, sides="two-sided-long-edge", title="收件凭证")
    assert sheet_from_bytes(sheet_to_bytes(document), "a4") == document


def test_reports_are_numbered_without_gaps_and_never_again(ledger: Ledger):
    for _ in range(3):
        ledger.outbox.report(ClockJumped(seconds=1), NOW)
    ledger.outbox.acknowledged(3)
    assert ledger.outbox.reader()(10) == ()
    assert ledger.outbox.report(ClockJumped(seconds=2), NOW) == 4


def test_a_block_number_is_given_once_and_ends(ledger: Ledger):
    ledger.parts.keep(said(snapshot(blocks=(Block(service="receive", day=DAY, first=701, last=702),))), NOW)
    given = []
    for index in range(3):
        key = f"key-{index:04d}"
        ledger.tickets.order(key, "receive", NOW)
        drawn = ledger.tickets.draw(
            key, "receive", DAY, NOW, letter="A", subject=None, language="zh", compose=lambda _: SLIP
        )
        given.append(drawn and drawn[0].number)
        # the hall repeats its snapshot: no number comes back
        ledger.parts.keep(said(snapshot(blocks=(Block(service="receive", day=DAY, first=701, last=702),))), NOW)
    assert given == ["A701", "A702", None]
    bodies = [report.body for report in ledger.outbox.reader()(10)]
    assert [body.ticket.n for body in bodies if isinstance(body, TicketTaken)] == [701, 702]


def test_a_block_of_another_day_is_not_touched(ledger: Ledger):
    tomorrow = DAY + timedelta(days=1)
    ledger.parts.keep(said(snapshot(blocks=(Block(service="receive", day=tomorrow, first=701, last=702),))), NOW)
    ledger.tickets.order("key-0001", "receive", NOW)
    assert (
        ledger.tickets.draw(
            "key-0001", "receive", DAY, NOW, letter="A", subject=None, language="zh", compose=lambda _: SLIP
        )
        is None
    )


def test_there_is_no_second_original(ledger: Ledger):
    ledger.tickets.order("k" * 32, "receive", NOW)
    ledger.tickets.grant(ticket(), SLIP, NOW)
    with pytest.raises(sqlite3.IntegrityError):
        ledger.tickets.grant(ticket(), SLIP, NOW)
    assert ledger.papers.plan_copy("ticket", "k" * 32, lambda _: SLIP, NOW).copy_no == 1


def test_job_numbers_ascend_across_restarts(tmp_path: Path):
    jobs = []
    for index in range(3):
        ledger = Ledger(tmp_path / "ledger.db")
        key = f"key-{index:04d}"
        ledger.tickets.order(key, "receive", NOW)
        jobs.append(ledger.papers.sending(ledger.tickets.grant(ticket(key, index + 1), SLIP, NOW)).job)
        ledger.close()
    assert jobs == [1, 2, 3]


def test_the_text_of_a_slip_is_gone_once_it_is_printed(ledger: Ledger, tmp_path: Path):
    secret = Slip((Text("身份证 ****0013 独一无二"),))
    ledger.tickets.order("k" * 32, "receive", NOW)
    paper = ledger.papers.sending(ledger.tickets.grant(ticket(), secret, NOW))
    ledger.papers.outcome(paper, PaperTold(errand="ticket", key=paper.key, state="printed"), NOW)
    ledger.close()
    for file in tmp_path.iterdir():
        assert "独一无二".encode() not in file.read_bytes()


def fill(ledger: Ledger) -> None:
    for _ in range(2000):
        ledger.outbox.report(ClockJumped(seconds=1), NOW)


def test_a_full_disk_changes_nothing_and_is_named(ledger: Ledger):
    pages = ledger.file.execute("PRAGMA page_count").fetchone()[0]
    ledger.file.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(LedgerFull):
        fill(ledger)
    written = len(ledger.outbox.reader()(2000))
    ledger.file.execute("PRAGMA max_page_count = 100000")
    assert ledger.outbox.report(ClockJumped(seconds=1), NOW) == written + 1


CHILD = """
import os, signal, sys
from pathlib import Path
from tests.kiosk.test_ledger import NOW, SLIP, ticket, Ledger, PaperTold
ledger, stop = Ledger(Path(sys.argv[1])), sys.argv[2]
def step(name):
    if name == stop:
        os.kill(os.getpid(), signal.SIGKILL)
ledger.tickets.order("k" * 32, "receive", NOW); step("order")
paper = ledger.tickets.grant(ticket(), SLIP, NOW); step("grant")
paper = ledger.papers.sending(paper); step("sending")
told = PaperTold(errand="ticket", key=paper.key, state="printed")
ledger.papers.outcome(paper, told, NOW); step("outcome")
"""


@pytest.mark.parametrize(
    ("killed_after", "left"),
    [("order", "ordered"), ("grant", "planned"), ("sending", "sent"), ("outcome", None)],
)
def test_kill_9_at_every_step_leaves_a_ledger_that_knows(tmp_path: Path, killed_after: str, left: str | None):
    path = tmp_path / "ledger.db"
    done = subprocess.run([sys.executable, "-c", CHILD, str(path), killed_after], check=False)
    assert done.returncode == -9
    ledger = Ledger(path)
    found = [one.paper.state if one.paper else "ordered" for one in ledger.tickets.unfinished(NOW)]
    ledger.close()
    assert found == ([left] if left else [])


PLAN = PublishedPlan(revision=3, at=NOW, plan=Plan(name_zh="样例大厅"))


def kept(ledger: Ledger) -> dict[str, BaseModel | None]:
    return {part.name: part.shape for part in ledger.parts.all()}


@pytest.mark.says("kiosk.ledger.parts", "the part plan in the ledger cannot be read")
def test_each_part_is_kept_in_a_row_of_its_own_and_one_that_cannot_be_read_is_none(ledger: Ledger):
    assert kept(ledger) == {}
    ledger.parts.keep(said(snapshot(), PLAN), NOW)
    ledger.parts.keep(written({"plan": PLAN.model_copy(update={"revision": 4})}), NOW)
    assert kept(ledger) == {
        **{name: part for name, part in parts_of(snapshot()).items() if name != "alarm"},
        "plan": PLAN.model_copy(update={"revision": 4}),
    }
    ledger.file.execute("UPDATE parts SET body = '{\"revision\": \"x\"' WHERE name = 'plan'")
    assert set(kept(ledger)) == {"station", "hall", "services", "blocks"}


def test_a_part_nobody_here_knows_is_kept_as_it_came(ledger: Ledger):
    ledger.parts.keep([read_part("horoscope", "12", '{"aries": "beware of forms"}')], NOW)
    (part,) = ledger.parts.all()
    assert part == PartSaid("horoscope", "12", '{"aries": "beware of forms"}', None)


def test_what_a_newer_hall_says_besides_is_left_out():
    text = json.dumps({"services": [], "weather": {"sun": True}})
    assert read_part("services", "1", text).shape == ServicesPart(services=())


def test_a_slip_given_out_here_is_found_by_its_code(ledger: Ledger):
    ledger.tickets.order("k" * 32, "receive", NOW)
    assert ledger.tickets.of_code("T" * 16) is None
    ledger.tickets.grant(ticket(), SLIP, NOW)
    assert ledger.tickets.of_code("T" * 16) == ticket()
    assert ledger.tickets.of_code("' OR 1 --") is None


OLD = Path(__file__).parent / "kept" / "ledger-of-tickets.db"
"""Written by the program of 30 November 2026 (364b246), while every paper was a ticket's slip."""


@pytest.fixture
def old(tmp_path: Path):
    shutil.copy(OLD, tmp_path / "old.db")
    ledger = Ledger(tmp_path / "old.db")
    yield ledger
    ledger.close()


def test_a_ledger_of_yesterday_keeps_its_unfinished_papers(old: Ledger):
    left = {one.key: one.paper for one in old.tickets.unfinished(NOW)}
    assert {key: (paper.copy_no, paper.state, paper.job) if paper else None for key, paper in left.items()} == {
        "yesterday-ordered": None,
        "yesterday-planned": (0, "planned", 0),
        "yesterday-sent": (0, "sent", 1),
        "yesterday-doubtful": (0, "doubtful", 2),
        "yesterday-not-printed": (0, "not_printed", 3),
        "yesterday-copied": (1, "planned", 0),
    }
    planned = left["yesterday-planned"]
    assert planned is not None
    assert (planned.errand, planned.sheet) == (
        "ticket",
        Slip((Text("A002", scale=6, bold=True), Rule(), Pair("前面等候", "3 组"), Feed(8))),
    )
    assert old.papers.sending(planned).job == 7, "job numbers go on where they stood"
    assert old.tickets.of_code("TOKEN00000000007") is not None, "one whose slip is out is still known"
    with pytest.raises(sqlite3.IntegrityError):
        old.papers.plan("ticket", "yesterday-printed", SLIP, NOW)
    assert [one.paper.key for one in old.papers.unfinished("ticket", NOW)] == [key for key in left if left[key]]


def test_reports_of_yesterday_are_told_as_those_of_today(old: Ledger):
    told = [report.body for report in old.outbox.reader()(10) if isinstance(report.body, PaperTold)]
    assert [(one.errand, one.key, one.copy_no, one.form, one.state) for one in told] == [
        ("ticket", "yesterday-doubtful", 0, "slip", "doubtful"),
        ("ticket", "yesterday-not-printed", 0, "slip", "not_printed"),
        ("ticket", "yesterday-copied", 0, "slip", "doubtful"),
        ("ticket", "yesterday-printed", 0, "slip", "printed"),
        ("ticket", "yesterday-walked-off", 0, "slip", "doubtful"),
    ]


@pytest.mark.parametrize("shape", [1, 2])
def test_the_word_that_an_older_program_kept_whole_is_kept_in_parts(tmp_path: Path, shape: int):
    """Also where the hall is away when the new program first starts; a ledger of the first shape knows no plan."""
    path, word = tmp_path / "first.db", snapshot()
    shutil.copy(OLD, path)
    with closing(sqlite3.connect(path)) as first, first:
        first.execute("INSERT OR REPLACE INTO snapshot VALUES (1, 'e', ?)", (word.model_dump_json(),))
        first.execute("INSERT OR REPLACE INTO plan VALUES (1, 3, ?)", (PLAN.model_dump_json(),))
        if shape == 1:
            first.execute("DROP TABLE plan")
        first.execute(f"PRAGMA user_version = {shape}")
    with closing(Ledger(path)) as again:
        whole = parts_of(word)
        expected = {name: whole[name] for name in ("hall", "station", "services")}
        assert kept(again) == expected | ({"plan": PLAN} if shape == 2 else {})
        assert again.parts.at() == word.at
        assert hall_names(path) == (word.hall.name_zh, word.hall.name_en)
        assert len(again.tickets.unfinished(NOW)) == 6


def test_what_is_finished_is_forgotten_and_what_is_not_is_kept(old: Ledger):
    old.forget_before(NOW + timedelta(days=1))
    assert len(old.tickets.unfinished(NOW)) == 6
    assert old.tickets.of_code("TOKEN00000000007") is None
    assert old.file.execute("SELECT count(*) FROM papers").fetchone() == (6,)
