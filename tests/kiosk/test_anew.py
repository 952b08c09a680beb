"""A ledger that cannot be gone on with: set aside whole, what is not told yet goes along, nothing is given twice."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from devices.printer.slip import Slip, Text
from hall.contract.parts import BlocksPart
from hall.contract.queue import Block
from hall.contract.report import ClockJumped, LedgerBegun, TicketTaken
from kiosk import identity
from kiosk.hardware import machine
from kiosk.ledger import anew
from kiosk.ledger.anew import open_ledger, wanted
from kiosk.ledger.mark import mark_of, read_mark
from kiosk.ledger.parts import written
from kiosk.ledger.store import Ledger
from tests.support.snapshots import said, snapshot

NOW = datetime(2026, 11, 24, 1, 42, tzinfo=UTC)
DAY = date(2026, 11, 24)
SET_ASIDE = pytest.mark.says("kiosk.ledger.anew", "the ledger is set aside as")
BLOCK = Block(service="receive", day=DAY, first=701, last=720)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def granted(ledger: Ledger, *blocks: Block, to: str | None = None) -> None:
    part = BlocksPart(blocks=blocks, ledger=ledger.birth.id if to is None else to)
    ledger.parts.keep(written({"blocks": part}), NOW)


def draw(ledger: Ledger, key: str) -> int | None:
    ledger.tickets.order(key, "receive", NOW)
    slip = Slip((Text("A"),))
    drawn = ledger.tickets.draw(
        key, "receive", DAY, NOW, letter="A", subject=None, language="zh", compose=lambda _: slip
    )
    return drawn and drawn[0].n


def test_each_file_has_a_birth_id_that_stays(path: Path, tmp_path: Path):
    with closing(open_ledger(path, "K001")[0]) as first:
        born = first.birth.id
    with closing(open_ledger(path, "K001")[0]) as again:
        assert again.birth.id == born
    with closing(open_ledger(tmp_path / "other.db", "K001")[0]) as other:
        assert other.birth.id != born


def test_a_block_that_is_not_ours_any_more_is_closed_and_comes_back_where_it_was(path: Path):
    with closing(Ledger(path)) as ledger:
        granted(ledger, BLOCK)
        assert draw(ledger, "key-0001") == 701
        granted(ledger)
        assert draw(ledger, "key-0002") is None
        granted(ledger, BLOCK)
        assert draw(ledger, "key-0003") == 702
        granted(ledger, BLOCK.model_copy(update={"used": 710}))
        assert draw(ledger, "key-0004") == 711, "the hall knows of numbers that we do not"
        granted(ledger, to="another")
        assert draw(ledger, "key-0005") == 712, "the word to another ledger is not for us"
        ledger.parts.keep(said(snapshot(blocks=(BLOCK,))), NOW)
        assert draw(ledger, "key-0006") == 713, "an older hall repeats itself"


def test_nothing_is_forgotten_before_the_hall_has_heard_it(path: Path):
    with closing(Ledger(path)) as ledger:
        granted(ledger, BLOCK)
        draw(ledger, "key-0001")
        ledger.tickets.close("key-0001")
        ledger.forget_before(NOW + timedelta(days=10))
        assert draw(ledger, "key-0002") == 702
        ledger.outbox.acknowledged(ledger.outbox.last)
        ledger.forget_before(NOW + timedelta(days=10))
        ledger.outbox.forget_before(NOW + timedelta(days=10))
        assert draw(ledger, "key-0003") is None
        assert ledger.file.execute("SELECT count(*) FROM outbox").fetchone() == (0,)


def test_a_hall_that_heard_less_than_before_is_told_again(path: Path):
    with closing(Ledger(path)) as ledger:
        for n in range(5):
            ledger.outbox.report(ClockJumped(seconds=n), NOW)
        unheard = ledger.outbox.reader()
        ledger.outbox.acknowledged(5)
        assert unheard(10) == ()
        ledger.outbox.acknowledged(2)
        assert [report.seq for report in unheard(10)] == [3, 4, 5]
        ledger.outbox.acknowledged(99)
        ledger.outbox.report(ClockJumped(seconds=6), NOW)
        assert [report.seq for report in unheard(10)] == [6], "a hall that claims too much silences nobody"


@SET_ASIDE
def test_what_is_not_told_goes_along_and_blocks_do_not(path: Path):
    with closing(open_ledger(path, "K001")[0]) as ledger:
        ledger.parts.keep(said(snapshot()), NOW)
        granted(ledger, BLOCK)
        ledger.outbox.report(ClockJumped(seconds=1), NOW)
        ledger.outbox.acknowledged(1)
        draw(ledger, "key-0001")
    ledger, why = open_ledger(path, "K002")
    with closing(ledger):
        assert why == "other_station"
        begun, taken = (report.body for report in ledger.outbox.reader()(10))
        assert isinstance(begun, LedgerBegun)
        assert isinstance(taken, TicketTaken)
        assert (begun.carried, taken.ticket.n) == (1, 701)
        assert draw(ledger, "key-0002") is None
        assert {part.name for part in ledger.parts.all()} >= {"hall", "station", "services"}
        assert (path.parent / begun.aside).exists()


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ({"aa:01", "aa:02"}, {"aa:02"}, ""),
        pytest.param({"aa:01"}, {"bb:01"}, "other_machine", marks=SET_ASIDE),
        (set(), {"bb:01"}, ""),
        ({"aa:01"}, set(), ""),
    ],
)
def test_another_machine_is_known_by_its_network_cards(path: Path, was: set[str], now: set[str], why: str):
    open_ledger(path, "K001", was)[0].close()
    ledger, told = open_ledger(path, "K001", now)
    ledger.close()
    assert told == why


def test_the_cards_of_this_machine_are_read(tmp_path: Path):
    for name, address in (("eth0", "aa:01"), ("lo", "00:00:00:00:00:00"), ("veth1", "cc:03")):
        card = tmp_path / name
        card.mkdir()
        (card / "address").write_text(address + "\n")
        if name != "veth1":
            (card / "device").mkdir()
    assert machine(cards=tmp_path) == {"aa:01"}
    assert machine("a name", tmp_path) == {"a-name"}
    assert machine(cards=tmp_path / "nowhere") == frozenset()


@SET_ASIDE
def test_a_file_that_knows_less_than_its_mark_was_put_back(path: Path):
    with closing(open_ledger(path, "K001")[0]) as ledger:
        granted(ledger, BLOCK)
        ledger.file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        image = path.read_bytes()
        draw(ledger, "key-0001")
        assert read_mark(path) == (ledger.birth.id, ledger.outbox.last)
    path.write_bytes(image)
    ledger, why = open_ledger(path, "K001")
    with closing(ledger):
        assert why == "went_back"
        assert draw(ledger, "key-0002") is None


def test_a_file_that_is_gone_is_said(path: Path):
    open_ledger(path, "K001")[0].close()
    path.unlink()
    ledger, why = open_ledger(path, "K001")
    ledger.close()
    assert why == "lost"


@SET_ASIDE
@pytest.mark.parametrize("step", ["whole", "moved"])
def test_a_power_cut_while_it_begins_anew_loses_nothing(path: Path, step: str, monkeypatch: pytest.MonkeyPatch):
    with closing(open_ledger(path, "K001")[0]) as ledger:
        granted(ledger, BLOCK)
        draw(ledger, "key-0001")
    wanted(path).write_text("told")

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if step == "whole":
            patched.setattr(anew, "_move", cut)
        else:
            patched.setattr(anew, "_finish", lambda path: cut() if not path.exists() else None)
        with pytest.raises(KeyboardInterrupt):
            open_ledger(path, "K001")
    ledger, _ = open_ledger(path, "K001")
    with closing(ledger):
        bodies = [report.body for report in ledger.outbox.reader()(10)]
        assert [body.kind for body in bodies] == ["ledger", "ticket_taken"]
    assert not wanted(path).exists()


def test_only_its_owner_reads_a_ledger(path: Path):
    before = os.umask(0o022)
    try:
        with closing(open_ledger(path, "K001")[0]):
            kept = {one.name: oct(one.stat().st_mode & 0o777) for one in path.parent.iterdir()}
    finally:
        os.umask(before)
    assert kept == dict.fromkeys(("ledger.db", "ledger.db-wal", "ledger.db-shm", mark_of(path).name), "0o600")


def test_a_ledger_from_before_birth_ids_goes_on(path: Path):
    with closing(Ledger(path)) as ledger:
        granted(ledger, BLOCK)
        ledger.outbox.report(ClockJumped(seconds=1), NOW)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DROP TABLE birth")
        for table in ("entries", "doors", "boards"):
            db.execute(f"DROP TABLE {table}")
        db.execute("ALTER TABLE blocks DROP COLUMN closed")
        db.execute("DELETE FROM counter WHERE name = 'heard'")
        db.execute("DELETE FROM outbox")
        (shape,) = db.execute("PRAGMA user_version").fetchone()
        db.execute(f"PRAGMA user_version = {shape - 3}")
    mark_of(path).unlink(missing_ok=True)
    ledger, why = open_ledger(path, "K001")
    with closing(ledger):
        assert (why, ledger.birth.id[:8], ledger.outbox.heard) == ("", "carried-", 1)
        assert draw(ledger, "key-0001") == 701
        assert [report.seq for report in ledger.outbox.reader()(10)] == [2]


@pytest.mark.parametrize("kept", [b"", b"\x00" * 300, b"[]", b'{"station": "K001"}', b'{"station": "", "secret": "x"}'])
def test_an_identity_that_says_nothing_is_damaged(tmp_path: Path, kept: bytes):
    (tmp_path / "station.json").write_bytes(kept)
    with pytest.raises(identity.IdentityDamaged):
        identity.load(tmp_path)
