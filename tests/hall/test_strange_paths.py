"""A data folder may be called anything that a file system allows; what is written there is the program's alone."""

from pathlib import Path

import pytest

from hall.migrations import _config
from tests.hall.caller import found_house

NAMES = ["数 据", 'it\'s "one"', "a?b=c&d", "50%40#x", "[a]*{b}$(id);~"]


@pytest.mark.parametrize("name", NAMES)
def test_the_halls_data_lie_where_they_were_asked_for(tmp_path: Path, name: str):
    folder = tmp_path / name / "hall"
    house = found_house(folder)
    try:
        assert house.caller().get("/healthz").status_code == 200
    finally:
        house.close()
    assert {one.name for one in tmp_path.iterdir()} == {name}, "nothing beside it"
    assert (folder / "hall.sqlite").exists()


def test_the_program_may_lie_in_a_folder_with_a_per_cent_sign(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr("hall.migrations.HERE", tmp_path / "50%(x)s")
    assert _config().get_main_option("script_location") == str(tmp_path / "50%(x)s")
