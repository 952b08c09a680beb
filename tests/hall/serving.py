"""A real hall in its own process, on a port of the system's choosing."""

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.support import nursery

ROOT = Path(__file__).parents[2]


def environment(**extra: str) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("ONEDOOR_HALL_")}
    return clean | {"PYTHONPATH": str(ROOT)} | extra


def run_hall(data_dir: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    order = ("--data-dir", str(data_dir), *arguments)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        process = nursery.start("hall", *order, cwd=data_dir.parent, env=environment(**extra), stdout=out, stderr=err)
        code = process.wait(60)
        said = [_all(file) for file in (out, err)]
    return subprocess.CompletedProcess(order, code, *said)


def _all(file: IO[str]) -> str:
    file.seek(0)
    return file.read()


@dataclass
class Serving:
    data_dir: Path
    url: str
    process: nursery.Child | subprocess.Popen[str]
    passwords: dict[str, str] = field(default_factory=dict)
    database_url: str = ""

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    def kill(self) -> None:
        """As a power cut does: the whole process group at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def stop(self, within: float = 10) -> float:
        """Seconds it took to stop."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(within)
        return time.monotonic() - began


def start_hall(data_dir: Path, *arguments: str, port: int = 0, **extra: str) -> Serving:
    process = nursery.start(
        "hall", "--data-dir", str(data_dir), "serve", "--port", str(port), *arguments,
        cwd=data_dir.parent,
        env=environment(**extra),
        stdout=subprocess.PIPE,
        stderr=2,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    passwords: dict[str, str] = {}
    for line in process.stdout:
        if found := re.match(r"  (\w+) +(\S+-\S+-\S+) ", line):
            passwords[found[1]] = found[2]
        if found := re.match(r"hall: (https?://[\d.]+:\d+)/", line):
            process.stdout.close()
            return Serving(data_dir, found[1], process, passwords, extra.get("ONEDOOR_HALL_DATABASE_URL", ""))
    raise AssertionError(f"the hall did not start: {process.wait(5)}")


@contextmanager
def hall_running(data_dir: Path, *arguments: str, port: int = 0, **extra: str) -> Iterator[Serving]:
    serving = start_hall(data_dir, *arguments, port=port, **extra)
    try:
        yield serving
    finally:
        if serving.process.poll() is None:
            serving.kill()
