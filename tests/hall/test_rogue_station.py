"""An enrolled station that lies: what it says harms itself, and nobody else."""

import secrets

import pytest

from tests.hall.caller import Caller, House, enrolled, order, report, signed_in

FIRST, LAST = "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"
"""Instants that have no year in UTC."""
TODAY = "2026-11-24"


@pytest.fixture
def rogue(house: House) -> Caller:
    return enrolled(house, "自助机 ZZ-66")


def told(station: Caller, *bodies: dict, at: str = "2026-11-24T09:00:00+08:00", first: int = 1) -> dict:
    reports = [report(seq, body, at=at) for seq, body in enumerate(bodies, first)]
    return station.post("/api/station/reports", {"reports": reports}).raise_for_status().json()


def given(n: int, day: str = TODAY, **more: object) -> dict:
    ticket = {"key": secrets.token_hex(8), "day": day, "service": "intake", "n": n, "token": secrets.token_hex(8)}
    return {"kind": "ticket_heard", "ticket": ticket | {"issued_at": f"{TODAY}T09:00:00+08:00"} | more}


@pytest.mark.parametrize("at", [FIRST, LAST])
@pytest.mark.parametrize(
    "body",
    [
        {"kind": "device", "device": "printer", "able": False, "reasons": ["jam"]},
        {"kind": "help", "screen": "home"},
        {"kind": "started", "version": "1", "clean": True, "devices": ["printer"]},
        {"kind": "paper", "errand": "ticket", "key": "visit-0001", "state": "doubtful"},
        {"kind": "fire_contact", "active": True, "since": FIRST},
        {"kind": "fire_contact", "active": True, "since": LAST},
        given(1, issued_at=FIRST),
        given(1, day="0001-01-01"),
    ],
)
def test_no_instant_of_a_station_spoils_what_others_see(house, station, rogue, body, at):
    told(rogue, body, {"kind": "help", "screen": "home"}, at=at)
    told(rogue, {"kind": "help", "screen": "home"}, first=3)
    manager = signed_in(house, "manager")
    assert manager.get("/api/attention").status_code == 200
    assert station.get("/api/station/snapshot").status_code == 200
    assert station.post("/api/station/parts", {}).json()["failed"] == {}
    assert rogue.get("/api/station/snapshot").status_code == 200
    assert [one.status_code for one in (manager.get("/stations"), manager.get("/evacuation"))] == [200, 200]


def test_what_cannot_be_kept_is_refused_by_its_number_and_stops_nothing(rogue):
    bodies = [{"kind": "device", "device": "printer", "able": True}, {"kind": "help", "screen": "home"}]
    answer = told(rogue, *bodies, at=FIRST)
    assert (answer["upto"], len(answer["refused"])) == (2, 2)
    assert "存不下" in answer["refused"][0]["why"]


def test_a_row_that_was_spoilt_before_there_were_bounds_is_read(house, rogue):
    from hall.stations.store import device

    told(rogue, {"kind": "device", "device": "printer", "able": False, "reasons": ["jam"]})
    house.write(lambda tx: tx.conn.exec_driver_sql(f"UPDATE {device.name} SET at = -62135647200000000"))
    assert signed_in(house, "manager").get("/api/attention").status_code == 200


def test_a_call_for_help_from_years_ahead_is_one_of_now(house, rogue):
    told(rogue, {"kind": "help", "screen": "home"}, at="2036-01-01T00:00:00Z")
    (need,) = [
        one for one in signed_in(house, "security").get("/api/attention").json()["needs"] if one["kind"] == "help"
    ]
    assert need["since"].startswith(TODAY)


def test_numbers_that_the_hall_never_gave_are_nobodys(house, station, rogue):
    """Told as given by the hall, they would stand in the counter's way, and no number of that service came any more."""
    assert order(station, "visit-0001")["n"] == 1
    answer = told(rogue, *(given(n) for n in range(2, 60)), *(given(n, "2026-11-25") for n in range(1, 9)))
    assert len(answer["refused"]) == 66
    assert [order(station, f"visit-100{n}")["n"] for n in range(3)] == [2, 3, 4]


def test_a_number_that_stands_in_the_counters_way_is_passed(house, station):
    """However it came to be there."""
    from hall.queue import store

    first = order(station, "visit-0001")
    row = {"station": "K001", "day": house.app.state.kit.clock.day(), "service": "intake", "letter": "A"}
    values = row | {"origin": "hall", "language": "zh", "subject_kind": None, "subject_hash": None}
    house.write(
        lambda tx: store.add_ticket(
            tx.conn, **values, key="another", n=2, token="t" * 16, subject_last4=None, issued_at=tx.now, place_at=tx.now
        )
    )
    assert (first["n"], order(station, "visit-0002")["n"]) == (1, 3)


def test_what_one_station_may_make_the_hall_keep_has_bounds(house, rogue):
    many = [{"kind": "device", "device": f"d{n}", "able": False, "reasons": ["长" * 500] * 3} for n in range(150)]
    assert told(rogue, *many[:75])["refused"] == []
    assert len(told(rogue, *many[75:], first=76)["refused"]) == 50
    needs = signed_in(house, "manager").get("/api/attention").json()["needs"]
    assert max(len(one["what"]) for one in needs) < 300
    first = {"reports": [report(seq, {"kind": "help", "screen": "home"}) for seq in range(151, 251)]}
    rogue.post("/api/station/reports", first)
    other = {"reports": [report(seq, {"kind": "help", "screen": "away"}) for seq in range(151, 251)]}
    assert len(rogue.post("/api/station/reports", other).json()["refused"]) == 100, "each is refused all the same"
    kept = [one for one in signed_in(house, "manager").get("/api/attention").json()["needs"] if "矛盾" in one["what"]]
    assert [one["count"] for one in kept] == [50]


def test_reports_without_end_are_put_off_and_an_alarm_is_not(house, rogue):
    reports = [report(seq, {"kind": "help", "screen": "home"}) for seq in range(1, 201)]
    statuses = [rogue.post("/api/station/reports", {"reports": reports}).status_code]
    while statuses[-1] == 200 and len(statuses) < 130:
        statuses.append(rogue.post("/api/station/reports", {"reports": reports}).status_code)
    assert statuses[-1] == 429
    alarm = {"kind": "fire_contact", "active": True, "since": f"{TODAY}T09:00:00+08:00"}
    assert told(rogue, alarm, first=201)["refused"] == []


def test_ledgers_without_end_are_put_off(rogue):
    def begun(n: int) -> int:
        return rogue.get("/api/station/snapshot", headers={"OneDoor-Ledger": f"{n:024x} {n:012x} 0"}).status_code

    statuses = [begun(n) for n in range(1, 16)]
    assert statuses[:12] == [200] * 12
    assert set(statuses[13:]) == {429}


@pytest.mark.parametrize("more", [{"token": "t" * 65}, {"key": "k" * 65}, {"service": "s" * 33}, {"token": ""}])
def test_a_number_with_a_name_that_no_column_holds_is_refused_alone(rogue, more):
    body = given(1)
    answer = told(rogue, {**body, "ticket": body["ticket"] | more}, {"kind": "help", "screen": "home"})
    assert (answer["upto"], [one["seq"] for one in answer["refused"]]) == (2, [1])
