"""What the migrations build is what the rooms describe, and what was there before is still there after."""

from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text

from hall import migrations
from hall.kit.db import metadata, open_engine
from hall.plan import Plans
from tests.hall.caller import House
from tests.hall.serving import run_hall


def test_migrated_and_described_are_the_same(house: House):
    difference = house.db.look(lambda conn: compare_metadata(MigrationContext.configure(conn), metadata))
    assert difference == []


def test_migrating_twice_changes_nothing(tmp_path: Path):
    for _ in range(2):
        done = run_hall(tmp_path / "hall", "migrate")
        assert (done.returncode, done.stderr) == (0, "")


def test_windows_of_an_older_hall_go_on_serving(tmp_path: Path):
    engine = open_engine(f"sqlite:///{tmp_path / 'hall.sqlite'}")
    config = Config()
    config.set_main_option("script_location", str(migrations.HERE))
    with engine.connect().execution_options(hall_write=True) as conn, conn.begin():
        config.attributes["connection"] = conn
        command.upgrade(config, "0004")
        conn.execute(text("INSERT INTO plan_revision (id, n) VALUES (1, 7)"))
        for n, place in ((2, "一层 A 区"), (1, "一层 A 区"), (3, "一层 B 区")):
            conn.execute(
                text("INSERT INTO plan_window VALUES (:id, :id, :n, '综合收件', '', :place, '', 'left')"),
                {"id": str(n), "n": n, "place": place},
            )
            conn.execute(text("INSERT INTO plan_window_service VALUES (:id, 'intake')"), {"id": str(n)})
        migrations.upgrade(conn)
        plans = Plans()
        current = plans.current(conn)
    engine.dispose()
    assert current is not None
    assert (current.revision, current.at.date()) == (7, datetime.now(UTC).date())
    assert [(w.id, w.number, w.place_zh, w.services) for w in current.windows.values()] == [
        ("1", "1", "一层 A 区", ("intake",)),
        ("2", "2", "一层 A 区", ("intake",)),
        ("3", "3", "一层 B 区", ("intake",)),
    ]
