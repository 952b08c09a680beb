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
