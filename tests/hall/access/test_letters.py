"""A right comes from a paper: two persons and a scan make it, and its end closes its doors by itself."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from hall.contract.access import Cause
from tests.hall.access.doors import PAGE, entered, gate, lay, letter, part, people
from tests.hall.caller import Caller, House, signed_in


@pytest.fixture
def manager(house: House) -> Caller:
    return signed_in(house, "manager")


@pytest.fixture
def guard(house: House) -> Caller:
    return signed_in(house, "security")


def paper(caller: Caller, number: str, id: int) -> dict[str, Any]:
    return next(one for one in people(caller)[number]["letters"] if one["id"] == id)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends": "2026-11-19"},
        {"starts": "2026-10-01", "ends": "2026-11-01"},
        {"ends": "2036-11-20"},
        {"groups": []},
        {"groups": ["nowhere"]},
        {"profile": "never"},
        {"number": " "},
        {"number": "松\u202e委"},
        {"signed_by": ""},
        {"signed_by": "王" * 40},
        {"starts": "9999-12-31", "ends": "9999-12-31"},
        {"starts": "2026-02-30"},
        {"person": 0},
        {"person": 2**64},
        {"unknown": 1},
    ],
)
def test_a_letter_that_cannot_be_is_refused_with_its_reason(refusing: House, wrong: dict[str, Any]):
    manager = signed_in(refusing, "manager")
    him = people(manager)["YJ601"]
    told = manager.post("/api/access/letters", letter(him["id"]) | wrong)
    assert told.status_code == 422, told.text
    assert told.json()["zh"]
    assert len(people(manager)["YJ601"]["letters"]) == len(him["letters"])


def test_nobody_that_is_not_there_gets_a_letter(manager: Caller):
    assert manager.post("/api/access/letters", letter(4711)).json()["code"] == "no_person"


@pytest.mark.parametrize("body", [b"", b"GIF89a", PAGE[:300], b"<svg/>", b"%PDF-1.7 half", b"\xff\xd8\xff" + b"x" * 99])
def test_what_is_no_scan_or_half_of_one_is_refused(refusing: House, body: bytes):
    manager = signed_in(refusing, "manager")
    id = manager.post("/api/access/letters", letter(people(manager)["YJ601"]["id"])).json()["id"]
    told = manager.request("POST", f"/api/access/scan?letter={id}", content=body)
    assert (told.status_code, told.json()["code"]) == (422, "scan")


def test_a_scan_that_is_too_large_is_not_read(manager: Caller):
    id = manager.post("/api/access/letters", letter(people(manager)["YJ601"]["id"])).json()["id"]
    told = manager.request("POST", f"/api/access/scan?letter={id}", content=PAGE + b"x" * (4 << 20))
    assert (told.status_code, told.json()["code"]) == (413, "too_large")


def test_it_opens_nothing_before_a_second_person_has_read_its_scan(house: House, manager: Caller, guard: Caller):
    station, him = gate(house), people(manager)["LH501"]
    id = him["letters"][0]["id"]
    assert him["letters"][0]["standing"] == "waiting"
    assert lay(house, station, "04A1B2E4").cause is Cause.UNKNOWN
    mine = entered(manager, him["id"])
    assert manager.post(f"/api/access/letters/{mine}/approve").json()["code"] == "second_person"
    bare = manager.post("/api/access/letters", letter(him["id"], key="letter-0002")).json()["id"]
    assert guard.post(f"/api/access/letters/{bare}/approve").json()["code"] == "no_scan"
    assert guard.post(f"/api/access/letters/{id}/approve").status_code == 200
    assert paper(guard, "LH501", id)["standing"] == "living"
    assert lay(house, station, "04A1B2E4").admitted
    assert guard.post(f"/api/access/letters/{id}/approve").json()["code"] == "settled"


def test_the_same_order_sent_twice_stands_once(manager: Caller):
    him = people(manager)["YJ601"]["id"]
    first, second = (manager.post("/api/access/letters", letter(him)).json()["id"] for _ in range(2))
    assert first == second


def test_nobody_does_anything_about_himself(manager: Caller):
    me = people(manager)["ZX001"]
    for answer in (
        manager.post("/api/access/letters", letter(me["id"])),
        manager.post(f"/api/access/people/{me['id']}/cards", {"number": "04AABBCC"}),
        manager.post(f"/api/access/people/{me['id']}/pins", {"pin": "4711"}),
        manager.post(f"/api/access/people/{me['id']}/let-go"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "yourself")


def test_a_letter_that_ends_closes_its_doors_by_itself_and_says_so(house: House):
    station = gate(house)
    grants = part(station)
    assert lay(house, station, "04A1B2E6", grants=grants).admitted
    house.hands.move(days=11, hours=23)
    said = lay(house, station, "04A1B2E6", grants=grants)
    assert said.cause is Cause.DOCUMENT_ENDED, "the station knows by itself, without a word of the hall"
    again = signed_in(house, "manager")
    doors = again.get(f"/api/access/people/{people(again)['DL701']['id']}").json()["doors"]
    told = next(one for one in doors if one["id"] == "gate1")
    assert not told["may"]
    assert "到期" in told["why"]
    assert told["paper"].startswith("松审委")


def test_suspended_it_is_refused_at_once_and_two_persons_bring_it_back(house: House, manager: Caller, guard: Caller):
    station, him = gate(house), people(manager)["JG101"]
    id = him["letters"][0]["id"]
    assert lay(house, station, "04A1B2D1").admitted
    assert guard.post(f"/api/access/letters/{id}/suspend", {"why": "查岗不在"}).status_code == 200
    assert lay(house, station, "04A1B2D1").cause is Cause.DOCUMENT_SUSPENDED
    assert "查岗不在" in paper(manager, "JG101", id)["words"]
    assert manager.post(f"/api/access/letters/{id}/resume").status_code == 200
    assert not lay(house, station, "04A1B2D1").admitted, "it waits"
    assert manager.post(f"/api/access/letters/{id}/approve").json()["code"] == "second_person"
    assert guard.post(f"/api/access/letters/{id}/approve").status_code == 200
    assert lay(house, station, "04A1B2D1").admitted


def test_withdrawn_it_stays_withdrawn(house: House, guard: Caller, manager: Caller):
    station, id = gate(house), people(guard)["JG102"]["letters"][0]["id"]
    assert guard.post(f"/api/access/letters/{id}/withdraw", {"why": ""}).json()["code"] == "empty"
    assert guard.post(f"/api/access/letters/{id}/withdraw", {"why": "调回"}).status_code == 200
    assert lay(house, station, "04A1B2D2").cause is Cause.DOCUMENT_WITHDRAWN
    assert manager.post(f"/api/access/letters/{id}/resume").json()["code"] == "settled"
    assert guard.post(f"/api/access/letters/{id}/withdraw", {"why": "再来"}).json()["code"] == "settled"


def test_who_has_left_opens_nothing(house: House, guard: Caller):
    station = gate(house)
    assert guard.post(f"/api/access/people/{people(guard)['GZ201']['id']}/let-go").status_code == 200
    assert not lay(house, station, "04A1B2E1").admitted


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE access_letter SET ends = ends + 86400000000 WHERE id = {id}",
        "UPDATE access_letter SET profile = 'always' WHERE id = {id}",
        "UPDATE access_letter SET made_by = 'security' WHERE id = {id}",
        "UPDATE access_letter SET scan = '' WHERE id = {id}",
        "UPDATE access_card SET person = {other}",
        "UPDATE access_rules SET approved_by = made_by",
        """UPDATE access_rules SET body = replace(body, '"gate1"', '"gate1","d1"')""",
    ],
)
def test_what_is_edited_in_the_database_by_hand_opens_nothing(house: House, guard: Caller, tmp_path: Path, edit: str):
    """The guard's office is not the only one with a pencil."""
    station, them = gate(house), people(guard)
    assert lay(house, station, "04A1B2D1").admitted
    where = {"id": them["JG101"]["letters"][0]["id"], "other": them["HJ401"]["id"]}
    with sqlite3.connect(tmp_path / "hall/hall.sqlite") as db:
        assert db.execute(edit.format(**where)).rowcount
        db.execute("UPDATE access_state SET n = n + 1")
    db.close()
    assert not lay(house, station, "04A1B2D1").admitted
    if "access_card" not in edit:
        told = guard.get("/api/attention").json()["needs"]
        assert [one for one in told if one["kind"] == "contradiction" and "数据库" in one["what"]]


def test_no_role_issues_approves_and_audits_and_the_administrator_opens_no_door(house: House):
    him = people(signed_in(house, "manager"))["YJ601"]["id"]
    may: dict[str, list[int]] = {}
    for login in ("manager", "security", "auditor", "admin", "clerk1"):
        caller = signed_in(house, login)
        may[login] = [
            caller.get("/api/access").status_code,
            caller.post("/api/access/letters", letter(him, key=f"letter-{login}")).status_code,
            caller.post("/api/access/letters/1/approve").status_code,
            caller.post(f"/api/access/people/{him}/cards", {"number": f"04AA{len(may):04d}"}).status_code,
        ]
    assert may == {
        "manager": [200, 200, 409, 200],
        "security": [200, 403, 409, 403],
        "auditor": [200, 403, 403, 403],
        "admin": [403, 403, 403, 403],
        "clerk1": [403, 403, 403, 403],
    }
