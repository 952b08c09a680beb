"""The arrows of the house, and the proof that each prohibition bites: a contract that matches nothing also says
"kept", so every one of them is broken here on purpose, in a copy."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).parent / "lint-imports"

# contract (its first words) → a file and the line that must not be there
PLANTED = {
    "The kiosk drives machines": ("devices/link.py", "import hall.contract.ids"),
    "The hall never speaks to a wire": ("hall/queue/service.py", "import devices.errors"),
    "Kiosk and hall keep one treaty": ("kiosk/machine.py", "import hall.settings"),
    "The treaty needs pydantic": ("hall/contract/codes.py", "import sqlalchemy"),
    "The compiler is pure": ("hall/signage/compiler/sight.py", "import hall.kit.clock"),
    "Assets are read by everyone": ("assets/__init__.py", "import devices.errors"),
    "In the hall each floor": ("hall/kit/clock.py", "import hall.queue.service"),
    "What screens show in urgent": ("hall/signage/feed.py", "import hall.signage.notices"),
    "Notices and evacuation": ("hall/signage/notices/store.py", "import hall.signage.evacuation.store"),
    "In the kiosk each floor": ("kiosk/ledger/paper.py", "import kiosk.clerk"),
    "Errands do not know each other": ("kiosk/errands/lookup/errand.py", "import kiosk.errands.identify.errand"),
    "Screens do not know each other": ("kiosk/screens/home/model.py", "import kiosk.screens.slip.model"),
    "Qt is drawn only by the glass": ("kiosk/kit/tools.py", "import PySide6"),
    "HTTP leaves a station only": ("kiosk/errands/ticket/slip.py", "import requests"),
    "Errands see device roles": ("kiosk/kit/views.py", "import devices.printer.escpos"),
    "A codec does no I/O": ("devices/idcard/sdt/codec.py", "import time"),
    "A simulator never imports": ("devices/idcard/sdt/simulator.py", "import devices.idcard.sdt.driver"),
    "Serial ports are opened only": ("devices/scanner/lines/driver.py", "import serial"),
    "USB is spoken only in links": ("devices/idcard/sdt/pipes.py", "import usb.core"),
    "FastAPI stands only in routes": ("hall/queue/service.py", "import fastapi"),
}


def contracts() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", there)
    for package in ("devices", "hall", "kiosk", "assets"):
        shutil.copytree(ROOT / package, there / package, ignore=shutil.ignore_patterns("__pycache__"))
    return there


def lint(where: Path) -> dict[str, bool]:
    """Contract → kept."""
    done = subprocess.run([str(LINT), "--no-cache"], cwd=where, capture_output=True, text=True, check=False)
    verdicts = re.findall(r"^(.+?) (KEPT|BROKEN)$", done.stdout, re.MULTILINE)
    assert verdicts, done.stdout + done.stderr
    return {name: verdict == "KEPT" for name, verdict in verdicts}


def test_every_contract_is_kept(copy: Path):
    verdicts = lint(copy)
    assert sorted(verdicts) == sorted(contracts())
    assert [name for name, kept in verdicts.items() if not kept] == []


def test_every_contract_bites(copy: Path):
    assert len(PLANTED) == len(contracts()), "a new contract needs a planted violation"
    for file, line in PLANTED.values():
        path = copy / file
        path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    verdicts = lint(copy)
    toothless = [name for name, kept in verdicts.items() if kept]
    assert toothless == []
    assert all(any(name.startswith(start) for start in PLANTED) for name in verdicts)
