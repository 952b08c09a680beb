"""What a station may count on."""

from datetime import datetime

from hall.papers import doubtful_papers
from hall.papers.store import paper as papers_table
from hall.stations.store import device as devices_table
from tests.hall.caller import House, block_ticket, enrolled, order, report, signed_in


def told(answer):
    assert set(answer.json()) == {"code", "zh", "en"}
    return answer.status_code, answer.json()["code"]


def test_an_unknown_machine_is_refused_with_a_sentence(house: House):
    for caller in (house.caller(), house.caller(auth=("K001", "guess")), house.caller(auth=("", ""))):
        answer = caller.get("/api/station/snapshot")
        assert told(answer) == (401, "unknown_station")
        assert "登记" in answer.json()["zh"]
    broken = house.caller().get("/api/station/snapshot", headers={"Authorization": "Basic %%%"})
    assert told(broken) == (401, "unknown_station")


def test_a_code_works_once_and_expires(house: House):
    from tests.hall.caller import _code

    code = house.write(lambda tx: _code(tx, "一"))
    assert house.caller().post("/api/stations/enrol", {"code": code.lower().replace("-", " ")}).status_code == 200
    assert told(house.caller().post("/api/stations/enrol", {"code": code})) == (401, "wrong_code")
    late = house.write(lambda tx: _code(tx, "二"))
    house.hands.move(minutes=61)
    assert told(house.caller().post("/api/stations/enrol", {"code": late})) == (401, "wrong_code")


def test_whoever_guesses_codes_spends_his_own_budget_and_a_right_code_is_always_taken(house: House):
    answers = [house.caller().post("/api/stations/enrol", {"code": "AAAA"}) for _ in range(12)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429] * 2
    assert told(answers[-1]) == (429, "too_many")
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 10
    assert enrolled(house).get("/api/station/snapshot").status_code == 200, (
        "the same address, with a code that is right"
    )


def test_a_station_enrolled_again_is_a_new_one_and_the_old_is_refused(house: House):
    old, new = enrolled(house), enrolled(house)
    assert old.get("/api/station/snapshot").status_code == 401
    assert new.get("/api/station/snapshot").json()["station"]["id"] == "K002"


def test_the_secret_is_nowhere_in_the_data(house: House):
    from tests.hall.caller import _code

    answer = house.caller().post("/api/stations/enrol", {"code": house.write(lambda tx: _code(tx, "三"))}).json()
    stored = b"".join(p.read_bytes() for p in house.app.state.kit.settings.data_dir.glob("hall.sqlite*"))
    assert answer["secret"].encode() not in stored
    assert all(password.encode() not in stored for password in house.passwords.values())


