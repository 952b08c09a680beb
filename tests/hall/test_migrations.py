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
from hall.papers.store import paper
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
    windows_go_on(f"sqlite:///{tmp_path / 'hall.sqlite'}")


def windows_go_on(url: str) -> None:
    engine = open_engine(url)
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


def test_what_was_told_of_papers_before_they_had_a_table_is_in_it(tmp_path: Path):
    papers_are_told(f"sqlite:///{tmp_path / 'hall.sqlite'}")


def papers_are_told(url: str) -> None:
    engine = open_engine(url)
    config = Config()
    config.set_main_option("script_location", str(migrations.HERE))
    with engine.connect().execution_options(hall_write=True) as conn, conn.begin():
        config.attributes["connection"] = conn
        command.upgrade(config, "0011")
        conn.execute(text("INSERT INTO stations_station VALUES ('K001', '一', 'one', '', 0, NULL, 0, 4, '', 0, 0, '')"))
        for seq, body in enumerate(
            (
                '{"kind": "paper", "paper": "a-0", "ticket_key": "a", "state": "doubtful", "reason": "silent"}',
                '{"kind": "paper", "paper": "a-0", "ticket_key": "a", "state": "settled", "reason": "slip_in_hand"}',
                '{"kind": "paper", "paper": "a-1", "ticket_key": "a", "state": "printed", "copy_no": 1}',
                '{"kind": "paper", "nonsense": 1}',
            ),
            1,
        ):
            row = {"seq": seq, "at": f"2026-11-24T01:42:0{seq}Z", "body": body}
            conn.execute(text("INSERT INTO stations_report VALUES ('K001', :seq, :at, 0, 'paper', :body, NULL)"), row)
        migrations.upgrade(conn)
        found = conn.execute(paper.select().order_by(paper.c.copy_no)).all()
    engine.dispose()
    assert [(p.station, p.errand, p.key, p.copy_no, p.form, p.state, p.reason, p.at) for p in found] == [
        ("K001", "ticket", "a", 0, "slip", "settled", "slip_in_hand", datetime(2026, 11, 24, 1, 42, 2, tzinfo=UTC)),
        ("K001", "ticket", "a", 1, "slip", "printed", "", datetime(2026, 11, 24, 1, 42, 3, tzinfo=UTC)),
    ]
