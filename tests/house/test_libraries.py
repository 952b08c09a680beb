"""Which library may stand where. Whoever is not named here may not import it, and a library that is not named belongs
to nobody: a new file is held by this as the old ones are."""

import ast
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tests.house.imports import Import, imports, modules

ROOT = Path(__file__).resolve().parents[2]
ROUTES = (
    "hall.app",
    "hall.front",
    "hall.serving",
    "hall.accounts.guard",
    "hall.stations.guard",
    "hall.stations.signatures",
    "hall.accounts.rooms",
    "hall.kit.*",
    "hall.*.routes",
    "hall.*.room",
)
STORES = (
    "hall.kit.*",
    "hall.*.store",
    "hall.migrations",
    "hall.migrations.*",
    "hall.signage.history",
    "hall.__main__",
    "hall.backup.*",
)
"""``hall.signage.history`` is the store of what was on the glass; ``hall.__main__`` sets a copied database going."""
SAYS_SQL = frozenset({"execute", "exec_driver_sql", "scalar", "scalars"})
DRAWN = ("kiosk.app", "kiosk.qt.*", "kiosk.screens.*", "kiosk.errands.*.screen.*")
SEEN = ("devices.scanner.camera.*", "devices.bench.*")

PLACES: dict[str, tuple[str, ...]] = {
    "alembic": ("hall.migrations", "hall.migrations.*"),
    "argon2": ("hall.accounts.passwords",),
    "base45": ("hall.contract.cose",),
    "cbor2": ("hall.contract.cose",),
    "cryptography": (
        "hall.backup.sealed",
        "hall.accounts.second.service",
        "hall.contract.cose",
        "hall.contract.signed",
        "hall.contract.subjects",
        "hall.keys.ring",
        "hall.kit.certificates",
        "hall.signage.signing",
        "kiosk.alarm",
    ),
    "cv2": SEEN,
    "escpos": ("devices.printer.escpos.commands",),
    "fastapi": ROUTES,
    "http.client": ("devices.links.http", "hall.city.adapter"),
    "http.server": (
        "hall.city.simulator",
        "devices.documents.ipp.host",
    ),
    "httptools": ("hall.kit.connection",),
    "jinja2": ("hall.kit.pages",),
    "markupsafe": ("hall.serving", "hall.kit.pages", "hall.*.routes"),
    "numpy": SEEN,
    "osdp": ("devices.door.osdp.*",),
    "pypdf": ("papers.sides",),
    "PIL": ("devices.printer.*", "devices.probe.a4", "devices.scanner.camera.simulator"),
    "pydantic": ("hall.*", "kiosk.calls", "kiosk.courier", "kiosk.news", "kiosk.ledger.*"),
    "pydantic_core": ("hall.signage.direct", "hall.signage.link", "kiosk.news"),
    "openpyxl": ("hall.kit.sheets",),
    "PySide6": DRAWN,
    "requests": (
        "kiosk.courier",
        "kiosk.enrolment",
        "kiosk.line",
        "kiosk.news",
        "kiosk.signing",
        "kiosk.station",
    ),  # at enrolment is caught, and said, what the courier may raise
    "segno": (
        "hall.accounts.second.routes",
        "hall.appointments.showing.routes",
        "hall.reception.routes",
        "devices.printer.*",
        "devices.scanner.camera.simulator",
        "kiosk.qt.images",
        "papers.paper",
    ),
    "serial": ("devices.links.*",),
    "shiboken6": DRAWN,
    "sqlalchemy": STORES,
    "sqlite3": ("hall.backup.sqlite", "hall.kit.db.*", "kiosk.ledger.*"),
    "starlette": (*ROUTES, "hall.signage.wire", "devices.bench.web", "kiosk.qt.mirror"),
    "typst": ("papers.press",),
    "urllib.request": (),
    "usb": ("devices.links.*",),
    "webauthn": ("hall.accounts.passkeys.ceremony",),
    "urllib3": ("kiosk.courier", "kiosk.line"),
    "uvicorn": ("hall.__main__", "hall.kit.connection", "hall.kit.websocket", "devices.bench.serve", "kiosk.qt.mirror"),
    "yaml": ("hall.matters.yaml",),
    "zxingcpp": SEEN,
}

