"""A stolen kiosk is one press: nothing that speaks under its name is heard any more, and what it said is told."""

import re
from typing import Any

import pytest

from hall.accounts import STATION, who_may
from tests.hall.caller import Caller, House, _code, block_ticket, enrolled, order, report, signed_in
from tests.hall.test_audit import lines
from tests.hall.test_ledgers import AT, HELP, Machine
from tests.hall.test_signed import header, signing

__all__ = ["signing"]
SINCE = "2026-11-24T09:00:00+08:00"


def press(caller: Caller, station: str = "K001", since: str = SINCE, reason: str = "早上发现不见了") -> Any:
    return caller.post(f"/api/stations/{station}/stolen", {"since": since, "reason": reason})


def said(house: House) -> str:
    """The sentences of the stations page."""
    (card,) = signed_in(house, "security").get("/api/stations/stolen").json()
    return "\n".join(card["lines"])


def test_every_address_refuses_its_signature_from_that_moment(house: House, signing: Caller):
    path = "/api/station/snapshot"
    assert signing.get(path, headers=header(house, path)).status_code == 200
    assert press(signed_in(house, "security")).json() == {"stolen": True}
    entries = [entry for entry, permit in who_may(house.app.routes).items() if permit is STATION]
    assert len(entries) > 5
    for entry in entries:
        method, path = entry.split(" ")
        path = re.sub(r"\{\w+\}", "1", path)
        house.hands.move(seconds=1)
        answer = signing.request(method, path, headers=header(house, path, method=method))
        assert (answer.status_code, answer.json()["code"]) == (401, "unknown_station"), entry


def test_a_copy_that_knows_the_secret_is_refused_and_its_address_shown(house: House, station: Caller):
    press(signed_in(house, "manager"))
    assert "到现在没有再来过" in said(house)
    copy = house.caller(auth=station.auth, at="10.0.0.77")
    assert copy.get("/api/station/snapshot").status_code == 401
    assert copy.post("/api/station/reports", {"reports": [report(1, HELP)]}).status_code == 401
    assert "来自 10.0.0.77，已拒绝" in said(house)
    needs = {one["key"]: one for one in signed_in(house, "manager").get("/api/attention").json()["needs"]}
    assert "10.0.0.77" in needs["stolen:K001"]["what"]
    assert house.caller(auth=("K001", "guessed"), at="10.0.0.78").get("/api/station/snapshot").status_code == 401
    assert "10.0.0.78" not in said(house), "who cannot prove the identity says nothing of the thief"


def test_what_came_since_is_told_in_numbers_and_papers_and_its_blocks_are_void(house: House, station: Caller):
    machine = Machine(station)
    order(station, "visit-0001")
    machine.blocks()
    house.hands.move(minutes=30)
    order(station, "visit-0002")
    paper = {"kind": "paper", "errand": "ticket", "key": "offline-01", "state": "printed"}
    fire = {"kind": "fire_contact", "active": False, "since": AT}
    taken = [report(n, block_ticket(f"offline-{n:02}", 700 + n, f"t{n}", AT)) for n in (1, 2)]
    ack = machine.send(*taken, report(3, paper), report(4, HELP), report(5, fire)).json()
    assert ack["refused"] == []
    press(signed_in(house, "manager"), since="2026-11-24T09:15:00+08:00")
    told = said(house)
    assert "09:15 以后从它来的号码存疑：A002、A701–A702（共 3 个，3 个还在等）" in told
    assert "A001" not in told
    assert "号票 1 张" in told
    assert "1 次消防触点" in told
    assert "另有 1 条报告" in told
    assert "今天 A703–A720" in told
    assert "明天 A701–A720" in told
    assert signed_in(house, "manager").get("/api/station/snapshot").status_code == 401


@pytest.mark.parametrize(
    ("login", "status"), [("security", 200), ("manager", 200), ("admin", 403), ("clerk1", 403), ("auditor", 403)]
)
def test_a_guard_or_the_manager_presses_and_nobody_else(house: House, station: Caller, login: str, status: int):
    assert press(signed_in(house, login)).status_code == status


def test_what_is_asked_for_is_needed_and_it_is_pressed_once(house: House, station: Caller):
    guard = signed_in(house, "security")
    for more, code in (
        ({"reason": " "}, "no_reason"),
        ({"reason": "长" * 201}, "no_reason"),
        ({"since": "2026-11-25T09:00:00+08:00"}, "in_future"),
        ({"station": "K009"}, "unknown_station"),
    ):
        assert press(guard, **more).json()["code"] == code
    assert station.get("/api/station/snapshot").status_code == 200
    assert press(guard).status_code == 200
    assert press(guard).json()["code"] == "stolen"


def test_the_manager_alone_enrols_it_anew_and_open_codes_end(house: House, station: Caller):
    name = "自助机 ZZ-02"
    code = house.write(lambda tx: _code(tx, name))
    press(signed_in(house, "security"))
    assert house.caller().post("/api/stations/enrol", {"code": code}).status_code == 401, "it may lie with the machine"
    form = {"data": {"name": name}}
    admin = signed_in(house, "admin")
    assert admin.request("POST", "/api/stations/codes", **form).json()["code"] == "stolen"
    assert signed_in(house, "manager").request("POST", "/api/stations/codes", **form).status_code == 200
    again = enrolled(house, name)
    assert again.get("/api/station/snapshot").status_code == 200
    assert station.get("/api/station/snapshot").status_code == 401
    (card,) = admin.get("/api/stations/stolen").json()
    assert card["again"] == "K002"


def test_it_is_written_into_the_audit_with_since_and_reason(house: House, station: Caller):
    press(signed_in(house, "security"))
    (line,) = [line for line in lines(house) if line.action == "station_stolen"]
    assert (line.actor, line.about, line.source) == ("security", "station:K001", "10.0.0.9")
    assert "早上发现不见了" in line.detail
    assert "2026-11-24T09:00:00+08:00" in line.detail
