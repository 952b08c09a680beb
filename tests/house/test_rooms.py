"""Rooms of the hall know each other by their front doors: what a room's ``__init__`` names in ``__all__`` is for the
others, all else is its own. The wiring (app, the commands, the sample hall) goes in and out everywhere."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.imports import Import, imports, modules

ROOT = Path(__file__).resolve().parents[2]
NO_ROOMS = (
    *("__main__", "commands", "app", "backup", "serving", "front", "who_may"),
    *("sample", "settings", "contract", "kit", "migrations"),
)
"""The wiring and the ground that every room stands on; whatever else lies in ``hall`` is a room."""


def front_doors(root: Path) -> dict[str, set[str]]:
    """Room → what it names in ``__all__``."""
    doors = {}
    for module, tree in modules(root, ("hall",)):
        parts = module.split(".")
        if len(parts) == 2 and parts[1] not in NO_ROOMS:
            doors[parts[1]] = {
                name
                for node in tree.body
                if isinstance(node, ast.Assign) and any(getattr(to, "id", "") == "__all__" for to in node.targets)
                for name in ast.literal_eval(node.value)
            }
    return doors


def back_doors(root: Path) -> Iterator[Import]:
    doors = front_doors(root)
    for one in imports(root, ("hall",)):
        mine, theirs = ([*name.split("."), ""][1] for name in (one.importer, one.source))
        name = theirs and one.name
        if one.source == "hall" and one.name in doors:
            theirs, name = one.name, ""  # from hall import plan: then anything of it, in sight of nobody
        if mine in doors and theirs in doors and mine != theirs:
            if one.source == f"hall.{theirs}" and name in doors[theirs]:
                continue
            yield one


def two_faced(root: Path) -> Iterator[str]:
    """What a package names, and has a module of that name too, from which it does not come: whoever imports the module
    first puts it in the name's place."""
    known = [module for module, _ in modules(root, ("hall", "kiosk", "devices"))]
    for one in imports(root, ("hall", "kiosk", "devices")):
        inside = f"{one.importer}.{one.name}"
        if inside in known and one.source not in (one.importer, inside):
            yield str(one)


def test_no_name_of_a_package_is_put_out_by_a_module_of_that_name():
    assert list(two_faced(ROOT)) == []


def test_a_name_that_is_a_module_too_is_seen(tmp_path: Path):
    for file, text in {
        "hall/new/__init__.py": "from hall.new.marks import staff, may\nfrom hall.new.may import may",
        "hall/new/marks.py": "",
        "hall/new/may.py": "",
        "hall/new/staff/__init__.py": "",
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    assert len(list(two_faced(tmp_path))) == 2


def test_rooms_come_in_by_the_front_door():
    assert [str(one) for one in back_doors(ROOT)] == []


@pytest.mark.parametrize(
    ("line", "back"),
    [
        ("from hall.plan.store import unpack", True),
        ("from hall.plan import store", True),
        ("import hall.plan.store", True),
        ("import hall.plan", True),
        ("from hall import plan", True),
        ("from hall.plan import Plans", False),
        ("from hall.newroom.store import row", False),
        ("from hall.kit.db import Tx", False),
        ("from hall.contract.plan import Plan", False),
    ],
)
def test_a_new_room_is_held_to_it(tmp_path: Path, line: str, back: bool):
    for file, text in (
        ("plan/__init__.py", '__all__ = ["Plans"]'),
        ("newroom/__init__.py", "__all__ = []"),
        ("newroom/service.py", line),
    ):
        path = tmp_path / "hall" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    assert len(list(back_doors(tmp_path))) == back
