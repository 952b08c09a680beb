"""A disk is replaced, copied, torn, put back; a clock is wrong for one start. Numbers on paper are counted."""

import json
import re
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.house import PATIENCE, House, Manager, until
from tests.support.memory_rounds import run_rounds, wrong_by
from tests.support.numbers import accounted, on_paper, second_kiosk, take_a_number


def heard(house: House) -> dict[str, str]:
    return {row["id"]: row["state"] for row in house.rows("stations_ledger")}


def blocks_are_here(house: House) -> None:
    """The kiosk can go on without the hall."""

    def look() -> bool:
        with closing(sqlite3.connect(f"file:{house.path}/kiosk/ledger.db?mode=ro", uri=True)) as db:
            return db.execute("SELECT count(*) FROM blocks WHERE NOT closed").fetchone()[0] >= 3

    until("blocks", look)


def without_the_hall(house: House, times: int) -> list[str]:
    house.stop("hall", signal.SIGKILL)
    return [take_a_number(house) for _ in range(times)]


def lines(house: House) -> str:
    """What the stations page says of memories."""
    with Manager(house, "manager")._session.get(
        f"{house.hall_url}/api/stations/stream", stream=True, timeout=PATIENCE
    ) as stream:
        for line in stream.iter_lines():
            if line.startswith(b"data:"):
                told = json.loads(line.removeprefix(b"data:"))
                return "\n".join(one["text"] for station in told["stations"] for one in station["memory"])
    return ""


def test_the_disk_is_replaced(house: House):
    """Numbers given without the hall and told; then the disk is a new one, and the hall away again."""
    blocks_are_here(house)
    assert without_the_hall(house, 2) == ["A701", "A702"]
    house.start_hall()
    until("the merge", lambda: {"A701", "A702"} <= set(house.tickets()))
    house.stop("kiosk", signal.SIGKILL)
    for file in (house.path / "kiosk").glob("ledger.db*"):
        file.unlink()
    house.start_kiosk()
    house.visitor.sees("AttractView", "您好")
    blocks_are_here(house)
    (number,) = without_the_hall(house, 1)
    assert number == "A721", "a block of its own"
    house.start_hall()
    accounted(house)
    assert sorted(heard(house).values()) == ["heard", "lost"]
    assert "A703–A720" in lines(house)


@pytest.fixture
def named(tmp_path: Path):
    """A house whose kiosk's machine is known by a name that the test gives it."""
    with House(tmp_path, environment={"ONEDOOR_KIOSK_MACHINE": "aa:01"}) as house:
        house.visitor.sees("AttractView", "您好")
        yield house


def test_the_disk_was_copied(named: House, tmp_path: Path):
    """Two machines with one disk; the hall away, too: the copy gives no number of the other's blocks. With the hall
    back the second is refused, on its own glass, until the manager decides."""
    house = named
    blocks_are_here(house)
    take_a_number(house)
    disk = tmp_path / "second" / "kiosk"
    house.stop("kiosk")
    shutil.copytree(house.path / "kiosk", disk)
    house.start_kiosk()
    assert without_the_hall(house, 2) == ["A701", "A702"]
    with second_kiosk(house, tmp_path / "second", ONEDOOR_KIOSK_MACHINE="bb:02") as second:
        second.visitor.sees("AttractView")
        for key in (("wake", ""), ("service", "intake"), ("skip", "")):
            second.visitor.touch(*key)
        second.visitor.sees("TroubleView")
        assert on_paper(second) == {}
        second.visitor.touch("home")
        house.start_hall()
        accounted(house)
        second.visitor.sees("OutOfServiceView", "另一台机器正以本机的名义工作")
        assert take_a_number(house) == "A002"
        assert "另一台机器也用这个名义" in lines(house)
        (refused,) = (id for id, state in heard(house).items() if state == "refused")
        answer = Manager(house, "manager")._session.post(
            f"{house.hall_url}/api/stations/K001/ledger", data={"ledger": refused}, timeout=PATIENCE
        )
        assert answer.json() == {"chosen": True}
        house.visitor.sees("OutOfServiceView", "另一台机器正以本机的名义工作")
        second.visitor.sees("AttractView")
        take_a_number(second)
        accounted(house, second)


def test_the_clock_was_ten_days_ahead_for_one_start(house: House, tmp_path: Path):
    blocks_are_here(house)
    assert without_the_hall(house, 2) == ["A701", "A702"]
    house.stop("kiosk", signal.SIGKILL)
    right = dict(house.environment)
    house.environment = right | wrong_by(10, tmp_path)
    house.start_kiosk()
    house.visitor.sees("AttractView")
    house.stop("kiosk", signal.SIGKILL)
    house.environment = right
    house.start_kiosk()
    house.start_hall()
    until("the merge", lambda: {"A701", "A702"} <= set(house.tickets()))
    assert without_the_hall(house, 1) == ["A703"]
    house.start_hall()
    accounted(house)


def torn(ledger: Path) -> None:
    """Pages overwritten in the middle."""
    whole = bytearray(ledger.read_bytes())
    whole[4096:-4096] = bytes(len(whole) - 8192)
    ledger.write_bytes(whole)


def no_database(ledger: Path) -> None:
    ledger.write_bytes(b"nothing of the kind" * 1000)


