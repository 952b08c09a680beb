"""The database goes back in time: nothing is given twice, nothing is lost in silence, nobody has to know how."""

import contextlib
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hall.kit import Clock
from tests.hall.caller import Caller, House, block_ticket, enrolled, open_house, order, report, signed_in

SAYS = pytest.mark.says("hall.epochs.service", "the database went back to")


def copied(house: House, to: Path) -> Path:
    """The database as it is now, copied as an administrator would."""
    with (
        contextlib.closing(sqlite3.connect(house.app.state.kit.settings.data_dir / "hall.sqlite")) as source,
        contextlib.closing(sqlite3.connect(to)) as target,
    ):
        source.backup(target)
    return to


def put_back(house: House, copy: Path) -> House:
    """The hall is stopped, the copy put in the place of its database, and the hall started again."""
    folder = house.app.state.kit.settings.data_dir
    house.close()
    for name in ("hall.sqlite", "hall.sqlite-wal", "hall.sqlite-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copyfile(copy, folder / "hall.sqlite")
    again = open_house(folder, house.passwords)
    again.hands.at = house.hands.at
    return again


def station_of(house: House, before: Caller) -> Caller:
    return house.caller(auth=before.auth)


@pytest.fixture
def lost(house: House, tmp_path: Path):
    """A house that gave A001 to A003, was copied, gave A004 and A005, and has the copy in its place now."""
    station = enrolled(house)
    for n in range(3):
        order(station, f"visit-000{n}")
    copy = copied(house, tmp_path / "copy.sqlite")
    gone = [order(station, f"visit-000{n}") for n in (3, 4)]
    house.hands.move(minutes=1)
    again = put_back(house, copy)
    yield again, station_of(again, station), gone
    again.close()


@SAYS
def test_a_copy_put_back_gives_no_number_twice(lost):
    house, station, gone = lost
    house.write(lambda tx: None)
    numbers = [order(station, f"visit-100{n}")["n"] for n in range(3)]
    assert numbers == [1000, 1001, 1002]
    assert not {one["n"] for one in gone} & set(numbers)
    assert order(station, "visit-0000")["n"] == 1, "what it knows, it knows"


@SAYS
def test_the_first_writer_of_all_finds_it_out(lost):
    """Not only a start: the very transaction that would give the number."""
    _, station, _ = lost
    assert order(station, "visit-2000")["n"] == 1000


@SAYS
def test_a_number_that_the_hall_gave_comes_back_from_the_station_to_its_place(lost):
    house, station, gone = lost
    order(station, "visit-2000")
    said = ("key", "day", "service", "n", "token", "issued_at")
    bodies = [{"kind": "ticket_heard", "ticket": {name: one[name] for name in said}} for one in gone]
    told = [report(seq, body, at="2026-11-24T01:00:00Z") for seq, body in enumerate(bodies, 1)]
    for _ in range(2):
        assert station.post("/api/station/reports", {"reports": told}).json()["refused"] == []
    shown = station.get(f"/api/station/tickets/{gone[0]['token']}").json()
    assert (shown["state"], shown["ticket"]["n"], shown["ticket"]["ahead"]) == ("waiting", 4, 3)
    (need,) = [one for one in house.app.state.epochs.needs(*_look(house)) if one.kind == "hall"]
    assert "2 条报告、2 个号码（A004、A005）" in need.what, need.what
    assert "A1000" in need.todo


def _look(house: House):
    conn = house.db.engine.connect()
    return conn, house.hands.at


@SAYS
def test_a_number_of_a_block_that_the_hall_forgot_granting_is_believed(lost):
    house, station, _ = lost
    house.write(lambda tx: None)
    told = block_ticket("visit-3000", 777, "t" * 32, "2026-11-24T01:00:00Z")
    answer = station.post("/api/station/reports", {"reports": [report(1, told, at="2026-11-24T01:00:00Z")]}).json()
    assert answer["refused"] == []


@SAYS
def test_blocks_are_granted_anew_beyond_what_may_have_been(lost):
    house, station, _ = lost
    blocks = station.get("/api/station/snapshot").json()["blocks"]
    today = [one for one in blocks if one["service"] == "intake" and one["day"] == "2026-11-24"]
    assert today
    assert today[-1]["first"] >= 9001
    assert house


@SAYS
def test_everybody_signs_in_again_and_codes_work_no_more(house: House, tmp_path: Path):
    manager = signed_in(house, "manager")
    code = manager.post("/api/stations/codes", data={"name": "自助机 ZZ-09"}).json()["code"]
    copy = copied(house, tmp_path / "copy.sqlite")
    assert house.caller().post("/api/stations/enrol", {"code": code}).status_code == 200
    again = put_back(house, copy)
    again.write(lambda tx: None)
    with contextlib.closing(again):
        late = again.caller()
        late.headers, late.http.cookies = manager.headers, manager.http.cookies
        assert late.get("/api/stations/stream").status_code == 401
        assert again.caller().post("/api/stations/enrol", {"code": code}).status_code == 401


@SAYS
def test_a_database_that_goes_back_under_a_running_hall_is_found_at_the_next_write(house: House, tmp_path: Path):
    """A standby that was half a second behind has taken over."""
    station = enrolled(house)
    order(station, "visit-0000")
    copy = copied(house, tmp_path / "copy.sqlite")
    assert order(station, "visit-0001")["n"] == 2
    with (
        contextlib.closing(sqlite3.connect(copy)) as source,
        contextlib.closing(sqlite3.connect(house.app.state.kit.settings.data_dir / "hall.sqlite")) as target,
    ):
        source.backup(target)
    assert order(station, "visit-0002")["n"] == 1000


def test_a_start_without_a_loss_begins_no_epoch(house: House, tmp_path: Path):
    station = enrolled(house)
    order(station, "visit-0000")
    again = put_back(house, copied(house, tmp_path / "copy.sqlite"))
    with contextlib.closing(again):
        assert order(station_of(again, station), "visit-0001")["n"] == 2


@SAYS
def test_another_process_goes_on_in_the_new_epoch(lost):
    """Two processes on one database: what one has found, the other does not find again."""
    house, station, _ = lost
    assert order(station, "visit-0100")["n"] == 1000
    beside = open_house(house.app.state.kit.settings.data_dir, house.passwords)
    with contextlib.closing(beside):
        assert order(station_of(beside, station), "visit-0101")["n"] == 1001
    assert order(station, "visit-0102")["n"] == 1002


@SAYS
def test_what_was_told_is_told_again_and_no_gap_is_closed_over_it(house: House, tmp_path: Path):
    """The hall had heard reports 1 to 4, was put back to 1, and is sent 5 first: the station has not heard yet."""
    station = enrolled(house)
    wants = [report(n, {"kind": "help", "screen": "home"}, at="2026-11-24T01:00:00Z") for n in range(1, 6)]

    def tell(to: Caller, *which: int) -> int:
        told = {"reports": [wants[n - 1] for n in which]}
        return to.post("/api/station/reports", told).raise_for_status().json()["upto"]

    assert tell(station, 1) == 1
    copy = copied(house, tmp_path / "copy.sqlite")
    assert tell(station, 2, 3, 4) == 4
    again = put_back(house, copy)
    with contextlib.closing(again):
        station = station_of(again, station)
        assert tell(station, 5) == 1, "the acknowledgement is taken back"
        assert tell(station, 2, 3, 4, 5) == 5
        assert len(again.db.look(lambda conn: conn.exec_driver_sql("SELECT id FROM stations_help").all())) == 5
        assert again.db.look(lambda conn: conn.exec_driver_sql("SELECT id FROM stations_gap").all()) == []


def test_a_clock_that_was_set_back_while_the_hall_was_off_is_said(house: House, tmp_path: Path):
    order(enrolled(house), "visit-0000")
    house.hands.move(hours=-3)
    again = put_back(house, copied(house, tmp_path / "copy.sqlite"))
    with contextlib.closing(again):
        again.write(lambda tx: None)
        (need,) = [one for one in again.app.state.epochs.needs(*_look(again)) if one.key.startswith("epoch:clock")]
        assert "时钟往回跳了" in need.what


def test_a_clock_moved_while_the_hall_runs_is_told_once():
    wall = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    steady = iter([0.0, 1.0, 1.0, 2.0, 2.0])
    clock = Clock("Asia/Shanghai", lambda: wall, ticks=lambda: next(steady))
    assert -2 < clock.off() < 0
    wall += timedelta(hours=2)
    assert clock.jumped() == 7199
    assert clock.jumped() == 0