ANYWHERE_IN: dict[tuple[str, str], str] = {
    ("sqlalchemy", "Connection"): "hall.*",  # handed on from where a transaction begins to where SQL is written
    ("starlette.concurrency", "run_in_threadpool"): "hall.*",
}
"""Names that are carried and say nothing themselves."""


def library(one: Import) -> str | None:
    """As PLACES names it; ``None``: ours, or the standard library's and free to all."""
    full = f"{one.source}.{one.name}"
    for known in PLACES:
        if one.source == known or full == known or one.source.startswith(known + "."):
            return known
    top = one.source.split(".")[0]
    return None if top in sys.stdlib_module_names or top in ("assets", "devices", "hall", "kiosk", "papers") else top


def misplaced(root: Path) -> Iterator[Import]:
    for one in imports(root):
        named = library(one)
        if named is None or fnmatchcase(one.importer, ANYWHERE_IN.get((one.source, one.name), "")):
            continue
        if not any(fnmatchcase(one.importer, place) for place in PLACES.get(named, ())):
            yield one


def misspoken(root: Path) -> Iterator[str]:
    """SQL that is said elsewhere than in a store, whatever was imported: by a connection that was handed on."""
    for module, tree in modules(root, ("hall",)):
        if not any(fnmatchcase(module, place) for place in STORES):
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAYS_SQL:
                    yield f"{module} (line {node.lineno}): .{node.func.attr}("


def test_every_library_stands_in_its_place():
    assert [str(one) for one in misplaced(ROOT)] == []


def test_sql_is_said_in_stores_alone():
    assert list(misspoken(ROOT)) == []


@pytest.mark.parametrize("line", ["conn.execute(row.select())", "tx.conn.scalars(all_rows)", "c.exec_driver_sql('…')"])
def test_sql_said_elsewhere_is_refused(tmp_path: Path, line: str):
    for name in ("service", "store"):
        path = tmp_path / "hall" / "newroom" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"def f(conn, tx, c):\n    return {line}\n", encoding="utf-8")
    assert [said.split()[0] for said in misspoken(tmp_path)] == ["hall.newroom.service"]


def test_every_place_is_used():
    used = {library(one) for one in imports(ROOT)} - {None}
    forbidden = {name for name, places in PLACES.items() if not places}
    assert used == set(PLACES) - forbidden


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("hall/newroom/service.py", "from sqlalchemy import Connection, select"),
        ("hall/newroom/routes.py", "from sqlalchemy import text"),
        ("hall/newroom/service.py", "import sqlalchemy.sql"),
        ("hall/newroom/service.py", "from fastapi import Request"),
        ("hall/newroom/store.py", "from starlette.responses import Response"),
        ("hall/contract/newshape.py", "import sqlalchemy"),
        ("hall/contract/newshape.py", "import requests"),
        ("hall/signage/compiler/newcheck.py", "import jinja2"),
        ("kiosk/errands/newerrand/errand.py", "import requests"),
        ("kiosk/errands/newerrand/errand.py", "from urllib.request import urlopen"),
        ("kiosk/errands/newerrand/errand.py", "from urllib import request"),
        ("kiosk/errands/newerrand/errand.py", "def late():\n    import httpx"),
        ("kiosk/errands/newerrand/view.py", "from PySide6.QtCore import QObject"),
        ("kiosk/errands/newerrand/errand.py", "import sqlite3"),
        ("devices/gate/newdialect/driver.py", "import serial"),
        ("devices/gate/newdialect/driver.py", "import usb.core"),
        ("devices/gate/newdialect/driver.py", "import a_library_nobody_knows"),
    ],
)
def test_what_stands_elsewhere_is_refused(tmp_path: Path, file: str, line: str):
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(line + "\n", encoding="utf-8")
    assert len(list(misplaced(tmp_path))) == 1


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("hall/newroom/store.py", "from sqlalchemy import Connection, select"),
        ("hall/newroom/service.py", "from sqlalchemy import Connection"),
        ("hall/newroom/routes.py", "from fastapi import APIRouter, Request"),
        ("kiosk/errands/newerrand/screen/model.py", "from PySide6.QtCore import QObject"),
        ("devices/links/newlink.py", "import serial"),
    ],
)
def test_what_stands_in_its_place_is_kept(tmp_path: Path, file: str, line: str):
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(line + "\n", encoding="utf-8")
    assert list(misplaced(tmp_path)) == []
