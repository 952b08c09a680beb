"""The same hall on PostgreSQL: a real cluster, started for this test alone."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.bench_queue import drive, set_up
from tests.hall.serving import hall_running, run_hall

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    if not BINARIES:
        pytest.skip("no PostgreSQL server on this machine")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        pytest.skip("PostgreSQL does not run as root, and there is no runuser")
    binaries = BINARIES[-1].parent
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="hall-pg-", dir="/tmp"))
    if as_postgres:
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(*command: str) -> None:
        subprocess.run([*as_postgres, *command], check=True, capture_output=True, cwd=folder, timeout=50)

    run(str(binaries / "initdb"), "-D", str(folder / "data"), "-A", "trust", "-U", "hall", "--no-sync")
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder}"
    run(str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-l", str(folder / "log"), "-w", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://hall@127.0.0.1:{port}/postgres"
    finally:
        run(str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def test_two_processes_on_postgresql_never_give_or_call_twice(tmp_path: Path, database_url: str):
    extra = {"ONEDOOR_HALL_DATABASE_URL": database_url}
    data_dir = tmp_path / "hall"
    assert run_hall(data_dir, "seed", **extra).returncode == 0
    seats = set_up(data_dir, 8, database_url)
    with hall_running(data_dir, "--workers", "2", **extra) as serving:
        seen = drive(serving, seats, 15)
        serving.stop()
    assert seen["failures"] == {}
    assert len(seen["numbers"]) == len(set(seen["numbers"])) == 120
    assert len(seen["called"]) == len(set(seen["called"])) == 120
    done = run_hall(data_dir, "audit", "verify", **extra)
    assert done.returncode == 0, done.stderr