def truncated(ledger: Path) -> None:
    ledger.write_bytes(ledger.read_bytes()[:5000])


def another_schema(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as db:
        db.execute("DROP TABLE blocks")


def of_a_later_program(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as db:
        db.execute("PRAGMA user_version = 99")


def wal_lost(ledger: Path) -> None:
    for ending in ("-wal", "-shm"):
        ledger.with_name(ledger.name + ending).unlink()


@pytest.mark.parametrize("harm", [torn, no_database, truncated, another_schema, of_a_later_program, wal_lost])
def test_a_damaged_ledger_is_set_aside_and_the_station_goes_on(house: House, harm):
    blocks_are_here(house)
    without_the_hall(house, 1)
    house.stop("kiosk", signal.SIGKILL)
    ledger = house.path / "kiosk" / "ledger.db"
    if harm is not wal_lost:
        with closing(sqlite3.connect(ledger)) as db:  # or the write-ahead log would mend it
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    harm(ledger)
    house.start_hall()
    house.start_kiosk()
    house.visitor.sees("AttractView", "您好")
    house.visitor.touch("wake")
    house.visitor.sees("HomeView", "本机刚恢复")
    house.visitor.touch("back")
    aside = [path.name for path in (house.path / "kiosk").glob("ledger.db.aside-*[0-9]")]
    assert len(aside) == 1
    assert re.fullmatch(r"ledger\.db\.aside-\d{8}-\d{6}-\d+", aside[0])
    until("the stations page", lambda: aside[0] in lines(house))
    blocks_are_here(house)
    assert without_the_hall(house, 1) != ["A701"]
    house.start_hall()
    until("the merge", lambda: "A721" in house.tickets())
    assert max(on_paper(house).values()) == 1
    assert "A701" in house.tickets() or "A701–" in lines(house), "carried along, or named"
    assert "Traceback" not in house.log("kiosk")


def test_a_disk_put_back_begins_anew_when_the_hall_says_so(house: House, tmp_path: Path):
    blocks_are_here(house)
    house.stop("kiosk")
    shutil.copytree(house.path / "kiosk", tmp_path / "image")
    house.start_kiosk()
    assert without_the_hall(house, 2) == ["A701", "A702"]
    house.start_hall()
    until("the merge", lambda: {"A701", "A702"} <= set(house.tickets()))
    house.stop("kiosk", signal.SIGKILL)
    shutil.rmtree(house.path / "kiosk")
    shutil.copytree(tmp_path / "image", house.path / "kiosk")
    house.start_kiosk()
    until("a new ledger", lambda: "记录" in lines(house))
    house.visitor.sees("AttractView", "您好")
    blocks_are_here(house)
    assert without_the_hall(house, 1) == ["A721"]
    house.start_hall()
    accounted(house)


def test_a_damaged_identity_is_said_and_waits_to_be_enrolled(house: House):
    take_a_number(house)
    house.stop("kiosk")
    (house.path / "kiosk" / "station.json").write_bytes(b"\x00" * 200)
    house.start("kiosk", "kiosk")
    until("said in the log", lambda: "waiting to be enrolled again" in house.log("kiosk"))
    manager = Manager(house, "manager")
    told = manager._session.post(
        f"{house.hall_url}/api/stations/codes", data={"name": "自助机 ZZ-01"}, timeout=PATIENCE
    ).json()
    (house.path / "kiosk" / "enrol-code").write_text(told["code"])
    house.visitor.sees("AttractView", "您好")
    assert take_a_number(house) == "A002"
    assert "Traceback" not in house.log("kiosk")


def test_retired_and_enrolled_again_it_starts_anew(house: House):
    without_the_hall(house, 1)
    house.stop("kiosk", signal.SIGKILL)
    house.start_hall()
    manager = Manager(house, "manager")
    (station,) = (row["id"] for row in house.rows("stations_station"))
    assert manager.call("POST", f"/api/stations/{station}/retire") == {"retired": True}
    told = manager._session.post(
        f"{house.hall_url}/api/stations/codes", data={"name": "自助机 ZZ-01"}, timeout=PATIENCE
    ).json()
    (house.path / "kiosk" / "station.json").unlink()
    (house.path / "kiosk" / "enrol-code").write_text(told["code"])
    house.start_kiosk()
    house.visitor.sees("AttractView", "您好")
    accounted(house)


def test_nobody_else_can_read_what_a_kiosk_keeps(house: House):
    take_a_number(house)
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (house.path / "kiosk").iterdir()}
    kept = {name: mode for name, mode in modes.items() if name.startswith(("ledger", "station"))}
    assert {"ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.db.mark", "station.json"} <= set(kept)
    assert set(kept.values()) == {"0o600"}


@pytest.mark.parametrize(("journey", "rounds"), [("replaced", 1), ("copied", 1), ("clock", 1)])
def test_killed_at_a_random_moment_no_number_is_doubled_and_none_is_silent(tmp_path: Path, journey: str, rounds: int):
    """The same, two hundred times each: ``python -m tests.bench bench_memory``."""
    found = run_rounds(tmp_path, journey, rounds, seed=14)
    assert (found.rounds, found.doubled, found.silent) == (rounds, [], [])
    assert found.printed >= rounds
