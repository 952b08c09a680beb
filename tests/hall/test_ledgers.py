"""One station, several memories: which is heard, what becomes of the others' numbers, what the manager reads of it."""

from typing import Any

import pytest

from hall.contract.ledger import ANEW, CARRIED, HEADER, REFUSED, LedgerSaid, ledger_said, new_birth, new_run
from hall.queue.numbers import missing
from tests.hall.caller import Caller, House, block_ticket, enrolled, report, signed_in

HELP = {"kind": "help", "screen": "home"}
AT = "2026-11-24T09:00:00+08:00"


class Machine:
    """A machine with the station's identity: its ledger, its run."""

    def __init__(self, station: Caller, birth: str = "", last: int = 0) -> None:
        self.station, self.said = station, LedgerSaid(birth or new_birth(), new_run(), last)

    def again(self, last: int = 0) -> "Machine":
        """The same ledger, another run."""
        return Machine(self.station, self.said.birth, last)

    def parts(self) -> Any:
        return self.station.post("/api/station/parts", {}, headers={HEADER: str(self.said)})

    def blocks(self, service: str = "intake", day: str = "2026-11-24") -> list[tuple[int, int, int]]:
        told = self.parts().raise_for_status().json()["parts"]["blocks"]["body"]
        assert told.get("ledger", "") == self.said.birth
        mine = [b for b in told.get("blocks", ()) if (b["service"], b["day"]) == (service, day)]
        return [(b["first"], b["last"], b.get("used", 0)) for b in mine]

    def send(self, *reports: dict[str, Any]) -> Any:
        body = {"reports": list(reports)}
        return self.station.post("/api/station/reports", body, headers={HEADER: str(self.said)})


def taken(seq: int, n: int) -> dict[str, Any]:
    return report(seq, block_ticket(f"visit-{n:04}", n, f"t{n}", AT))


def code(answer: Any) -> str:
    return answer.json().get("code", "") if answer.status_code >= 400 else "heard"


def memory(house: House, station: str = "K001") -> str:
    """What stands on the stations page, as its stream tells it."""
    from hall.stations.ledgers.lines import read

    clock = house.app.state.kit.clock
    found = house.db.look(lambda c: read(c, house.queue, clock.now(), clock.start_of(clock.day())))
    return "\n".join(line.text for line in found.get(station, ()))


@pytest.fixture
def first(station: Caller) -> Machine:
    return Machine(station)


def test_what_is_told_of_a_ledger_is_read_back_and_nonsense_is_refused(station: Caller):
    said = LedgerSaid(new_birth(carried=True), new_run(), 120)
    assert ledger_said(str(said)) == said
    for bad in ("", "x", f"{said} 1", f"{'G' * 24} {said.run} 1", f"{said.birth} {said.run} -1"):
        assert ledger_said(bad) is None
        answer = station.post("/api/station/parts", {}, headers={HEADER: bad})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_ledger")


def test_which_numbers_are_missing():
    assert missing(701, 705, []) == [(701, 705)]
    assert missing(701, 705, [701, 703]) == [(702, 702), (704, 705)]
    assert missing(701, 705, [701, 702, 703, 704, 705]) == []


def test_the_hall_says_which_numbers_are_used(first: Machine):
    assert first.blocks() == [(701, 720, 0)]
    first.send(taken(1, 701), taken(2, 702))
    assert first.blocks() == [(701, 720, 702)]


def test_a_replaced_disk_gets_a_block_of_its_own_and_the_rest_is_named(house: House, first: Machine):
    first.blocks()
    first.send(taken(1, 701), taken(2, 702), taken(3, 703))
    second = Machine(first.station)
    assert second.blocks() == [(721, 740, 0)], "nothing of the lost ledger's block is given again"
    assert "A704–A720、" in memory(house)
    assert "不知道有没有给出" in memory(house)
    ack = second.send(report(1, HELP)).raise_for_status().json()
    assert ack == {"upto": 1, "refused": []}, "a new ledger starts at 1 and is welcome"


def test_what_a_lost_ledger_still_tells_is_heard(house: House, first: Machine):
    first.blocks()
    second = Machine(first.station)
    second.blocks()
    assert first.send(taken(1, 701)).json() == {"upto": 1, "refused": []}
    assert "A702–A720" in memory(house)
    assert "A701" not in memory(house)


def test_a_gap_older_than_the_oldest_report_is_closed_and_named(house: House, first: Machine):
    first.send(report(1, HELP), report(2, HELP))
    assert first.send(report(121, HELP)).json()["upto"] == 121
    assert "第 3–120 号报告不会再来" in memory(house)
    batch = [report(122 + n, HELP) for n in range(200)]
    assert first.send(*batch).json()["upto"] == 321


