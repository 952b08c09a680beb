"""A real PostgreSQL for a test alone, that can be stopped, held still, and started again."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))


class Cluster:
    def __init__(self, folder: Path) -> None:
        self._folder, self._binaries = folder, BINARIES[-1].parent
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as:
            shutil.chown(folder, "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"postgresql+psycopg://hall@127.0.0.1:{self._port}/postgres"
        self._run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "hall", "--no-sync")

    def start(self) -> None:
        options = f"-c listen_addresses=127.0.0.1 -p {self._port} -k {self._folder}"
        self._ctl("-l", str(self._folder / "log"), "-w", "-o", options, "start")

    def stop(self) -> None:
        self._ctl("-m", "immediate", "stop")

    def hold_still(self) -> None:
        """It takes connections and words, and answers nothing."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, which: signal.Signals) -> None:
        first = int((self._folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for pid in (first, *map(int, children)):
            os.kill(pid, which)

    def _ctl(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as, str(self._binaries / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=self._folder, timeout=50)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Running; skips the test where there is no PostgreSQL."""
    if not BINARIES:
        pytest.skip("no PostgreSQL server on this machine")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        pytest.skip("PostgreSQL does not run as root, and there is no runuser")
    folder = Path(tempfile.mkdtemp(prefix="hall-pg-", dir="/tmp"))
    try:
        running = Cluster(folder)
        running.start()
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
