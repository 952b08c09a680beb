"""The arrows of the house, and the proof that each prohibition bites: a contract that matches nothing also says
"kept", so every one of them is broken here on purpose, in a copy. Once by what stands there today, and once by
newcomers: a contract that knows only what it lists does not grow."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).parent / "lint-imports"

# contract (its first words), a file, and the line that must not be there
PLANTED = [
    ("The kiosk drives machines", "devices/link.py", "import hall.contract.ids"),
    ("The hall never speaks to a wire", "hall/queue/service.py", "import devices.errors"),
    ("Kiosk and hall keep one treaty", "kiosk/machine.py", "import hall.settings"),
    ("The treaty stands on nothing", "hall/contract/codes.py", "import hall.kit.clock"),
    ("The compiler is pure", "hall/signage/compiler/sight.py", "import hall.kit.clock"),
    ("The compiler is pure", "hall/signage/compiler/sight.py", "import hall.signage.frames"),
    ("The compiler of matters is pure", "hall/matters/compiler/standing.py", "import hall.kit.clock"),
    ("The compiler of matters is pure", "hall/matters/compiler/standing.py", "import hall.matters.reading"),
    ("A4 papers are set for kiosk", "papers/press.py", "import hall.kit.clock"),
    ("A4 papers are set for kiosk", "papers/press.py", "import kiosk.limits"),
    ("In papers each floor", "papers/press.py", "import papers.paper"),
    ("Assets are read by everyone", "assets/__init__.py", "import devices.errors"),
    ("In the hall each floor", "hall/kit/clock.py", "import hall.queue.service"),
    ("What screens show in urgent", "hall/signage/feed.py", "import hall.signage.notices"),
    ("The inner rooms of signage", "hall/signage/notices/store.py", "import hall.signage.evacuation.store"),
    ("In the kiosk each floor", "kiosk/ledger/paper.py", "import kiosk.clerk"),
    ("Errands do not know each other", "kiosk/errands/lookup/errand.py", "import kiosk.errands.identify.errand"),
    ("Of an errand the screen", "kiosk/errands/ticket/errand.py", "import kiosk.qt.lists"),
    ("Of an errand the screen", "kiosk/visit/face.py", "import kiosk.errands.ticket.screen.model"),
    ("Screens do not know each other", "kiosk/screens/home/model.py", "import kiosk.screens.slip.model"),
    ("The station sees device roles", "kiosk/kit/views.py", "import devices.printer.escpos"),
    ("The station sees device roles", "kiosk/machine.py", "import devices.links.serial"),
    ("In devices each floor", "devices/links/serial.py", "import devices.open"),
    ("Neighbours never go in a circle", "devices/printer/slip.py", "import devices.printer.escpos.codec"),
    ("A codec does no I/O", "devices/idcard/sdt/codec.py", "import time"),
    ("A simulator never imports", "devices/idcard/sdt/simulator.py", "import devices.idcard.sdt.driver"),
]

# the same for files that nobody has heard of: a new room, inner room, errand, screen, dialect
NEWCOMERS = [
    ("The hall never speaks to a wire", "hall/newroom/service.py", "import devices.errors"),
    ("The hall never speaks to a wire", "hall/newroom/routes.py", "import kiosk.ledger.store"),
    ("Kiosk and hall keep one treaty", "kiosk/machine.py", "import hall.newroom.service"),
    ("The treaty stands on nothing", "hall/contract/ids.py", "import hall.newroom.service"),
    ("The compiler is pure", "hall/signage/compiler/exits.py", "import hall.newroom.service"),
    ("In the hall each floor", "hall/newroom/store.py", "import hall.signage.frames"),
    ("What screens show in urgent", "hall/signage/newinner/feed.py", "import hall.signage.notices"),
    ("In the kiosk each floor", "kiosk/errands/newerrand/errand.py", "import kiosk.screens"),
    ("In the kiosk each floor", "kiosk/kit/newtool.py", "import kiosk.errands.newerrand.errand"),
    ("Of an errand the screen", "kiosk/errands/newerrand/view.py", "import kiosk.qt.lists"),
    (
        "Of an errand the screen",
        "kiosk/errands/newerrand/errand.py",
        "import kiosk.errands.newerrand.screen.model",
    ),
    ("In the kiosk each floor", "kiosk/errands/newerrand/screen/model.py", "import kiosk.screens.home.model"),
    ("In the kiosk each floor", "kiosk/printing.py", "import kiosk.errands.newerrand.errand"),
    ("Errands do not know each other", "kiosk/errands/newerrand/samples.py", "import kiosk.errands.other.view"),
    ("Errands do not know each other", "kiosk/errands/other/view.py", "import kiosk.errands.newerrand.view"),
    ("Screens do not know each other", "kiosk/screens/newscreen/model.py", "import kiosk.screens.home.model"),
    ("Screens do not know each other", "kiosk/screens/home/model.py", "import kiosk.screens.newscreen.model"),
    ("The station sees device roles", "kiosk/machine.py", "import devices.printer.newdialect.driver"),
    ("The station sees device roles", "kiosk/errands/newerrand/errand.py", "import devices.gate.relay.driver"),
    ("In devices each floor", "devices/gate/newdialect/driver.py", "import devices.printer.slip"),
    ("In devices each floor", "devices/printer/newdialect/driver.py", "import devices.bench.serve"),
    ("Neighbours never go in a circle", "hall/newroom/store.py", "import hall.newroom.service"),
    ("Neighbours never go in a circle", "hall/newroom/service.py", "import hall.newroom.store"),
    ("A codec does no I/O", "devices/printer/newdialect/codec.py", "import time"),
    (
        "A simulator never imports",
        "devices/printer/newdialect/simulator.py",
        "import devices.printer.newdialect.driver",
    ),
]


def contracts() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in ("devices", "hall", "kiosk", "papers", "assets"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def lint(where: Path) -> tuple[dict[str, bool], dict[str, str]]:
    """Contract → kept; broken contract → what is said about it."""
    wide = os.environ | {"COLUMNS": "200"}  # else long names are broken over two lines
    done = subprocess.run([str(LINT), "--no-cache"], cwd=where, env=wide, capture_output=True, text=True, check=False)
    verdicts = re.findall(r"^(.+?) (KEPT|BROKEN)(?: \(.+\))?$", done.stdout, re.MULTILINE)
    assert verdicts, done.stdout + done.stderr
    parts = re.split(r"^(.+)\n-{8,}\n", done.stdout.partition("Broken contracts")[2], flags=re.MULTILINE)[1:]
    said = {name.strip(): text for name, text in zip(parts[::2], parts[1::2], strict=True)}
    return {name: verdict == "KEPT" for name, verdict in verdicts}, said


def plant(where: Path, file: str, line: str) -> None:
    path = where / file
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = path.parent
    while folder != where:
        (folder / "__init__.py").touch()
        folder = folder.parent
    with path.open("a", encoding="utf-8") as text:
        text.write(f"\n{line}\n")


def give_a_floor(where: Path) -> None:
    """To the new room, above the queue; all that a room costs here."""
    settings = where / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r'^( +)"queue\b', r'\1"newroom",\n\1"queue', text, flags=re.MULTILINE), encoding="utf-8")


def names_it(text: str, importer: str, imported: str) -> bool:
    """Whether what a contract says names this import; of a circle it names two neighbours, and either way round."""
    if re.search(re.escape(importer) + r"\s+->\s+" + re.escape(imported) + r"\b", text):
        return True
    ends = set(importer.split(".")), set(imported.split("."))
    pairs = [set(pair) for pair in re.findall(r"^- \.(\w+) -> \.(\w+) ", text, re.MULTILINE)]
    return any(pair & ends[0] - ends[1] and pair & ends[1] - ends[0] for pair in pairs)


def toothless(where: Path, planted: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Of what was planted, all that its contract does not name."""
    for _, file, line in planted:
        plant(where, file, line)
    _, said = lint(where)
    missed = []
    for start, file, line in planted:
        importer, imported = file.removesuffix(".py").replace("/", ".").removesuffix(".__init__"), line.split()[-1]
        if not any(names_it(text, importer, imported) for name, text in said.items() if name.startswith(start)):
            missed.append((start, file, line))
    return missed


