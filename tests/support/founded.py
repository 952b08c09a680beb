"""The sample hall as its own commands make it, made once for all tests of a process and copied for each: migrations and
everybody's first password take longer than most tests."""

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.hall.serving import Serving, hall_running, run_hall
from tests.support.passwords import quicken


@dataclass(frozen=True)
class Founded:
    data_dir: Path
    passwords: dict[str, str]
    enrol_code: str
    """Good for one machine, which is to stand at ``kiosk1``, within the hour."""


@cache
def _sample() -> Founded:
    folder = tempfile.TemporaryDirectory(prefix="hall-founded-")
    atexit.register(folder.cleanup)
    data_dir = Path(folder.name) / "hall"
    told = _run(data_dir, "seed")
    code = _run(data_dir, "enrol", "--name", "自助机 ZZ-01", "--name-en", "Kiosk ZZ-01", "--place", "kiosk1").strip()
    passwords = dict(re.findall(r"^  (\w+) +(\S+) +\w+$", told, re.MULTILINE))
    quicken(data_dir, passwords)
    return Founded(data_dir, passwords, code)


def _run(data_dir: Path, *arguments: str) -> str:
    done = run_hall(data_dir, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def found_sample(data_dir: Path) -> Founded:
    """A sample hall of its own in ``data_dir``, which must not exist."""
    made = _sample()
    shutil.copytree(made.data_dir, data_dir)
    return Founded(data_dir, dict(made.passwords), made.enrol_code)


@contextmanager
def sample_running(data_dir: Path, *arguments: str, **extra: str) -> Iterator[Serving]:
    """A hall of its own in its own process; no start of it is the first, so its passwords are those of the founding."""
    founded = found_sample(data_dir)
    with hall_running(data_dir, "--sample", *arguments, **extra) as serving:
        serving.passwords.update(founded.passwords)
        yield serving
