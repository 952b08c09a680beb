"""The same hall on PostgreSQL: a real cluster, started for this test alone."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from hall import audit
from hall.contract.plan import Plan
from hall.contract.signed import public_of
from hall.kit import Clock, open_database
from hall.kit.db import metadata, open_engine
from hall.kit.errors import Problem
from hall.settings import load
from tests.bench.bench_queue import drive, enrolled, set_up
from tests.hall.caller import _code, open_house
from tests.hall.serving import Serving, hall_running, run_hall
from tests.hall.test_attempts import burst_at
from tests.hall.test_migrations import papers_are_told, windows_go_on
from tests.hall.test_signed import KEY, SNAPSHOT, ask, header
from tests.support.cluster import cluster
from tests.support.house import Manager, until
from tests.support.plans import changed, songjiang


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    with cluster() as running:
        yield running.url


@pytest.fixture(scope="module")
def hall(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Seeded, with eight seated windows, served by two processes."""
    data_dir = tmp_path_factory.mktemp("pg") / "hall"
    extra = {"ONEDOOR_HALL_DATABASE_URL": database_url}
    told = run_hall(data_dir, "seed", **extra)
    assert told.returncode == 0, told.stderr
    with hall_running(data_dir, "--workers", "2", port=0, **extra) as serving:
        serving.passwords = dict(re.findall(r"^  (\w+) +(\S+) +\w+$", told.stdout, re.MULTILINE))
        yield serving


def test_every_step_builds_what_the_rooms_describe(hall: Serving, database_url: str):
    engine = open_engine(database_url)
    with engine.connect() as conn:
        assert compare_metadata(MigrationContext.configure(conn), metadata) == []
    engine.dispose()