def test_the_gap_of_a_station_that_tells_no_birth_id_is_closed_too(house: House, station: Caller):
    send = lambda *reports: station.post("/api/station/reports", {"reports": list(reports)}).json()  # noqa: E731
    assert send(report(121, HELP))["upto"] == 121
    assert "第 1–120 号报告不会再来" in memory(house)


def test_of_two_live_machines_the_second_is_refused_and_the_manager_decides(house: House, first: Machine):
    first.blocks()
    second = Machine(first.station)
    assert second.blocks() == [(721, 740, 0)]
    assert first.parts().status_code == 503, "what a dead machine had sent may still come in"
    house.hands.move(seconds=5)
    second.parts()
    assert first.blocks() == [(741, 760, 0)], "it was there first, and lives"
    assert code(second.parts()) == REFUSED
    assert "另一台机器正以本机的名义工作" in second.parts().json()["zh"]
    assert second.send(taken(1, 721)).json() == {"upto": 1, "refused": []}, "what has happened has happened"
    assert "另一台机器也用这个名义" in memory(house)
    manager = signed_in(house, "manager")
    needs = {need["key"]: need for need in manager.get("/api/attention").json()["needs"]}
    assert "请决定用哪一台" in needs["memory:K001"]["todo"]
    house.hands.move(minutes=5)
    assert code(second.parts()) == REFUSED, "nobody but the manager decides"
    form = {"data": {"ledger": second.said.birth}}
    assert manager.request("POST", "/api/stations/K001/ledger", **form).json() == {"chosen": True}
    assert second.blocks() == [(761, 780, 0)]
    assert code(first.parts()) == REFUSED
    assert manager.request("POST", "/api/stations/K001/ledger", **form).status_code == 409


def test_a_machine_long_silent_is_no_second_one(house: House, first: Machine):
    """A disk was tried in its place, and the old one put back."""
    first.blocks()
    second = Machine(first.station)
    second.blocks()
    house.hands.move(minutes=1)
    assert first.blocks() == [(741, 760, 0)]
    house.hands.move(minutes=1)
    assert code(second.parts()) == "heard"


def test_a_restart_goes_on_and_a_copied_disk_is_found_by_turns(house: House, first: Machine):
    first.blocks()
    first.send(report(1, HELP))
    copy = first.again(last=1)
    assert copy.blocks() == [(701, 720, 0)], "as far as anybody can tell, a restart"
    house.hands.move(seconds=5)
    assert code(first.parts()) == "heard", "the run before goes on: two machines, one disk"
    assert code(copy.parts()) == ANEW
    assert code(copy.send(report(2, HELP))) == ANEW
    assert "硬盘被复制" in memory(house)


def test_a_ledger_that_knows_less_than_it_told_was_put_back(house: House, first: Machine):
    first.blocks()
    first.send(taken(1, 701), taken(2, 702))
    assert code(first.again(last=1).parts()) == ANEW
    anew = Machine(first.station)
    begun = {"kind": "ledger", "why": "went_back", "aside": "ledger.db.set-aside-1"}
    assert anew.send(report(1, begun)).json()["upto"] == 1
    assert anew.blocks() == [(721, 740, 0)]
    assert "记录退回到了旧的状态，旧的另存为 ledger.db.set-aside-1" in memory(house)


def test_a_renewed_station_goes_on_with_its_reports_and_blocks(house: House, station: Caller):
    """A hall and a kiosk that were heard without birth ids; then the kiosk is renewed."""
    station.get("/api/station/snapshot")
    batch = {"reports": [report(1, HELP), taken(2, 701)]}
    assert station.post("/api/station/reports", batch).json()["upto"] == 2
    renewed = Machine(station, CARRIED + "a" * 24, last=2)
    assert renewed.blocks() == [(701, 720, 701)]
    assert renewed.send(taken(2, 701), taken(3, 702)).json() == {"upto": 3, "refused": []}
    assert memory(house) == ""


def test_enrolled_again_it_starts_anew_and_tells_what_was_given(house: House, first: Machine):
    first.blocks()
    first.send(*[report(n, HELP) for n in range(1, 121)])
    manager = signed_in(house, "manager")
    assert manager.post("/api/stations/K001/retire").status_code == 200
    assert code(first.parts()) == "unknown_station"
    again = Machine(enrolled(house))
    assert again.blocks() == [(721, 740, 0)]
    ack = again.send(report(1, {"kind": "ledger", "why": "other_station"}), taken(2, 701)).json()
    assert ack == {"upto": 2, "refused": []}
    assert "A702–A720" in memory(house, "K002")
