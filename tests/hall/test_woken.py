"""What is written wakes whoever is watching, unless it says that it is quiet; and a quiet hall is quiet."""

import pytest

from hall.accounts.guard import SEEN_EVERY
from hall.kit.db import pulse_of
from hall.kit.errors import Problem
from tests.hall.caller import Caller, House, order, report, signed_in


def pulse(house: House) -> int:
    return house.db.look(pulse_of)


def test_a_write_that_says_nothing_wakes_and_a_quiet_one_does_not(house: House):
    before = pulse(house)
    house.write(lambda _tx: None)
    assert pulse(house) == before + 1
    house.db.write_now(lambda _tx: None, quiet="a test")
    assert pulse(house) == before + 1


def test_what_was_refused_wakes_nobody_and_a_quiet_neighbour_hides_nobody(house: House):
    def refused(_tx) -> None:
        raise Problem(409, "no", "不。", "No.")

    before = pulse(house)
    with pytest.raises(Problem):
        house.write(refused)
    assert pulse(house) == before
    answers = [house.db.writer.submit(lambda _tx: None, quiet) for quiet in ("a test", "", "a test")]
    for answer in answers:
        answer.result(5)
    assert pulse(house) == before + 1


def test_a_quiet_hall_wakes_nobody(house: House, station: Caller):
    """Half an hour in which nothing happens: a station asks, a clerk's page is looked at."""
    clerk = signed_in(house, "clerk1")
    station.get("/api/station/snapshot")  # it is granted its first numbers
    before = pulse(house)
    for _ in range(30):
        house.hands.move(seconds=60)
        assert station.get("/api/station/snapshot").status_code == 200
        assert station.post("/api/station/identity", {"text": "sim:quiet"}).status_code in (200, 404, 422)
        assert clerk.get("/account").status_code == 200
    assert SEEN_EVERY.total_seconds() <= 60
    assert pulse(house) == before


def test_who_signs_out_is_told_on_his_other_pages_at_once(house: House, station: Caller):
    """As everything that is told: it once had to say so itself, and this had forgotten."""
    seen = [pulse(house)]

    def woken(_: object) -> bool:
        seen.append(pulse(house))
        return seen[-1] > seen[-2]

    clerk = signed_in(house, "clerk1", "w1")
    assert woken(clerk)
    assert woken(order(station, "visit-0001"))
    assert woken(
        station.post(
            "/api/station/reports",
            {"reports": [report(1, {"kind": "device_told", "device": "printer", "able": False, "reasons": ["paper"]})]},
        ).raise_for_status()
    )
    assert woken(clerk.post("/sign-out"))