def test_every_contract_is_kept(copy: Path):
    verdicts, _ = lint(copy)
    assert sorted(verdicts) == sorted(contracts())
    assert [name for name, kept in verdicts.items() if not kept] == []


def test_every_contract_bites(copy: Path):
    starts = {start for start, _, _ in PLANTED}
    unproved = [name for name in contracts() if not any(name.startswith(start) for start in starts)]
    assert unproved == [], "a new contract needs a planted violation"
    assert toothless(copy, PLANTED) == []


def test_every_contract_bites_newcomers(copy: Path):
    give_a_floor(copy)
    assert toothless(copy, NEWCOMERS) == []


def test_who_has_no_floor_is_refused_by_name(copy: Path):
    for file in ("hall/newroom/service.py", "kiosk/newthing.py", "devices/newdevice/driver.py"):
        plant(copy, file, '"""Who has no floor."""')
    verdicts, said = lint(copy)
    assert [name for name, kept in verdicts.items() if not kept] == sorted(said, key=list(verdicts).index)
    assert re.findall(r"^- (\S+)$", "".join(said.values()), re.MULTILINE) == [
        "hall.newroom", "kiosk.newthing", "devices.newdevice",
    ]  # fmt: skip


def test_what_the_house_allows_a_newcomer_is_kept(copy: Path):
    """Growth costs a name on a floor, no more: a whole errand, screen, dialect and room, as they should be."""
    for file, line in (
        ("kiosk/errands/newerrand/errand.py", "import hall.contract.ids, kiosk.ledger.paper, devices.printer.slip"),
        ("kiosk/errands/newerrand/view.py", "import hall.contract.plan"),
        ("kiosk/errands/newerrand/screen/model.py", "import kiosk.qt.lists, kiosk.errands.newerrand.view"),
        ("kiosk/errands/register.py", "import kiosk.errands.newerrand.errand, kiosk.errands.other.errand"),
        ("kiosk/errands/other/errand.py", "import kiosk.printing"),
        ("kiosk/printing.py", "import kiosk.ledger.paper"),
        ("kiosk/screens/newscreen/model.py", "import kiosk.qt.lists, kiosk.qt.services"),
        ("devices/printer/newdialect/codec.py", "import struct"),
        ("devices/printer/newdialect/driver.py", "import time, devices.link, devices.printer.newdialect.codec"),
        ("devices/printer/newdialect/simulator.py", "import devices.printer.newdialect.codec"),
        ("devices/open.py", "import devices.printer.newdialect.driver"),
        ("hall/signage/newinner/routes.py", "import hall.signage.store, hall.plan"),
        ("hall/newroom/routes.py", "import hall.plan, hall.newroom.store"),
        ("hall/newroom/store.py", "import hall.kit.db"),
        ("hall/app.py", "import hall.newroom.routes"),
    ):
        plant(copy, file, line)
    give_a_floor(copy)
    verdicts, said = lint(copy)
    assert [name for name, kept in verdicts.items() if not kept] == [], said
