"""The audit trail cannot be changed unseen."""

import sqlite3

import pytest

from hall import audit, sample
from hall.audit import store
from hall.stations.identity import SimulatedProvider
from tests.hall.caller import House, order, signed_in


def verify(house: House):
    return house.db.look(audit.verify)


def test_every_act_leaves_a_line_in_the_same_transaction(house: House, station):
    order(station, "visit-0001")
    signed_in(house, "clerk1", "w1").post("/api/window/next", {"window": "w1", "current": None})
    actions = [line.action for line in house.db.look(lambda c: list(store.lines(c)))]
    for action in (
        "member_added",
        "plan_published",
        "enrol_code_made",
        "station_enrolled",
        "ticket_issued",
        "signed_in",
        "seat_taken",
        "ticket_called",
    ):
        assert action in actions
    count, _, broken = verify(house)
    assert (count, broken) == (len(actions), None)


def test_what_is_refused_leaves_no_line(house: House, station):
    before = verify(house)[0]
    assert station.post("/api/station/tickets", {"key": "visit-0001", "service": "none"}).status_code == 404
    assert verify(house)[0] == before


def test_the_database_refuses_to_change_a_line(house: House):
    for change in ("UPDATE audit_line SET actor = 'x' WHERE id = 1", "DELETE FROM audit_line WHERE id = 1"):
        with (
            pytest.raises(sqlite3.IntegrityError, match="append-only"),
            sqlite3.connect(house.app.state.kit.settings.data_dir / "hall.sqlite") as data,
        ):
            data.execute(change)
        data.close()


@pytest.mark.parametrize(
    ("tampering", "where"),
    [
        ("UPDATE audit_line SET actor = 'x' WHERE id = 2", 2),
        ("UPDATE audit_line SET hash = 'x' WHERE id = 2", 2),
        ("DELETE FROM audit_line WHERE id = 2", 2),
        ("UPDATE audit_line SET at = '2020' || substr(at, 5) WHERE id = 3", 3),
    ],
)
def test_a_change_past_the_triggers_is_found_and_its_line_named(house: House, tampering: str, where: int):
    with sqlite3.connect(house.app.state.kit.settings.data_dir / "hall.sqlite") as data:
        data.execute("DROP TRIGGER audit_no_update")
        data.execute("DROP TRIGGER audit_no_delete")
        data.execute(tampering)
    data.close()
    broken = verify(house)[2]
    assert broken is not None
    assert broken.id == where


def test_personal_data_is_kept_only_hashed(house: House, station):
    codes = [f"https://s.sh.gov.cn/{n:028x}061700000000000" for n in range(40)]
    staff = {name for _, name, _ in sample.STAFF}
    code, who = next((c, w) for c in codes if (w := SimulatedProvider().resolve(c)).name not in staff)
    assert station.post("/api/station/identity", {"text": code}).status_code == 200
    stored = b"".join(p.read_bytes() for p in house.app.state.kit.settings.data_dir.glob("hall.sqlite*"))
    assert b"code_resolved" in stored, "who was looked up is known by a hash of the day alone"
    assert who.number.encode() not in stored
    assert code.encode() not in stored
    assert who.name.encode() not in stored
