"""How much a new errand touches: a toy with one screen, one paper and one scan is laid into a copy of the house,
counted, checked by the fences and driven on the real glass."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOY = Path(__file__).parent / "toy"
MOST, MOST_SHARED = 8, 2
SHARED = ("kiosk/errands/register.py",)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", there)
    leave = shutil.ignore_patterns("__pycache__", "node_modules")
    for package in ("devices", "hall", "kiosk", "papers", "assets"):
        shutil.copytree(ROOT / package, there / package, ignore=leave)
    for part in ("tests/kiosk/screens", "tests/kiosk/toy"):
        shutil.copytree(ROOT / part, there / part, ignore=leave)
    for init in ("tests/__init__.py", "tests/kiosk/__init__.py"):
        shutil.copy(ROOT / init, there / init) if (ROOT / init).exists() else (there / init).touch()
    shutil.copytree(TOY / "checkin", there / "kiosk/errands/checkin", ignore=leave)
    register = there / SHARED[0]
    text = register.read_text(encoding="utf-8")
    for line in tomllib.loads((TOY / "register.toml").read_text(encoding="utf-8"))["line"]:
        assert text.count(line["old"]) == 1, f"the register has changed: {line['old']}"
        text = text.replace(line["old"], line["new"])
    register.write_text(text, encoding="utf-8")
    return there


def test_a_new_errand_touches_few_files_and_hardly_one_of_everybodys():
    own = [path for path in (TOY / "checkin").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert len(SHARED) <= MOST_SHARED
    assert len(own) + len(SHARED) <= MOST, [path.name for path in own]


def test_the_fences_hold_with_it(house: Path):
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([str(lint), "--no-cache"], cwd=house, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_it_stands_on_home_is_drawn_scanned_printed_and_told(house: Path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.kiosk.toy.drive"], cwd=house, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    steps = [line.split("\t") for line in done.stdout.splitlines()]
    assert [step[0] for step in steps] == ["HomeView", "CheckinView", "CheckinView", "CheckinView", "paper"]
    for step, words in zip(steps, ("签到", "请扫一扫预约码", "正在打印签到单…", "已签到，请取走签到单"), strict=False):
        assert words in step[1].split("|")
        assert step[2] == "[]", "nothing is cut, buried or too small"
    assert steps[-1][1:] == ["checkin", "printed"]
