import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hall.caller import Caller, House, enrolled, found_house, open_house


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A seeded hall to copy, since to migrate and to seed one takes longer than most tests."""
    data_dir = tmp_path_factory.mktemp("founded") / "hall"
    house = found_house(data_dir)
    house.close()
    return data_dir, house.passwords


@pytest.fixture
def house(tmp_path: Path, founded: tuple[Path, dict[str, str]]) -> Iterator[House]:
    shutil.copytree(founded[0], tmp_path / "hall")
    house = open_house(tmp_path / "hall", dict(founded[1]))
    yield house
    house.close()


@pytest.fixture
def station(house: House) -> Caller:
    return enrolled(house)


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory, founded: tuple[Path, dict[str, str]]) -> Iterator[House]:
    """One house for all those of a module who are refused, and leave it as it was."""
    data_dir = tmp_path_factory.mktemp("refusing") / "hall"
    shutil.copytree(founded[0], data_dir)
    house = open_house(data_dir, dict(founded[1]))
    yield house
    house.close()
