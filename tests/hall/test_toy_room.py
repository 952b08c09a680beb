"""How much a new room touches: a toy with a page, a key, a report and a part of the snapshot is laid into a copy of the
house, counted, checked by the fences, and asked over HTTP."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.test_rooms import back_doors

ROOT = Path(__file__).resolve().parents[2]
TOY = Path(__file__).parent / "toy"
SHARED = tomllib.loads((TOY / "shared.toml").read_text(encoding="utf-8"))
"""File of everybody's → what stands where something else stood."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("house")
    leave = shutil.ignore_patterns("__pycache__", "node_modules")
    shutil.copy(ROOT / "pyproject.toml", there)
    for package in ("devices", "hall", "kiosk", "papers", "assets", "tests/hall/toy"):
        shutil.copytree(ROOT / package, there / package, ignore=leave)
    for file in ("hall/__init__.py", "hall/caller.py", "support/__init__.py", "support/passwords.py"):
        (there / "tests" / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "tests" / file, there / "tests" / file)
    shutil.copytree(TOY / "lost", there / "hall/lost", ignore=leave)
    for file, changes in SHARED.items():
        text = (there / file).read_text(encoding="utf-8")
        for change in changes:
            assert text.count(change["old"]) == 1, f"{file} has changed: {change['old']}"
            text = text.replace(change["old"], change["new"])
        (there / file).write_text(text, encoding="utf-8")
    return there


def run(house: Path, *arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=house, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:] + done.stdout[-3000:]
    return done.stdout


def test_a_room_is_its_folder_and_one_line_in_the_list_of_rooms():
    """Beside its import; its floor; and, since stations tell it something new, a word of the treaty."""
    assert set(SHARED) == {"hall/app.py", "pyproject.toml", "hall/contract/report.py"}
    opened = [change["new"].count("open_room(") - change["old"].count("open_room(") for change in SHARED["hall/app.py"]]
    assert sum(opened) == 1


def test_the_fences_hold_with_it(house: Path):
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([str(lint), "--no-cache"], cwd=house, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    assert [str(one) for one in back_doors(house)] == []


def test_who_may_call_it_is_in_the_table(house: Path):
    table = run(house, "-m", "hall", "who-may")
    assert "/lost" in table
    assert "/api/lost/{id}/fetched" in table


def test_it_stands_on_the_index_hears_stations_and_tells_them(house: Path):
    said = [line.split("\t") for line in run(house, "-m", "tests.hall.toy.drive").splitlines()]
    assert said == [
        ["manager's index", "True"],
        ["clerk's index", "False"],
        ["nobody's page", "401"],
        ["clerk's page", "403"],
        ["part", "0"],
        ["report", "{'upto': 1, 'refused': []}"],
        ["manager's page", "True"],
        ["part", "1"],
        ["clerk's key", "403"],
        ["manager's key", "{'fetched': True}"],
        ["part", "0"],
    ]
