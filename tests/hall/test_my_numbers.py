"""A person's numbers of today, for whoever shows his card at any kiosk, and for nobody else."""

from hall.contract.ids import subject_of
from tests.hall.caller import House, block_ticket, enrolled, report, signed_in

MINE, OTHERS = "310117199001010013", "310117198502280016"


def said(station, number: str = MINE) -> dict:
    """As this station says it: no other says it alike."""
    return subject_of("id_number", number, station.subject_key).model_dump()


def take(station, key: str, service: str = "intake", number: str = MINE):
    order = {"key": key, "service": service, "subject": said(station, number), "language": "zh"}
    return station.post("/api/station/tickets", order).json()


def numbers(station, subject: dict | None = None) -> list[tuple[int, str, str | None]]:
    found = station.post("/api/station/numbers", {"subject": subject or said(station)}).json()["numbers"]
    return [(one["ticket"]["n"], one["state"], one["window"]) for one in found]


def test_a_number_taken_at_one_kiosk_is_known_at_any(house: House, station):
    take(station, "visit-0001", number=OTHERS)
    mine = take(station, "visit-0002")
    other = enrolled(house, "自助机 ZZ-03")
    (found,) = other.post("/api/station/numbers", {"subject": said(other)}).json()["numbers"]
    assert (found["ticket"]["token"], found["state"], found["ticket"]["ahead"]) == (mine["token"], "waiting", 1)
    assert said(other)["hash"] not in str(found), "what is asked with is not told"


def test_somebody_elses_card_sees_nothing(station):
    take(station, "visit-0001")
    assert numbers(station, said(station, OTHERS)) == []
    assert numbers(station, said(station) | {"kind": "credit_code"}) == []


def test_what_is_called_says_where_and_what_is_over_is_not_told(house: House, station):
    take(station, "visit-0001")
    clerk = signed_in(house, "clerk1", "w3")
    clerk.post("/api/window/next", {"window": "w3", "current": None})
    assert numbers(station) == [(1, "called", "3")]
    house.hands.move(days=1)
    assert numbers(station) == [], "a number lives one day"


def test_a_number_given_while_the_hall_was_away_is_his_too(station):
    station.get("/api/station/snapshot")
    body = block_ticket("visit-0001", 701, "tok", "2026-11-24T09:00:00+08:00")
    body["ticket"] |= {"subject": said(station)}
    assert station.post("/api/station/reports", {"reports": [report(1, body)]}).json()["refused"] == []
    assert numbers(station) == [(701, "waiting", None)]


def test_only_a_station_may_ask_and_only_with_a_subject(house: House, station):
    assert house.caller().post("/api/station/numbers", {"subject": said(station)}).status_code == 401
    refused = station.post("/api/station/numbers", {"subject": {"kind": "id_number"}})
    assert set(refused.json()) == {"code", "zh", "en"}
    assert refused.status_code == 422
