"""What the migrations build is what the rooms describe."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from hall.kit.db import metadata
from tests.hall.caller import House
from tests.hall.serving import run_hall


def test_migrated_and_described_are_the_same(house: House):
    difference = house.db.look(lambda conn: compare_metadata(MigrationContext.configure(conn), metadata))
    assert difference == []


def test_migrating_twice_changes_nothing(tmp_path: Path):
    for _ in range(2):
        done = run_hall(tmp_path / "hall", "migrate")
        assert (done.returncode, done.stderr) == (0, "")