def test_a_snapshot_is_sent_again_only_when_it_changed(house: House, station):
    first = station.get("/api/station/snapshot")
    tag = first.headers["etag"]
    house.hands.move(seconds=1)
    assert station.get("/api/station/snapshot", headers={"If-None-Match": tag}).status_code == 304
    order(station, "visit-0001")
    again = station.get("/api/station/snapshot", headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert again.json()["services"][0]["waiting"] == 1
    assert again.json()["services"][0]["wait_low"] is None, "nothing is known yet, nothing is said"


def test_the_same_key_always_gets_the_same_ticket(house: House, station):
    first, again = order(station, "visit-0001"), order(station, "visit-0001", "advice")
    assert (first["n"], first["token"], first["service"]) == (again["n"], again["token"], again["service"])
    other = enrolled(house, "自助机 ZZ-03")
    assert order(other, "visit-0001")["n"] == 2, "keys are each station's own"


def test_a_slip_shows_its_state_and_window(house: House, station):
    ticket = order(station, "visit-0001")
    where = f"/api/station/tickets/{ticket['token']}"
    assert station.get(where).json()["state"] == "waiting"
    signed_in(house, "clerk1", "w3").post("/api/window/next", {"window": "w3", "current": None})
    status = station.get(where).json()
    assert (status["state"], status["window"], status["ticket"]["ahead"]) == ("called", "3", None)
    house.hands.move(days=1)
    assert station.get(where).json()["state"] == "lapsed", "a number lives one day"
    assert told(station.get("/api/station/tickets/nothing")) == (404, "unknown_ticket")


def test_blocks_cover_today_and_tomorrow_and_are_topped_up_when_half_used(house: House, station):
    blocks = station.get("/api/station/snapshot").json()["blocks"]
    assert {(b["day"], b["service"], b["first"], b["last"]) for b in blocks} == {
        (day, service, 701, 720) for day in ("2026-11-24", "2026-11-25") for service in ("intake", "advice", "pickup")
    }
    other = enrolled(house, "自助机 ZZ-03").get("/api/station/snapshot").json()["blocks"]
    assert {(b["first"], b["last"]) for b in other} == {(721, 740)}
    batch = [
        report(i + 1, block_ticket(f"visit-{i:04}", 701 + i, f"t{i}", "2026-11-24T09:00:00+08:00")) for i in range(10)
    ]
    assert station.post("/api/station/reports", {"reports": batch}).json() == {"upto": 10, "refused": []}
    mine = [
        b
        for b in station.get("/api/station/snapshot").json()["blocks"]
        if (b["service"], b["day"]) == ("intake", "2026-11-24")
    ]
    assert [(b["first"], b["last"]) for b in mine] == [(701, 720), (741, 760)]


def test_an_offline_number_is_merged_by_its_time(house: House, station):
    station.get("/api/station/snapshot")
    order(station, "visit-0001")
    body = block_ticket("visit-0002", 701, "tok", "2026-11-24T08:00:00+08:00")
    assert station.post("/api/station/reports", {"reports": [report(1, body)]}).json()["refused"] == []
    called = signed_in(house, "clerk1", "w1").post("/api/window/next", {"window": "w1", "current": None}).json()
    assert (called["current"]["number"], called["current"]["origin"]) == ("A701", "block")
    assert order(station, "visit-0002")["n"] == 701, "a late order for the same key gets the slip's number"


def test_the_slip_wins_over_a_number_whose_answer_was_lost(house: House, station):
    station.get("/api/station/snapshot")
    lost = order(station, "visit-0001")
    body = block_ticket("visit-0001", 701, "tok", "2026-11-24T09:00:30+08:00")
    station.post("/api/station/reports", {"reports": [report(1, body)]})
    assert station.get(f"/api/station/tickets/{lost['token']}").json()["state"] == "void"
    assert order(station, "visit-0001")["token"] == "tok"
    clerk = signed_in(house, "clerk1", "w1")
    assert clerk.post("/api/window/next", {"window": "w1", "current": None}).json()["current"]["number"] == "A701"
    state = clerk.get("/api/window/w1").json()
    assert state["waiting"][0]["count"] == 0, "the void number waits no more"


def test_a_number_outside_the_stations_blocks_is_kept_and_refused(house: House, station):
    station.get("/api/station/snapshot")
    batch = [
        report(1, block_ticket("visit-0001", 5, "a", "2026-11-24T09:00:00+08:00")),
        report(2, block_ticket("visit-0002", 701, "b", "2026-11-24T09:00:00+08:00")),
        report(3, block_ticket("visit-0003", 701, "c", "2026-11-24T09:00:00+08:00")),
    ]
    ack = station.post("/api/station/reports", {"reports": batch}).json()
    assert (ack["upto"], [r["seq"] for r in ack["refused"]]) == (3, [1, 3])


def test_reports_are_stored_once_and_gaps_are_visible(house: House, station):
    helped = {"kind": "help", "screen": "home"}
    send = lambda *reports: station.post("/api/station/reports", {"reports": list(reports)}).json()  # noqa: E731
    assert send(report(1, helped), report(2, helped), report(4, helped))["upto"] == 2
    assert send(report(1, helped), report(2, helped))["upto"] == 2
    assert send(report(3, helped))["upto"] == 4
    clerk = signed_in(house, "clerk1")
    (need,) = clerk.get("/api/attention").json()["needs"]
    assert need["count"] == 4, "a repeat is not a second call for help"


def test_a_report_nobody_understands_is_kept_and_stops_nothing(house: House, station):
    batch = [
        report(1, {"kind": "from the future", "x": 1}),
        report(2, {"kind": "help", "screen": "home"}),
        report(3, {"kind": "help", "screen": "home"}, at="2026-11-24T09:00:00"),
        report(4, {}),
    ]
    ack = station.post("/api/station/reports", {"reports": batch}).json()
    assert (ack["upto"], [r["seq"] for r in ack["refused"]]) == (4, [1, 3, 4])
    again = station.post("/api/station/reports", {"reports": batch}).json()
    assert again == ack, "a repeat is answered alike"


def test_two_different_reports_under_one_number_are_both_kept(house: House, station):
    from hall.stations import store

    station.post("/api/station/reports", {"reports": [report(1, {"kind": "help", "screen": "home"})]})
    ack = station.post("/api/station/reports", {"reports": [report(1, {"kind": "help", "screen": "ticket"})]}).json()
    assert [r["seq"] for r in ack["refused"]] == [1]
    kept = house.db.look(lambda c: c.execute(store.contradiction.select()).all())
    assert "ticket" in kept[0].body


def test_a_doubtful_slip_is_marked_at_the_window_until_settled(house: House, station):
    order(station, "visit-0001")
    paper = {"kind": "paper", "paper": "p1", "ticket_key": "visit-0001", "state": "doubtful", "reason": "mute"}
    station.post("/api/station/reports", {"reports": [report(1, paper)]})
    clerk = signed_in(house, "clerk1", "w1")
    assert [t["number"] for t in clerk.get("/api/window/w1").json()["doubtful"]] == ["A001"]
    station.post("/api/station/reports", {"reports": [report(2, paper | {"state": "reprinted", "copy_no": 1})]})
    assert clerk.get("/api/window/w1").json()["doubtful"] == []


SLIP = {"kind": "paper", "errand": "ticket", "key": "visit-0001"}


def test_a_kiosk_of_today_and_one_of_yesterday_are_both_understood(house: House, station):
    order(station, "visit-0001")
    old = {"kind": "paper", "paper": "visit-0001-0", "ticket_key": "visit-0001", "state": "doubtful", "proof": ""}
    today = SLIP | {"state": "doubtful", "reason": "silent", "copy_no": 1}
    ack = station.post("/api/station/reports", {"reports": [report(1, old), report(2, today)]}).json()
    assert ack == {"upto": 2, "refused": []}
    found = house.db.look(lambda conn: conn.execute(papers_table.select()).all())
    assert [(p.errand, p.key, p.copy_no, p.form, p.state) for p in found] == [
        ("ticket", "visit-0001", 0, "slip", "doubtful"),
        ("ticket", "visit-0001", 1, "slip", "doubtful"),
    ]
    clerk = signed_in(house, "clerk1", "w1")
    assert [t["number"] for t in clerk.get("/api/window/w1").json()["doubtful"]] == ["A001"]


def test_a_report_told_again_after_an_update_is_a_repeat_and_no_contradiction(station):
    old = {"kind": "paper", "paper": "visit-0001-0", "ticket_key": "visit-0001", "state": "doubtful", "copy_no": 0}
    for body in (old, SLIP | {"state": "doubtful", "form": "slip", "pages": None}):
        assert station.post("/api/station/reports", {"reports": [report(1, body)]}).json() == {"upto": 1, "refused": []}
    other = station.post("/api/station/reports", {"reports": [report(1, SLIP | {"state": "printed"})]}).json()
    assert [r["seq"] for r in other["refused"]] == [1]


def test_a_paper_of_any_errand_is_kept_and_the_last_copy_says_whether_it_is_doubtful(house: House, station):
    receipt = {"kind": "paper", "errand": "case", "key": "receipt-0001", "form": "a4", "pages": 4}
    stopped = receipt | {"state": "not_printed", "reason": "jam", "out": 2}
    doubtful = receipt | {"state": "doubtful", "reason": "silent"}
    batch = [report(1, stopped), report(2, doubtful), report(3, SLIP | {"state": "doubtful"})]
    assert station.post("/api/station/reports", {"reports": batch}).json() == {"upto": 3, "refused": []}

    def found(since: str = "2026-11-24T00:00:00+08:00"):
        seen = house.db.look(lambda conn: doubtful_papers(conn, datetime.fromisoformat(since)))
        return [(p.errand, p.copy_no, p.form, p.pages, p.out) for p in seen]

    assert sorted(found()) == [("case", 0, "a4", 4, None), ("ticket", 0, "slip", None, None)]
    assert found("2126-01-01T00:00:00+08:00") == []
    again = [report(4, receipt | {"state": "printed", "copy_no": 1, "out": 4}), report(5, SLIP | {"state": "settled"})]
    station.post("/api/station/reports", {"reports": again})
    assert found() == []


def test_a_city_code_is_resolved_by_the_marked_simulator_and_masked(house: House, station):
    code = "https://s.sh.gov.cn/" + "0123456789abcdef" * 1 + "0123456789ab" + "06" + "1700000000000"
    owner = station.post("/api/station/identity", {"text": code + "\r\n"}).json()
    assert owner["provider"] == "simulated"
    assert "*" in owner["name_masked"]
    assert owner["number_masked"].count("*") == 10
    assert station.post("/api/station/identity", {"text": code}).json() == owner
    assert told(station.post("/api/station/identity", {"text": "https://example.org/x"})) == (422, "unknown_code")


def test_the_nearest_kiosk_named_is_one_that_works(house: House, station):
    other = enrolled(house, "自助机 ZZ-03")
    other.get("/api/station/snapshot")
    assert station.get("/api/station/snapshot").json()["nearest_zh"] == "自助机 ZZ-03"
    broken = {"kind": "device", "device": "printer", "able": False, "reasons": ["paper out"]}
    other.post("/api/station/reports", {"reports": [report(1, broken)]})
    assert station.get("/api/station/snapshot").json()["nearest_zh"] == ""


def test_after_a_start_only_what_the_station_has_is_shown_and_nothing_of_before(house: House, station):
    def shown():
        return {row.device: row.able for row in house.db.look(lambda conn: conn.execute(devices_table.select()).all())}

    down = [
        {"kind": "device", "device": name, "able": False, "reasons": ["unplugged"]} for name in ("idcard", "scanner")
    ]
    station.post("/api/station/reports", {"reports": [report(n, body) for n, body in enumerate(down, 1)]})
    started = {"kind": "started", "version": "0.1.0", "clean": True}
    station.post("/api/station/reports", {"reports": [report(3, started)]})
    assert shown() == {"idcard": False, "scanner": False}, "a station that does not say which it has"
    station.post("/api/station/reports", {"reports": [report(4, started | {"devices": ["idcard", "printer"]})]})
    assert shown() == {"idcard": None, "printer": None}
    works = {"kind": "device", "device": "idcard", "able": True}
    station.post("/api/station/reports", {"reports": [report(5, works)]})
    assert shown() == {"idcard": True, "printer": None}
