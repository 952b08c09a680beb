"""What a store hands on is typed: nothing of unknown shape leaves one, and a row has its table's columns."""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, get_args, get_type_hints

import pytest
from sqlalchemy import Row, RowMapping, Table, select

import hall
from hall.accounts.store import member
from hall.kit.prepared import Prepared
from hall.signage.store import PlayerSeen, glass, player

ROOT = Path(hall.__file__).parent
OF_ANY_SHAPE = (Any, object, dict, list, tuple, Row, RowMapping)


def _stores() -> Iterator[ModuleType]:
    """Every file that has tables, whatever it is called, but the kit's: that makes rows for whoever asks."""
    for path in sorted(ROOT.rglob("*.py")):
        room = path.relative_to(ROOT).parts[0]
        if room not in ("kit", "migrations") and re.search(r"^\w+ = Table\(", path.read_text("utf-8"), re.MULTILINE):
            yield import_module(".".join(("hall", *path.relative_to(ROOT).with_suffix("").parts)))


STORES = list(_stores())


def _functions(store: ModuleType) -> Iterator[Any]:
    return (one for one in vars(store).values() if inspect.isfunction(one) and one.__module__ == store.__name__)


def _rows(store: ModuleType) -> Iterator[Any]:
    """Of this store, also where it keeps them in a file beside it."""
    room = store.__name__.rpartition(".")[0]
    for one in vars(store).values():
        if inspect.isclass(one) and hasattr(one, "_fields") and one.__module__.startswith(room):
            yield one


def _of_any_shape(hint: object) -> bool:
    return hint in OF_ANY_SHAPE or any(map(_of_any_shape, get_args(hint)))


def test_every_room_with_tables_is_looked_at():
    rooms = {store.__name__ for store in STORES}
    assert {f"hall.{room}.store" for room in ("queue", "stations", "plan", "accounts", "audit", "papers")} <= rooms
    assert {f"hall.signage.{one}" for one in ("store", "history", "notices.store", "publishing.store")} <= rooms


@pytest.mark.parametrize("store", STORES, ids=lambda store: store.__name__)
def test_nothing_of_unknown_shape_leaves_a_store(store):
    vague = [one.__qualname__ for one in _functions(store) if _of_any_shape(get_type_hints(one).get("return", Any))]
    vague += [
        f"{one.__name__}.{name}"
        for one in _rows(store)
        for name, hint in get_type_hints(one).items()
        if _of_any_shape(hint)
    ]
    assert not vague


@pytest.mark.parametrize("store", STORES, ids=lambda store: store.__name__)
def test_a_row_has_the_columns_of_the_table_it_is_named_after(store):
    for row in _rows(store):
        if row.__name__.endswith("Row"):
            table = vars(store)[re.sub(r"(?<=[a-z])(?=[A-Z])", "_", row.__name__.removesuffix("Row")).lower()]
            assert isinstance(table, Table)
            assert row._fields == tuple(table.c.keys())


@pytest.mark.parametrize(
    "hint",
    [Any, list[Any], dict[str, Any], dict[int, list[Any]], Row | None, Row, Row[Any], list[tuple[Any, int]], dict],
)
def test_a_store_that_tells_no_shape_is_caught(hint):
    assert _of_any_shape(hint)


def test_a_prepared_statement_takes_no_row_of_another_shape():
    class Other(NamedTuple):
        login: str
        id: int

    with pytest.raises(TypeError):
        Prepared(select(member.c.id, member.c.login), Other)


def test_a_player_seen_is_its_row_and_its_glass():
    painted = (column.name for column in glass.c if column.name != "player")
    assert PlayerSeen._fields == (*player.c.keys(), *painted, "worker_seen", "picture_at")
