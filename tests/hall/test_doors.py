"""What stations tell of their doors: kept once, and a pass used at one gate is used at all."""

from typing import Any

from hall.access.entered import Entered
from hall.contract.access import Grants
from hall.contract.report import DoorTold, EntryTold
from hall.doors import came
from hall.doors.reading import read
from hall.doors.store import last_events
from kiosk.visit.gatehouse import sample_grants
from tests.hall.caller import Caller, House, enrolled
from tests.hall.caller import report as said

PASS = "0123456789abcdef"


def entry(key: str = "k" * 24, **other: Any) -> dict[str, Any]:
    told = {
        "kind": "entry", "key": key, "door": "gate1", "shown": "pass", "admitted": True, "event": "granted",
        "cause": "granted", "zh": "请进", "en": "Please come in", "person": "v1", "document": "a1", "credential": PASS,
    }  # fmt: skip
    return told | other


def passage(became: str, key: str = "k" * 24) -> dict[str, Any]:
    return {"kind": "passage", "key": key, "door": "gate1", "became": became}


def tell(station: Caller, *bodies: dict[str, Any], first: int = 1) -> dict[str, Any]:
    reports = [said(seq, body) for seq, body in enumerate(bodies, first)]
    return station.post("/api/station/reports", {"reports": reports}).json()


def counted(house: House) -> dict[str, dict[str, int]]:
    begin = house.hands().replace(year=2000)
    return {key: dict(doors) for key, doors in house.db.look(lambda conn: came(conn, begin)).items()}


def test_an_entry_is_kept_once_and_what_became_of_it_with_it(house: House, station: Caller):
    assert tell(station, entry(), entry(), passage("released"), passage("passed")) == {"upto": 4, "refused": []}
    passed, _, row = house.db.look(lambda conn: last_events(conn, 10))
    assert (row.station, row.door, row.kind, row.credential, row.n) == ("K001", "gate1", "entry", PASS, 1)
    body = read(row).body
    assert isinstance(body, EntryTold)
    assert (body.zh, passed.key, passed.what) == ("请进", row.key, "passed")
    assert counted(house) == {PASS: {"gate1": 1}}


def test_who_did_not_come_in_has_not_used_his_pass(house: House, station: Caller):
    tell(station, entry(), passage("not_passed"), entry("l" * 24, admitted=False, cause="used"))
    assert counted(house) == {}


def test_a_passage_of_a_decision_nobody_knows_is_refused_and_kept(house: House, station: Caller):
    assert [one["seq"] for one in tell(station, passage("passed"))["refused"]] == [1]


def test_another_stations_entry_is_not_ended_by_this_one(house: House, station: Caller):
    tell(station, entry())
    other = enrolled(house, "自助机 ZZ-03")
    assert [one["seq"] for one in tell(other, passage("not_passed"))["refused"]] == [1]
    assert counted(house) == {PASS: {"gate1": 1}}


def test_what_a_door_did_is_kept(house: House, station: Caller):
    tell(station, {"kind": "door", "door": "gate1", "what": "forced", "seen": False})
    (row,) = house.db.look(lambda conn: last_events(conn, 10))
    body = read(row).body
    assert isinstance(body, DoorTold)
    assert (row.door, body.what, body.seen) == ("gate1", "forced", False)


def test_a_used_pass_is_told_to_every_gate(house: House):
    now = house.hands()
    grants = sample_grants("K002", now)

    class Granted:
        def of_station(self, *_: object) -> Grants:
            return grants

        def whole(self, *_: object) -> Any:
            return type("Whole", (), {"grants": grants})

    counts: dict[str, dict[str, int]] = {}
    entered = Entered(Granted(), lambda conn, at: counts)  # type: ignore[arg-type]

    def told() -> Grants:
        return house.db.look(lambda conn: entered.of_station(conn, "K002", "", now))

    assert told() is grants
    counts[PASS] = {"gate1": 2}
    counts["f" * 16] = {"gate1": 1}
    (card,) = told().credentials
    assert card.entered == {"zc": 2}
    assert told() is told(), "the same as long as nobody came in"
