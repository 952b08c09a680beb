"""Keys have a name, a beginning and an end; what was made under an old one stays good as long as it lives."""

import contextlib
import re
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from hall import audit
from hall.keys import KINDS, Ring
from hall.keys.ring import signed_by
from hall.kit.errors import Problem
from tests.hall.caller import House, enrolled
from tests.hall.serving import hall_running, run_hall
from tests.hall.test_audit import lines, verify

LATER = timedelta(seconds=1)


@pytest.fixture
def ring(house: House) -> Ring:
    return Ring(house.app.state.kit.settings.data_dir)


def signed(house: House, ring: Ring, kind: str, text: str) -> tuple[str, str]:
    return house.write(lambda tx: ring.sign(tx, kind, text))


def holds(house: House, ring: Ring, kind: str, text: str, by: tuple[str, str]) -> bool:
    now = house.hands()
    return house.db.look(lambda conn: ring.holds(conn, kind, by[0], text, by[1], now))


def test_what_is_signed_holds_for_its_kind_and_text_alone(house: House, ring: Ring):
    by = signed(house, ring, "passes", "door 1")
    assert holds(house, ring, "passes", "door 1", by)
    assert not holds(house, ring, "passes", "door 2", by)
    assert not holds(house, ring, "receipts", "door 1", by)
    assert not holds(house, ring, "passes", "door 1", ("0" * 16, by[1]))
    assert not holds(house, ring, "passes", "door 1", (by[0], by[1][:-2]))


def test_after_a_rotation_the_old_one_counts_as_long_as_its_papers_live(house: House, ring: Ring):
    old = {kind: signed(house, ring, kind, "a") for kind in KINDS}
    house.hands.move(days=1)
    for kind in KINDS:
        house.write(lambda tx, kind=kind: ring.rotate(tx, kind, "test"))
    new = {kind: signed(house, ring, kind, "a") for kind in KINDS}
    assert all(old[kind][0] != new[kind][0] for kind in KINDS)
    assert all(holds(house, ring, kind, "a", old[kind]) for kind in KINDS)
    house.hands.move(days=32)
    assert [holds(house, ring, kind, "a", old[kind]) for kind in ("receipts", "passes")] == [True, False]
    assert holds(house, ring, "passes", "a", new["passes"])


def test_a_revoked_one_counts_for_nothing_and_another_signs(house: House, ring: Ring):
    old = signed(house, ring, "receipts", "a")
    house.write(lambda tx: ring.revoke(tx, old[0], "私钥泄露", "test"))
    assert not holds(house, ring, "receipts", "a", old)
    new = signed(house, ring, "receipts", "a")
    assert new[0] != old[0]
    assert holds(house, ring, "receipts", "a", new)
    for kid, code in ((old[0], "revoked"), ("f" * 16, "unknown_key")):
        with pytest.raises(Problem) as told:
            house.write(lambda tx, kid=kid: ring.revoke(tx, kid, "x", "test"))
        assert told.value.code == code
    assert {line.action for line in lines(house)} >= {"key_rotated", "key_revoked"}


def test_a_station_checks_by_the_public_half_alone_and_the_secret_is_in_no_database(house: House, ring: Ring):
    kid, signature = signed(house, ring, "passes", "door 1")
    row = house.db.look(lambda conn: ring.signing(conn, "passes", house.hands()))
    assert row.kid == kid
    assert signed_by(row.public, "passes", "door 1", signature)
    folder = house.app.state.kit.settings.data_dir
    secret = (folder / f"ring-{kid}.key").read_text()
    assert (folder / f"ring-{kid}.key").stat().st_mode & 0o777 == 0o600
    for path in folder.glob("hall.sqlite*"):
        data = path.read_bytes()
        assert secret.encode() not in data
        assert bytes.fromhex(secret) not in data


def test_the_audit_trail_goes_on_under_another_key_and_both_parts_are_verified(house: House):
    folder = house.app.state.kit.settings.data_dir
    before = verify(house)[0]
    kid = house.write(lambda tx: audit.Chain(folder).rekey(tx, "test"))
    house.write(lambda tx: tx.note("hall", "went_on", "under the new one"))
    assert (verify(house)[0], verify(house)[2]) == (before + 2, None)
    assert [line.kid for line in lines(house)[-2:]] == ["", kid]
    second = house.write(lambda tx: audit.Chain(folder).rekey(tx, "test"))
    house.write(lambda tx: tx.note("hall", "went_on", "and another"))
    assert verify(house)[2] is None
    (folder / f"audit-{second}.key").rename(folder / "elsewhere")
    assert "is not there" in verify(house)[2].why
    with pytest.raises(Problem, match="other_key"):
        audit.Chain(folder).append(house.db.engine.connect(), house.hands(), [_note()])
    (folder / "elsewhere").rename(folder / f"audit-{second}.key")
    assert verify(house)[2] is None


def _note():
    from hall.kit.db import Note

    return Note("hall", "went_on", "x", {})


def test_a_line_put_under_another_key_unsaid_is_found(house: House):
    folder = house.app.state.kit.settings.data_dir
    house.write(lambda tx: tx.note("hall", "went_on", "x"))
    last = lines(house)[-1]
    with contextlib.closing(sqlite3.connect(folder / "hall.sqlite")) as data:
        data.execute("DROP TRIGGER audit_no_update")
        data.execute("UPDATE audit_line SET kid = 'abcd' WHERE id = ?", (last.id,))
        data.commit()
    assert "under another key" in verify(house)[2].why


def test_the_stations_page_shows_whose_key_is_which(house: House):
    from hall.stations import keys_of_stations

    enrolled(house)
    (one,) = house.db.look(keys_of_stations)
    assert (one.station, one.fingerprint, one.revoked_at) == ("K001", "", None)


def test_at_the_command_line_while_the_hall_runs(tmp_path: Path):
    folder = tmp_path / "hall"
    with hall_running(folder, "--sample") as hall:
        listed = run_hall(folder, "keys", "list").stdout
        assert {"subject", "signs", "accounts", "audit", "backup"} <= {line.split()[0] for line in listed.splitlines()}
        assert run_hall(folder, "keys", "rotate", "audit").returncode == 0
        kid = re.search(r"ring-(\w{16})\.key", run_hall(folder, "keys", "rotate", "passes").stdout)
        assert kid
        assert run_hall(folder, "keys", "revoke", kid[1], "--reason", "试一试").returncode == 0
        assert f"ring-{kid[1]}" in run_hall(folder, "keys", "list").stdout
        for kind in ("subject", "tls"):
            refused = run_hall(folder, "keys", "rotate", kind)
            assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
        assert "请先停下" in run_hall(folder, "keys", "rotate", "signs").stderr
        import requests

        body = {"login": "clerk1", "password": "wrong"}
        assert requests.post(f"{hall.url}/sign-in", data=body, timeout=5).status_code == 401, "it writes on"
    assert run_hall(folder, "audit", "verify").returncode == 0
    before = (folder / "accounts.key").read_text()
    assert run_hall(folder, "keys", "rotate", "accounts").returncode == 0
    assert (folder / "accounts.key").read_text() != before
    assert run_hall(folder, "migrate").returncode == 0, "the new one is ours"
    refused = run_hall(folder, "keys", "revoke", "K999", "--reason", "x")
    assert "没有这台设备" in refused.stderr
    (folder / "ring-0123456789abcdef.key").write_text("00" * 32)
    (folder / f"ring-{kid[1]}.key").unlink()
    assert "请从原服务器复制" in run_hall(folder, "migrate").stderr, "what the database knows has to be here"
