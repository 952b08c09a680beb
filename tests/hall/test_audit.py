"""The audit trail cannot be changed unseen."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from hall import audit, sample
from hall.audit import service, store
from hall.stations.identity import SimulatedProvider
from tests.hall.caller import House, order, signed_in
from tests.hall.serving import run_hall


def verify(house: House):
    return house.db.look(audit.Chain(house.app.state.kit.settings.data_dir).verify)


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


def lines(house: House) -> list[store.LineRow]:
    return house.db.look(lambda conn: list(store.lines(conn)))


def test_a_line_says_from_where_it_was_asked(house: House, station):
    order(station, "visit-0001")
    signed_in(house, "clerk1")
    said = {line.action: line.source for line in lines(house)}
    assert (said["ticket_issued"], said["signed_in"]) == ("10.0.0.9", "10.0.0.9")
    assert said["member_added"] == "", "nobody asked from outside"


def test_the_address_is_a_trusted_proxys_word_and_nobody_elses(house_behind_proxy):
    for house, expected in house_behind_proxy:
        caller = house.caller()
        caller.headers["X-Forwarded-For"] = "192.0.2.77"
        caller.post("/sign-in", data={"login": "clerk1", "password": house.passwords["clerk1"]})
        assert next(line for line in lines(house) if line.action == "signed_in").source == expected


@pytest.fixture
def house_behind_proxy(tmp_path: Path):
    from tests.hall.caller import found_house

    houses = [
        (found_house(tmp_path / "a", trusted_proxies=("10.0.0.9",)), "192.0.2.77"),
        (found_house(tmp_path / "b"), "10.0.0.9"),
    ]
    yield houses
    for house, _ in houses:
        house.close()


def test_what_a_role_may_not_is_noted_once_a_minute_and_not_as_it_was_typed(house: House):
    clerk = signed_in(house, "clerk1")
    for _ in range(3):
        assert clerk.get("/staff?q=11010519491231002X").status_code == 403
    (line,) = [line for line in lines(house) if line.action == "role_refused"]
    assert (line.actor, line.about, line.source) == ("clerk1", "GET /staff", "10.0.0.9")


def test_an_attempt_held_off_is_noted_and_nothing_that_a_stranger_typed_is_kept(house: House):
    number = "11010519491231002X"
    for login in ("clerk1", number):
        answers = [
            house.caller().post("/sign-in", data={"login": login, "password": "not this one"}).status_code
            for _ in range(12)
        ]
        assert 429 in answers
    noted = {(line.actor, line.source) for line in lines(house) if line.action == "sign_in_held_off"}
    assert noted == {("clerk1", "10.0.0.9"), ("?", "10.0.0.9")}
    folder = house.app.state.kit.settings.data_dir
    assert not [path for path in folder.glob("hall.sqlite*") if number.encode() in path.read_bytes()]


def rewritten(house: House, keyed: bytes | None) -> None:
    """The whole chain again, with another actor in line 2, as somebody does it who can write the database."""
    before, rows = "", []
    for line in lines(house):
        row: dict[str, object] = {**line._asdict(), "keyed": keyed is not None}
        row |= {"actor": "nobody"} if line.id == 2 else {}
        row |= {} if keyed else {"source": ""}
        before = service._mac(keyed, before, row) if keyed else service._hash(before, row)
        rows.append((row["actor"], row["source"], row["keyed"], before, line.id))
    with contextlib.closing(sqlite3.connect(house.app.state.kit.settings.data_dir / "hall.sqlite")) as data:
        data.execute("DROP TRIGGER audit_no_update")
        data.execute("DROP TRIGGER audit_no_delete")
        data.executemany("UPDATE audit_line SET actor = ?, source = ?, keyed = ?, hash = ? WHERE id = ?", rows)
        data.commit()


@pytest.mark.parametrize(("keyed", "where"), [(b"x" * 32, 1), (None, None)])
def test_a_chain_rewritten_as_a_whole_without_the_key_is_found(house: House, keyed: bytes | None, where: int | None):
    rewritten(house, keyed)
    count, _, broken = verify(house)
    assert broken is not None
    assert broken.id == (where or count)
    house.write(lambda tx: tx.note("hall", "went_on", "after it"))
    broken = verify(house)[2]
    assert broken is not None
    assert broken.id == (where or count + 1)


def test_against_an_anchor_a_cut_end_is_found_and_whoever_has_the_key_too(house: House):
    folder = house.app.state.kit.settings.data_dir
    chain = audit.Chain(folder)
    anchor = audit.read_anchor(str(house.db.look(chain.anchor)))
    house.write(lambda tx: tx.note("hall", "went_on", "after it"))
    assert house.db.look(lambda conn: chain.verify(conn, anchor))[2] is None
    rewritten(house, bytes.fromhex((folder / "audit.key").read_text()))
    assert verify(house)[2] is None, "with the key nothing is seen from the chain alone"
    broken = house.db.look(lambda conn: chain.verify(conn, anchor))[2]
    assert broken.id == anchor.number
    with contextlib.closing(sqlite3.connect(folder / "hall.sqlite")) as data:
        data.execute("DELETE FROM audit_line WHERE id >= ?", (anchor.number,))
        data.commit()
    assert verify(house)[2] is None, "nor of an end that was cut off"
    broken = house.db.look(lambda conn: chain.verify(conn, anchor))[2]
    assert (broken.id, "cut off" in broken.why) == (anchor.number, True)


def test_lines_older_than_the_key_are_verified_as_such_and_held_by_the_first_under_it(house: House):
    rewritten(house, None)
    house.write(audit.begins_keyed)
    assert verify(house)[2] is None
    kept = lines(house)
    assert ([line.keyed for line in kept[-2:]], kept[-1].action) == ([False, True], "chain_keyed")
    with contextlib.closing(sqlite3.connect(house.app.state.kit.settings.data_dir / "hall.sqlite")) as data:
        data.execute("UPDATE audit_line SET actor = 'x' WHERE id = 2")
        data.commit()
    broken = verify(house)[2]
    assert broken is not None
    assert broken.id == 2


def test_a_line_keeps_its_address_under_the_mac(house: House):
    signed_in(house, "clerk1")
    last = lines(house)[-1]
    with contextlib.closing(sqlite3.connect(house.app.state.kit.settings.data_dir / "hall.sqlite")) as data:
        data.execute("DROP TRIGGER audit_no_update")
        data.execute("UPDATE audit_line SET source = '10.0.0.1' WHERE id = ?", (last.id,))
        data.commit()
    broken = verify(house)[2]
    assert broken is not None
    assert broken.id == last.id


def test_anchor_and_verify_at_the_command_line(tmp_path: Path):
    hall = tmp_path / "hall"
    assert run_hall(hall, "seed").returncode == 0
    anchor = run_hall(hall, "audit", "anchor").stdout.strip()
    assert run_hall(hall, "audit", "verify", anchor).returncode == 0
    number, _, mac = anchor.partition(":")
    refused = run_hall(hall, "audit", "verify", f"{int(number) + 1}:{mac}")
    assert (refused.returncode, "cut off" in refused.stderr) == (1, True)
    assert run_hall(hall, "audit", "verify", "what").returncode == 1
    assert (hall / "audit.key").stat().st_mode & 0o777 == 0o600