@pytest.mark.parametrize("kept", [windows_go_on, papers_are_told])
def test_what_an_older_hall_had_is_carried_over(database_url: str, kept: Callable[[str], None]):
    engine = open_engine(database_url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql(f"CREATE DATABASE {kept.__name__}")
    engine.dispose()
    kept(database_url.replace("/postgres", f"/{kept.__name__}"))


def test_what_was_asked_of_one_server_is_answered_by_no_other(hall: Serving, database_url: str, tmp_path: Path):
    """Two servers on one database, each with a data directory of its own: who listens on the wire plays back at the
    other what the first was asked."""
    houses = []
    for name in ("one", "other"):
        shutil.copytree(hall.data_dir, tmp_path / name)
        houses.append(open_house(tmp_path / name, {}, database_url=database_url))
    one, other = houses
    try:
        code = one.write(lambda tx: _code(tx, "自助机 二"))
        told = one.caller().post("/api/stations/enrol", {"code": code, "key": public_of(KEY)}).raise_for_status().json()
        said = header(one, SNAPSHOT, station=told["station"], nonce="n" * 22)
        assert ask(one.caller(), said, SNAPSHOT) == (200, "")
        assert ask(other.caller(), said, SNAPSHOT) == (401, "asked_before")
        assert ask(one.caller(), said, SNAPSHOT) == (401, "asked_before")
        again = header(other, SNAPSHOT, station=told["station"], nonce="o" * 22)
        assert ask(other.caller(), again, SNAPSHOT) == (200, "")
    finally:
        for house in houses:
            house.close()


def test_a_plan_is_drawn_published_scheduled_and_undone(hall: Serving):
    manager = Manager(hall, "manager")
    moved = changed(songjiang(), "places", "toilet1", name_zh="卫生间")
    assert manager.publishes(moved)["revision"] == 2
    soon = datetime.now(UTC) + timedelta(seconds=0.5)
    renamed = changed(moved, "places", "toilet2", name_zh="卫生间")
    assert manager.publishes(renamed, at=soon.isoformat())["state"] == "scheduled"
    standing = until("the scheduled plan", lambda: (s := manager.call("GET", "/api/plan"))["revision"] > 2 and s)
    assert standing["revision"] == 3, "once, though two processes look"
    assert Plan.model_validate(standing["published"]) == renamed
    assert manager.call("POST", "/api/plan/undo", revision=3) == {"revision": 4}
    assert Plan.model_validate(manager.call("GET", "/api/plan")["published"]) == moved


def test_a_change_of_the_catalogue_is_kept_sent_and_published_by_another(hall: Serving):
    manager, admin = Manager(hall, "manager"), Manager(hall, "admin")
    whole = manager.call("GET", "/api/matters/draft")
    value = next(one for one in whole["catalogue"]["matters"] if one["id"] == "bdc_dj") | {"lead": "区登记中心"}
    change = {"key": "pg-change", "of": "matters", "id": "bdc_dj", "was": whole["marks"]["matters:bdc_dj"]}
    version = manager.call("PUT", "/api/matters/draft", value=value, **change)["version"]
    assert manager.call("PUT", "/api/matters/draft", value=value, **change)["version"] == version
    manager.call("POST", "/api/matters/draft/send", version=version)
    assert admin.call("POST", "/api/matters/draft/publish", version=version) == {"revision": 2}
    assert manager.call("POST", "/api/matters/undo", revision=2) == {"revision": 3}
    assert manager.call("GET", "/api/matters/draft")["catalogue"] == whole["catalogue"]


@pytest.mark.says("hall.kit.db", "a write was refused by the database")
def test_what_postgresql_cannot_store_fails_alone(hall: Serving, database_url: str, tmp_path: Path):
    """A stranger at the door must not stop those who are written in the same transaction."""
    nul = {"secret": "0" * 64, "size": "\x00"}
    assert httpx.post(f"{hall.url}/api/screen/pairing", json=nul, trust_env=False, timeout=30).status_code == 422
    settings = load({"ONEDOOR_HALL_DATA_DIR": str(tmp_path), "ONEDOOR_HALL_DATABASE_URL": database_url})
    db = open_database(settings, Clock("Asia/Shanghai"), audit.Chain(settings.data_dir).append)
    go, word = threading.Event(), "SELECT CAST(%s AS text)"
    held = db.writer.submit(lambda tx: go.wait(10))
    good = [db.writer.submit(lambda tx, n=n: tx.conn.exec_driver_sql(word, (str(n),)).scalar()) for n in range(3)]
    bad = db.writer.submit(lambda tx: tx.conn.exec_driver_sql(word, ("\x00",)))
    go.set()
    assert held.result(10)
    assert [one.result(10) for one in good] == ["0", "1", "2"]
    with pytest.raises(Problem) as refused:
        bad.result(10)
    assert refused.value.code == "unstorable"
    db.close()


def test_parallel_wrong_passwords_are_counted_together(hall: Serving):
    said = burst_at(hall, "security")
    assert said[401] <= 5
    assert said[401] + said[429] == 60


def test_a_backup_of_postgresql_is_put_back_under_the_running_hall(hall: Serving, database_url: str, tmp_path: Path):
    extra = {"ONEDOOR_HALL_DATABASE_URL": database_url, "ONEDOOR_BACKUP_PASSPHRASE": "twelve characters and more"}
    auth = enrolled(hall, "自助机 ZZ-07")

    def order(key: str) -> int:
        body = {"key": key, "service": "intake"}
        answer = httpx.post(f"{hall.url}/api/station/tickets", json=body, auth=auth, trust_env=False, timeout=30)
        return answer.raise_for_status().json()["n"]

    assert [order("pg-visit-1"), order("pg-visit-2")] == [1, 2]
    made = run_hall(hall.data_dir, "backup", str(tmp_path / "pg.backup"), **extra)
    assert made.returncode == 0, made.stderr
    assert order("pg-visit-3") == 3
    done = run_hall(hall.data_dir, "restore", str(tmp_path / "pg.backup"), **extra)
    assert done.returncode == 0, done.stderr
    assert order("pg-visit-4") == 1000
    assert order("pg-visit-2") == 2
    (aside,) = (hall.data_dir / "aside").iterdir()
    assert (aside / "before.backup").exists()
    verified = run_hall(hall.data_dir, "audit", "verify", ONEDOOR_HALL_DATABASE_URL=database_url)
    assert verified.returncode == 0, verified.stderr


def test_two_processes_on_postgresql_never_give_or_call_twice(hall: Serving):
    seats = set_up(hall.data_dir, 8, hall.database_url)
    seen = drive(hall, seats, 15)
    hall.stop()
    assert seen["failures"] == {}
    assert len(seen["numbers"]) == len(set(seen["numbers"])) == 120
    assert len(seen["called"]) == len(set(seen["called"])) == 120
    done = run_hall(hall.data_dir, "audit", "verify", ONEDOOR_HALL_DATABASE_URL=hall.database_url)
    assert done.returncode == 0, done.stderr
