"""The same hall on PostgreSQL: a real cluster, started for this test alone."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from hall import audit
from hall.contract.plan import Plan
from hall.kit import Clock, open_database
from hall.kit.errors import Problem
from hall.settings import load
from tests.bench.bench_queue import drive, enrolled, set_up
from tests.hall.serving import Serving, hall_running, run_hall
from tests.hall.test_attempts import burst_at
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
    with hall_running(data_dir, "--workers", "2", **extra) as serving:
        serving.passwords = dict(re.findall(r"^  (\w+) +(\S+) +\w+$", told.stdout, re.MULTILINE))
        yield serving


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


@pytest.mark.says("hall.kit.db", "a write was refused by the database")
def test_what_postgresql_cannot_store_fails_alone(hall: Serving, database_url: str, tmp_path: Path):
    """A stranger at the door must not stop those who are written in the same transaction."""
    nul = {"secret": "0" * 64, "size": "\x00"}
    assert httpx.post(f"{hall.url}/api/screen/pairing", json=nul, trust_env=False).status_code == 422
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
